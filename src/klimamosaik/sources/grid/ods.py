"""The tables of an OpenDocument spreadsheet, looked at before a reader lays them out.

Rows and cells that are "repeated" cost one line in the file and a million in memory.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from klimamosaik.sources.grid.hidden import HiddenCells, letters
from klimamosaik.sources.grid.limits import WORKBOOK_COST, check_cells
from klimamosaik.sources.grid.members import stream, whole
from klimamosaik.sources.grid.part import WIDEST
from klimamosaik.sources.grid.refusals import damaged, password
from klimamosaik.sources.grid.stray import (
    Cut,
    FilledRow,
    extent,
    is_after_gap,
    is_lone,
    without_strays,
)

CONTENT = "content.xml"


@dataclass(slots=True)
class OdsCell:
    """One cell, or several equal ones."""

    column: int  # of the first, from 1
    repeated: int
    begin: int  # [bytes] in the XML
    filled: bool
    formula: bool
    valued: bool


@dataclass(slots=True)
class OdsRow:
    """One row, or several equal ones."""

    number: int  # of the first, from 1
    repeated: int
    begin: int  # [bytes] in the XML
    hidden: bool
    end: int = 0
    cells: list[OdsCell] = field(default_factory=list)


@dataclass
class OdsTable:
    """One table and what it holds."""

    title: str
    style: str
    rows: list[FilledRow] = field(default_factory=list)
    outer: list[OdsRow] = field(default_factory=list)  # rows that may hold cells far outside
    position: int = 0  # rows so far
    gap: bool = False  # many blank rows were there
    filled: int = 0
    formulas_without_value: int = 0
    columns: int = 0  # that have been described
    unseen: HiddenCells = field(default_factory=HiddenCells)  # filled, but not shown

    @property
    def full(self) -> Cut:
        """The rectangle of all filled cells."""
        return extent(self.rows)

    @property
    def kept(self) -> Cut:
        """The rectangle without cells far outside."""
        return without_strays(self.rows)


class Looking:
    """Reads content.xml event by event."""

    def __init__(self) -> None:
        self.tables: list[OdsTable] = []
        self.hidden_styles: set[str] = set()
        self.depth = 0  # tables within cells do not count
        self._style = ""
        self._note = False  # within a comment on a cell
        self._row: OdsRow | None = None
        self._cell: OdsCell | None = None
        self._filled = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise damaged()

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table:table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(
                    OdsTable(given.get("table:name", ""), given.get("table:style-name", ""))
                )
        elif tag == "style:style":
            self._style = given.get("style:name", "")
        elif tag == "style:table-properties" and given.get("table:display") == "false":
            self.hidden_styles.add(self._style)
        elif tag == "office:annotation":
            self._note = True
        elif self.depth == 1 and not self._note:
            self._start_inside(tag, given)

    def _start_inside(self, tag: str, given: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        hidden = given.get("table:visibility", "visible") != "visible"
        if tag == "table:table-column":
            table, count = self.tables[-1], _count(given.get("table:number-columns-repeated"))
            if hidden:
                first = table.columns + 1
                table.unseen.columns.update(range(first, min(first + count, WIDEST)))
            table.columns += count
        elif tag == "table:table-row":
            table = self.tables[-1]
            self._row = OdsRow(
                table.position + 1, _count(given.get("table:number-rows-repeated")), at, hidden
            )
        elif tag in ("table:table-cell", "table:covered-table-cell") and self._row is not None:
            last = self._row.cells[-1] if self._row.cells else None
            valued = "office:value-type" in given
            self._cell = OdsCell(
                last.column + last.repeated if last else 1,
                _count(given.get("table:number-columns-repeated")),
                at,
                valued,
                "table:formula" in given,
                valued,
            )
            self._row.cells.append(self._cell)
        elif tag == "text:p" and self._cell is not None and not self._cell.formula:
            self._cell.filled = True

    def _end(self, tag: str) -> None:
        if tag == "table:table":
            self.depth -= 1
        elif tag == "office:annotation":
            self._note = False
        elif self.depth == 1 and tag == "table:table-row" and self._row is not None:
            self._row.end = self.parser.CurrentByteIndex
            self._take(self.tables[-1], self._row)
            self._row = self._cell = None

    def _take(self, table: OdsTable, row: OdsRow) -> None:
        table.position += row.repeated
        filled = [cell for cell in row.cells if cell.filled]
        table.formulas_without_value += sum(cell.formula and not cell.valued for cell in row.cells)
        if not filled:
            return
        if row.hidden:
            table.unseen.filled_rows.append(row.number)
        table.unseen.filled_columns |= table.unseen.columns & {cell.column for cell in filled}
        count = sum(cell.repeated for cell in filled)
        table.filled += count * row.repeated
        self._filled += count * row.repeated
        check_cells(self._filled, cost=WORKBOOK_COST)
        last = filled[-1].column + filled[-1].repeated - 1
        before = _before(filled)
        taken = FilledRow(row.number, table.position, before, last, count * row.repeated)
        if is_lone(taken) or (table.rows and is_after_gap(taken, table.rows[-1].number)):
            table.gap = table.gap or not is_lone(taken)
            table.outer.append(row)
        elif table.gap:
            table.outer.append(row)
        table.rows.append(taken)


def _before(filled: Sequence[OdsCell]) -> int:
    last = filled[-1]
    if last.repeated > 1:
        return last.column + last.repeated - 2
    return filled[-2].column + filled[-2].repeated - 1 if len(filled) > 1 else 0


def _count(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else 1


def look_at(data: bytes, archive: zipfile.ZipFile) -> Looking:
    """Count what tables hold, members by their real size; raises InputRejected for too much."""
    looking = Looking()
    refuse_password(data, archive)
    for member in archive.infolist():
        if member.filename.startswith(("Pictures/", "Thumbnails/")):
            continue
        try:
            for step in stream(data, member):
                if member.filename == CONTENT:
                    looking.parser.Parse(step, False)
            if member.filename == CONTENT:
                looking.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise damaged() from error
    check_cells(sum(table.kept.cells for table in looking.tables), cost=WORKBOOK_COST)
    return looking


def refuse_password(data: bytes, archive: zipfile.ZipFile) -> None:
    """Raise InputRejected where members are encrypted; the last of them says so."""
    for member in archive.infolist():
        if member.filename == "META-INF/manifest.xml" and b"encryption-data" in whole(data, member):
            raise password()


def cut_out(
    data: bytes, archive: zipfile.ZipFile, tables: Sequence[OdsTable]
) -> tuple[bytes, dict[str, list[str]]]:
    """The spreadsheet without cells far outside, and the addresses of those by table."""
    strays = {table.title: list[str]() for table in tables if table.kept != table.full}
    ranges = [
        each
        for table in tables
        if table.title in strays
        for each in _outside(table, strays[table.title])
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as fresh:
        for member in archive.infolist():
            text = whole(data, member)
            if member.filename == CONTENT:
                text = _without(text, ranges)
            fresh.writestr(member.filename, text)
    return packed.getvalue(), strays


def _outside(table: OdsTable, strays: list[str]) -> Iterator[tuple[int, int]]:
    """Ranges of bytes to leave out."""
    kept = table.kept
    for row in table.outer:
        gone = row.number > kept.rows
        outside = [cell for cell in row.cells if gone or cell.column > kept.columns]
        if outside:
            strays += [f"{letters(cell.column)}{row.number}" for cell in outside if cell.filled]
            yield outside[0].begin, row.end


def _without(text: bytes, ranges: Sequence[tuple[int, int]]) -> bytes:
    kept, at = list[bytes](), 0
    for begin, end in ranges:
        kept.append(text[at:begin])
        at = end
    return b"".join([*kept, text[at:]])

"""The sheets of an Excel workbook, looked at as bytes before a reader lays them out.

One pass over the XML finds what a reader would not say or not survive: hidden sheets, formulas
without stored values, too many cells, a lone cell that makes the rectangle of all cells huge.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree import ElementTree

from klimamosaik.sources.grid.hidden import (
    HIDDEN_ROW,
    HiddenCells,
    hidden_columns,
    letters,
)
from klimamosaik.sources.grid.limits import WORKBOOK_COST, check_cells
from klimamosaik.sources.grid.members import stream, whole
from klimamosaik.sources.grid.part import WIDEST, too_wide
from klimamosaik.sources.grid.refusals import damaged
from klimamosaik.sources.grid.stray import Cut, FilledRow, extent, without_strays

COLUMNS = 16_384  # of Excel
LONGEST_ROW = 20_000_000  # bytes; a row of Excel's 16,384 columns has about 1 MB
PREFIX = re.compile(rb"<(\w+:)(?:worksheet|sheetData)\b")
ROW_BEGIN = re.compile(rb"<row\b[^>]*?(?:\sr=[\"'](\d+)[\"'][^>]*)?>")
CELL = re.compile(rb"<c\b[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
REFERENCE = re.compile(rb"<c\b[^>]*?\sr=[\"']([A-Z]{1,3})\d+[\"']")
ADDRESSES = re.compile(rb"<c\b[^>]*?\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
VALUES = (b"<v>", b"<is>", b"<v xml")  # how a cell that is not empty holds what it shows
FORMULA = re.compile(
    rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*"
    rb"(?:<v(?:\s[^>]*)?(?:/>|>([^<]*)</v>))?\s*</c>"
)
ROW_END = b"</row>"
IMAGES = "xl/media/"


@dataclass(frozen=True)
class XlsxSheet:
    """One sheet as the workbook lists it."""

    title: str
    hidden: bool
    member: str  # its XML


@dataclass(frozen=True)
class SheetContent:
    """What a sheet holds."""

    sheet: XlsxSheet
    full: Cut  # rectangle of all filled cells
    kept: Cut  # without strays far outside
    filled: int  # cells
    without_value: int  # formulas whose result the file does not hold
    unseen: HiddenCells = field(default_factory=HiddenCells)  # filled, but not shown
    errors: tuple[str, ...] = ()  # cells whose formula failed: "C2: #N/A"

    @property
    def has_strays(self) -> bool:
        """True where cells far outside are to be left out."""
        return self.kept != self.full


def sheets_of(data: bytes, archive: zipfile.ZipFile) -> list[XlsxSheet]:
    """The sheets in the workbook's order; raises InputRejected where it is damaged."""
    try:
        book = ElementTree.fromstring(_member(data, archive, "xl/workbook.xml"))
        links = ElementTree.fromstring(_member(data, archive, "xl/_rels/workbook.xml.rels"))
    except ElementTree.ParseError as error:
        raise damaged() from error
    targets = {link.get("Id"): _path(link.get("Target", "")) for link in links}
    return [
        XlsxSheet(
            element.get("name", ""),
            element.get("state", "visible") != "visible",
            targets.get(_relation(element), ""),
        )
        for element in book.iter()
        if _local(element.tag) == "sheet"
    ]


def look_at(
    data: bytes, archive: zipfile.ZipFile, sheets: Sequence[XlsxSheet]
) -> list[SheetContent]:
    """What the sheets hold, all members by their real size; raises InputRejected for too much.

    Of hidden sheets only whether they hold anything.
    """
    by_member = {sheet.member: sheet for sheet in sheets}
    calculated = "xl/calcChain.xml" in archive.namelist()  # Excel's order of calculation
    seen = {}
    for member in archive.infolist():
        steps = () if member.filename.startswith(IMAGES) else stream(data, member)
        sheet = by_member.get(member.filename.replace("\\", "/"))
        if sheet is None:
            for _ in steps:  # counted, and refused where it is more than it says
                pass
        elif sheet.hidden:
            filled = sum(value in step for step in steps for value in VALUES)
            seen[sheet.title] = SheetContent(sheet, Cut(0, 0), Cut(0, 0), filled, 0)
        else:
            seen[sheet.title] = _seen(sheet, steps, calculated)
    found = [seen[sheet.title] for sheet in sheets if sheet.title in seen]
    check_cells(sum(each.kept.cells for each in found), cost=WORKBOOK_COST)
    return found


def cut_out(
    data: bytes, archive: zipfile.ZipFile, seen: Sequence[SheetContent]
) -> tuple[bytes, dict[str, list[str]]]:
    """The workbook without cells far outside, and the addresses of those by sheet."""
    cuts = {each.sheet.member: each for each in seen if each.has_strays}
    strays: dict[str, list[str]] = {each.sheet.title: [] for each in cuts.values()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as fresh:
        for member in archive.infolist():
            if member.filename.startswith(IMAGES):
                continue
            cut = cuts.get(member.filename.replace("\\", "/"))
            if cut is None:
                fresh.writestr(member.filename, whole(data, member))
                continue
            pieces = _inside(_pieces(stream(data, member)), cut.kept, strays[cut.sheet.title])
            fresh.writestr(member.filename, b"".join(pieces))
    return packed.getvalue(), strays


def _pieces(steps: Iterable[bytes]) -> Iterator[bytes]:
    """The XML cut after the end of each row, tags without their prefix."""
    left, prefix = b"", None
    for step in steps:
        text = left + step
        if prefix is None:
            found = PREFIX.search(text[:LONGEST_ROW])
            prefix = found[1] if found else b""
        if prefix:
            text = text.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
        *pieces, left = text.split(ROW_END)
        for piece in pieces:
            yield piece + ROW_END
        if len(left) > LONGEST_ROW:
            raise damaged()
    yield left


def _row_of(piece: bytes, before: int) -> tuple[int, int]:
    """Where the row that ends a piece begins, and its number; rows without cells stand before."""
    begin = piece.rfind(b"<row")
    told = ROW_BEGIN.match(piece, begin) if begin >= 0 else None
    return begin, int(told[1]) if told and told[1] else before + 1


def _seen(sheet: XlsxSheet, steps: Iterable[bytes], calculated: bool) -> SheetContent:
    filled: list[FilledRow] = []
    formulas = without = zeros = cells = number = 0
    columns: Sequence[bytes] = ()
    errors: list[str] = []
    unseen: HiddenCells | None = None
    for piece in _pieces(steps):
        if unseen is None:
            unseen = HiddenCells(hidden_columns(piece, WIDEST))
        if not piece.endswith(ROW_END):
            continue
        begin, number = _row_of(piece, number)
        columns = _checked(piece, begin, number, columns)
        if (found := _filled(piece, begin, number)) is not None:
            filled.append(found)
            _note_unseen(unseen, piece, begin, number)
            cells += found.count
            check_cells(cells, cost=WORKBOOK_COST)
        if b't="e"' in piece:
            errors += (f"{at.decode()}: {text.decode()}" for at, text in ERROR.findall(piece))
        if b"<f" in piece and (each := FORMULA.findall(piece)):
            formulas += len(each)
            without += sum(not value and b't="str"' not in kind for kind, value in each)
            zeros += sum(value == b"0" for _, value in each)
    if formulas > 2 and zeros + without == formulas and not calculated:
        # programs that cannot calculate write 0 as result of every formula
        without, cells = formulas, cells - zeros
    kept = without_strays(filled)
    unseen = unseen or HiddenCells()
    return SheetContent(sheet, extent(filled), kept, cells, without, unseen, tuple(errors))


ERROR = re.compile(
    rb'<c r="([A-Z]+\d+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f.*?</f>)?<v>([^<]{1,20})</v>'
)


def _note_unseen(unseen: HiddenCells, piece: bytes, begin: int, number: int) -> None:
    """Note a filled row that is hidden, and its filled cells in hidden columns."""
    if HIDDEN_ROW.search(piece, begin, piece.find(b">", begin)):
        unseen.filled_rows.append(number)
    if not unseen.columns - unseen.filled_columns:
        return
    for cell in CELL.finditer(piece, begin):
        told = REFERENCE.match(cell[0])
        column = _column(told[1]) if told else 0
        if column in unseen.columns and any(value in cell[0] for value in VALUES):
            unseen.filled_columns.add(column)


def _checked(piece: bytes, begin: int, number: int, before: Sequence[bytes]) -> Sequence[bytes]:
    """Columns of a row's cells; raises InputRejected for an address of another row or order.

    A reader believes the addresses: one damaged letter is a column in the millions.
    """
    if (cells := piece.count(b"<c", begin)) > COLUMNS:
        raise too_wide(cells, COLUMNS)
    found = ADDRESSES.findall(piece, begin)
    if not found and b" r=" not in piece[piece.find(b">", begin) :]:
        return before  # cells without addresses follow each other
    columns, rows = zip(*found, strict=True) if found else ((), ())
    if len(found) != cells or set(rows) - {b"%d" % number}:
        raise damaged()
    if columns != before and any(
        (len(one), one) >= (len(next_), next_) for one, next_ in pairwise(columns)
    ):
        raise damaged()
    return columns


def _filled(piece: bytes, begin: int, number: int) -> FilledRow | None:
    count = sum(piece.count(value) for value in VALUES) - piece.count(b"<v></v>")
    last, at = _last_filled(piece, begin, len(piece))
    if count <= 0 or not last:
        return None
    return FilledRow(number, number, _last_filled(piece, begin, at)[0], last, count)


def _last_filled(piece: bytes, begin: int, end: int) -> tuple[int, int]:
    """Column of the last filled cell before `end`, from 1, and where its XML begins."""
    value = max(piece.rfind(each, begin, end) for each in VALUES)
    at = piece.rfind(b"<c", begin, value) if value >= 0 else -1
    if at < 0:
        return 0, begin
    told = REFERENCE.match(piece, at)
    return (_column(told[1]) if told else piece.count(b"<c", begin, at) + 1), at


def _inside(pieces: Iterable[bytes], kept: Cut, strays: list[str]) -> Iterator[bytes]:
    """The pieces of a sheet without the cells beyond `kept`; their addresses go to `strays`."""
    number = 0
    for piece in pieces:
        if not piece.endswith(ROW_END):
            yield piece
            continue
        begin, number = _row_of(piece, number)
        whole_row = number > kept.rows
        position = 0

        def checked(cell: re.Match[bytes], row: int = number, gone: bool = whole_row) -> bytes:
            nonlocal position
            told = REFERENCE.match(cell[0])
            position = _column(told[1]) if told else position + 1
            if not gone and position <= kept.columns:
                return cell[0]
            if any(value in cell[0] for value in VALUES):
                strays.append(f"{letters(position)}{row}")
            return b""

        yield piece[:begin] + CELL.sub(checked, piece[begin:])


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _member(data: bytes, archive: zipfile.ZipFile, name: str) -> bytes:
    found = [each for each in archive.infolist() if each.filename.replace("\\", "/") == name]
    if not found:
        raise damaged()
    return whole(data, found[-1])


def _path(target: str) -> str:
    plain = target.replace("\\", "/")
    return posixpath.normpath(plain.lstrip("/") if plain.startswith("/") else f"xl/{plain}")


def _relation(element: ElementTree.Element) -> str:
    return next((value for key, value in element.items() if _local(key) == "id"), "")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]

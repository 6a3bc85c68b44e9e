"""Where the header is and where the figures begin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.part import ROW, Grid
from klimamosaik.sources.grid.repeated import texts_of
from klimamosaik.sources.sheets.headings import numbered
from klimamosaik.sources.tables.basics.cell_kinds import kind_of
from klimamosaik.sources.tables.basics.header_scales import amount_of_year
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import is_unit, role_of, unit_of
from klimamosaik.sources.tables.shape.header_rows import headers_above
from klimamosaik.sources.tables.shape.timehead import time_header
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

HEAD = 60  # rows searched for the header
LOOKED_AT = 300  # columns looked at when searching it


@dataclass(frozen=True)
class Layout:
    """The table proper."""

    headers: tuple[str, ...]  # one per column, header rows joined by " · "
    units: tuple[str | None, ...]  # text of the row of units, where there is one
    first_row: int  # of the figures, from 1
    body: pl.DataFrame  # "row", "c0", ...
    preamble: str  # text above the header
    unit: str | None  # that a line or column above the header calls the unit
    header: Detected
    time_headers: bool = False  # months, years, days or moments stand in the header
    clock_headers: bool = False  # times of day do
    facts: tuple[tuple[str, str], ...] = ()  # word and value of lines above: "Objekt", "Bauhof"

    def cells(self, index: int) -> pl.Series:
        """Cells of a column."""
        return texts_of(self.held(index))

    def held(self, index: int) -> pl.Series:
        """Cells of a column as they are held: as texts, or numbers of texts that repeat."""
        return self.body[f"c{index}"]


def find_layout(grid: Grid, header_row: int | None) -> Layout:
    """Find header and body; raise InputRejected where there are no figures below a header."""
    frame = grid.frame
    head = [_clean(row) for row in frame.head(HEAD).drop(ROW).iter_rows()]
    if header_row is not None:
        first, timed = _given_header(frame, header_row), False
    else:
        timed_row = _time_header_row(head)
        timed = timed_row is not None
        first = _below(head, timed_row) if timed_row is not None else _first_body_row(frame, head)
    layout = _layout(grid, head, first, header_row)
    if timed or (header_row and time_header(layout.headers)):
        layout = replace(layout, time_headers=True)
    if not len(layout.body):
        raise rejected(
            "no_figures",
            "Die Datei enthält nur Überschriften, keine Zahlen. Bitte mit den Werten exportieren.",
            "The file holds only headers, no figures. Please export it with the values.",
        )
    return layout


def _clean(row: tuple[str | None, ...]) -> list[str]:
    return [(cell or "").strip() for cell in row]


def _given_header(frame: pl.DataFrame, header_row: int) -> int:
    if not 0 <= header_row < len(frame):
        raise rejected(
            "no_such_row",
            "Die Kopfzeile {header_row} gibt es nicht; die Datei hat {count} Zeilen.",
            "There is no header row {header_row}; the file has {count} rows.",
            header_row=header_row,
            count=len(frame),
        )
    return header_row


def _time_header_row(head: list[list[str]]) -> int | None:
    for index, row in enumerate(head[:40]):
        if time_header(row) and index + 1 < len(head):
            return index
    return None


def _below(head: list[list[str]], timed_row: int) -> int:
    """Index of the first row below a header of times and, where it has one, its row of units."""
    under = head[timed_row + 1] if timed_row + 2 < len(head) else []
    cells = [cell for cell, above in zip(under, head[timed_row], strict=False) if cell and above]
    units = sum(is_unit(amount_of_year(cell)) for cell in cells)
    return timed_row + (2 if units >= max(2, len(cells) - 1) else 1)


def _first_body_row(frame: pl.DataFrame, head: list[list[str]]) -> int:
    """Index of the first row that looks like most rows further down."""
    typical, filled = _typical(frame)
    if not ({"n", "t"} & set(typical)):
        return _after_text_header(head)
    for index, row in enumerate(head):
        kinds = [kind_of(cell) for cell in row[:LOOKED_AT]]
        if (_fits(kinds, typical, filled) and not _is_fact(kinds, typical, filled)) or (
            index and _first_figure(kinds, typical, head[index - 1])
        ):
            return index
    return _after_text_header(head)


def _typical(frame: pl.DataFrame) -> tuple[list[str], float]:
    """Most common kind per column and median number of figures per row, of rows further down."""
    start = len(frame) // 3 if len(frame) <= HEAD else HEAD // 2
    rows = [_clean(row) for row in frame[start : start + 100].drop(ROW).iter_rows()]
    rows = [row[:LOOKED_AT] for row in rows if any(row)]
    kinds = [[kind_of(cell) for cell in row] for row in rows]
    typical = []
    for column in zip(*kinds, strict=False):
        counts = {kind: column.count(kind) for kind in "tns"}
        best = max(counts, key=lambda kind: counts[kind])
        typical.append(best if counts[best] else "")
    figures = sorted(sum(kind in "nt" and bool(kind) for kind in row) for row in kinds)
    return typical, float(figures[len(figures) // 2]) if figures else 0.0


def _fits(kinds: list[str], typical: list[str], filled: float) -> bool:
    pairs = list(zip(kinds, typical, strict=False))
    if "t" in typical:
        return any(kind == "t" and usual == "t" for kind, usual in pairs)
    matched = sum(kind == "n" and usual == "n" for kind, usual in pairs)
    texts = sum(kind == "s" and usual == "n" for kind, usual in pairs)
    return matched >= max(1.0, filled / 2) and matched > texts


def _is_fact(kinds: list[str], typical: list[str], filled: float) -> bool:
    """A word with a time or number behind it, above a wider table: "Startzeit;01.07.2025 00:00"."""
    pairs = [pair for pair in zip(kinds, typical, strict=False) if all(pair)]
    figures = sum(kind in "nt" for kind, _ in pairs)
    return bool(pairs) and pairs[0][0] == "s" and pairs[0][1] != "s" and figures < filled


def _first_figure(kinds: list[str], typical: list[str], above: list[str]) -> bool:
    """A row of nothing but its time (years, epochs) right below a full row of text."""
    alone = bool(kinds) and kinds[0] == "n" and typical[0] == "n" and "s" not in kinds
    return alone and sum(kind_of(cell) == "s" for cell in above) >= max(2, 0.6 * len(above))


def _after_text_header(head: list[list[str]]) -> int:
    """All text: the header is the first row that is filled like the fullest."""
    counts = [sum(bool(cell) for cell in row) for row in head]
    fullest = max(counts, default=0)
    return next(
        (index + 1 for index, count in enumerate(counts) if count >= max(1, 0.6 * fullest)), 0
    )


def _layout(grid: Grid, head: list[list[str]], first: int, told: int | None) -> Layout:
    above = grid.frame.head(first).drop(ROW)
    rows = [_clean(row) for row in above.iter_rows()] if first > len(head) else head[:first]
    index = _last_filled(rows)
    names, units, used = headers_above(rows, index, grid.width)
    preamble = "\n".join(" ".join(filter(None, row)) for row in rows[: index - used + 1])
    body = grid.frame[first:]
    filled = pl.any_horizontal(pl.exclude(ROW).is_not_null())
    last = int(body[ROW][0]) if len(body) else first + 1
    return Layout(
        numbered(names),
        tuple(units),
        last,
        body.filter(filled),
        preamble,
        _unit_above(rows[: index - used + 1]),
        _header_fact(index, used, told),
        facts=tuple(_facts(rows[: index - used + 1])),
    )


def _facts(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Lines of two cells, or of one with a colon in it."""
    for row in rows:
        filled = [cell for cell in row if cell]
        if len(filled) == 2:
            yield filled[0].rstrip(" :"), filled[1]
        elif len(filled) == 1 and (found := LABELLED.fullmatch(filled[0])):
            yield found[1].strip(), found[2]


LABELLED = re.compile(r"([^:\d]{3,40}):\s*(\S.*)")


def _unit_above(rows: list[list[str]]) -> str | None:
    """What stands right of or below the word "Einheit" above the header."""
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not cell or role_of(cell) is not ColumnRole.UNIT:
                continue
            below = rows[at + 1][column] if at + 1 < len(rows) else ""
            right = row[column + 1] if column + 1 < len(row) else ""
            found = next((text for text in (right, below) if text and unit_of(text)), None)
            if found:
                return unit_of(found)
    return None


def _header_fact(index: int, used: int, told: int | None) -> Detected:
    if told is not None:
        return Detected(str(told), Text("so angegeben", "as told"))
    if not used:
        return Detected(
            "-", Text("die Zahlen beginnen in der ersten Zeile", "figures begin in the first row")
        )
    rows = str(index + 1) if used == 1 else f"{index + 2 - used}-{index + 1}"
    return Detected(
        rows, Text("darunter beginnen gleichartige Zeilen", "rows of one kind begin below it")
    )


def _last_filled(rows: list[list[str]]) -> int:
    filled = [index for index, row in enumerate(rows) if any(row)]
    return filled[-1] if filled else -1

"""Rows of a list that are no measures: zeros, explanations, sums, sources, repeated headings."""

from collections.abc import Sequence

from klimamosaik.sources.measure_lists.heading import EXPLAINING, Heading
from klimamosaik.sources.measure_lists.roles import ListHints, ListRole
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.rows import is_footer
from klimamosaik.sources.measure_lists.sheets import SheetLine
from klimamosaik.sources.sheets.problems import quoted
from klimamosaik.terms.text import Text, first_few

MANY_ZEROS = 1 / 3  # share of exact zeros from which on a foreign list writes 0 for "not known"


def zeros_left_out(reader: RowReader, body: Sequence[SheetLine], hints: ListHints) -> list[Text]:
    """A column full of zeros writes 0 where nothing is known."""
    columns = reader.all(ListRole.VALUE)
    if not columns or reader.own:
        return []
    cells = [line.cells[column.index] for line in body for column in columns]
    zeros = sum(cell in ("0", "0,0", "0.0", "0,00") for cell in cells)
    many = zeros > MANY_ZEROS * max(1, sum(bool(cell) for cell in cells)) and zeros > 10
    reader.zeros = hints.zeros if hints.zeros is not None else not many
    if reader.zeros or not zeros:
        return []
    return [
        Text(
            "{zeros} Werte sind genau 0, mehr als ein Drittel: Das heißt wohl „nicht erhoben“. "
            "Sie werden nicht gespeichert; sind es wirklich Nullen, geben Sie das unten an.",
            "{zeros} values are exactly 0, more than a third: this probably means “not "
            "collected”. They are not stored; if they really are zeros, say so below.",
        ).format(zeros=zeros)
    ]


def without_explaining(reader: RowReader, heading: Heading) -> tuple[list[SheetLine], list[Text]]:
    """Without the rows below the headings that only tell what to write into the cells."""
    title = reader.one(ListRole.TITLE)
    rows, told = list(heading.body), list(heading.explaining)
    while rows and title and len(told) < EXPLAINING and _repeats_itself(rows[0], title.index):
        told.append(rows.pop(0))
    said = []
    for line in told:
        shown = quoted(", ".join(filter(None, line.cells)))
        said.append(
            Text(
                "Zeile {number} erklärt die Spalten und ist keine Maßnahme: „{shown}“",
                "row {number} explains the columns and is no measure: “{shown}”",
            ).format(number=line.number, shown=shown)
        )
    return rows, said


def _repeats_itself(line: SheetLine, title: int) -> bool:
    """The same few words in all columns, also in that of the name: "teksti, teksti, päivä"."""
    filled = [cell for cell in line.cells if cell]
    often = filled.count(line.cells[title])
    return len(filled) > 3 and (often > 2 or (often > 1 and len(set(filled)) <= len(filled) / 2))


def without_remarks(
    reader: RowReader, body: Sequence[SheetLine], headings: tuple[str, ...]
) -> tuple[list[SheetLine], list[Text]]:
    """Without sums, sources and repeated headings."""
    kept, left = [], []
    for line in body:
        key = reader.text(line, ListRole.KEY)
        again = sum(a == b for a, b in zip(line.cells, headings, strict=False) if a) > 1
        numbered = key is not None and any(map(str.isdigit, key))
        if not reader.own and (again or (not numbered and is_footer(line))):
            left.append(line.number)
            continue
        kept.append(line)
    if not left:
        return kept, []
    shown = first_few(left)
    return kept, [
        Text(
            "Summen, Quellen und wiederholte Überschriften sind nicht gelesen: Zeile {shown}",
            "sums, sources and repeated headings are not read: row {shown}",
        ).format(shown=shown)
    ]

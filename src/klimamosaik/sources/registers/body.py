"""The rows of one sheet -> its measures; what is no measure is left out and said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from klimamosaik.sources.registers.columns import find_columns
from klimamosaik.sources.registers.complaints import Complaints
from klimamosaik.sources.registers.heading import find_heading
from klimamosaik.sources.registers.listed import ListedMeasure
from klimamosaik.sources.registers.roles import Column, Hints, Role, SheetSeen
from klimamosaik.sources.registers.rows import WITHOUT_NAME, Reader, is_footer, is_section
from klimamosaik.sources.registers.sheets import Line, Sheet, restored
from klimamosaik.sources.registers.tree import read_tree
from klimamosaik.sources.registers.vocabulary import vocabulary
from klimamosaik.terms.text import Text

MERGED_SHARE = 0.3  # share of empty cells from which on fields were merged downwards
MANY_ZEROS = 1 / 3  # share of exact zeros from which on a foreign list writes 0 for "not known"


@dataclass(frozen=True)
class Body:
    """What one sheet says."""

    seen: SheetSeen
    measures: tuple[ListedMeasure, ...] = ()
    skipped: tuple[Text, ...] = ()
    above: str = ""  # text above the headings
    own: bool = False


def read_sheet(
    sheet: Sheet, *, file: str, hints: Hints, refused: Complaints, odd: Complaints
) -> Body:
    """Read one sheet; a sheet that is no list of measures says why and is left out."""
    heading = find_heading(sheet)
    if heading is None:
        return Body(SheetSeen(sheet.name, NO_HEADING, rows=len(sheet.lines), used=False))
    cells = [[line.cells[at] for line in heading.body] for at in range(sheet.width)]
    columns = find_columns(heading, cells, hints, typed=sheet.typed)
    own = bool(heading.stable)
    if own:
        heading = replace(heading, body=tuple(map(restored, heading.body)))
    why = _no_measures(columns, heading.body, own=own)
    if why is not None:
        seen = SheetSeen(sheet.name, why, columns, heading.row, len(heading.body), used=False)
        return Body(seen, above=heading.above)
    reader = Reader(file, sheet.name, columns, refused, odd, own)
    zeros = _zeros(reader, heading.body, hints)
    lines, skipped = _without_remarks(reader, heading.body, heading.texts)
    if reader.one(Role.PARENT) and reader.one(Role.KEY):
        measures, said = read_tree(reader, lines)
    else:
        measures, said = _read_rows(reader, lines)
    seen = SheetSeen(sheet.name, _kind(columns), columns, heading.row, len(heading.body))
    return Body(seen, tuple(measures), (*zeros, *skipped, *said), heading.above, own)


def _no_measures(columns: Sequence[Column], body: Sequence[Line], *, own: bool) -> Text | None:
    """Why a sheet with headings is no list of measures; None where it is one."""
    roles = {column.role for column in columns}
    placeholders = [
        cell for line in body for cell in line.cells if vocabulary().placeholder.search(cell)
    ]
    if placeholders and len(placeholders) >= len(body):
        return TEMPLATE
    if not body and not own:
        return ONLY_HEADINGS
    if not roles & {Role.KEY, Role.TITLE}:
        return TOWN_INDICATORS if Role.VALUE in roles else NO_NAMES
    saying = roles - {Role.KEY, Role.TITLE, Role.NOTE, Role.IGNORED, Role.YEAR, Role.VALUE}
    if not saying:
        return NOTHING_OF_MEASURES
    return None


def _kind(columns: Sequence[Column]) -> Text:
    roles = {column.role for column in columns}
    if Role.INDICATOR in roles and Role.VALUE in roles:
        return Text("Indikatoren von Maßnahmen", "indicators of measures")
    if Role.PARENT in roles:
        return Text("Maßnahmen mit ihren Sachständen", "measures with their reports")
    return Text("eine Liste von Maßnahmen", "a list of measures")


def _zeros(reader: Reader, body: Sequence[Line], hints: Hints) -> list[Text]:
    """A column full of zeros writes 0 where nothing is known."""
    columns = reader.all(Role.VALUE)
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
            f"{zeros} Werte sind genau 0, mehr als ein Drittel: Das heißt wohl „nicht erhoben“. "
            "Sie werden nicht gespeichert; sind es wirklich Nullen, geben Sie das unten an.",
            f"{zeros} values are exactly 0, more than a third: this probably means “not "
            "collected”. They are not stored; if they really are zeros, say so below.",
        )
    ]


def _without_remarks(
    reader: Reader, body: Sequence[Line], headings: tuple[str, ...]
) -> tuple[list[Line], list[Text]]:
    """Without sums, sources and repeated headings."""
    kept, left = [], []
    for line in body:
        key = reader.text(line, Role.KEY)
        again = sum(a == b for a, b in zip(line.cells, headings, strict=False) if a) > 1
        numbered = key is not None and any(map(str.isdigit, key))
        if not reader.own and (again or (not numbered and is_footer(line))):
            left.append(line.number)
            continue
        kept.append(line)
    if not left:
        return kept, []
    shown = ", ".join(map(str, left[:5])) + (" …" if len(left) > 5 else "")
    return kept, [
        Text(
            f"Summen, Quellen und wiederholte Überschriften sind nicht gelesen: Zeile {shown}",
            f"sums, sources and repeated headings are not read: row {shown}",
        )
    ]


def _read_rows(reader: Reader, lines: Sequence[Line]) -> tuple[list[ListedMeasure], list[Text]]:
    """Row by row; a lone cell is a heading, a row without a name goes on with the one above."""
    found: list[ListedMeasure] = []
    section: str | None = None
    sections = 0
    merged = not reader.own and _is_merged(reader, lines)
    for line in lines:
        announced = None if reader.own else is_section(line, reader.columns)
        if announced is not None:
            section, sections = announced, sections + 1
            continue
        measure = reader.read(line, section)
        if merged and measure.fields is None and found:
            measure = replace(measure, fields=found[-1].fields)
        if measure.fields is None and found and not (measure.key or measure.name):
            measure = replace(measure, fields=found[-1].fields)
        if measure.key or measure.name or measure.known_as:
            found.append(measure)
        elif found and measure.fields == found[-1].fields and _says_more(measure):
            found.append(_of(found[-1], measure))
        elif line.filled > 1:
            reader.refused.add("row_without_name", reader.at(line), WITHOUT_NAME)
    said = [_sections(sections)] if sections else []
    return found, [*said, *([MERGED] if merged else [])]


def _is_merged(reader: Reader, lines: Sequence[Line]) -> bool:
    """Fields of action in cells merged downwards: the first is filled, many below are not."""
    column = reader.one(Role.FIELD)
    if column is None or len(lines) < 2:
        return False
    empty = [not line.cells[column.index] for line in lines]
    return not empty[0] and sum(empty) > MERGED_SHARE * len(empty)


def _says_more(measure: ListedMeasure) -> bool:
    items = (
        measure.reports, measure.costs, measure.effects, measure.notes, measure.tasks,
        measure.indicators, measure.partners, measure.responsible, measure.description,
    )  # fmt: skip
    return any(items)


def _of(above: ListedMeasure, more: ListedMeasure) -> ListedMeasure:
    """The row says more of the measure above it."""
    named = {"key": above.key, "name": above.name, "known_as": above.known_as, "reference": True}
    return ListedMeasure(**{**more.__dict__, **named})


def _sections(count: int) -> Text:
    return Text(
        f"{count} Zeilen mit nur einer Zelle sind Überschriften für Handlungsfelder",
        f"{count} rows with a single cell are headings of fields of action",
    )


MERGED = Text(
    "Leere Zellen beim Handlungsfeld gelten als mit der Zelle darüber verbunden",
    "empty cells of the field of action count as merged with the cell above",
)
NO_HEADING = Text(
    "Keine Zeile nennt Spalten wie „Maßnahme“, „Nr.“, „Beschreibung“ oder „Status“. "
    "Bitte eine Zeile mit Überschriften ergänzen.",
    "No row names columns such as “measure”, “no.”, “description” or “status”. "
    "Please add a row of headings.",
)
TEMPLATE = Text(
    "Das ist eine leere Vorlage mit Platzhaltern wie „_ID_“. Bitte die ausgefüllte Liste nehmen.",
    "This is an empty template with placeholders such as “_ID_”. Please take the filled list.",
)
ONLY_HEADINGS = Text(
    "Unter den Überschriften steht nichts. Bitte die ausgefüllte Liste nehmen.",
    "There is nothing below the headings. Please take the filled list.",
)
TOWN_INDICATORS = Text(
    "Diese Zahlen gehören zur ganzen Stadt: Keine Spalte nennt eine Maßnahme. Genommen werden "
    "nur Indikatoren von Maßnahmen; bitte eine Spalte mit Nummer oder Name der Maßnahme ergänzen.",
    "These figures belong to the whole town: no column names a measure. Only indicators of "
    "measures are taken; please add a column with the number or name of the measure.",
)
NO_NAMES = Text(
    "Keine Spalte enthält Namen oder Nummern von Maßnahmen. Sagen Sie unten, welche Spalte es ist.",
    "No column holds names or numbers of measures. Say below which column it is.",
)
NOTHING_OF_MEASURES = Text(
    "Außer Namen steht hier nichts, was zu Maßnahmen gehört (Beschreibung, Zuständigkeit, "
    "Zeitraum, Kosten, Sachstand, Wirkung, Indikator). Sagen Sie unten, was die Spalten sind.",
    "Beside names there is nothing that belongs to measures (description, who, years, cost, "
    "status, effect, indicator). Say below what the columns are.",
)

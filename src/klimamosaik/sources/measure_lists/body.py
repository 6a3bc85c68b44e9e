"""The rows of one sheet -> its measures; what is no measure is left out and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from klimamosaik.sources.measure_lists.columns import find_columns, writes_comma
from klimamosaik.sources.measure_lists.complaints import complain
from klimamosaik.sources.measure_lists.downwards import Downwards
from klimamosaik.sources.measure_lists.heading import EXPLAINING, Heading, find_heading
from klimamosaik.sources.measure_lists.listed import ListedMeasure
from klimamosaik.sources.measure_lists.questions import DAYS, order_question, title_question
from klimamosaik.sources.measure_lists.roles import ListColumn, ListHints, ListRole, SheetSeen
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.rows import WITHOUT_NAME, is_footer, is_section, read_row
from klimamosaik.sources.measure_lists.sheets import ListSheet, SheetLine, restored
from klimamosaik.sources.measure_lists.spans import day_order
from klimamosaik.sources.measure_lists.tree import read_tree
from klimamosaik.sources.measure_lists.vocabulary import vocabulary
from klimamosaik.sources.sheets.problems import SheetProblems, quoted
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text, first_few
from klimamosaik.terms.text import quoted as all_quoted

LOOKED = 500  # rows that show what the columns of an unknown table are
MANY_ZEROS = 1 / 3  # share of exact zeros from which on a foreign list writes 0 for "not known"


@dataclass(frozen=True)
class Body:
    """What one sheet says."""

    seen: SheetSeen
    measures: tuple[ListedMeasure, ...] = ()
    skipped: tuple[Text, ...] = ()
    above: str = ""  # text above the headings
    own: bool = False
    questions: tuple[Question, ...] = ()


def read_sheet(
    sheet: ListSheet, *, file: str, hints: ListHints, refused: SheetProblems, odd: SheetProblems
) -> Body:
    """Read one sheet; a sheet that is no list of measures says why and is left out."""
    if sheet.name in hints.left_out:
        return Body(SheetSeen(sheet.name, LEFT_OUT, rows=len(sheet.lines), used=False))
    heading = find_heading(sheet, hints)
    if heading is None:
        return Body(SheetSeen(sheet.name, NO_HEADING, rows=len(sheet.lines), used=False))
    looked = heading.body[:LOOKED] if heading.guessed else heading.body
    cells = [[line.cells[at] for line in looked] for at in range(sheet.width)]
    columns = find_columns(heading, cells, hints, typed=sheet.typed)
    own = bool(heading.stable)
    if own:
        heading = replace(heading, body=tuple(map(restored, heading.body)))
    why = _no_measures(columns, heading, hints)
    asked = None if own else _title_asked(sheet, columns, cells, why)
    seen = SheetSeen(sheet.name, _kind(columns), columns, heading.row, len(heading.body))
    if why is not None:
        seen = replace(seen, why=UNKNOWN_HEADINGS if asked else why, used=False)
        return Body(seen, above=heading.above, questions=(asked,) if asked else ())
    reader = RowReader(file, sheet.name, columns, refused, odd, own, own or sheet.records)
    questions = (
        *sheet.questions,
        *filter(None, (asked, _order_asked(heading, columns, cells, hints))),
    )
    measures, said = _measures(reader, heading, hints)
    said = [*sheet.left_out, *_people(columns), *said]
    return Body(seen, tuple(measures), tuple(said), heading.above, own, questions)


def _measures(
    reader: RowReader, heading: Heading, hints: ListHints
) -> tuple[list[ListedMeasure], list[Text]]:
    """The measures of the rows, and what is left out on purpose."""
    zeros = _zeros(reader, heading.body, hints)
    rows, explaining = _without_explaining(reader, heading)
    lines, remarks = _without_remarks(reader, rows, heading.texts)
    if reader.one(ListRole.PARENT) and reader.one(ListRole.KEY):
        measures, said = read_tree(reader, lines)
    else:
        measures, said = _read_rows(reader, lines)
    return measures, [*explaining, *zeros, *remarks, *said]


def _title_asked(
    sheet: ListSheet,
    columns: Sequence[ListColumn],
    cells: Sequence[Sequence[str]],
    why: Text | None,
) -> Question | None:
    """Which column names the measures, where no heading says so and a column may."""
    if why in FINAL or (why is None and not any(column.guessed for column in columns)):
        return None
    return title_question(sheet.name, columns, cells)


def _order_asked(
    heading: Heading,
    columns: Sequence[ListColumn],
    cells: Sequence[Sequence[str]],
    hints: ListHints,
) -> Question | None:
    """Whether day or month comes first, where neither the days nor the language shows it."""
    if hints.date_order or writes_comma(heading.texts):
        return None
    if day_order(cell for column in cells for cell in column) != "either":
        return None
    open_ = [each for each in columns if each.role in DAYS and day_order(cells[each.index])]
    return order_question(open_) if open_ else None


def _people(columns: Sequence[ListColumn]) -> list[Text]:
    """Columns with names of people, which are named as left out."""
    people = [each.heading for each in columns if each.role is ListRole.PERSON]
    if not people:
        return []
    said = Text(
        "Namen von Personen bleiben weg: Spalte {names}",
        "names of people are left out: column {names}",
    )
    return [said.format(names=all_quoted(people, most=len(people)))]


def _no_measures(columns: Sequence[ListColumn], heading: Heading, hints: ListHints) -> Text | None:
    """Why a sheet with headings is no list of measures; None where it is one."""
    body, own = heading.body, bool(heading.stable)
    roles = {column.role for column in columns}
    told = any(role is ListRole.TITLE for _, role in hints.roles) and ListRole.TITLE in roles
    placeholders = [
        cell for line in body for cell in line.cells if vocabulary().placeholder.search(cell)
    ]
    if placeholders and len(placeholders) >= len(body):
        return TEMPLATE
    if not body and not own:
        return ONLY_HEADINGS
    if told:
        return None
    if heading.guessed:
        return NO_HEADING
    if not roles & {ListRole.KEY, ListRole.TITLE}:
        return TOWN_INDICATORS if ListRole.VALUE in roles else NO_NAMES
    return None if roles - SAYING_NOTHING else NOTHING_OF_MEASURES


def _kind(columns: Sequence[ListColumn]) -> Text:
    roles = {column.role for column in columns}
    if ListRole.INDICATOR in roles and ListRole.VALUE in roles:
        return Text("Indikatoren von Maßnahmen", "indicators of measures")
    if ListRole.PARENT in roles:
        return Text("Maßnahmen mit ihren Sachständen", "measures with their reports")
    return Text("eine Liste von Maßnahmen", "a list of measures")


def _zeros(reader: RowReader, body: Sequence[SheetLine], hints: ListHints) -> list[Text]:
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


def _without_explaining(reader: RowReader, heading: Heading) -> tuple[list[SheetLine], list[Text]]:
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


def _without_remarks(
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


def _read_rows(
    reader: RowReader, lines: Sequence[SheetLine]
) -> tuple[list[ListedMeasure], list[Text]]:
    """Row by row; a lone cell is a heading, a row without a name goes on with the one above."""
    found: list[ListedMeasure] = []
    section: str | None = None
    sections = 0
    above = Downwards.of(() if reader.records else reader.columns, lines)
    merged = bool(above.merged)
    for row in lines:
        if above.announces(row):
            sections += 1
            continue
        announced = None if reader.records else is_section(row, reader.columns)
        if announced is not None:
            section, sections = announced, sections + 1
            above.forget()
            continue
        _add(reader, above.filled(row), section, found)
    _say_wholes(reader, found, above.parts)
    said = [_sections(sections)] if sections else []
    return found, [*said, *([MERGED] if merged else [])]


def _say_wholes(
    reader: RowReader, found: Sequence[ListedMeasure], parts: Mapping[str, str]
) -> None:
    """A measure and its parts that both name a cost may tell the same money twice."""
    costs = {measure.name for measure in found if measure.costs}
    twice = {whole for part, whole in parts.items() if part in costs and whole in costs}
    for measure in found:
        if measure.name in twice:
            complain(reader.odd, "cost_of_whole_and_parts", measure.at, WHOLE_AND_PARTS)


def _add(
    reader: RowReader, line: SheetLine, section: str | None, found: list[ListedMeasure]
) -> None:
    """Add what a row says: a measure, or more of the one above."""
    measure = read_row(reader, line, section)
    if measure.fields is None and found and not (measure.key or measure.name):
        measure = replace(measure, fields=found[-1].fields)
    if measure.key or measure.name or measure.known_as:
        found.append(measure)
    elif found and measure.fields == found[-1].fields and _says_more(measure):
        found.append(_of(found[-1], measure))
    elif line.filled > 1:
        complain(reader.refused, "row_without_name", reader.at(line), WITHOUT_NAME)


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
        "{count} Zeilen sind Überschriften für Handlungsfelder",
        "{count} rows are headings of fields of action",
    ).format(count=count)


LEFT_OUT = Text("so angegeben: nicht lesen", "as told: do not read")
MERGED = Text(
    "Leere Zellen beim Handlungsfeld gelten als mit der Zelle darüber verbunden",
    "empty cells of the field of action count as merged with the cell above",
)
WHOLE_AND_PARTS = Text(
    "Die Maßnahme und ihre Teile nennen beide Kosten; sind die der Teile darin enthalten, zählen "
    "sie doppelt. Bitte prüfen.",
    "The measure and its parts both name a cost; if that of the parts is included, it counts "
    "twice. Please check.",
)
NO_HEADING = Text(
    "Keine Zeile nennt Spalten wie „Maßnahme“, „Nr.“, „Beschreibung“ oder „Status“. "
    "Bitte eine Zeile mit Überschriften ergänzen.",
    "No row names columns such as “measure”, “no.”, “description” or “status”. "
    "Please add a row of headings.",
)
UNKNOWN_HEADINGS = Text(
    "Die Überschriften sagen nicht, was die Spalten sind",
    "the headings do not say what the columns are",
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
FINAL = (TEMPLATE, ONLY_HEADINGS, TOWN_INDICATORS)  # no choice of a column helps
SAYING_NOTHING = frozenset({
    ListRole.KEY, ListRole.TITLE, ListRole.NOTE, ListRole.IGNORED, ListRole.YEAR, ListRole.VALUE,
    ListRole.PERSON,
})  # fmt: skip

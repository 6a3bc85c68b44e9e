"""The rows of one sheet -> its measures; what is no measure is left out and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from klimamosaik.sources.measure_lists.columns import find_columns, writes_comma
from klimamosaik.sources.measure_lists.complaints import complain
from klimamosaik.sources.measure_lists.downwards import Downwards
from klimamosaik.sources.measure_lists.heading import Heading, find_heading
from klimamosaik.sources.measure_lists.left_out import (
    without_explaining,
    without_remarks,
    zeros_left_out,
)
from klimamosaik.sources.measure_lists.listed import ListedMeasure
from klimamosaik.sources.measure_lists.questions import DAYS, order_question, title_question
from klimamosaik.sources.measure_lists.roles import ListColumn, ListHints, ListRole, RecognisedSheet
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.rows import WITHOUT_NAME, is_section, read_row
from klimamosaik.sources.measure_lists.sheet_verdict import (
    FINAL,
    LEFT_OUT,
    NO_HEADING,
    UNKNOWN_HEADINGS,
    kind_of_sheet,
    no_measures,
    people_left_out,
)
from klimamosaik.sources.measure_lists.sheets import ListSheet, SheetLine, restored
from klimamosaik.sources.measure_lists.spans import day_order
from klimamosaik.sources.measure_lists.tree import read_tree
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

LOOKED = 500  # rows that show what the columns of an unknown table are


@dataclass(frozen=True)
class Body:
    """What one sheet says."""

    seen: RecognisedSheet
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
        return Body(RecognisedSheet(sheet.name, LEFT_OUT, rows=len(sheet.lines), used=False))
    heading = find_heading(sheet, hints)
    if heading is None:
        return Body(RecognisedSheet(sheet.name, NO_HEADING, rows=len(sheet.lines), used=False))
    looked = heading.body[:LOOKED] if heading.guessed else heading.body
    cells = [[line.cells[at] for line in looked] for at in range(sheet.width)]
    columns = find_columns(heading, cells, hints, typed=sheet.typed)
    own = bool(heading.stable)
    if own:
        heading = replace(heading, body=tuple(map(restored, heading.body)))
    why = no_measures(columns, heading, hints)
    asked = None if own else _title_asked(sheet, columns, cells, why)
    seen = RecognisedSheet(
        sheet.name, kind_of_sheet(columns), columns, heading.row, len(heading.body)
    )
    if why is not None:
        seen = replace(seen, why=UNKNOWN_HEADINGS if asked else why, used=False)
        return Body(seen, above=heading.above, questions=(asked,) if asked else ())
    reader = RowReader(file, sheet.name, columns, refused, odd, own, own or sheet.records)
    questions = (
        *sheet.questions,
        *filter(None, (asked, _order_asked(heading, columns, cells, hints))),
    )
    measures, said = _measures(reader, heading, hints)
    said = [*sheet.left_out, *people_left_out(columns), *said]
    return Body(seen, tuple(measures), tuple(said), heading.above, own, questions)


def _measures(
    reader: RowReader, heading: Heading, hints: ListHints
) -> tuple[list[ListedMeasure], list[Text]]:
    """The measures of the rows, and what is left out on purpose."""
    zeros = zeros_left_out(reader, heading.body, hints)
    rows, explaining = without_explaining(reader, heading)
    lines, remarks = without_remarks(reader, rows, heading.texts)
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
        "{count:Zeile ist Überschrift|Zeilen sind Überschriften} für Handlungsfelder",
        "{count:row is a heading|rows are headings} of fields of action",
    ).format(count=count)


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

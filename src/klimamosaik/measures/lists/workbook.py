"""The register as an Excel workbook that can be edited and taken in again."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from klimamosaik.measures.lists.identity import identity, span_written
from klimamosaik.measures.lists.stored import Stored
from klimamosaik.measures.models import Involvement, Measure
from klimamosaik.measures.models.kinds import AfterFunding, Bound, CostKind, InvolvementRole
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.measures.queries.measured_told import MeasuredTold
from klimamosaik.places.models import Municipality
from klimamosaik.sources.measure_lists import ROLE_TEXTS, TOO_LONG, ListRole
from klimamosaik.terms.neutralise import neutralise
from klimamosaik.terms.text import Text

if TYPE_CHECKING:
    import xlsxwriter

LONGEST = 32_000  # characters; Excel allows 32,767 in a cell
Value = str | float | int | Decimal | date | None
Line = tuple[Value, ...]


@dataclass(frozen=True)
class WorkbookPage:
    """One sheet: its columns by role, and how a measure fills it."""

    name: Text
    columns: tuple[ListRole, ...]
    lines: Callable[[Measure, str], Iterable[Line]]


Told = Mapping[int, Sequence[MeasuredTold]]  # what meters said, by id of the measure


def workbook(
    *, municipality: Municipality, measured: Told | None = None, language: str = "de"
) -> bytes:
    """The register of a municipality: one sheet per noun, readable headings, a row of stable names.

    measured: the newest effects, which are worked out downstream of the register; they and the
    lessons go out with method and data version, for other municipalities to read.

    Cells that a spreadsheet would take for formulas are neutralised.
    """
    import xlsxwriter

    stored = Stored.of(municipality)
    measures = sorted(stored.by_name.values(), key=lambda each: (each.key, each.name))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        quiet = book.add_format({"font_color": "#5b5a52", "italic": True})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for page in (*PAGES, experience_page(municipality, measured or {})):
            sheet = book.add_worksheet(page.name.in_(language))
            for at, role in enumerate(page.columns):
                sheet.write_string(0, at, ROLE_TEXTS[role].in_(language), head)
                sheet.write_string(1, at, role.value, quiet)
                sheet.set_column(at, at, WIDTHS.get(role, 16))
            sheet.freeze_panes(2, 2)
            lines = (line for measure in measures for line in page.lines(measure, language))
            for number, line in enumerate(lines, 2):
                for at, value in enumerate(line):
                    write(sheet, number, at, value, body)
        guide = book.add_worksheet(Text("Anleitung", "Guide").in_(language))
        guide.set_column(0, 0, 100)
        for at, said in enumerate(GUIDE):
            guide.write_string(at, 0, said.in_(language), body)
    return buffer.getvalue()


def write(
    sheet: "xlsxwriter.worksheet.Worksheet",
    row: int,
    column: int,
    value: Value,
    body: "xlsxwriter.format.Format",
) -> None:
    """Numbers as numbers, everything else as text that cannot run."""
    if value is None or value == "":
        return
    if isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), body)
        return
    text = value.isoformat() if isinstance(value, date) else value
    text = text.replace("\r\n", "\n")
    sheet.write_string(row, column, neutralise(text) if len(text) <= LONGEST else TOO_LONG, body)


def measure_lines(measure: Measure, language: str) -> Iterator[Line]:
    """The measure itself."""
    parts = list(measure.involvements.all())

    def who(role: InvolvementRole) -> str:
        return "\n".join(each.organisation.name for each in parts if each.role == role)

    expert, organiser = (
        contact_line(parts, role) for role in (InvolvementRole.EXPERT, InvolvementRole.ORGANISER)
    )
    decision = AfterFunding(measure.after_funding) if measure.after_funding else None
    yield (
        measure.name, measure.key, measure.name, measure.phase_text.in_(language),
        phase_since(measure),
        "\n".join(field.text.in_(language) for field in measure.fields),
        "\n".join(each.name for each in measure.registers.all()), town_of(measure.municipality),
        who(InvolvementRole.LEAD), who(InvolvementRole.PARTNER), who(InvolvementRole.OPERATOR),
        who(InvolvementRole.PAYER), *expert, *organiser, measure.funding_ends_on,
        decision.text.in_(language) if decision else "",
        measure.handed_to.name if measure.handed_to else "", measure.runs_on,
        measure.done, measure.aim, measure.obstacles, measure.council_decision,
        measure.council_decided_on, measure.next_decision_on, measure.first_year,
        measure.last_year, measure.start, measure.expected_life, measure.cost,
    )  # fmt: skip


def contact_line(parts: Sequence[Involvement], role: InvolvementRole) -> tuple[Value, Value]:
    """The desk that answers, and the day it was last confirmed."""
    found = next((each for each in parts if each.role == role), None)
    return (found.desk, found.confirmed_on) if found else ("", None)


def phase_since(measure: Measure) -> date | None:
    """The day it came to its phase; None: nobody noted it."""
    newest = next(iter(measure.steps.all()), None)
    return newest.since if newest else None


def report_lines(measure: Measure, language: str) -> Iterator[Line]:
    """How it went, oldest first."""
    for each in reversed(list(measure.status_reports.all())):
        state = CourseState(each.state).text.in_(language)
        yield measure.key, measure.name, identity(each), span_written(each), state, each.words


def cost_lines(measure: Measure, language: str) -> Iterator[Line]:
    """Money by year and kind."""
    for each in measure.cost_lines.all():
        kind = CostKind(each.kind).text.in_(language)
        yield (
            measure.key, measure.name, identity(each), each.year, kind, each.planned,
            each.actual, each.source,
        )  # fmt: skip


def indicator_lines(measure: Measure, language: str) -> Iterator[Line]:
    """The impact chain."""
    for each in measure.indicators.all():
        bound = Bound(each.bound).text.in_(language) if each.bound else ""
        yield (
            measure.key, measure.name, each.name, each.name, each.link, each.unit,
            each.start_value, bound, each.wanted_value, each.wanted_until,
        )  # fmt: skip


def value_lines(measure: Measure, language: str) -> Iterator[Line]:
    """Values entered by hand, oldest first."""
    del language
    for indicator in measure.indicators.all():
        for each in sorted(indicator.values.all(), key=lambda value: value.day):
            yield measure.key, measure.name, indicator.name, indicator.name, each.day, each.value


def task_lines(measure: Measure, language: str) -> Iterator[Line]:
    """What is owed, by whom, until when."""
    del language
    for each in measure.tasks.all():
        yield (
            measure.key, measure.name, each.what, each.what, each.organisation.name, each.due,
            each.done_on,
        )  # fmt: skip


def effect_lines(measure: Measure, language: str) -> Iterator[Line]:
    """What lists state, word for word."""
    del language
    for each in measure.stated_effects.all():
        yield measure.key, measure.name, each.heading, each.words


def note_lines(measure: Measure, language: str) -> Iterator[Line]:
    """What lists say beyond the register's own fields."""
    del language
    for each in measure.notes.all():
        yield measure.key, measure.name, each.heading, each.words


def experience_page(municipality: Municipality, measured: Told) -> WorkbookPage:
    """Lessons and measured effects, of this municipality and those passed on to it."""

    def lines(measure: Measure, language: str) -> Iterator[Line]:
        del language
        town, kinds = town_of(municipality), kinds_of(measure)
        named = (measure.key, measure.name, town)
        for each in measure.lessons.all():
            yield (
                *named, "lesson", each.day, kinds, int(each.stopped), each.hypothesis,
                each.evidence, each.cause, each.cost, each.advice,
            )  # fmt: skip
        for effect in measured.get(measure.pk, ()):
            yield (
                *named, "effect", effect.day, kinds, int(measure.phase == Phase.STOPPED), "", "",
                "", None, "", effect.saving.mean, effect.saving.low, effect.saving.high,
                effect.saved_percent, effect.saving.confidence, effect.days, effect.verdict,
                effect.method_version, effect.data_version,
            )  # fmt: skip

    return WorkbookPage(Text("Erfahrungen", "Experience"), EXPERIENCE, lines)


def town_of(municipality: Municipality) -> str:
    """Official key and name."""
    return f"{municipality.ags} {municipality.name}"


def kinds_of(measure: Measure) -> str:
    """The kinds of its buildings, one a line."""
    return "\n".join(sorted({building.kind for building in measure.buildings.all()}))


EXPERIENCE = (
    ListRole.KEY, ListRole.TITLE, ListRole.TOWN, ListRole.TOLD, ListRole.TOLD_ON,
    ListRole.BUILDINGS, ListRole.STOPPED, ListRole.HYPOTHESIS, ListRole.EVIDENCE, ListRole.CAUSE,
    ListRole.SPENT, ListRole.ADVICE, ListRole.SAVED, ListRole.SAVED_LOW, ListRole.SAVED_HIGH,
    ListRole.SAVED_PERCENT, ListRole.CONFIDENCE, ListRole.DAYS, ListRole.VERDICT,
    ListRole.METHOD, ListRole.DATA_VERSION,
)  # fmt: skip
OF_MEASURE = (ListRole.KEY, ListRole.TITLE, ListRole.KNOWN_AS)
PAGES = (
    WorkbookPage(
        Text("Maßnahmen", "Measures"),
        (
            ListRole.KNOWN_AS, ListRole.KEY, ListRole.TITLE, ListRole.PHASE, ListRole.PHASE_SINCE,
            ListRole.FIELD, ListRole.REGISTER, ListRole.TOWN, ListRole.RESPONSIBLE,
            ListRole.PARTNERS, ListRole.OPERATOR, ListRole.PAYER, ListRole.CONTACT,
            ListRole.CONTACT_CONFIRMED,
            ListRole.ORGANISER, ListRole.ORGANISER_CONFIRMED, ListRole.FUNDING_END,
            ListRole.AFTER_FUNDING, ListRole.HANDED_TO, ListRole.NETWORK,
            ListRole.DESCRIPTION, ListRole.AIM, ListRole.OBSTACLES, ListRole.DECISION,
            ListRole.DECISION_DAY, ListRole.NEXT_DECISION, ListRole.BEGIN, ListRole.END,
            ListRole.START, ListRole.LIFE, ListRole.COST,
        ),
        measure_lines,
    ),
    WorkbookPage(
        Text("Sachstand", "Status"),
        (*OF_MEASURE, ListRole.REPORT_DAY, ListRole.STATE, ListRole.REPORT),
        report_lines,
    ),
    WorkbookPage(
        Text("Kosten", "Cost"),
        (*OF_MEASURE, ListRole.YEAR, ListRole.COST_KIND, ListRole.COST, ListRole.COST_ACTUAL,
         ListRole.FUNDING),
        cost_lines,
    ),
    WorkbookPage(
        Text("Indikatoren", "Indicators"),
        (
            *OF_MEASURE, ListRole.INDICATOR, ListRole.LINK, ListRole.UNIT, ListRole.START_VALUE,
            ListRole.BOUND, ListRole.WANTED, ListRole.UNTIL,
        ),
        indicator_lines,
    ),
    WorkbookPage(
        Text("Werte", "Values"),
        (*OF_MEASURE, ListRole.INDICATOR, ListRole.YEAR, ListRole.VALUE),
        value_lines,
    ),
    WorkbookPage(
        Text("Aufgaben", "Tasks"),
        (*OF_MEASURE, ListRole.TASK, ListRole.RESPONSIBLE, ListRole.DUE, ListRole.DONE_ON),
        task_lines,
    ),
    WorkbookPage(
        Text("Angegebene Wirkung", "Stated effects"),
        (*OF_MEASURE, ListRole.EFFECT),
        effect_lines,
    ),
    WorkbookPage(Text("Notizen", "Notes"), (*OF_MEASURE, ListRole.NOTE), note_lines),
)  # fmt: skip
WIDTHS = {
    ListRole.TITLE: 36, ListRole.KNOWN_AS: 24, ListRole.DESCRIPTION: 60, ListRole.AIM: 40,
    ListRole.OBSTACLES: 40,
    ListRole.REPORT: 70, ListRole.EFFECT: 60, ListRole.NOTE: 60, ListRole.INDICATOR: 36,
    ListRole.TASK: 50,
    ListRole.KEY: 10, ListRole.PARTNERS: 30, ListRole.RESPONSIBLE: 30,
}  # fmt: skip
GUIDE = (
    Text(
        "Diese Mappe lässt sich ändern und wieder hochladen: unter „Maßnahmen“, „Liste hochladen“.",
        "This workbook can be changed and uploaded again: under “measures”, “upload a list”.",
    ),
    Text(
        "Vor dem Speichern zeigt eine Vorschau jede Änderung. Unverändert hochgeladen ändert sie "
        "nichts.",
        "A preview shows each change before anything is stored. Uploaded unchanged it changes "
        "nothing.",
    ),
    Text(
        "Zeile 2 und die Spalten „known_as“ sagen, was wohin gehört; bitte so lassen. In neuen "
        "Zeilen bleibt „known_as“ leer.",
        "Row 2 and the columns “known_as” say what belongs where; please leave them. In new rows "
        "“known_as” stays empty.",
    ),
    Text(
        "Gelöschte Zeilen löschen nichts. Geleerte Texte werden leer; geleerte Zahlen, Tage und "
        "Akteure bleiben, wie sie sind. Die Phase ändert sich nur auf der Seite der Maßnahme.",
        "Deleted rows delete nothing. Emptied texts become empty; emptied numbers, days and "
        "organisations stay as they are. The phase changes on the measure's page only.",
    ),
    Text(
        "Erfahrungen und gemessene Wirkungen sind für andere Gemeinden: Dort stehen sie als Ihre "
        "Erfahrung, nie als eigene Messung. Hier ändern sie sich nur auf den Seiten.",
        "Experience and measured effects are for other municipalities: there they stand as yours, "
        "never as measured there. Here they change on the pages only.",
    ),
)

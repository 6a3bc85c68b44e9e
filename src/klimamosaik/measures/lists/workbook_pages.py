"""The sheets of the register's workbook: their columns, and what a measure fills into them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from klimamosaik.measures.lists.identity import identity, span_written
from klimamosaik.measures.models import Involvement, Measure
from klimamosaik.measures.models.kinds import AfterFunding, Bound, CostKind, InvolvementRole
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.measures.queries.measured_effect import MeasuredSummary
from klimamosaik.places.models import Municipality
from klimamosaik.sources.measure_lists import ListRole
from klimamosaik.terms.text import Text

Value = str | float | int | Decimal | date | None
Line = tuple[Value, ...]


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
        measure.grant_percent,
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


def town_of(municipality: Municipality) -> str:
    """Official key and name."""
    return f"{municipality.ags} {municipality.name}"


def kinds_of(measure: Measure) -> str:
    """The kinds of its buildings, one a line."""
    return "\n".join(sorted({building.kind for building in measure.buildings.all()}))


@dataclass(frozen=True)
class WorkbookPage:
    """One sheet: its columns by role, and how a measure fills it."""

    name: Text
    columns: tuple[ListRole, ...]
    lines: Callable[[Measure, str], Iterable[Line]]


MeasuredById = Mapping[int, Sequence[MeasuredSummary]]  # what meters said, by id of the measure


def experience_page(municipality: Municipality, measured: MeasuredById) -> WorkbookPage:
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
            ListRole.START, ListRole.LIFE, ListRole.COST, ListRole.GRANT,
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
        Text("Kennzahlen", "Indicators"),
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

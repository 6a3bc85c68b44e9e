"""The page of a measure: its way, its impact chain, its money, who owes what."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString

from klimamosaik.drawing.stones import StoneLook
from klimamosaik.measures.drawing import HeapStone, heap
from klimamosaik.measures.freshness import fresh_until, usual_months
from klimamosaik.measures.gates import GateFacts, Requirement, Section, way_to
from klimamosaik.measures.models import Indicator, Involvement, Lesson, Measure, Task
from klimamosaik.measures.models.kinds import InvolvementRole, Link
from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.measures.overview import first_field
from klimamosaik.measures.page_brief import EmptySection, MeasureBrief, brief_of, empty_sections
from klimamosaik.measures.queries import FundedMeasure, MeasureRights, MeasureState, OwnRow
from klimamosaik.measures.queries.after_funding import funded, is_funded
from klimamosaik.measures.queries.newest import NewestValue, written
from klimamosaik.terms.text import Text, joined


@dataclass(frozen=True)
class PhaseStage:
    """A phase on the measure's way."""

    phase: Phase
    reached: bool
    here: bool
    passed: bool  # reached, and the gates up to it miss nothing
    since: date | None  # the day it came here last; None: nobody noted it
    picture: SafeString


@dataclass(frozen=True)
class RequiredItem:
    """One thing the next step asks for, with the page where it is answered."""

    requirement: Requirement
    link: str


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with its newest value."""

    indicator: Indicator
    newest: NewestValue | None

    @property
    def reached(self) -> bool | None:
        """True where it is as wanted; None: no wish, no value yet, or its side is not said."""
        return None if self.newest is None else self.indicator.reached_by(self.newest.value)

    @property
    def value(self) -> Text | None:
        """The newest value as people write it."""
        return None if self.newest is None else written(self.newest.value)

    @property
    def wanted(self) -> Text | None:
        """The wanted value as people write it."""
        return written(self.indicator.wanted_value)

    @property
    def before(self) -> Text | None:
        """The value before the measure as people write it."""
        return written(self.indicator.start_value)


@dataclass(frozen=True)
class ChainColumn:
    """One link of the impact chain."""

    link: Link
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True)
class TaskLine:
    """A task and whether the reader may change it."""

    task: Task
    overdue: bool
    changeable: bool


@dataclass(frozen=True)
class Contact:
    """An organisation's part, and whether the desk was confirmed lately."""

    involvement: Involvement
    old: bool


@dataclass(frozen=True)
class RegisterPage:
    """What the page of a measure shows."""

    state: MeasureState
    brief: MeasureBrief
    way: tuple[PhaseStage, ...]
    asked: tuple[RequiredItem, ...]
    behind: tuple[RequiredItem, ...]  # what gates behind it miss, where no step leads on
    columns: tuple[ChainColumn, ...]
    contacts: tuple[Contact, ...]
    tasks: tuple[TaskLine, ...]
    owed: Text  # who owes how much: the reader's own organisation first
    lessons: tuple[Lesson, ...]
    after: FundedMeasure | None  # the time after its funding; None: it has none
    difference: Decimal | None  # [EUR] actual less planned, where both are known
    changeable: frozenset[OwnRow]  # rows the reader may change
    may_add_part: bool  # a task, a cost or a report of one's own
    empty: tuple[EmptySection, ...]

    @property
    def empty_anchors(self) -> frozenset[str]:
        """The sections that are one line at the end of the page."""
        return frozenset(section.anchor for section in self.empty)

    @property
    def missing(self) -> tuple[RequiredItem, ...]:
        """What the next step waits for."""
        return tuple(each for each in self.asked if not each.requirement.met)


def page_of(*, state: MeasureState, rights: MeasureRights, today: date) -> RegisterPage:
    """Put the page together from what the state holds."""
    measure = state.measure
    planned, actual = state.budget.planned, state.budget.actual
    return RegisterPage(
        state=state,
        brief=brief_of(state),
        way=way_of(state),
        asked=asked_of(state),
        behind=tuple(RequiredItem(each, link_to(each, measure)) for each in state.behind),
        columns=columns_of(state),
        contacts=tuple(
            Contact(each, is_old(each, measure, today)) for each in measure.involvements.all()
        ),
        tasks=task_lines(state, rights),
        owed=owed(state, rights),
        lessons=tuple(measure.lessons.all()),
        after=funded(measure, today) if is_funded(measure) else None,
        difference=None if planned is None or actual is None else actual - planned,
        changeable=frozenset(row for row in own_rows(measure) if rights.cover(row)),
        may_add_part=rights.any,
        empty=tuple(empty_sections(state)),
    )


def way_of(state: MeasureState) -> tuple[PhaseStage, ...]:
    """The five phases, those behind it full; a stopped measure stands where it was stopped."""
    steps = list(state.measure.steps.all())
    since = {step.to_phase: step.since for step in reversed(steps)}
    here = state.phase
    if here is Phase.STOPPED:
        before = next((s.from_phase for s in steps if s.to_phase == Phase.STOPPED), "")
        here = Phase(before) if before in WAY else Phase.IDEA
    missing = {each.code for each in state.behind}
    given_up = here if state.phase is Phase.STOPPED else None
    return tuple(
        PhaseStage(
            phase,
            reached := WAY.index(phase) <= WAY.index(here),
            phase is state.phase,
            passed := reached and not missing_up_to(phase, missing),
            since.get(phase),
            heap([HeapStone(look_of(passed, phase is given_up), first_field(state))], ident=phase),
        )
        for phase in WAY
    )


def look_of(passed: bool, given_up: bool) -> StoneLook:
    """A phase's stone: full behind the measure, pale before it, crossed where it stopped."""
    if given_up:
        return StoneLook.STOPPED
    return StoneLook.LAID if passed else StoneLook.OPEN


def missing_up_to(phase: Phase, missing: Collection[str]) -> bool:
    """True where one of the gates up to a phase misses something."""
    return any(each.code in missing for each in way_to(phase, GateFacts()))


def asked_of(state: MeasureState) -> tuple[RequiredItem, ...]:
    """What the gate in front asks for, each with its way."""
    if state.gate is None:
        return ()
    measure = state.measure
    return tuple(
        RequiredItem(requirement, link_to(requirement, measure))
        for requirement in state.gate.requirements
    )


def link_to(requirement: Requirement, measure: Measure) -> str:
    """The page where a requirement is answered."""
    place = [measure.municipality_id, measure.pk]
    if requirement.section is Section.WHO:
        asked = f"?role={requirement.code}" if requirement.code in set(InvolvementRole) else ""
        return reverse("measure_row_new", args=[*place, "beteiligt"]) + asked
    if requirement.section is Section.LESSON:
        return reverse("measure_row_new", args=[*place, "erfahrung"])
    if requirement.section is Section.EFFECT:
        return reverse("measure_edit", args=place)
    return reverse("measure_basics", args=place) + BASICS_FIELDS.get(requirement.code, "")


BASICS_FIELDS = {  # where on that page a requirement is answered
    "grid": "#id_runs_on",
    "obstacles": "#id_obstacles",
    "decided": "#id_council_decision",
}


def columns_of(state: MeasureState) -> tuple[ChainColumn, ...]:
    """The impact chain as four columns."""
    indicators = list(state.measure.indicators.all())
    return tuple(
        ChainColumn(
            link,
            tuple(
                IndicatorLine(each, state.newest.get(each.pk))
                for each in indicators
                if each.link == link
            ),
        )
        for link in Link
    )


def is_old(part: Involvement, measure: Measure, today: date) -> bool:
    """True where the desk was not confirmed for as long as news may take."""
    if part.confirmed_on is None:
        return bool(part.desk or part.phone or part.email)
    return fresh_until(part.confirmed_on, measure.refresh_months or usual_months()) <= today


def own_rows(measure: Measure) -> Iterator[OwnRow]:
    """All rows that may be one organisation's part."""
    yield from measure.tasks.all()
    yield from measure.involvements.all()
    yield from measure.cost_lines.all()
    yield from measure.status_reports.all()


def task_lines(state: MeasureState, rights: MeasureRights) -> tuple[TaskLine, ...]:
    """All tasks, open ones first, and the reader's own organisation before the others."""
    ordered = sorted(
        state.measure.tasks.all(),
        key=lambda task: (task.done_on is not None, task.organisation_id != rights.organisation),
    )
    return tuple(TaskLine(task, task in state.overdue, rights.cover(task)) for task in ordered)


def owed(state: MeasureState, rights: MeasureRights) -> Text:
    """Who still owes the measure how many tasks, the reader's own organisation first."""
    open_ones = [task for task in state.measure.tasks.all() if task.done_on is None]
    counted = Counter(task.organisation for task in open_ones)
    late = Counter(task.organisation for task in state.overdue)
    ordered = sorted(counted, key=lambda each: (each.pk != rights.organisation, each.name))
    told = [
        (OWED_LATE if late[each] else OWED).format(
            name=each.name, count=counted[each], late=late[each]
        )
        for each in ordered
    ]
    return joined(told)


OWED = Text("{name}: {count} offen", "{name}: {count} open")
OWED_LATE = Text(
    "{name}: {count} offen, davon {late} überfällig", "{name}: {count} open, {late} of them overdue"
)

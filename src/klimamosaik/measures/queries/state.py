"""Doors that say how measures stand: phase, gate, what is overdue, what has gone stale."""

import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from klimamosaik.measures.freshness import fresh_until, usual_months
from klimamosaik.measures.gates import GateState, Requirement, behind, gate_before
from klimamosaik.measures.models import CostLine, Indicator, Measure, StatusReport, Task
from klimamosaik.measures.models.kinds import CostKind, InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries.decision import (
    DECISION,
    NextDate,
    next_decision,
    open_tasks,
    undecided,
)
from klimamosaik.measures.queries.gate_facts import decided, known_of
from klimamosaik.measures.queries.newest import NewestValue, last_readings, newest_values
from klimamosaik.measures.queries.working import working
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

MUST_BE_DECIDED = (Phase.PILOT, Phase.PERMANENT, Phase.TRANSFER)
NO_UNIT = Text("niemand verantwortlich", "nobody responsible")
NO_DECISION = Text("kein Ratsbeschluss", "no council decision")


@dataclass(frozen=True)
class Filters:
    """What of the register is wanted; None or False asks for all."""

    register: int | None = None  # id
    phase: Phase | None = None
    field: Field | None = None
    organisation: int | None = None  # id of one that takes part in any role
    stale: bool = False
    overdue: bool = False


@dataclass(frozen=True)
class MeasureBudget:
    """Planned and actual, over all years; None: no line says."""

    planned: Decimal | None  # [EUR] once and running
    actual: Decimal | None  # [EUR]
    planned_days: Decimal | None  # [d] of staff


@dataclass(frozen=True)
class ResponsibleDesk:
    """Who leads a measure: the organisation, and the desk there that answers."""

    organisation: Organisation
    desk: str  # a role, never a name; "" nobody said


@dataclass(frozen=True)
class MeasureState:
    """How a measure stands on a day."""

    measure: Measure
    phase: Phase
    gate: GateState | None  # in front of it; None where no step leads on
    behind: tuple[Requirement, ...]  # what gates up to its phase still miss
    desks: tuple[ResponsibleDesk, ...]
    report: StatusReport | None  # the newest
    overdue: tuple[Task, ...]
    next_date: NextDate | None
    decision: NextDate | None  # the next one, also where its day has passed
    undecided_since: date | None  # the day of it that has passed
    last_sign: date | None  # newest report, value, reading, confirmed contact or step
    begun: bool  # the first day of its effect has come
    works: Text | None  # from when until when; None where no first day is known
    stale: bool
    stale_since: date | None  # None: fresh, or nothing was ever heard of it
    gaps: tuple[Text, ...]  # in red once it must be anchored
    budget: MeasureBudget
    newest: Mapping[int, NewestValue]  # by id of the indicator

    @property
    def undecided(self) -> Text | None:
        """That the day of its decision has passed; None where it has not."""
        return undecided(self.undecided_since)

    @property
    def must_be_anchored(self) -> bool:
        """True from the trial on: by then a council wants to know who is behind it."""
        return self.phase in MUST_BE_DECIDED

    @property
    def responsible(self) -> tuple[Organisation, ...]:
        """Who leads it."""
        return tuple(each.organisation for each in self.desks)


def register_of(
    *, municipality: Municipality, today: date, filters: Filters | None = None
) -> tuple[MeasureState, ...]:
    """The states of all measures that fit the filters, by number in the plan and name."""
    chosen = filters or Filters()
    if chosen == Filters():
        return states_of(measures=whole_register(municipality), today=today)
    found = with_all_that_hangs_on_it(Measure.objects.filter(municipality=municipality))
    if chosen.register is not None:
        found = found.filter(registers=chosen.register)
    if chosen.phase is not None:
        found = found.filter(phase=chosen.phase)
    if chosen.organisation is not None:
        found = found.filter(involvements__organisation=chosen.organisation).distinct()
    states = states_of(measures=sorted(found, key=place), today=today)
    return tuple(state for state in states if fits(state, chosen))


def whole_register(municipality: Municipality) -> list[Measure]:
    """All measures with all that hangs on them, read anew once any of it is another."""

    def read() -> list[Measure]:
        measures = Measure.objects.filter(municipality=municipality.pk)
        return sorted(with_all_that_hangs_on_it(measures), key=place)

    return [copied(each) for each in once(("register", municipality.pk), read)]


def copied(measure: Measure) -> Measure:
    """The same measure; what whoever is given it fetches beside stays with this one."""
    own = copy(measure)
    fetched = own.__dict__.get("_prefetched_objects_cache", {})
    own.__dict__["_prefetched_objects_cache"] = dict(fetched)
    return own


def place(measure: Measure) -> tuple[bool, list[tuple[int, str]], str]:
    """Sort key of the register: by number in the plan, A2 before A10; without one last."""
    parts = re.findall(r"\d+|\D+", measure.key)
    written = [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
    return (not measure.key, written, measure.name)


def fits(state: MeasureState, filters: Filters) -> bool:
    """True where a state is wanted, as far as only the state can say."""
    if filters.field is not None and filters.field not in state.measure.fields:
        return False
    if filters.stale and not state.stale:
        return False
    return not filters.overdue or bool(state.overdue)


def state_of(*, measure: Measure, today: date) -> MeasureState:
    """How one measure stands."""
    found = with_all_that_hangs_on_it(Measure.objects.filter(pk=measure.pk))
    return states_of(measures=found, today=today)[0]


def with_all_that_hangs_on_it(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Fetch measures with everything a state is made of, in a fixed number of questions."""
    return measures.select_related("gate").prefetch_related(
        "registers",
        "networks",
        "involvements__organisation",
        "tasks__organisation",
        "status_reports__organisation",
        "indicators__values",
        "cost_lines__organisation",
        "steps",
        "lessons",
    )


def states_of(*, measures: Iterable[Measure], today: date) -> tuple[MeasureState, ...]:
    """How each of several measures stands, in their order."""
    measures = list(measures)
    read = last_readings(measures=measures)
    indicators: list[Indicator] = [
        each for measure in measures for each in measure.indicators.all()
    ]
    newest = newest_values(indicators=indicators)
    return tuple(state(measure, read.get(measure.pk), newest, today) for measure in measures)


def state(
    measure: Measure, last_reading: date | None, newest: Mapping[int, NewestValue], today: date
) -> MeasureState:
    """Put a state together from what was fetched."""
    phase = Phase(measure.phase)
    own = {each.pk: newest[each.pk] for each in measure.indicators.all() if each.pk in newest}
    running, decision = phase is not Phase.STOPPED, next_decision(measure)
    sign = last_sign(measure, last_reading, own, today)
    until = fresh_until(sign, measure.refresh_months or usual_months()) if sign else None
    stale = running and (until is None or until <= today)
    return MeasureState(
        measure=measure,
        phase=phase,
        gate=gate_before(phase, known := known_of(measure, own, today=today)),
        behind=behind(phase, known),
        desks=desks(measure),
        report=next(iter(measure.status_reports.all()), None),
        overdue=tuple(task for task in open_tasks(measure) if running and is_overdue(task, today)),
        next_date=next_date(measure, today) if running else None,
        decision=decision,
        undecided_since=decision.day if decision and decision.passed(today) else None,
        last_sign=sign,
        begun=measure.start is not None and measure.start <= today,
        works=working(start=measure.start, end=measure.end, today=today),
        stale=stale,
        stale_since=until if stale else None,
        gaps=gaps(measure, phase),
        budget=budget_of(measure.cost_lines.all()),
        newest=own,
    )


def desks(measure: Measure) -> tuple[ResponsibleDesk, ...]:
    """Who leads it, and the desk that answers there."""
    leads = (each for each in measure.involvements.all() if each.role == InvolvementRole.LEAD)
    return tuple(ResponsibleDesk(each.organisation, each.desk.strip()) for each in leads)


def is_overdue(task: Task, today: date) -> bool:
    """True where the day has passed."""
    return task.due is not None and task.due < today


def next_date(measure: Measure, today: date) -> NextDate | None:
    """The next decision or the next task due, whichever comes first."""
    found = [NextDate(t.due, Text(t.what, t.what)) for t in open_tasks(measure) if t.due]
    if measure.next_decision_on:
        found.append(NextDate(measure.next_decision_on, DECISION))
    coming = [each for each in found if not each.passed(today)]
    return min(coming, key=lambda each: each.day, default=None)


def last_sign(
    measure: Measure, last_reading: date | None, newest: Mapping[int, NewestValue], today: date
) -> date | None:
    """The newest sign of life up to today; None where there never was one.

    A report of a year that is not over is of today at the latest; one of a time to come is none.
    Writing a measure down is a sign only where no report says how it stands: a list of 2018 stored
    today brings no news of today.
    """
    reports = measure.status_reports.all()
    heard = [min(each.day, today) for each in reports if (each.first_day or each.day) <= today]
    days = [
        *heard,
        *(each.confirmed_on for each in measure.involvements.all() if each.confirmed_on),
        *(step.day for step in measure.steps.all() if step.from_phase or not heard),
        *(value.day for value in newest.values()),
        *([last_reading] if last_reading else []),
    ]
    return max(days, default=None)


def gaps(measure: Measure, phase: Phase) -> tuple[Text, ...]:
    """What a council would miss."""
    if phase is Phase.STOPPED:
        return ()
    undecided = phase in MUST_BE_DECIDED and not decided(measure)
    return (
        *([] if desks(measure) else [NO_UNIT]),
        *([NO_DECISION] if undecided else []),
    )


def budget_of(lines: Iterable[CostLine]) -> MeasureBudget:
    """Sum cost lines; what no line says stays unknown."""
    lines = list(lines)
    money = [line for line in lines if line.kind != CostKind.STAFF_DAYS]
    days = (line.planned for line in lines if line.kind == CostKind.STAFF_DAYS)
    return MeasureBudget(
        total(line.planned for line in money), total(line.actual for line in money), total(days)
    )


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """Sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None

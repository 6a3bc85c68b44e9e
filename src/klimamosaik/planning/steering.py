"""Steering by data: which measures deviate most from plan, what says so, who decides when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.queries.newest import newest_with_effects
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import MeasureState, register_of
from klimamosaik.measures.queries.staff_time import saved_time
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway, chosen, pathway_to
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.places.models import Municipality
from klimamosaik.planning.deviations import Deviation, deviations_of
from klimamosaik.planning.next_steps import NextStep, next_step
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.figure import GateVerdict
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

TOLERANCE = 0.05  # 1, nobody is steered by less
MOST = 3  # measures named first


class SteeringState(TextEnum):
    """How a measure stands against its plan."""

    BEHIND = "behind plan", Text("hinter Plan", "behind plan")
    STALE = "stale", Text("Sachstand überfällig", "report overdue")  # nobody can say
    NOT_SHOWN = "not shown", GateVerdict.NOT_SHOWN.text  # the range cannot say yet
    ON_PLAN = "on plan", Text("im Plan", "on plan")
    NO_PLAN = "no plan", Text("ohne Plan zum Vergleich", "without a plan to compare with")

    @property
    def mark(self) -> str:
        """How it is marked on a page."""
        return MARKS[self]


MARKS = {
    SteeringState.BEHIND: "bad",
    SteeringState.STALE: "open",
    SteeringState.NOT_SHOWN: GateVerdict.NOT_SHOWN.mark,
    SteeringState.ON_PLAN: "ok",
    SteeringState.NO_PLAN: "quiet",
}


@dataclass(frozen=True)
class SteeringLine:
    """One measure of the steering list."""

    state: MeasureState
    deviations: tuple[Deviation, ...]  # the worst first; those ahead of plan last
    next: NextStep | None = None  # what to do about it

    @property
    def worst(self) -> Deviation | None:
        """What lags most."""
        return self.deviations[0] if self.deviations else None

    @property
    def sure(self) -> float:
        """How far it lags for sure [1]; nothing lags more than wholly."""
        return self.worst.behind.rank if self.worst else 0.0

    @property
    def course(self) -> SteeringState:
        """How it stands."""
        missed = any(one.criterion is GateVerdict.MISSED for one in self.deviations)
        if missed or self.sure > TOLERANCE:
            return SteeringState.BEHIND
        if self.state.stale:
            return SteeringState.STALE
        if not all(one.shown for one in self.deviations):
            return SteeringState.NOT_SHOWN
        return SteeringState.ON_PLAN if self.deviations else SteeringState.NO_PLAN

    @property
    def named_first(self) -> bool:
        """True where it lags for sure, or looks so and the range cannot tell yet."""
        if self.course is SteeringState.BEHIND:
            return True
        unsure = (one.behind.share for one in self.deviations if not one.shown)
        return self.course is SteeringState.NOT_SHOWN and max(unsure) > TOLERANCE

    @property
    def looks(self) -> float:
        """How far it looks behind [1], where that is not sure; what ranks after what is sure."""
        return max((one.behind.share for one in self.deviations if not one.shown), default=0.0)


@dataclass(frozen=True)
class Steering:
    """The steering list on a day."""

    municipality: Municipality
    today: date
    lines: tuple[SteeringLine, ...]  # those that lag most first; stopped measures are not in it

    @property
    def first(self) -> tuple[SteeringLine, ...]:
        """The few that deviate most: those that lag for sure, then those that look so."""
        return tuple(line for line in self.lines if line.named_first)[:MOST]

    @property
    def compared(self) -> tuple[SteeringLine, ...]:
        """Those something is known of: a plan to compare with, or that news are overdue."""
        return tuple(line for line in self.lines if line.course is not SteeringState.NO_PLAN)

    @property
    def uncompared(self) -> tuple[SteeringLine, ...]:
        """Those nothing is written down of that they could be compared with."""
        return tuple(line for line in self.lines if line.course is SteeringState.NO_PLAN)

    def count(self, course: SteeringState) -> int:
        """How many stand so."""
        return sum(line.course is course for line in self.lines)


def town_pathway(*, municipality: Municipality, at: datetime) -> Pathway:
    """The way to the whole town's last target, with what is known of every measure."""
    goal = chosen(goals_of(municipality=municipality), None)
    return pathway_to(municipality=municipality, goal=goal, at=at)


def steering_of(*, municipality: Municipality, at: datetime) -> Steering:
    """All measures that are not stopped, against their plans as of a moment."""
    today = local_day(at)
    known = {one.measure.pk: one for one in town_pathway(municipality=municipality, at=at).known}
    running = [
        state
        for state in register_of(municipality=municipality, today=today)
        if state.phase is not Phase.STOPPED
    ]
    newest = newest_with_effects([state.measure for state in running])
    lines = [
        line_of(state, known.get(pk), newest.get(pk), today)
        for state in running
        for pk in (state.measure.pk,)
    ]
    return Steering(municipality, today, ranked(lines))


def line_of(
    state: MeasureState, known: MeasureOutlook | None, newest: Assessment | None, today: date
) -> SteeringLine:
    """One measure against its plan, and what to do about it."""
    line = SteeringLine(state, deviations_of(state, known, newest, today))
    return replace(line, next=next_step(state, known, steered=bool(line.deviations)))


def ranked(lines: Sequence[SteeringLine]) -> tuple[SteeringLine, ...]:
    """Behind first and most behind first of all, then stale, then the rest by name."""
    order = list(SteeringState)
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                order.index(line.course),
                -line.sure,
                -line.looks,
                line.state.measure.name,
            ),
        )
    )


@document
def steering_document(found: Steering) -> Document:
    """The list for machines; unknown is null."""
    return {
        "municipality": found.municipality.ags,
        "synthetic": found.municipality.synthetic,
        "day": found.today,
        "measures": [line_document(line) for line in found.lines],
        "saved_time": [each.document for each in saved_time(municipality=found.municipality)],
    }


def line_document(line: SteeringLine) -> Document:
    """One measure for machines."""
    state = line.state
    return {
        "measure": state.measure.name,
        "phase": state.phase,
        "course": line.course,
        "stale": state.stale,
        "stale_since": state.stale_since,
        "last_sign": state.last_sign,
        "responsible": [organisation.name for organisation in state.responsible],
        "desks": [
            {"organisation": each.organisation.name, "desk": each.desk or None}
            for each in state.desks
        ],
        "next_decision": state.decision.day if state.decision else None,
        "decision": state.decision.what if state.decision else None,
        "next_step": line.next.text if line.next else None,
        "deviations": [
            {
                "aspect": one.aspect,
                "behind": one.behind.share,
                "behind_at_least": one.behind.sure,
                "criterion": one.criterion,
                "said": one.said,
                "proof": one.proof,
            }
            for one in line.deviations
        ],
    }

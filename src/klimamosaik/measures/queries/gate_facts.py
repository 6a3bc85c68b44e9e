"""What the register knows of a measure, as its gates ask for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from klimamosaik.measures.freshness import fresh_until, usual_months
from klimamosaik.measures.gates import GateFacts, Requirement, before_others_copy
from klimamosaik.measures.models import Gate, Indicator, Involvement, Measure, Step
from klimamosaik.measures.models.kinds import InvolvementRole, Link
from klimamosaik.measures.queries.newest import NewestValue
from klimamosaik.terms.figure import GateVerdict

EFFECT_LINKS = (Link.OUTCOME, Link.IMPACT)


def known_of(measure: Measure, newest: Mapping[int, NewestValue], *, today: date) -> GateFacts:
    """Collect the answers from the measure and all that hangs on it.

    newest: the newest value of each of its indicators by id.
    """
    parts = list(measure.involvements.all())
    roles = {part.role for part in parts}
    answering = {part.role for part in parts if answers(part, today)}
    gate: Gate | None = getattr(measure, "gate", None)
    wishes = [each for each in measure.indicators.all() if is_wish(each)]
    return GateFacts(
        operator=InvolvementRole.OPERATOR in roles,
        grid=measure.needs_no_grid or bool(measure.runs_on.strip()),
        payer=InvolvementRole.PAYER in roles,
        criteria=gate is not None or bool(wishes),
        in_time=in_time(measure, gate, wishes),
        obstacles=bool(measure.obstacles.strip()),
        judged=judged(measure, gate, wishes, newest),
        decided=decided(measure),
        lesson=bool(measure.lessons.all()),
        expert=InvolvementRole.EXPERT in answering,
        organiser=InvolvementRole.ORGANISER in answering,
        excused=excused(measure.steps.all()),
    )


def missing_of_example(*, measure: Measure, today: date) -> tuple[Requirement, ...]:
    """What a measure lacks to be an example others may copy, as its last step asks for it."""
    known = known_of(measure, {}, today=today)
    return tuple(each for each in before_others_copy(known) if not each.met)


def known_at_first(measure: Measure, *, criteria: bool, today: date) -> GateFacts:
    """What a measure that is about to be written down says of itself; nothing hangs on it yet.

    criteria: a saving it must reach is written down with it, today.
    """
    return GateFacts(
        grid=measure.needs_no_grid or bool(measure.runs_on.strip()),
        criteria=criteria,
        in_time=criteria and (measure.start is None or today <= measure.start),
        obstacles=bool(measure.obstacles.strip()),
        decided=decided(measure),
    )


def answers(part: Involvement, today: date) -> bool:
    """True where a desk is named that was found right within a year."""
    if part.confirmed_on is None or not part.desk.strip():
        return False
    return part.confirmed_on <= today < fresh_until(part.confirmed_on, usual_months())


def excused(steps: Iterable[Step]) -> frozenset[str]:
    """What steps let through for a stated reason."""
    return frozenset(
        each["code"] for step in steps if step.reason for each in step.gate if not each["met"]
    )


def decided(measure: Measure) -> bool:
    """True where a council decision stands with number and day."""
    return bool(measure.council_decision.strip()) and measure.council_decided_on is not None


def is_wish(indicator: Indicator) -> bool:
    """True where an indicator of the effect says what is wanted."""
    return indicator.link in EFFECT_LINKS and indicator.wanted_value is not None


def in_time(measure: Measure, gate: Gate | None, wishes: Sequence[Indicator]) -> bool:
    """True where something that must be reached was written no later than the first day."""
    if gate is not None and gate.written_beforehand:
        return True
    days = [wish.wanted_written_on for wish in wishes if wish.wanted_written_on]
    return bool(days) and (measure.start is None or min(days) <= measure.start)


def judged(
    measure: Measure,
    gate: Gate | None,
    wishes: Sequence[Indicator],
    newest: Mapping[int, NewestValue],
) -> bool:
    """True where meters reached or missed the gate, or a wanted value has a value beside it.

    Values from before the first day of the effect judge nothing.
    """
    if gate is not None and GateVerdict(gate.judgement).judges:
        return True
    found = [newest[wish.pk] for wish in wishes if wish.pk in newest and not wish.side_is_open]
    return measure.start is not None and any(value.day >= measure.start for value in found)

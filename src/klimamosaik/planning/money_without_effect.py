"""Money that brought no tonnes: spent on what was stopped or had no effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klimamosaik.measures.models import CostLine, Lesson, Measure
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.saving import metered_money
from klimamosaik.planning import candidates
from klimamosaik.planning.money import money_of
from klimamosaik.planning.outcome import LeftOut
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

Lines = Mapping[int, Sequence[CostLine]]


@dataclass(frozen=True)
class Failed:
    """A measure whose money brought nothing, or worse."""

    measure: Measure
    reason: Text
    spent: float  # [EUR] once
    running: float  # [EUR/a] still, what is used more at its price included
    tonnes: float  # [t CO2e/a] 0, or below where more is emitted since
    cost: float = 0.0  # [EUR/a] all of it, spread over a life


def is_failed(one: MeasureOutlook) -> bool:
    """True where a measure was stopped, or meters saw no effect and nothing is left to hope."""
    if one.measure.phase == Phase.STOPPED:
        return not (one.laid and brings(one)) or one.measure.end is not None
    return one.measured is not None and not brings(one)


def brings(one: MeasureOutlook) -> bool:
    """True where something is believed to be saved."""
    return one.belief is not None and one.belief.mean > 0


def failed_of(
    known: Sequence[MeasureOutlook], lines: Lines
) -> tuple[tuple[Failed, ...], tuple[LeftOut, ...]]:
    """What failed with its money; and of what failed those whose money nobody wrote down."""
    told = lesson_costs(known)
    found, unknown = [], []
    for one in filter(is_failed, known):
        measure = one.measure
        if only_apart(one):
            continue
        money = spent_on(one, lines.get(measure.pk, ()), told.get(measure.pk))
        if money is None:
            reason = why(one)
            unknown.append(LeftOut(measure.pk, measure.name, UNSPENT.format(reason=reason)))
        else:
            more = one.measured.mean if one.measured and one.laid else 0.0
            emitted = 0.0 if measure.phase == Phase.STOPPED else min(more, 0.0)
            found.append(Failed(measure, why(one), *money, emitted))
    return tuple(found), tuple(unknown)


def only_apart(one: MeasureOutlook) -> bool:
    """True for adaptation alone: it was never meant in tonnes, its money is no price of one."""
    fields = set(one.measure.fields)
    return one.measured is None and bool(fields) and fields <= {Field.ADAPTATION}


def spent_on(
    one: MeasureOutlook, lines: Sequence[CostLine], lesson: float | None
) -> tuple[float, float] | None:
    """What was spent once [EUR] and runs on [EUR/a]; None where nobody wrote it down.

    Of a stopped measure that is what its lesson says, else what was paid; plans do not count.
    """
    if one.measure.phase != Phase.STOPPED:
        money = money_of(one.measure, lines, paid=True)
        saved = metered_money(one) or 0.0
        return None if money is None else (money.total, money.running - saved)
    if lesson is not None:
        return lesson, 0.0
    paid = [
        float(line.actual)
        for line in lines
        if line.actual is not None and line.kind != CostKind.STAFF_DAYS
    ]
    return (sum(paid), 0.0) if paid else None


def lesson_costs(known: Sequence[MeasureOutlook]) -> dict[int, float]:
    """What the newest lesson of a stop says it cost [EUR], by measure."""
    stopped = [one.measure.pk for one in known if one.measure.phase == Phase.STOPPED]
    rows = Lesson.objects.filter(measure__in=stopped, stopped=True, cost__isnull=False)
    told = rows.order_by("day", "pk").values_list("measure", "cost")
    return {measure: float(cost or 0) for measure, cost in told}


def why(one: MeasureOutlook) -> Text:
    """Why its money brought nothing."""
    if one.measure.phase == Phase.STOPPED:
        return candidates.STOPPED
    return USES_MORE if one.laid else ABOUT_ZERO


USES_MORE = Text("verbraucht seitdem mehr als vorher", "uses more than before since")
ABOUT_ZERO = Text("gemessen, {verdict}", "measured, {verdict}").format(
    verdict=Verdict.NOT_DISTINGUISHABLE.text
)
UNSPENT = Text(
    "{reason}; was sie gekostet hat, steht nicht da", "{reason}; what it cost is not written down"
)

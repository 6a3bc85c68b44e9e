"""What measures nobody decided would bring on top of those that count; they count nowhere."""

from klimamosaik.pathway.kernel.attribution import parts_on_top
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway, against, looked_ahead
from klimamosaik.terms.estimate import Estimate


def undecided_of(pathway: Pathway) -> tuple[YearContribution, ...]:
    """Each with its true size in the target's year, overlaps with all others taken off once.

    None where nothing tells of the start, or where it cannot act on what is emitted.
    """
    start = pathway.start
    if start is None or pathway.outlook is None:
        return ()
    waiting = [one for one in pathway.known if is_undecided(one) and against(one, start) is None]
    if not waiting:
        return ()
    year = pathway.goal.year
    begins = {one.measure.pk: float(year) for one in waiting}
    able = [one for one in pathway.known if one in waiting or not is_undecided(one)]
    outlook = looked_ahead(able, start, until=year, begins=begins)
    found = parts_on_top(outlook, year, {str(one.measure.pk) for one in waiting})
    return tuple(possible(one, found[str(one.measure.pk)]) for one in waiting)


def is_undecided(one: MeasureOutlook) -> bool:
    """True where tonnes are known but nobody decided it, or no year is planned."""
    return (
        one.field.has_tonnes and one.belief is not None and one.begins is None and not one.stopped
    )


def possible(one: MeasureOutlook, part: Estimate) -> YearContribution:
    """Its stones."""
    code, name = str(one.measure.pk), one.measure.name
    return YearContribution(code, name, one.field, ContributionState.UNDECIDED, part)

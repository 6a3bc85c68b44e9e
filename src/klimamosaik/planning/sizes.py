"""How much each measure brings beside the others: overlaps taken off, or by itself."""

from collections.abc import Collection, Iterable, Sequence

from klimamosaik.pathway.kernel.attribution import parts
from klimamosaik.pathway.kernel.simulation import Projection
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import looked_ahead
from klimamosaik.pathway.queries.start import Start
from klimamosaik.terms.estimate import Estimate


def sizes_of(
    chosen: Sequence[MeasureOutlook],
    working: Iterable[MeasureOutlook],
    start: Start | None,
    *,
    first: int,
    last: int,
) -> dict[int, Estimate]:
    """What each brings in the year `last` if all began in `first`; overlaps taken off.

    Without a balance they stay in.
    """
    if start is None:
        return {one.measure.pk: one.belief.estimate() for one in chosen if one.belief}
    begins = {one.measure.pk: float(first) for one in chosen}
    outlook = looked_ahead([*working, *chosen], start, until=last, begins=begins)
    return parts_of(outlook, last, begins)


def parts_of(outlook: Projection, year: int, ours: Collection[int]) -> dict[int, Estimate]:
    """What each of `ours` brings in a year, overlaps off; the means add up to their sum."""
    found = zip(outlook.measures, parts(outlook, year), strict=True)
    return {int(measure.code): part for measure, part in found if int(measure.code) in ours}

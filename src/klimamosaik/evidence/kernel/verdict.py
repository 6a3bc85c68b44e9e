"""What a range says: the one place where a verdict is reached and a criterion is judged.

Every page, list, report, document and picture asks here, so that no two of them can tell
different things of one effect.
"""

import math

from klimamosaik.measures.models.kinds import GateVerdict
from klimamosaik.terms.estimate import verdict_of
from klimamosaik.terms.figure import Verdict

CLAIMED = (Verdict.SAVED, Verdict.USED_MORE)  # all of the range is on one side of zero


def criterion_of(*, asked: float, low: float | None, high: float | None) -> GateVerdict:
    """What the range of a saving says of what was asked of it, all in one unit.

    Reached: the whole range lies at or above it; missed: all of it lies below; where what was
    asked lies inside the range it cannot be shown yet; without a range nothing was measured.
    """
    if verdict_of(low, high) is Verdict.NOT_DECIDABLE or low is None or high is None:
        return GateVerdict.OPEN
    if low >= asked:
        return GateVerdict.REACHED
    return GateVerdict.MISSED if high < asked else GateVerdict.NOT_SHOWN


def share_of_use(end: float | None, *, expected: float | None, saved: float | None) -> float | None:
    """An end of a saving's range [kWh] as a share of what would then have been used [%].

    expected, saved: the middle of the same range [kWh]. What was measured is certain: a saving
    that is smaller is one of a use that would have been smaller, so where little is left the share
    is known better than the amount. None where that use is not above zero, or not known.
    """
    if end is None or expected is None or saved is None:
        return None
    used = expected - saved + end
    return 100 * end / used if used > 0 else None


def combined(noise: list[float], drift: list[float]) -> tuple[float, float, float]:
    """Half widths of several meters together, any unit: noise, drift, and the whole range.

    Noise of different meters is independent and adds in quadrature. Drift is not: what changes in
    a building changes several of its meters, so the half widths of drift add up in full.
    """
    scatter, drifted = math.hypot(*noise), math.fsum(drift)
    return scatter, drifted, math.hypot(scatter, drifted)

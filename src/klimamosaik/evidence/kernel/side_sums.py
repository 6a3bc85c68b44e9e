"""Both sides of an effect summed over the days they share, and whether use changed beyond drift."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.noise import mean_known, sum_known
from klimamosaik.evidence.kernel.ranges.placebo import USUAL
from klimamosaik.evidence.kernel.series import Numbers
from klimamosaik.evidence.kernel.suspicion import meters_that_feed_in
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

LARGE = 0.2  # 1, expected use under this part of the size of readings is no base for per cent


@dataclass(frozen=True)
class SideSums:
    """Both sides over the days they share."""

    expected: float  # [kWh]
    measured: float  # [kWh]
    size: float  # [kWh] sum of the sizes of use: what the drift is a part of
    days: int  # [d]
    nets: bool  # energy flows both ways, so that the sum of use is no measure of its size


def side_sums(expectation: AdjustedBaseline, carrier: Carrier) -> SideSums:
    """Sum what was expected and what was measured."""
    known = expectation.counted
    baseline = (expectation.fitted + expectation.residuals)[None]
    sides = expectation.expected[known][None], expectation.measured[known][None]
    days = np.array([expectation.reported_days])
    return sums_of_sides(*sides, baseline, days=days, carrier=carrier)[0]


def sums_of_sides(
    expected: Numbers, measured: Numbers, baseline: Numbers, *, days: Numbers, carrier: Carrier
) -> list[SideSums]:
    """The same of m meters, nan where unknown. days: reported [d], shape (m,)."""
    nets = np.zeros(len(days), np.bool_) if carrier.heats else meters_that_feed_in(baseline)
    usual = mean_known(np.abs(baseline))
    count = np.count_nonzero(~np.isnan(expected), axis=1)
    size = np.maximum(sum_known(np.abs(expected)), usual * count)
    sides = sum_known(expected), sum_known(measured), size, np.rint(days).astype(np.int64), nets
    return list(map(SideSums, *(each.tolist() for each in sides)))


def changed_beyond_drift(sums: SideSums, change: float) -> bool:
    """True where use changed by more than drift alone ever did: a word is due, not a refusal.

    A meter of both directions is judged by the size of what flows, not by its sum. change: of the
    comparison meters [1].
    """
    expected = sums.expected * (1 + change)
    if sums.nets or sums.expected <= LARGE * sums.size:
        return abs(expected - sums.measured) > (USUAL[1] - 1) * sums.size
    return not USUAL[0] <= sums.measured / expected <= USUAL[1]


def use_changed(sums: SideSums, change: float) -> Problem:
    """Ask what happened, beside the answer."""
    expected = sums.expected * (1 + change)
    if sums.nets or expected <= 0:
        return Problem("use_changed", FAR)
    return Problem("use_changed", TIMES.format(ratio=sums.measured / expected))


TIMES = Text(
    "Der Verbrauch beträgt das {ratio:.2n}-Fache des erwarteten. Ist das die Maßnahme, oder haben"
    " sich auch Nutzung, Mieter, Zähler oder Einheit geändert? Bitte prüfen und bestätigen.",
    "Use is {ratio:.2n} times the expected one. Is that the measure, or did use, tenant, meter or"
    " unit change as well? Please check and confirm.",
)
FAR = Text(
    "Der Verbrauch ist viel höher oder niedriger als erwartet. Ist das die Maßnahme, oder haben"
    " sich auch Nutzung, Mieter, Zähler oder Einheit geändert? Bitte prüfen und bestätigen.",
    "Use is far higher or lower than expected. Is that the measure, or did use, tenant, meter or"
    " unit change as well? Please check and confirm.",
)

"""Both sides of an effect summed over the days they share, and whether use changed beyond drift."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.comparison import ComparisonChange
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.ranges.placebo import USUAL
from klimamosaik.evidence.kernel.suspicion import feeds_in
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
    measured = expectation.measured[known]
    expected = expectation.expected[known]
    baseline = expectation.fitted + expectation.residuals
    usual = float(np.abs(baseline).mean()) if baseline.size else 0.0
    return SideSums(
        expected=float(expected.sum()),
        measured=float(measured.sum()),
        size=max(float(np.abs(expected).sum()), usual * len(expected)),
        days=round(float(expectation.reported_days)),
        nets=not carrier.heats and feeds_in(baseline),
    )


def changed_beyond_drift(sums: SideSums, comparison: ComparisonChange) -> bool:
    """True where use changed by more than drift alone ever did: a word is due, not a refusal.

    A meter of both directions is judged by the size of what flows, not by its sum.
    """
    expected = sums.expected * (1 + comparison.change)
    if sums.nets or sums.expected <= LARGE * sums.size:
        return abs(expected - sums.measured) > (USUAL[1] - 1) * sums.size
    return not USUAL[0] <= sums.measured / expected <= USUAL[1]


def use_changed(sums: SideSums, comparison: ComparisonChange) -> Problem:
    """Ask what happened, beside the answer."""
    expected = sums.expected * (1 + comparison.change)
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

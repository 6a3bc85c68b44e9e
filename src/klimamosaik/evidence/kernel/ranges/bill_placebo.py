"""Effects of measures that never happened, as bills and monthly readings tell them."""

from dataclasses import replace

import numpy as np

from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, EffectQuery
from klimamosaik.evidence.kernel.ranges.drift import BaselineInstability, unrest_of
from klimamosaik.evidence.kernel.ranges.placebo import Placebos, alike, joined, touches_pandemic
from klimamosaik.evidence.kernel.regression.billing import expect_bills
from klimamosaik.evidence.kernel.series import DAY, Series
from klimamosaik.terms.complaint import InputRejected

WHOLE = 0.9  # 1, part of a year that bills must cover on either side
MONTH_KNOWN = 0.9  # 1, part of a month's days that must be known; the rest is scaled up


def monthly(days: Series) -> Series:
    """Daily readings [kWh] summed to calendar months, nan where over a tenth is missing."""
    month = days.days.astype("datetime64[M]")
    months, place = np.unique(month, return_inverse=True)
    starts = months.astype("datetime64[D]")
    lengths = ((months + 1).astype("datetime64[D]") - starts).astype(np.float64)
    known = np.isfinite(days.values)
    count = np.bincount(place[known], minlength=len(months))
    sums = np.bincount(place[known], days.values[known], minlength=len(months))
    use = np.where(count >= MONTH_KNOWN * lengths, sums * lengths / np.maximum(count, 1), np.nan)
    instants = starts.astype("datetime64[s]")
    return Series(instants, instants, lengths * DAY, use)


def bill_placebo(question: EffectQuery) -> Placebos:
    """The 'saving' found where nothing was done; none where bills are missing or unsound."""
    try:
        answer = expect_bills(question)
    except InputRejected:
        return joined([])
    known = answer.counted
    expected, measured = (float(side[known].sum()) for side in (answer.expected, answer.measured))
    enough = min(answer.days_used, answer.reported_days) >= WHOLE * BASELINE_DAYS
    like = alike(np.array([expected]), np.array([measured]))[0]
    if not (enough and like and np.isfinite(answer.noise_kwh)):
        return joined([])
    off = answer.measured[known] - answer.expected[known]
    return Placebos(
        change=np.array([1 - measured / expected]),
        noise=np.array([answer.noise_kwh / expected]),
        unrest=unrest_of_bills(answer),
        cvrmse=np.array([np.sqrt(np.mean(off**2)) / np.mean(answer.measured[known])]),
        meter=np.zeros(1),
    )


def unrest_of_bills(answer: AdjustedBaseline) -> BaselineInstability:
    """Read the unrest off the bills of a baseline; its size is that of a day."""
    use = answer.fitted + answer.residuals
    unrest = unrest_of(answer.residuals[None], use[None])
    return replace(unrest, size=unrest.size * use.size / max(answer.days_used, 1))


def own_bill_placebos(question: EffectQuery) -> Placebos:
    """Placebos of the meter's own full years before the baseline, but for the pandemic."""
    year = np.timedelta64(BASELINE_DAYS, "D")
    known = question.energy.days[np.isfinite(question.energy.values)]
    if not known.size:
        return joined([])
    slack = np.timedelta64(31, "D")  # a year of months may begin within one
    starts = np.arange(question.baseline_start - year, known[0] - slack, -year)
    asked = [
        replace(
            question,
            baseline_start=start,
            baseline_end=start + year,
            start=start + year,
            end=start + 2 * year,
            controls=(),
        )
        for start in starts
        if not touches_pandemic(start, start + 2 * year)
    ]
    return joined([bill_placebo(each) for each in asked])

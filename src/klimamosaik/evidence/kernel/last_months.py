"""Whether a claim hangs on the last months before the measure alone.

A building closed or heated dry just then stands for the year to come, as the newest months count
most. One year does not tell such a spell from a new level, so the range holds both readings.
"""

from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.expecting import expect
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, EffectQuery
from klimamosaik.evidence.kernel.series import Flags, Numbers
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

SPELLS = {2: 61, 3: 92, 5: 153}  # months and their days [d] before the measure that may be a spell
LEAST = np.timedelta64(200, "D")  # of baseline that remain, or nothing is said
PART = 0.5  # 1, of a claim that stays without them; less and it hangs on them
APART = 0.3  # 1, of use: from here on the last months are another level than what was before them
AGAIN = 1.25  # 1, as far beside the rest of their year a year later, up to this: a season
QUARTER = 3  # months whose answer is told also where they are no level of their own
KNOWN = 0.5  # 1, part of their days that must be reported a year later to tell


@dataclass(frozen=True)
class WithoutLastMonths:
    """What the same readings say if the last months before the measure are left out."""

    months: int  # left out
    saved: float  # [kWh]
    share: float  # 1, of what is expected then
    apart: float  # 1, how far above what was before them the last months lay, of use
    season: bool  # whether they lie so again a year later

    @property
    def spell(self) -> bool:
        """Whether the last months are another level, and no season that came again."""
        return abs(self.apart) > APART and not self.season


def doubted(
    asked: EffectQuery,
    expectation: AdjustedBaseline,
    change: float,
    claimed: Estimate,
    share: float | None,
) -> tuple[Estimate, Problem] | None:
    """What is left of a claim that hangs on the last months, and a word on them; None: all.

    Where they are another level than what was before them, the range holds both readings.
    asked: a resolved question, expectation: its answer; change [1]: of the comparison meters;
    claimed [kWh]; share [1]: the same of the expected use, None where a share makes no sense.
    """
    others = [_without(asked, expectation, change, months) for months in SPELLS]
    hanging = [each for each in others if each and _remains(each, claimed, share) < PART]
    spells = [each for each in hanging if each.spell]
    told = spells or [each for each in hanging if each.months == QUARTER]
    if not told:
        return None
    clearest = max(told, key=lambda each: abs(each.apart))
    saving = both_readings(claimed, spells)
    return saving, _hangs_on_them(clearest, claimed, share, wider=bool(spells))


def _remains(other: WithoutLastMonths, claimed: Estimate, share: float | None) -> float:
    """The part of a claim [1] that stays without the last months."""
    return other.share / share if share else other.saved / claimed.mean


def _without(
    asked: EffectQuery, expectation: AdjustedBaseline, change: float, months: int
) -> WithoutLastMonths | None:
    days = np.timedelta64(SPELLS[months], "D")
    end = asked.baseline_end - days
    if asked.as_caltrack or end - asked.baseline_start < LEAST:
        return None
    try:
        other = expect(replace(asked, baseline_end=end, start=end))
    except InputRejected:
        return None
    lately = other.counted & (other.days < asked.baseline_end)
    after = other.counted & (other.days >= asked.start)
    expected = (1 + change) * float(other.expected[after].sum())
    measured = float(other.measured[after].sum())
    if not (lately.any() and expected > 0):
        return None
    return WithoutLastMonths(
        months=months,
        saved=expected - measured,
        share=1 - measured / expected,
        apart=_apart(other, lately, expectation),
        season=_comes_again(expectation, end, asked.baseline_end),
    )


def _apart(other: AdjustedBaseline, these: Flags, expectation: AdjustedBaseline) -> float:
    """How far `these` intervals lie above what is expected [1], of it or of usual use."""
    usual = float(np.abs(expectation.fitted + expectation.residuals).mean())
    expected, measured = other.expected[these].sum(), other.measured[these].sum()
    whole = max(float(expected), usual * int(these.sum()))
    return float(measured - expected) / whole if whole > 0 else 0.0


def _comes_again(expectation: AdjustedBaseline, begin: np.datetime64, end: np.datetime64) -> bool:
    """Whether use from `begin` up to `end` lies beside the rest of its year as a year later.

    False where too few of these days are known a year later.
    """
    known = expectation.counted
    days = expectation.days[known]
    length = int((end - begin).astype(np.int64))
    again = (days - begin).astype(np.int64) % BASELINE_DAYS < length
    lately = expectation.residual_days >= begin
    if again.all() or lately.all() or again.sum() < KNOWN * lately.sum():
        return False
    then = _beside(expectation.fitted + expectation.residuals, lately)
    now = _beside(expectation.measured[known], again)
    return bool(now > 0 and 1 / AGAIN <= then / now <= AGAIN)


def _beside(use: Numbers, these: Flags) -> float:
    """Mean of `these` intervals over the mean of all others [1]."""
    others = float(use[~these].mean())
    return float(use[these].mean()) / others if others > 0 else 0.0


def both_readings(claimed: Estimate, others: list[WithoutLastMonths]) -> Estimate:
    """The range that holds the claim and what each of `others` says, as unsure as the claim.

    Noise and drift stay those of the claim: the rest of the width is what nobody knows.
    """
    saved = [claimed.mean, *(each.saved for each in others)]
    low = min(saved) - (claimed.mean - claimed.low)
    high = max(saved) + (claimed.high - claimed.mean)
    return replace(claimed, low=low, high=high)


def _hangs_on_them(
    other: WithoutLastMonths, claimed: Estimate, share: float | None, *, wider: bool
) -> Problem:
    """Say what the claim would be without the last months; wider: whether the range holds it."""
    parts: dict[str, float]
    if share:
        form, parts = HANGS, {"without": 100 * other.share, "told": 100 * share}
    else:
        form, parts = HANGS_KWH, {"without": other.saved, "told": claimed.mean}
    told = {name: round(value) + 0.0 for name, value in parts.items()}  # no "-0"
    then = HOLDS_BOTH if wider else ENDS_EARLIER
    return Problem("hangs_on_last_months", form.format(months=other.months, then=then, **told))


HANGS = Text(
    "Ohne die letzten {months} Monate vor der Maßnahme wären es {without:.0f} % statt {told:.0f} %."
    " {then}",
    "Without the last {months} months before the measure it would be {without:.0f} % instead of"
    " {told:.0f} %. {then}",
)
HANGS_KWH = Text(
    "Ohne die letzten {months} Monate vor der Maßnahme wären es {without:.0n} kWh statt {told:.0n}"
    " kWh. {then}",
    "Without the last {months} months before the measure it would be {without:.0n} kWh instead of"
    " {told:.0n} kWh. {then}",
)
ENDS_EARLIER = Text(
    "War da etwas anders als sonst (geschlossen, Umbau), sollte die Zeit davor früher enden.",
    "If something was unusual then (closed, building works), the time before should end earlier.",
)
HOLDS_BOTH = Text(
    "Sie liegen weit neben der Zeit davor; ein Jahr zeigt nicht, ob das vorüberging (geschlossen,"
    " Umbau) oder bleibt. Die Spanne umfasst deshalb beides. War es vorübergehend, sollte die Zeit"
    " davor früher enden.",
    "They lie far from the time before them; one year does not show whether that passed (closed,"
    " building works) or stays. The range therefore holds both. If it passed, the time before"
    " should end earlier.",
)

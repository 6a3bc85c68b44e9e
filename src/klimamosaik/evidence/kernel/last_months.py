"""Whether a claim hangs on the last months before the measure alone.

A building closed or heated dry just then stands for the year to come, as the newest months count
most. One year does not tell such a spell from a new level, so the range holds both readings.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.model_choice import expect
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, EffectQuery
from klimamosaik.evidence.kernel.regression.days_expected import DaysExpected
from klimamosaik.evidence.kernel.series import Flags, Times, filled
from klimamosaik.evidence.kernel.shared_models import AlikeMeter, AlikeQuestions
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

SPELLS = {2: 61, 3: 92, 5: 153}  # months and their days [d] before the measure that may be a spell
LEAST = 200  # [d] of baseline that remain, or nothing is said
PART = 0.5  # 1, of a claim that stays without them; less and it hangs on them
APART = 0.3  # 1, of use: from here on the last months are another level than what was before them
AGAIN = 1.25  # 1, as far beside the rest of their year a year later, up to this: a season
QUARTER = 3  # months whose answer is told also where they are no level of their own
ROUNDING = 1e-6  # 1, sums of many claims at once may differ by less
KNOWN = 0.5  # 1, part of their days that must be reported a year later to tell


@dataclass(frozen=True)
class WithoutLastMonths:
    """What the same readings say if the last months before the measure are left out."""

    months: int  # left out
    saved: float  # [kWh]
    share: float  # 1, of what is expected then
    apart: float  # 1, how far above what was before them the last months lay, of use
    season: bool  # whether they lie so again a year later
    unsure: float  # 1, half width of this answer over that of the claim

    @property
    def spell(self) -> bool:
        """Whether the last months are another level, and no season that came again."""
        return abs(self.apart) > APART and not self.season


@dataclass(frozen=True)
class Claim:
    """An effect that says something, with the answer it comes from."""

    asked: EffectQuery  # resolved
    expectation: AdjustedBaseline
    change: float  # 1, of the comparison meters
    saving: Estimate  # [kWh]
    share: float | None  # 1, of the expected use; None where a share makes no sense
    alike: AlikeMeter | None = None  # where a daily model told of it; None: of bills or hours


Doubt = tuple[Estimate, Problem]


def doubts(claims: Sequence[Claim]) -> list[Doubt | None]:
    """What is left of claims that hang on the last months, and a word on them; None: all of it.

    Where these months are another level than what was before them, the range holds both readings.
    CalTRACK's methods answer as CalTRACK does and are not doubted.
    """
    others: dict[int, list[WithoutLastMonths]] = {}
    daily: dict[int, list[tuple[int, int]]] = defaultdict(list)
    groups: dict[int, AlikeQuestions] = {}
    for at, claim in enumerate(claims):
        if claim.alike is None:
            others[at] = _alone(claim)
        else:
            alike, row = claim.alike
            groups[id(alike)] = alike
            daily[id(alike)].append((row, at))
    for group, claiming in daily.items():
        rows, places = zip(*claiming, strict=True)
        found = _of_days([claims[at] for at in places], groups[group].of_some(rows))
        others |= dict(zip(places, found, strict=True))
    return [_doubt(claim, others[at]) for at, claim in enumerate(claims)]


def _of_days(claims: Sequence[Claim], alike: AlikeQuestions) -> list[list[WithoutLastMonths]]:
    """Of daily claims that share days and weather, those that may hang looked at more closely."""
    found: list[list[WithoutLastMonths]] = [[] for _ in claims]
    for months in SPELLS:
        if not _long_enough(alike.asked, months):
            continue
        shorter = replace(alike, asked=_shortened(alike.asked, months))
        answer = shorter.answer()
        days = shorter.data.days[shorter.reporting]
        rows = np.flatnonzero(_may_hang(claims, months, days, answer)).tolist()
        for row, other in zip(rows, shorter.expectations(answer, rows), strict=True):
            found[row] += _without(claims[row], other, months)
    return found


def _alone(claim: Claim) -> list[WithoutLastMonths]:
    """Of a claim by bills or hours; nothing where no model can be fitted without these months."""
    found: list[WithoutLastMonths] = []
    for months in SPELLS:
        if _long_enough(claim.asked, months):
            with suppress(InputRejected):
                found += _without(claim, expect(_shortened(claim.asked, months)), months)
    return found


def _long_enough(asked: EffectQuery, months: int) -> bool:
    begin, end, *_ = asked.sides
    return not asked.as_caltrack and end - SPELLS[months] - begin >= LEAST


def _end(asked: EffectQuery, months: int) -> np.datetime64:
    end: np.datetime64 = asked.baseline_end - np.timedelta64(SPELLS[months], "D")
    return end


def _shortened(asked: EffectQuery, months: int) -> EffectQuery:
    """The same without the last months, which are asked about as well."""
    end = _end(asked, months)
    return replace(asked, baseline_end=end, start=end)


def _doubt(claim: Claim, others: list[WithoutLastMonths]) -> Doubt | None:
    spells = [each for each in others if each.spell]
    told = spells or [each for each in others if each.months == QUARTER and not each.season]
    if not told:
        return None
    clearest = max(told, key=lambda each: abs(each.apart))
    return both_readings(claim.saving, spells), _hangs_on_them(clearest, claim, wider=bool(spells))


def _remains(claim: Claim, saved: float, share: float) -> float:
    """The part of a claim [1] that stays without the last months."""
    return share / claim.share if claim.share else saved / claim.saving.mean


def _may_hang(claims: Sequence[Claim], months: int, days: Times, answer: DaysExpected) -> Flags:
    """Which of many daily answers without some last months may leave little of their claims, (m,).

    A row a claim; all share their days. What `_without` looks at one by one, with a little more
    let through.
    """
    asked = claims[0].asked
    after = days >= asked.start
    rest = after & ~_same_days(days, _end(asked, months), asked.baseline_end)
    these = np.column_stack([after, rest]).astype(np.float64)
    measured, expected = (filled(each) @ these for each in (answer.measured, answer.expected))
    change = np.array([each.change for each in claims])
    told = np.array([each.share or each.saving.mean for each in claims])
    as_share = np.array([bool(each.share) for each in claims])[:, None]
    known = (measured > 0) & (expected > 0)
    ratio = np.divide(measured, expected, out=np.ones(known.shape), where=known)
    ratio = ratio / (1 + change[:, None])
    saved = measured[:, :1] / ratio - measured[:, :1]
    left = np.where(as_share, 1 - ratio, saved) / told[:, None]
    hanging: Flags = (known & ~(left > PART + ROUNDING)).any(axis=1)
    return hanging


def _without(claim: Claim, other: AdjustedBaseline, months: int) -> list[WithoutLastMonths]:
    """What is said without them, where it leaves little of the claim.

    Of all days after the measure, and of the days of the year left: what was left out may be a
    whole season, which the rest of the baseline has never seen.
    """
    asked, end = claim.asked, _end(claim.asked, months)
    lately = other.counted & (other.days < asked.baseline_end)
    after = other.counted & (other.days >= asked.start)
    again = after & _same_days(other.days, end, asked.baseline_end)
    if not lately.any():
        return []
    rest = after & ~again
    measured = float(other.measured[after].sum())
    ratios = [_ratio(other, days) / (1 + claim.change) for days in (after, rest)]
    found = [(measured / ratio, 1 - ratio) for ratio in ratios if ratio > 0]
    hanging = [each for each in found if _remains(claim, each[0] - measured, each[1]) < PART]
    if not hanging:
        return []
    apart = _apart(other, lately, claim.expectation)
    season = _comes_again(claim, other, lately, again, rest)
    return [
        WithoutLastMonths(
            months=months,
            saved=expected - measured,
            share=share,
            apart=apart,
            season=season,
            unsure=_unsure(claim, other, expected),
        )
        for expected, share in hanging
    ]


def _same_days(days: Times, begin: np.datetime64, end: np.datetime64) -> Flags:
    """Days that stand in the year where those from `begin` up to `end` do."""
    since = (days - begin).astype(np.int64)
    same: Flags = since % BASELINE_DAYS < (end - begin).astype(np.int64)
    return same


def _ratio(other: AdjustedBaseline, these: Flags) -> float:
    """Measured over expected of `these` days [1]; 0 where that says nothing."""
    expected, measured = other.expected[these].sum(), other.measured[these].sum()
    return float(measured / expected) if expected > 0 and measured > 0 else 0.0


def _unsure(claim: Claim, other: AdjustedBaseline, expected: float) -> float:
    """How much wider this answer's range is: what it expects, and how short its baseline is."""
    claimed = (1 + claim.change) * np.nansum(claim.expectation.expected)
    days = (min(each.days_used, BASELINE_DAYS) for each in (claim.expectation, other))
    known, left = days
    grown = expected / claimed if claimed > 0 else 1.0
    return float(grown * np.sqrt(max(known, 1) / max(left, 1)))


def _apart(other: AdjustedBaseline, these: Flags, expectation: AdjustedBaseline) -> float:
    """How far `these` intervals lie above what is expected [1], of it or of usual use."""
    usual = float(np.abs(expectation.fitted + expectation.residuals).mean())
    expected, measured = other.expected[these].sum(), other.measured[these].sum()
    whole = max(float(expected), usual * int(these.sum()))
    return float(measured - expected) / whole if whole > 0 else 0.0


def _comes_again(
    claim: Claim, other: AdjustedBaseline, lately: Flags, again: Flags, rest: Flags
) -> bool:
    """Whether the last months lie beside the rest of their year as the same days do a year later.

    again: these days a year later; rest: all others then, which tell what the measure did. What
    heats is compared with what the weather asks for, since no winter is like the one before; of
    all else the model of the claim must have foreseen it, or it took a short season for a level.
    False where too few of these days are known a year later.
    """
    if again.sum() < KNOWN * lately.sum() or not rest.any():
        return False
    if claim.asked.carrier.heats:
        then, now, since = (_ratio(other, days) for days in (lately, again, rest))
        return _alike(then * since, now)
    usual = float((other.fitted + other.residuals).mean())
    then, now, since = (float(other.measured[days].mean()) for days in (lately, again, rest))
    foreseen = claim.expectation.expected
    these = np.isin(claim.expectation.days, other.days[again])
    foretold, beside = (float(np.nanmean(foreseen[days])) for days in (these, ~these))
    return _alike(then * since, now * usual) and _alike(then * beside, foretold * usual)


def _alike(one: float, two: float) -> bool:
    """Whether two figures are about the same; what is nothing is like nothing."""
    return one > 0 and two > 0 and 1 / AGAIN <= one / two <= AGAIN


def both_readings(claimed: Estimate, others: list[WithoutLastMonths]) -> Estimate:
    """The range that holds the claim and what each of `others` says, with its own width.

    Noise and drift stay those of the claim: the rest of the width is what nobody knows.
    """
    below, above = claimed.mean - claimed.low, claimed.high - claimed.mean
    low = min([claimed.low, *(each.saved - each.unsure * below for each in others)])
    high = max([claimed.high, *(each.saved + each.unsure * above for each in others)])
    return replace(claimed, low=low, high=high)


def _hangs_on_them(other: WithoutLastMonths, claim: Claim, *, wider: bool) -> Problem:
    """Say what the claim would be without the last months; wider: whether the range holds it."""
    parts: dict[str, float]
    if claim.share:
        form, parts = HANGS, {"without": 100 * other.share, "told": 100 * claim.share}
    else:
        form, parts = HANGS_KWH, {"without": other.saved, "told": claim.saving.mean}
    told = {name: round(value) + 0.0 for name, value in parts.items()}  # no "-0"
    then = HOLDS_BOTH if wider else ENDS_EARLIER
    return Problem("hangs_on_last_months", form.format(months=other.months, then=then, **told))


HANGS = Text(
    "Ohne die letzten {months} Monate vor der Maßnahme wären es {without:.0n} % statt {told:.0n} %."
    " {then}",
    "Without the last {months} months before the measure it would be {without:.0n} % instead of"
    " {told:.0n} %. {then}",
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

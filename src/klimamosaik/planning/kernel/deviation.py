"""How far a measure lags behind its plan, as one share for effects, money, dates and indicators.

0 is as planned, 0.62 is "62 % behind", below 0 is ahead. What is uncertain has two shares: as it
looks, and what is sure; only the sure one ranks, so that a wide range accuses nobody. Equations
P1 to P5 of docs/methods/planning.md.
"""

from dataclasses import dataclass
from datetime import date

from klimamosaik.terms.estimate import Estimate

DAYS_A_YEAR = 365.0


@dataclass(frozen=True)
class Behind:
    """A share of the plan that is missing; negative: ahead of it."""

    share: float  # 1, as it looks
    sure: float  # 1, at least, with the confidence of the range; equal where there is none

    @property
    def rank(self) -> float:
        """What it counts beside others: nothing lags more than wholly."""
        return min(self.sure, 1.0)


def effect_behind(expected: float, measured: Estimate) -> Behind | None:
    """A measured effect against the likely one, in its unit. Equation P1.

    Sure is what even the high end of the range misses; None where nothing was to be saved.
    """
    if expected <= 0:
        return None
    return Behind(
        (expected - measured.mean) / expected,
        max((expected - measured.high) / expected, 0.0),
    )  # (P1)


def money_over(planned: float, actual: float) -> Behind | None:
    """Money spent above what was planned for the same years [EUR]. Equation P2."""
    if planned <= 0:
        return None
    share = (actual - planned) / planned  # (P2)
    return Behind(share, share)


def late(due: date, today: date) -> Behind:
    """Days past a date as a share of a year. Equation P3."""
    share = (today - due).days / DAYS_A_YEAR  # (P3)
    return Behind(share, share)


def indicator_behind(
    *, start: float, wanted: float, at_most: bool, value: float, elapsed: float
) -> Behind:
    """An indicator against the straight line from its start to what is wanted. Equation P4.

    at_most: less than wanted is good too; else more is. elapsed: 0..1 of the time from the wish
    to its day that had passed when the value was taken. Where the start is as wanted already
    there is no line: what is wanted is to be kept, and a value beyond it lags by its part of the
    wanted value (P5).
    """
    good = -1.0 if at_most else 1.0
    if good * (wanted - start) > 0:
        due = start + (wanted - start) * min(max(elapsed, 0.0), 1.0)
        share = (due - value) / (wanted - start)  # (P4)
    else:
        short = max(good * (wanted - value), 0.0)
        share = short / abs(wanted) if wanted else float(short > 0)  # (P5)
    return Behind(share, share)

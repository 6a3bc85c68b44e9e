"""How long measures wait for their next phase: Kaplan and Meier's estimate within a span of days.

E. L. Kaplan, P. Meier: Nonparametric estimation from incomplete observations, Journal of the
American Statistical Association 53 (1958), 457-481; with late entry as in J. P. Klein, M. L.
Moeschberger: Survival Analysis (2003), section 4.6. SciPy's `ecdf` knows no late entry, and
importing `scipy.stats` takes 40 MB in each process; a test compares the two where both can tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Spell:
    """One measure's time in a phase."""

    begun: date  # it came there
    ended: date | None  # last day anything is known; None: it is still there
    went_on: bool  # True: that day it went on; False: it was stopped then


@dataclass(frozen=True)
class Wait:
    """What of a spell falls into a span of days, counted from its beginning."""

    entered: int  # [d] waited before it is looked at; below 0: looked at from its first day on
    left: int  # [d] waited when it went on, or was last looked at
    went_on: bool


@dataclass(frozen=True)
class WaitingStep:
    """At a time some went on: how many share of all then still waits."""

    days: int  # [d] waited
    went_on: int
    share: Fraction  # 0..1 still waiting afterwards


@dataclass(frozen=True)
class WaitingTime:
    """How long measures waited within a span of days."""

    count: int  # measures that waited in it
    went_on: int  # of these
    median: int | None  # [d] half had gone on by then; None: cannot be told


def waits_in(spells: Iterable[Spell], first: date, last: date) -> list[Wait]:
    """What of the spells falls into the days from `first` to `last`, both included."""
    found = []
    for spell in spells:
        end = last if spell.ended is None else min(spell.ended, last)
        if spell.begun > last or end < first:
            continue
        seen = spell.went_on and spell.ended is not None and spell.ended <= last
        entered = max((first - spell.begun).days - 1, -1)
        found.append(Wait(entered, (end - spell.begun).days, seen))
    return found


def waiting_curve(waits: Sequence[Wait]) -> list[WaitingStep]:
    """Share still waiting after each time some went on: the product of 1 - d/n (equation 2a)."""
    share, steps = Fraction(1), []
    for days in sorted({wait.left for wait in waits if wait.went_on}):
        at_risk = sum(wait.entered < days <= wait.left for wait in waits)
        gone = sum(wait.went_on and wait.left == days for wait in waits)
        share *= 1 - Fraction(gone, at_risk)
        steps.append(WaitingStep(days, gone, share))
    return steps


def median_of(waits: Sequence[Wait]) -> int | None:
    """Days after which half had gone on [d]; None where fewer than half ever did.

    None, too, where all that waited so long went on at once while others, looked at later, had
    waited longer: then the few say nothing of the many.
    """
    for step in waiting_curve(waits):
        if not step.share and any(wait.left > step.days for wait in waits):
            return None
        if step.share <= HALF:
            return step.days
    return None


def waiting_of(spells: Iterable[Spell], first: date, last: date) -> WaitingTime:
    """How long measures waited, of those that waited on any of these days."""
    waits = waits_in(spells, first, last)
    return WaitingTime(len(waits), sum(wait.went_on for wait in waits), median_of(waits))

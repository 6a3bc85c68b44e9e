"""States of a meter that only grows, and what was used between them.

A fall is a roll-over, an exchange or a mistake; a leap is another meter. Files and streams ask
here, so that both decide alike.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

Numbers = NDArray[np.float64]
Instants = NDArray[np.int64]

NEARLY_FULL = 0.9  # of the register's capacity, before a roll-over
JUST_BEGUN = 0.1  # of it, after a roll-over
PLAUSIBLE = 10.0  # times the usual use per time that a roll-over may have brought
SHORTEST = 1 / 96  # [d] a quarter of an hour: what a single reading may hold at least
FAR_BELOW = 0.5  # of the state before: a meter that was exchanged begins anew
LEAP = 30.0  # times the usual use: heat in January against a median of July is within
ENOUGH = 5  # steps that must have grown before anything is usual
DAY = 86_400_000_000  # [µs]


class CounterStep(TextEnum):
    """What happened between two states of a meter."""

    USED = "counter_used", Text("verbraucht", "used")
    ROLLED_OVER = "counter_rolled_over", Text("Überlauf des Zählwerks", "register rolled over")
    EXCHANGED = (
        "meter_exchanged",
        Text("Zählerwechsel oder Neustart; Lücke", "meter exchanged or restarted; gap"),
    )
    FELL = "counter_fell", Text("Zählerstand fällt; Lücke", "meter reading falls; gap")
    LEAPT = (
        "counter_leapt",
        Text("Sprung über alles Übliche; Lücke", "leap beyond all that is usual; gap"),
    )


@dataclass(frozen=True)
class Drop:
    """A reading below the one before."""

    before: float
    after: float
    days: float  # between the two readings
    usual: float | None  # median use per day


def rolled_over(drop: Drop) -> float | None:
    """The use across a roll-over at a power of ten, or None where it was none."""
    capacity = 10.0 ** len(str(int(max(drop.before, 1.0))))
    used = capacity - drop.before + drop.after
    if drop.before < NEARLY_FULL * capacity or drop.after > JUST_BEGUN * capacity:
        return None
    if drop.usual is not None and used > PLAUSIBLE * drop.usual * max(drop.days, SHORTEST):
        return None
    return used


def step_of(drop: Drop) -> CounterStep:
    """What a fall is taken for."""
    if rolled_over(drop) is not None:
        return CounterStep.ROLLED_OVER
    exchanged = drop.after < FAR_BELOW * drop.before
    return CounterStep.EXCHANGED if exchanged else CounterStep.FELL


@dataclass(frozen=True)
class UseBetween:
    """What was used between two states; None where it is not known."""

    start: int  # [µs since 1970, UTC]
    end: int  # [µs since 1970, UTC]
    use: float | None  # in the unit of the states
    step: CounterStep
    before: float  # state at the start
    after: float  # state at the end


def usual_use(at: Instants, states: Numbers) -> float | None:
    """Median use per day of the steps that grew; None where too few did.

    at: [µs since 1970], growing, shape (n,); states: shape (n,).
    """
    use, days = np.diff(states), np.diff(at) / DAY
    grown = (use > 0) & (days > 0)
    return float(np.median(use[grown] / days[grown])) if grown.sum() >= ENOUGH else None


def uses_between(at: Instants, states: Numbers, *, usual: float | None) -> list[UseBetween]:
    """The use between consecutive states: never negative, and never a leap.

    at: [µs since 1970], growing strictly, shape (n,); states: shape (n,); usual: per day, None
    where nothing is known of it. A leap is a use beyond LEAP times the usual one, be it after
    weeks of silence or within a day: another meter's state. Its use is not known.
    """
    moments, values = at.tolist(), [float(each) for each in states]
    pairs = zip(moments, moments[1:], values, values[1:], strict=False)
    return [one_use(start, end, before, after, usual) for start, end, before, after in pairs]


def one_use(start: int, end: int, before: float, after: float, usual: float | None) -> UseBetween:
    """The use between two states."""
    days = (end - start) / DAY
    if after < before:
        drop = Drop(before, after, days, usual)
        return UseBetween(start, end, rolled_over(drop), step_of(drop), before, after)
    leapt = usual is not None and after - before > LEAP * usual * max(days, 1.0)
    step = CounterStep.LEAPT if leapt else CounterStep.USED
    return UseBetween(start, end, None if leapt else after - before, step, before, after)

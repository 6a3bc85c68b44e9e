"""What a plan chooses from and what there is for it: measures with their cost, money and staff."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from klimamosaik.terms.estimate import Estimate

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MeasureCandidate:
    """A measure that could be started."""

    code: str
    tonnes: Estimate  # [t CO2e/a] overlaps with the others taken off
    cost: tuple[float, ...]  # [EUR] in each year of work, the first being that of the start
    staff: tuple[float, ...]  # [person days] in each year of work
    needs: tuple[str, ...] = ()  # codes of measures that must be finished before
    earliest: int = 0  # first year it can start, counted from 0
    running: float = 0.0  # [EUR/a] in each year after the work, to the end of the plan
    instead: tuple[tuple[float, ...], ...] = ()  # [EUR] other ways to pay the work, year by year

    @property
    def work(self) -> int:
        """Years of work."""
        return max(len(self.cost), len(self.staff), 1)

    @property
    def ways(self) -> tuple["MeasureCandidate", ...]:
        """The measure in each way it can be paid; the first is as planned."""
        return (self, *(replace(self, cost=cost, instead=()) for cost in self.instead))


@dataclass(frozen=True)
class Means:
    """What there is in each year, each of shape (Y,)."""

    budget: Floats  # [EUR]
    staff: Floats  # [person days]
    carried: bool = False  # True: money left over may be spent in later years

    @property
    def years(self) -> int:
        """Length of the plan."""
        return len(self.budget)

    @property
    def available(self) -> Floats:
        """The limits of money [EUR]: of each year, or of all years up to it."""
        return np.cumsum(self.budget) if self.carried else self.budget


def valued(candidate: MeasureCandidate, years: int, caution: float) -> Floats:
    """Tonnes of a start in each year, shape (Y,); nothing where it would come too early."""
    return cautious(candidate.tonnes, caution) * years_of_effect(candidate, years)


def cautious(size: Estimate, caution: float) -> float:
    """What a figure counts for, in its unit; `caution` 0..1 is the weight of its low end."""
    return caution * size.low + (1 - caution) * size.mean


def years_of_effect(candidate: MeasureCandidate, years: int) -> Floats:
    """Years with effect left after a start in each year, shape (Y,)."""
    start = np.arange(years)
    left = np.maximum(years - start - candidate.work, 0).astype(np.float64)
    return np.where(start < candidate.earliest, 0.0, left)


def to_the_end(candidate: MeasureCandidate, years: int) -> tuple[float, ...]:
    """Money in each year from the start on [EUR]: the work, then what runs on."""
    work = (*candidate.cost, *[0.0] * (candidate.work - len(candidate.cost)))
    if candidate.running <= 0:
        return work
    return (*work, *[candidate.running] * max(years - len(work), 0))

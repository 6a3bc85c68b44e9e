"""How far an estimate may be off: deviations of its cells, put together for sums.

Every estimated cell is off by the error of its sector, which all cells of the sector share since
the same keys spread them, and by one of its carrier or mode alone. Both are standard deviations of
the logarithm. What a municipality entered itself is off by nothing here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from klimamosaik.balance.kernel.cell import Cell
from klimamosaik.balance.kernel.grid import BalanceCarrier, Mode, Sector
from klimamosaik.sources.statistics.municipalities import Floats
from klimamosaik.terms.estimate import Estimate

UNKNOWN_AS = 3.0  # a cell that may be anything up to its most is off by a third of it
PART_OF = {Sector.MUNICIPAL: Sector.COMMERCE}  # public statistics hold municipal facilities there


@dataclass(frozen=True)
class SumParts:
    """What sums are made of: arrays of the same shape [municipality, part]."""

    sectors: tuple[Sector, ...]  # [part]
    values: Floats  # in any unit
    mosts: Floats  # the same unit; nan but where nothing more than the most is known
    own: Floats  # standard deviation of the logarithm, of the carrier or mode alone
    shared: Floats  # times the error of the sector; 0.0 for what somebody entered


@dataclass(frozen=True)
class Uncertainty:
    """Standard deviations of the logarithm, learnt or assumed, and the chance ranges are given for.

    `small`: inhabitants of a place whose variance is twice that of a large city; `most`: how many
    times it grows at most; `yearly`: what each year between the figure and the balance adds;
    `published`: how far figures published of the place itself may be off.
    """

    sectors: tuple[tuple[Sector, float], ...]
    parts: tuple[tuple[BalanceCarrier | Mode, float], ...]
    confidence: float = 0.8
    small: float = 10_000.0
    most: float = 4.0
    yearly: float = 0.02
    published: float = 0.1  # of what is published of the place itself

    @property
    def reach(self) -> float:
        """Standard deviations from the middle of a range to its ends."""
        return NormalDist().inv_cdf(0.5 + self.confidence / 2.0)

    def sector(self, sector: Sector) -> float:
        """The deviation all cells of a sector share."""
        return dict(self.sectors)[PART_OF.get(sector, sector)]

    def part(self, carrier: BalanceCarrier, mode: Mode | None) -> float:
        """The deviation of a carrier or mode alone."""
        return dict(self.parts).get(mode or carrier, 0.0)

    def growth(self, population: Floats) -> Floats:
        """How many times the variance of a small place is that of a large one, shape kept."""
        grown = 1.0 + self.small / np.maximum(population, 1.0)
        return np.asarray(np.minimum(grown, self.most), dtype=np.float64)

    def logs(self, parts: SumParts, population: Floats) -> Floats:
        """Standard deviation of the logarithm of each sum: [municipality]; nan for an empty sum.

        With shares w of the sum, s the deviation of a sector and c one of its cells alone, the
        variance over the square of the sum is, for each sector,

            (sum w)^2 (exp s^2 - 1) + sum w^2 (exp(s^2 + c^2) - exp s^2)

        and for a cell of which only the most is known the square of a third of it.
        """
        shared = (self.weights(parts) ** 2 * self.together(population)).sum(axis=1)
        variance = shared + self.alone(parts, population)
        return np.asarray(np.sqrt(np.log1p(variance)), dtype=np.float64)

    def together(self, population: Floats) -> Floats:
        """What the error shared by a sector's cells adds: [municipality, sector]."""
        off = np.array([deviation for _, deviation in self.sectors])
        return np.asarray(np.expm1(self.growth(population)[:, None] * off**2), dtype=np.float64)

    def weights(self, parts: SumParts) -> Floats:
        """Share of each sector's estimates in each sum: [municipality, sector]."""
        shares = known_shares(parts) * parts.shared
        places = np.array([PART_OF.get(sector, sector) for sector in parts.sectors])
        return np.stack(
            [shares[:, places == sector].sum(axis=1) for sector, _ in self.sectors], axis=1
        )

    def alone(self, parts: SumParts, population: Floats) -> Floats:
        """What the errors of single cells add: [municipality]."""
        off = dict(self.sectors)
        deviations = np.array([off[PART_OF.get(sector, sector)] for sector in parts.sectors])
        shared = self.growth(population)[:, None] * deviations**2 * parts.shared
        own = np.exp(shared) * np.expm1(parts.own**2)
        with np.errstate(divide="ignore", invalid="ignore"):
            unknown = np.nan_to_num(parts.mosts) / parts.values.sum(axis=1)[:, None] / UNKNOWN_AS
        found = (known_shares(parts) ** 2 * own + unknown**2).sum(axis=1)
        return np.asarray(found, dtype=np.float64)

    def covariance(self, groups: Sequence[SumParts], population: float | None) -> Floats:
        """Covariance of the logarithms of several sums of one municipality: [group, group]."""
        people = np.array([population or 1.0])
        weights = np.concatenate([self.weights(group) for group in groups])
        shared = (weights * self.together(people)) @ weights.T
        single = np.array([float(self.alone(group, people)[0]) for group in groups])
        return np.asarray(np.log1p(shared + np.diag(single)), dtype=np.float64)

    def ranges(self, parts: SumParts, population: Floats) -> tuple[Floats, Floats]:
        """Low and high end of each sum, never below what somebody entered: two [municipality]."""
        total = parts.values.sum(axis=1)
        off = np.exp(self.reach * np.nan_to_num(self.logs(parts, population)))
        certain = (parts.shared == 0.0) & (parts.own == 0.0)
        entered = np.where(certain, parts.values, 0.0).sum(axis=1)
        nothing = self.reach / UNKNOWN_AS * np.sqrt((np.nan_to_num(parts.mosts) ** 2).sum(axis=1))
        high = np.where(total > 0.0, total * off, nothing)
        return np.maximum(total / off, entered), high

    def of_cells(
        self,
        cells: Sequence[Cell],
        values: Sequence[float],
        mosts: Sequence[float | None],
    ) -> SumParts:
        """Cells of one municipality as parts of a sum; `values` and `mosts` in the same unit."""
        estimates = [cell.estimated and not cell.told for cell in cells]
        own = [
            (self.part(cell.carrier, cell.mode) ** 2 if estimate else 0.0)
            + (self.yearly**2 * cell.carried if cell.estimated else 0.0)
            + (self.published**2 if cell.told and not cell.carried else 0.0)
            for cell, estimate in zip(cells, estimates, strict=True)
        ]
        return SumParts(
            sectors=tuple(cell.sector for cell in cells),
            values=np.array([values], dtype=np.float64),
            mosts=np.array([[np.nan if most is None else most for most in mosts]]),
            own=np.sqrt(np.array([own])),
            shared=np.array(
                [[cell.doubt * is_one for cell, is_one in zip(cells, estimates, strict=True)]]
            ),
        )

    def range_of(
        self,
        cells: Sequence[Cell],
        values: Sequence[float],
        mosts: Sequence[float | None],
        population: float | None,
        *,
        unit: str,
    ) -> Estimate | None:
        """A sum of cells with its range; None where every one of them was entered.

        values, mosts: in `unit`. Where nobody knows how many live there, the place counts as a
        small one.
        """
        if not any(cell.estimated for cell in cells):
            return None
        people = np.array([population or 1.0])
        low, high = self.ranges(self.of_cells(cells, values, mosts), people)
        if len(cells) == 1 and mosts[0] is not None:  # nothing more is known of a single cell
            return Estimate(values[0], 0.0, float(mosts[0]), unit, self.confidence)
        ends = float(low[0]), float(high[0])
        return Estimate(sum(values), *ends, unit, self.confidence)


def known_shares(parts: SumParts) -> Floats:
    """Share of the sum of every cell of which more than the most is known: [municipality, part]."""
    known = np.where(np.isnan(parts.mosts), parts.values, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(known / parts.values.sum(axis=1)[:, None], dtype=np.float64)


CONSISTENT = 1.4826  # makes the median of absolute deviations that of a normal distribution
FAR = 2.5  # deviations beyond which one town says no more than that it is far off


def deviation(off: Sequence[float]) -> float:
    """Standard deviation about zero of logarithms of ours over published.

    About zero, not about their mean: where all towns lie on one side, that is an error too. One far
    town counts as one at the edge. Raises ValueError for fewer than three.
    """
    if len(off) < 3:
        raise ValueError(f"three towns at least are needed, not {len(off)}")
    values = np.asarray(off, dtype=np.float64)
    edge = FAR * CONSISTENT * float(np.median(np.abs(values)))
    return float(np.sqrt(np.mean(np.minimum(values**2, edge**2))))

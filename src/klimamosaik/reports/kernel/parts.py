"""The parts a yearly figure was summed from, and how they are printed so that they add up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from klimamosaik.reports.kernel.shapley import printed, rounded
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class FigurePart:
    """A reading, a month of fine readings, or a bill, and what of it a figure holds."""

    start: date  # first local day
    end: date  # first local day after
    whole: float | None  # [unit of the figure] all that it tells
    counted: float  # [unit of the figure] what of it is in the figure
    deliveries: tuple[int, ...] = ()  # seqs of the files it is from
    readings: int = 1  # how many readings it is
    shown: Decimal = Decimal(0)  # `counted` as printed

    @property
    def shared(self) -> bool:
        """True where only a part of it is in the figure: it reaches over new year."""
        return self.whole is not None and abs(self.whole - self.counted) > SAME * abs(self.whole)


@dataclass(frozen=True)
class Beside:
    """What is known of the same days and is in no sum, with the reason."""

    why: Text
    parts: tuple[FigurePart, ...]  # `counted` is what would fall into the year

    @property
    def amount(self) -> float:
        """What would fall into the year."""
        return sum(part.counted for part in self.parts)


@dataclass(frozen=True)
class Summed:
    """Parts that add up to a sum, to the printed digit."""

    parts: tuple[FigurePart, ...]
    shown: Decimal  # the sum as printed

    @property
    def by_month(self) -> bool:
        """True where fine readings are told by month."""
        return any(part.readings > 1 for part in self.parts)


SAME = 1e-9  # 1, share below which an amount is that of the whole


def added_up(parts: Sequence[FigurePart], total: Decimal, digits: int) -> Summed:
    """Print each part so that together they are the printed total."""
    shown = printed([part.counted for part in parts], digits, total)
    return Summed(
        tuple(replace(part, shown=each) for part, each in zip(parts, shown, strict=True)), total
    )


def split_total(values: Sequence[float], total: float, digits: int) -> tuple[Decimal, ...]:
    """Print the parts of a total so that together they are the printed total."""
    return printed(list(values), digits, rounded(total, digits))

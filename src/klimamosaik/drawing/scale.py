"""From tonnes and years to places in a picture, and round numbers along an axis."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from klimamosaik.terms.text import Language, Text, decimal

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
FINEST = 12  # decimals at most: a step of 1e-9 by halves and quarters has eleven
EXACT = 1e-6  # of a step that a number may differ from what is written
IN_THOUSANDS = 20_000.0  # [t] from here on an axis counts thousands of tonnes


class Size(StrEnum):
    """Where a picture is looked at."""

    BROAD = "broad"
    NARROW = "narrow"  # on a phone

    @property
    def width(self) -> float:
        """Width of the drawing [px]; text keeps its size."""
        return 760.0 if self is Size.BROAD else 372.0

    @property
    def letters(self) -> float:
        """Size of letters [px]; the same on both."""
        return 15.0


@dataclass(frozen=True)
class Scale:
    """A straight scale from values to pixels."""

    first: float
    last: float
    start: float  # [px] where `first` lies
    end: float  # [px] where `last` lies

    def __call__(self, value: float) -> float:
        """Where a value lies [px]."""
        return self.start + (value - self.first) / (self.last - self.first) * (
            self.end - self.start
        )


def round_steps(low: float, high: float, about: int) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, about so many."""
    span = max(high - low, 1e-9)
    raw = span / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * each for each in STEPS if power * each >= raw * (1 - 1e-9))
    first = math.floor(low / step)
    last = math.ceil(high / step - 1e-9)
    return [count * step for count in range(first, last + 1)]


def numbers_along(
    steps: Sequence[float], language: Language, size: float = 1.0
) -> Callable[[float], str]:
    """How numbers along an axis are written: all with the decimals that the finest one needs.

    steps: all numbers of the axis, each as far from the next; size: of its unit.
    """
    digits = digits_of([step / size for step in steps])
    return lambda value: decimal(value / size + 0.0, digits=digits, language=language)


def digits_of(numbers: Sequence[float]) -> int:
    """The fewest decimals that write round numbers as they are."""
    apart = min((abs(b - a) for a, b in pairwise(numbers)), default=1.0)
    return next(
        (d for d in range(FINEST) if all(abs(round(n, d) - n) <= apart * EXACT for n in numbers)),
        FINEST,
    )


@dataclass(frozen=True)
class AxisUnit:
    """How tonnes are written along an axis."""

    size: float  # [t]
    name: Text


def unit_for(most: float) -> AxisUnit:
    """Tonnes, or thousands of them where they are many."""
    if most >= IN_THOUSANDS:
        return AxisUnit(1000.0, Text("Tsd. t CO₂e im Jahr", "thousand t CO₂e a year"))
    return AxisUnit(1.0, Text("t CO₂e im Jahr", "t CO₂e a year"))


@dataclass(frozen=True)
class Pictures:
    """One picture in both sizes, as SVG."""

    broad: str
    narrow: str


def in_both_sizes(draw: Callable[[Size, str], str], name: str) -> Pictures:
    """Draw for a broad page and for a phone; `draw` takes a size and the start of the ids."""
    return Pictures(*(draw(size, f"{name}-{size.value}") for size in (Size.BROAD, Size.NARROW)))

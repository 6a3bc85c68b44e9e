"""Numbers over bars: across where they have room, upright where not, of too many only some."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.drawing.chart import ChartPen, wide

TALL = 0.8  # height of a figure with a little air, relative to its size: what one upright takes
RAISED = 0.36  # half the height of a figure, relative to its size


@dataclass(frozen=True)
class BarNumbers:
    """How the numbers of a panel are written."""

    size: float  # [px] of their letters
    upright: bool  # read from below
    every: int = 1  # every so many bars one has its number; a table has them all

    def above(self, numbers: Sequence[str]) -> float:
        """What they take above the highest bar [px]."""
        return max((wide(each, self.size) for each in numbers), default=0.0) if self.upright else 0

    def for_bar(self, place: int, value: float | None) -> "BarNumbers | None":
        """Itself where the bar at a place has a number; what is unknown is always said."""
        return self if value is None or place % self.every == 0 else None

    def written(self, text: str, middle: float, foot: float, pen: ChartPen) -> str:
        """A number over the middle of its bar; foot: where it ends below [px]."""
        if self.upright:
            x = middle + RAISED * self.size
            return pen.words(x, foot, text, ink="ink", size=self.size, upright=True)
        return pen.words(middle, foot, text, anchor="middle", ink="ink", size=self.size)


def numbers_over(numbers: Sequence[str], bar: float, size: float, least: float) -> BarNumbers:
    """Numbers as large as there is room for, never smaller than `least` [px].

    numbers: of all bars of a panel; bar: what a bar and the air beside it take [px].
    """
    longest = max((wide(each, 1.0) for each in numbers), default=0.0)
    if longest * least <= bar:
        return BarNumbers(min(size, bar / longest) if longest else size, upright=False)
    tall = min(size, max(bar / TALL, least))
    return BarNumbers(tall, upright=True, every=max(math.ceil(TALL * tall / bar - 1e-9), 1))

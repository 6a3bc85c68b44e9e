"""Bars below each other, each with its name above it: there is room for names on a phone, too."""

from dataclasses import dataclass

from klimamosaik.drawing.chart import ChartPen
from klimamosaik.drawing.scale import Scale

ROW, BAR = 44.0, 15.0  # [px] a row, and the bar in it
TOP = 8.0  # [px] margin above
NAME, BEGIN = 15.0, 21.0  # [px] from the top of a row to its name's line and to its bar


@dataclass(frozen=True)
class NamedRows:
    """Where rows lie."""

    count: int
    x: Scale
    pen: ChartPen
    below: float  # [px] room for what stands under the rows

    @property
    def foot(self) -> float:
        """Where the rows end [px]."""
        return TOP + ROW * self.count + 4

    @property
    def height(self) -> float:
        """Of the whole picture [px]."""
        return TOP + ROW * self.count + self.below

    def bar_top(self, place: int) -> float:
        """Where a row's bar begins [px]."""
        return TOP + ROW * place + BEGIN

    def name(self, place: int, text: str) -> str:
        """A row's name, cut where it would leave the picture."""
        room = self.x.end - self.x.start
        cut = self.pen.shortened(text, room)
        return self.pen.words(self.x.start, TOP + ROW * place + NAME, cut, ink="ink")

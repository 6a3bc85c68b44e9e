"""What every picture of a figure is drawn from: its values in order, and the sheet they go on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from textwrap import wrap

from klimamosaik.drawing.chart import LETTER, ChartPen
from klimamosaik.drawing.svg import safe
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text, decimal

UNKNOWN = "?"
SMALLER = 0.88  # letters of two lines, of those of one
UNKNOWN_TOLD = Text("unbekannt", "unknown")


@dataclass(frozen=True)
class FigureMark:
    """One value of a figure; its words are in the reader's language."""

    series: str  # key
    name: str  # of the series
    place: str  # what it belongs to; "" the whole
    when: date | None  # first day of its period; None: it has none
    period: str  # as it is written below the picture
    value: float | None  # [unit] None: unknown
    unit: str
    spread: Estimate | None = None
    said: str = ""  # a few words beside it

    @property
    def whole_name(self) -> str:
        """Series and place."""
        return f"{self.name}, {self.place}" if self.place else self.name


@dataclass(frozen=True)
class FigureSheet:
    """Where a picture is drawn, and how its numbers are written."""

    pen: ChartPen
    width: float  # [px]
    digits: int
    ident: str  # start of the ids inside it
    kind: str = "chart"  # its class
    height: float = 340.0  # [px] of pictures that can be any height

    def number(self, value: float | None) -> str:
        """A value as its table has it; a question mark where it is unknown."""
        if value is None:
            return UNKNOWN
        return decimal(value, digits=self.digits, language=self.pen.language)

    def mark_in_words(self, mark: FigureMark) -> str:
        """All of a mark in words: what a pointer that rests on it is shown."""
        head = ", ".join(part for part in (mark.name, mark.place, mark.period) if part)
        if mark.value is None:
            return f"{head}: {UNKNOWN_TOLD.in_(self.pen.language)}"
        return f"{head}: {self.number(mark.value)} {mark.unit}"

    def whole(self, parts: Iterable[str], height: float) -> str:
        """The picture; it is skipped by who cannot see it, for sentence and table say the same."""
        size = (self.width, height)
        return self.pen.whole(parts, size=size, said="", ident=self.ident, kind=self.kind)


def pointed(shape: str, told: str) -> str:
    """A shape that says what it is where a pointer rests on it."""
    return f"<g>{shape}<title>{safe(told)}</title></g>"


def names_room(names: Iterable[str], least: float, most: float, pen: ChartPen) -> float:
    """Room for names left of their bars in which the longest word stays whole [px]."""
    words = [word for name in names for word in name.split()]
    return max(least, min(SMALLER * pen.room(words), most))


def stacked(text: str, middle: float, room: float, pen: ChartPen) -> str:
    """A name left of its bar; where one line is too short [px], on two of smaller letters."""
    most = max(int(room / (LETTER * pen.letters)), 8)
    narrow = max(int(room / (SMALLER * LETTER * pen.letters) + 0.01), 8)  # 20.9999 are 21 letters
    lines = [text] if len(text) <= most else wrap(text, narrow)
    if len(lines) > 2:
        lines = [lines[0], pen.shortened(" ".join(lines[1:]), room)]
    leading, first = 1.1 * pen.letters, middle + pen.letters / 3
    if len(lines) == 1:
        return pen.words(0, first, lines[0])
    smaller = SMALLER * pen.letters
    return "".join(
        pen.words(0, first + (place - 0.5) * leading, line, size=smaller)
        for place, line in enumerate(lines)
    )


def rows_of(marks: Sequence[FigureMark]) -> list[list[FigureMark]]:
    """Marks of one series and place together, in the order they come."""
    keys = list(dict.fromkeys((mark.series, mark.place) for mark in marks))
    ordered = sorted(marks, key=lambda mark: keys.index((mark.series, mark.place)))
    grouped = groupby(ordered, key=lambda mark: (mark.series, mark.place))
    return [list(group) for _, group in grouped]

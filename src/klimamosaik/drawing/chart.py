"""What charts share: their inks and letters, axes, keys and bars; and the chart as a whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from klimamosaik.drawing.palette import FONTS, Paint, colour
from klimamosaik.drawing.scale import Scale, Size
from klimamosaik.drawing.svg import picture, safe
from klimamosaik.terms.text import Language, Text

BESIDE = 8.0  # [px] from an axis to the numbers left of it
LETTER = 0.56  # width of a letter relative to its size, about
FIGURE, SIGN, CAPITAL = 0.64, 0.32, 0.9  # of a figure, a stop or blank, and a capital, at most
TICK = 3.0  # [px] of a tick above a word below a picture
AIR = 0.3  # between two words below a picture, relative to their letters


def wide(text: str, size: float) -> float:
    """Width of words with figures in letters of `size`, at most [px]."""
    return size * sum(map(share_of, text))


def share_of(letter: str) -> float:
    """Width of a letter in the broadest letters there are, relative to its size, about."""
    if letter.isdigit():
        return FIGURE
    if letter in ".,’ \u00a0\u202f":
        return SIGN
    return CAPITAL if letter.isupper() else LETTER


@dataclass(frozen=True)
class Chart:
    """A chart for pages and paper, and the sentence that says what it shows."""

    alt: str
    drawn: Callable[[Paint, str], str]  # for a place, with the sentence

    @property
    def svg(self) -> str:
        """The chart for paper."""
        return self.drawn(Paint.FIXED, self.alt)

    @property
    def for_page(self) -> str:
        """The chart with the page's colours, so that it follows light and dark."""
        return self.drawn(Paint.PAGE, self.alt)


@dataclass(frozen=True)
class ChartPen:
    """Writes and draws for one place in one size of letters."""

    paint: Paint
    language: Language
    letters: float  # [px]

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        ink: str = "",
        size: float = 0,
        upright: bool = False,
    ) -> str:
        """Words at a place; quiet unless an ink is named. Upright ones are read from below."""
        more = "" if anchor == "start" else f' text-anchor="{anchor}"'
        more += f' fill="{colour(ink, self.paint)}"' if ink else ""
        more += f' font-size="{size:.3g}"' if size else ""
        more += f' transform="rotate(-90 {x:.1f} {y:.1f})"' if upright else ""
        return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{safe(text)}</text>'

    def line(self, d: str, ink: str = "edge", width: float = 1.0, *, dash: str = "") -> str:
        """A line along path data."""
        more = f' stroke-dasharray="{dash}"' if dash else ""
        return (
            f'<path fill="none" stroke="{colour(ink, self.paint)}" stroke-width="{width:g}"'
            f'{more} d="{d}"/>'
        )

    def area(self, d: str, ink: str, opacity: float = 1.0) -> str:
        """A filled shape."""
        more = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
        return f'<path fill="{colour(ink, self.paint)}"{more} d="{d}"/>'

    def bar(
        self, x: float, y: float, width: float, height: float, fill: str, more: str = ""
    ) -> str:
        """A bar; `fill` is a value of fill, `more` further attributes."""
        return (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}"'
            f' height="{max(height, 0):.1f}" fill="{fill}"{more}/>'
        )

    def shortened(self, text: str, room: float) -> str:
        """Text cut where it would leave its room [px]; the table has all of it."""
        most = int(room / (LETTER * self.letters))
        return text if len(text) <= most else text[: most - 1].rstrip() + "…"

    def room(self, texts: Iterable[str]) -> float:
        """Width of the longest text, about [px]."""
        return max((len(text) for text in texts), default=0) * LETTER * self.letters

    def whole(
        self,
        parts: Iterable[str],
        *,
        size: tuple[float, float],
        said: str,
        ident: str = "",
        kind: str = "chart",
        shown: bool = False,
    ) -> str:
        """The whole chart."""
        font = f' font-family="{FONTS[self.paint]}" font-size="{self.letters:g}"'
        return picture(
            parts,
            size=size,
            said=said,
            language=self.language,
            ident=ident,
            kind=kind,
            shown=size if shown else None,
            more=f'{font} fill="{colour("second", self.paint)}"',
        )

    def in_size(
        self, parts: Iterable[str], size: Size, height: float, said: Text, ident: str
    ) -> str:
        """The whole chart as wide as where it is looked at, and so high [px]."""
        return self.whole(
            parts,
            size=(size.width, height),
            said=said.in_(self.language),
            ident=ident,
            kind=f"chart {size.value}",
        )

    def dot(self, x: float, y: float, radius: float, ink: str) -> str:
        """A round mark."""
        tint = colour(ink, self.paint)
        return f'<circle fill="{tint}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'


def levels(
    steps: Sequence[float], x: Scale, y: Scale, written: Callable[[float], str], pen: ChartPen
) -> str:
    """Lines across at round numbers, each with its number on the left."""
    return "".join(
        pen.line(f"M{x.start:.0f} {y(step):.1f}H{x.end:.1f}", *ground(step))
        + pen.words(x.start - BESIDE, y(step) + pen.letters / 3, written(step), anchor="end")
        for step in steps
    )


def room_beside(steps: Sequence[float], written: Callable[[float], str], pen: ChartPen) -> float:
    """What the numbers left of an axis take [px], with the gap between them and it."""
    return pen.room(map(written, steps)) + BESIDE + 2


def ground(step: float) -> tuple[str]:
    """The line at zero is stronger."""
    return ("line",) if abs(step) < 1e-9 else ("edge",)


def uprights(places: Iterable[float], top: float, foot: float, pen: ChartPen) -> str:
    """Lines upright at places [px]."""
    return "".join(pen.line(f"M{x:.1f} {top:.0f}V{foot:.0f}") for x in places)


def feet(
    marks: Iterable[tuple[float, str]],
    y: float,
    pen: ChartPen,
    *,
    anchor: str = "middle",
    within: tuple[float, float] | None = None,
) -> str:
    """Words below the picture at places [px]; every so many one, where not all have room.

    within: the ends they keep between [px], so that none is cut at the edge of the picture; where
    words are left out, a tick says where those that stand belong.
    """
    given = list(marks)
    kept = [(inside(x, text, within, pen.letters), text) for x, text in given]
    every = every_fitting(kept, pen.letters)
    named = given[::every] if within and every > 1 else []
    ticks = "".join(pen.line(f"M{x:.1f} {y - pen.letters:.1f}v{TICK:g}", "line") for x, _ in named)
    return ticks + "".join(pen.words(x, y, text, anchor=anchor) for x, text in kept[::every])


def inside(x: float, text: str, within: tuple[float, float] | None, letters: float) -> float:
    """The middle of words [px], moved where they would leave their room."""
    if within is None:
        return x
    half = wide(text, letters) / 2
    return max(min(x, within[1] - half), within[0] + half)


def every_fitting(marks: Sequence[tuple[float, str]], letters: float) -> int:
    """Every how many words one stands, from the first on, so that none touches the next."""
    some = range(1, len(marks))
    return next((n for n in some if not touching(marks[::n], letters)), max(len(marks), 1))


def touching(marks: Sequence[tuple[float, str]], letters: float) -> bool:
    """True where two words beside each other leave no air; marks: middles or starts [px]."""
    ends = [(x, wide(text, letters) / 2) for x, text in marks]
    return any(b - a < AIR * letters + half + other for (a, half), (b, other) in pairwise(ends))


@dataclass(frozen=True)
class KeyEntry:
    """A line of a key: its sign, drawn to the right of a place, and its words."""

    sign: Callable[[float, float], str]  # at x, y [px]; 20 px wide
    words: str


def key(entries: Sequence[KeyEntry], x: float, y: float, pen: ChartPen) -> str:
    """Signs with their words beside each other."""
    parts, at = [], x
    for entry in entries:
        parts.append(entry.sign(at, y - pen.letters / 3))
        parts.append(pen.words(at + 2.4 * pen.letters, y, entry.words, ink="ink"))
        at += 2.4 * pen.letters + pen.room([entry.words]) + 2 * pen.letters
    return "".join(parts)

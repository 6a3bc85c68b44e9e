"""Years side by side: a few small panels of bars with their numbers on top.

Panels of one unit have one scale, so that a bar twice as high is twice as much.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap

from klimamosaik.drawing.chart import LETTER, Chart, ChartPen, feet
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.scale import Scale
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.text import Language, Text, decimal

SERIES_COLOURS = {
    "heat": "edge",
    "corrected": "heat",
    "plain heat": "heat",
    "electricity": "electricity",
    "cost": "buildings",
    "co2": "second",
    "water": "transport",
}
UNKNOWN = "?"
LETTERS, PHONE = 10.0, 12.5  # [px] letters of years, those on a phone: 11 where it is 360 wide
TITLE = 11.0  # [px] the least letters of titles
NUMBERS = 0.95  # letters of numbers on bars, and of titles on a phone, relative to those of years
BESIDE = 2  # panels of one series beside each other on a phone
HEIGHT, TOP, BOTTOM, GAP = 144.0, 42.0, 16.0, 16.0  # [px]
FIGURE = 0.64  # width of a figure relative to its size in the broadest letters a system has


@dataclass(frozen=True)
class BarRow:
    """One row of bars, a bar a year."""

    code: str  # key of SERIES_COLOURS
    amounts: Sequence[Amount]  # by year


@dataclass(frozen=True)
class Panel:
    """One small chart."""

    title: Text
    unit: str
    digits: int
    series: Sequence[BarRow]
    scale: float = 1.0  # amounts are divided by it

    def written(self, amount: Amount, language: Language) -> str:
        """The number on top of a bar; a question mark where unknown."""
        if amount.value is None:
            return UNKNOWN
        return decimal(amount.value / self.scale, digits=self.digits, language=language)


def panels_chart(
    panels: Sequence[Panel],
    years: Sequence[int],
    language: Language,
    *,
    width: float = 520,
    stacked: bool = False,
) -> Chart:
    """Draw panels in a row. Bars of a part of a year are pale with a dashed edge.

    stacked: for a phone, a panel of two series above the others, letters as large as theirs.
    """
    rows = rows_of(panels) if stacked else [list(panels)]
    letters = PHONE if stacked else LETTERS
    drawn = partial(panels_svg, rows, years, width, language, letters)
    return Chart(spoken(panels, years, language), drawn)


def rows_of(panels: Sequence[Panel]) -> list[list[Panel]]:
    """Each panel with more series in a row of its own, all others two in a row."""
    several = [[panel] for panel in panels if len(panel.series) > 1]
    others = [panel for panel in panels if len(panel.series) == 1]
    pairs = [others[place : place + BESIDE] for place in range(0, len(others), BESIDE)]
    return [*several, *pairs]


def panels_svg(
    rows: Sequence[Sequence[Panel]],
    years: Sequence[int],
    width: float,
    language: Language,
    letters: float,
    paint: Paint,
    said: str,
) -> str:
    """Rows of panels below each other."""
    pen = ChartPen(paint, language, letters)
    most = most_of([panel for row in rows for panel in row])
    parts = [
        drawn if not place else f'<g transform="translate(0 {place * HEIGHT:.0f})">{drawn}</g>'
        for place, row in enumerate(rows)
        for drawn in ["".join(row_drawn(row, years, width, most, pen))]
    ]
    return pen.whole(parts, size=(width, HEIGHT * len(rows)), said=said, shown=True)


def most_of(panels: Sequence[Panel]) -> dict[str, float]:
    """The highest value of each unit."""
    found: dict[str, float] = {}
    for panel in panels:
        values = [a.value or 0.0 for series in panel.series for a in series.amounts]
        found[panel.unit] = max(found.get(panel.unit, 0.0), max(values, default=0.0) / panel.scale)
    return found


def row_drawn(
    panels: Sequence[Panel],
    years: Sequence[int],
    width: float,
    most: Mapping[str, float],
    pen: ChartPen,
) -> Iterator[str]:
    """The panels of one row, wider where one has more series."""
    shares = [len(panel.series) for panel in panels]
    room, left = width - GAP * (len(panels) - 1), 0.0
    for panel, share in zip(panels, shares, strict=True):
        wide = room * share / sum(shares)
        across = Scale(0.0, len(years), left, left + wide)
        yield panel_drawn(panel, years, across, most[panel.unit], pen)
        left += wide + GAP


def panel_drawn(panel: Panel, years: Sequence[int], x: Scale, most: float, pen: ChartPen) -> str:
    """Title, bars with their numbers, years; no axis lines. most: the value at the top."""
    y = Scale(0.0, most * panel.scale or 1.0, HEIGHT - BOTTOM, TOP)
    band = (x.end - x.start) / max(len(years), 1)
    side = 0.8 * band / len(panel.series)
    title = f"{panel.title.in_(pen.language)} [{unit_in(panel.unit, pen.language)}]"
    high = max(TITLE, NUMBERS * pen.letters)
    lines = wrap(title, int((x.end - x.start) / (LETTER * high)), break_long_words=False)[-2:]
    parts = [
        pen.words(x.start, high * (1.2 * row + 1), line, ink="ink", size=high)
        for row, line in enumerate(lines)
    ]
    for row, series in enumerate(panel.series):
        for place, amount in enumerate(series.amounts):
            left = x(place) + 0.1 * band + row * side
            parts.append(year_bar(panel, series, amount, (left, 0.94 * side), y, pen))
    named = ((x(place + 0.5), str(year)) for place, year in enumerate(years))
    return "".join(parts) + feet(named, HEIGHT - 4, pen)


def year_bar(
    panel: Panel,
    series: BarRow,
    amount: Amount,
    across: tuple[float, float],
    y: Scale,
    pen: ChartPen,
) -> str:
    """One bar at `across` (left, width [px]) with its number on top."""
    left, width = across
    top = y(max(amount.value or 0.0, 0.0))
    tint = colour(SERIES_COLOURS[series.code], pen.paint)
    edge = f' stroke="{tint}" stroke-width="0.8"'
    if amount.whole is None:
        edge += ' fill-opacity="0.3" stroke-dasharray="3 2"'
    label = "" if amount.nothing_due else panel.written(amount, pen.language)
    size = min(NUMBERS * pen.letters, width / (FIGURE * max(len(label), 1)))
    number = pen.words(left + width / 2, top - 3, label, anchor="middle", ink="ink", size=size)
    return pen.bar(left, top, width, y.start - top, tint, edge) + number


def unit_in(unit: str, language: Language) -> str:
    """The unit as the reader writes it; most are the same everywhere."""
    words = UNIT_WORDS.get(unit)
    return words.in_(language) if words else unit


def spoken(panels: Sequence[Panel], years: Sequence[int], language: Language) -> str:
    """All numbers of the chart in a sentence per panel."""
    sentences = []
    for panel in panels:
        for series in panel.series:
            numbers = ", ".join(
                f"{year} {panel.written(amount, language)}"
                for year, amount in zip(years, series.amounts, strict=True)
            )
            title = panel.title.in_(language)
            if len(panel.series) > 1:  # the title names its bars behind a colon
                name = SERIES_NAMES[series.code].in_(language)
                title = ", ".join((title.partition(":")[0], name))
            sentences.append(f"{title} [{unit_in(panel.unit, language)}]: {numbers}.")
    return " ".join(sentences)


SERIES_NAMES = {
    "heat": Text("nicht bereinigt", "not corrected"),
    "corrected": Text("witterungsbereinigt", "weather-corrected"),
    "plain heat": Text("nicht bereinigt", "not corrected"),
    "electricity": Text("Strom", "electricity"),
    "cost": Text("Kosten", "cost"),
    "co2": Text("CO₂", "CO₂"),
    "water": Text("Wasser", "water"),
}
UNIT_WORDS = {
    "Tsd. €": Text("Tsd.\u00a0€", "thousand\u00a0€"),
    "Mio. €": Text("Mio.\u00a0€", "million\u00a0€"),
    "Steine": Text("Steine", "stones"),
}

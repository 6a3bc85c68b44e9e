"""Years side by side: a few small panels of bars with their numbers on top.

Panels of one unit have one scale, so that a bar twice as high is twice as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap

from klimamosaik.drawing.bar_numbers import BarNumbers, numbers_over
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
BESIDE, BESIDE_BROAD = 2, 3  # panels of one series beside each other: on a phone, where it is broad
BARS, BAR = 0.8, 0.94  # of the room of a year for its bars; of its part for one of them
LEAST = 0.94  # letters of numbers on bars at least, relative to those of years
LINE, UNDER = 1.2, 5.0  # from line to line of a title, relative to its letters; below it [px]
HEIGHT, TOP, BOTTOM, GAP = 144.0, 42.0, 16.0, 16.0  # [px]


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

    def over_bar(self, amount: Amount, language: Language) -> str:
        """The same, and nothing where nothing is due."""
        return "" if amount.nothing_due else self.written(amount, language)


def panels_chart(
    panels: Sequence[Panel],
    years: Sequence[int],
    language: Language,
    *,
    width: float = 520,
    stacked: bool = False,
) -> Chart:
    """Draw panels in a row. Bars of a part of a year are pale with a dashed edge.

    stacked: for a phone, a panel of two series above the others, letters as large as theirs. So
    they stand on a broad page, too, where numbers of many years have no room in one row.
    """
    letters = PHONE if stacked else LETTERS
    places = placed(rows_of(panels, BESIDE) if stacked else [list(panels)], len(years), width)
    if not stacked and any(place.numbers(letters, language).every > 1 for place in places):
        places = placed(rows_of(panels, BESIDE_BROAD), len(years), width)
    drawn = partial(panels_svg, places, years, width, language, letters)
    return Chart(spoken(panels, years, language), drawn)


def rows_of(panels: Sequence[Panel], beside: int) -> list[list[Panel]]:
    """Each panel with more series in a row of its own, of all others so many beside each other."""
    several = [[panel] for panel in panels if len(panel.series) > 1]
    others = [panel for panel in panels if len(panel.series) == 1]
    rows = [others[place : place + beside] for place in range(0, len(others), beside)]
    return [*several, *rows]


@dataclass(frozen=True)
class PanelPlace:
    """A panel where it is drawn."""

    panel: Panel
    x: Scale  # of years, the first at 0
    row: int  # 0: the uppermost

    @property
    def side(self) -> float:
        """The part of a year that one series has [px]."""
        return BARS * (self.x(1) - self.x.start) / len(self.panel.series)

    def told(self, language: Language) -> list[str]:
        """The numbers of its bars."""
        amounts = (each for series in self.panel.series for each in series.amounts)
        return [self.panel.over_bar(each, language) for each in amounts]

    def numbers(self, letters: float, language: Language) -> BarNumbers:
        """How they are written beside years in `letters` [px]."""
        size, least = NUMBERS * letters, LEAST * letters
        return numbers_over(self.told(language), BAR * self.side, size, least)

    def head(self, letters: float, language: Language) -> float:
        """Room for its title and for the number on its highest bar [px]."""
        above = self.numbers(letters, language).above(self.told(language))
        return max(TOP, 2 * LINE * title_size(letters) + UNDER + above) if above else TOP


def placed(rows: Sequence[Sequence[Panel]], count: int, width: float) -> list[PanelPlace]:
    """The panels of `count` years in rows, wider where one has more series."""
    places = []
    for number, row in enumerate(rows):
        shares = sum(len(panel.series) for panel in row)
        room, left = width - GAP * (len(row) - 1), 0.0
        for panel in row:
            across = room * len(panel.series) / shares
            x = Scale(0.0, max(count, 1), left, left + across)
            places.append(PanelPlace(panel, x, number))
            left += across + GAP
    return places


def panels_svg(
    places: Sequence[PanelPlace],
    years: Sequence[int],
    width: float,
    language: Language,
    letters: float,
    paint: Paint,
    said: str,
) -> str:
    """Rows of panels below each other; bars of one unit are on one scale."""
    pen = ChartPen(paint, language, letters)
    most = most_of([place.panel for place in places])
    head = max((place.head(letters, language) for place in places), default=TOP)
    high = HEIGHT - TOP + head
    parts = []
    for place in places:
        top = high * place.row
        y = Scale(
            0.0, most[place.panel.unit] * place.panel.scale or 1.0, top + high - BOTTOM, top + head
        )
        parts.append(title_drawn(place, top, pen))
        parts += bars_drawn(place, y, pen)
        named = ((place.x(at + 0.5), str(year)) for at, year in enumerate(years))
        parts.append(feet(named, top + high - 4, pen, within=(place.x.start, place.x.end)))
    rows = max((place.row for place in places), default=0) + 1
    return pen.whole(parts, size=(width, high * rows), said=said, shown=True)


def most_of(panels: Sequence[Panel]) -> dict[str, float]:
    """The highest value of each unit."""
    found: dict[str, float] = {}
    for panel in panels:
        values = [a.value or 0.0 for series in panel.series for a in series.amounts]
        found[panel.unit] = max(found.get(panel.unit, 0.0), max(values, default=0.0) / panel.scale)
    return found


def title_size(letters: float) -> float:
    """Letters of titles beside years in `letters` [px]."""
    return max(TITLE, NUMBERS * letters)


def title_drawn(place: PanelPlace, top: float, pen: ChartPen) -> str:
    """The title with its unit, on two lines where one is too short."""
    panel, x, high = place.panel, place.x, title_size(pen.letters)
    title = f"{panel.title.in_(pen.language)} [{unit_in(panel.unit, pen.language)}]"
    lines = wrap(title, int((x.end - x.start) / (LETTER * high)), break_long_words=False)[-2:]
    return "".join(
        pen.words(x.start, top + high * (LINE * row + 1), line, ink="ink", size=high)
        for row, line in enumerate(lines)
    )


def bars_drawn(place: PanelPlace, y: Scale, pen: ChartPen) -> list[str]:
    """The bars of a panel with their numbers; there are no axis lines."""
    panel, side, count = place.panel, place.side, len(place.panel.series)
    how, parts = place.numbers(pen.letters, pen.language), []
    for row, series in enumerate(panel.series):
        for year, amount in enumerate(series.amounts):
            left = place.x(year + (1 - BARS) / 2) + row * side
            top = y(max(amount.value or 0.0, 0.0))
            parts.append(year_bar(series, amount, (left, BAR * side), (top, y.start), pen))
            said = panel.over_bar(amount, pen.language)
            if said and (number := how.for_bar(year * count + row, amount.value)):
                parts.append(number.written(said, left + BAR * side / 2, top - 3, pen))
    return parts


def year_bar(
    series: BarRow,
    amount: Amount,
    across: tuple[float, float],
    down: tuple[float, float],
    pen: ChartPen,
) -> str:
    """One bar at `across` (left, width [px]) and `down` (top, foot [px])."""
    tint = colour(SERIES_COLOURS[series.code], pen.paint)
    edge = f' stroke="{tint}" stroke-width="0.8"'
    if amount.whole is None:
        edge += ' fill-opacity="0.3" stroke-dasharray="3 2"'
    return pen.bar(across[0], down[0], across[1], down[1] - down[0], tint, edge)


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

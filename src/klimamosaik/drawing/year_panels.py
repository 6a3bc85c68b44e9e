"""Years side by side: a few small panels of bars with their numbers on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from klimamosaik.drawing.theme import COLOURS, Chart, draw
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.text import Text, decimal

SERIES_COLOURS = {
    "heat": COLOURS["edge"],
    "corrected": COLOURS["heat"],
    "plain heat": COLOURS["heat"],
    "electricity": COLOURS["electricity"],
    "cost": COLOURS["buildings"],
    "co2": COLOURS["second"],
    "water": COLOURS["transport"],
}
UNKNOWN = "?"


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

    def written(self, amount: Amount, language: str) -> str:
        """The number on top of a bar; a question mark where unknown."""
        if amount.value is None:
            return UNKNOWN
        return decimal(amount.value / self.scale, digits=self.digits, language=language)


def panels_chart(
    panels: Sequence[Panel], years: Sequence[int], language: str, *, width: int = 520
) -> Chart:
    """Draw panels in a row. Bars of a part of a year are pale with a dashed edge."""
    rows = [
        {
            "panel": str(index),
            "year": str(year),
            "series": series.code,
            "colour": SERIES_COLOURS[series.code],
            "value": (amount.value or 0.0) / panel.scale,
            "label": "" if amount.nothing_due else panel.written(amount, language),
            "whole": amount.whole is not None,
        }
        for index, panel in enumerate(panels)
        for series in panel.series
        for year, amount in zip(years, series.amounts, strict=True)
    ]
    titles = tuple(f"{p.title.in_(language)} [{unit_in(p.unit, language)}]" for p in panels)
    orders = tuple(tuple(series.code for series in panel.series) for panel in panels)
    svg = draw(row_of_panels, language, rows, titles=titles, orders=orders, width=width)
    return Chart(svg, spoken(panels, years, language))


def unit_in(unit: str, language: str) -> str:
    """The unit as the reader writes it; most are the same everywhere."""
    words = UNIT_WORDS.get(unit)
    return words.in_(language) if words else unit


def row_of_panels(*, titles: tuple[str, ...], orders: tuple[Any, ...], width: int) -> Any:
    """The chart form: one panel per title, wider where it has more series."""
    shares = [1 + 0.6 * (len(order) - 1) for order in orders]
    room = width - 22 * (len(titles) - 1)
    charts = [
        panel_form(str(i), title, orders[i], round(room * shares[i] / sum(shares)))
        for i, title in enumerate(titles)
    ]
    return alt.hconcat(*charts, spacing=22).resolve_scale(
        x="independent", xOffset="independent", y="independent"
    )


def panel_form(index: str, title: str, order: tuple[str, ...], width: int) -> Any:
    """Bars, their numbers, and no axis lines."""
    base = alt.Chart().transform_filter(alt.datum.panel == index)
    x = alt.X("year:O", title=None, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.05))
    offset = alt.XOffset("series:N", sort=list(order), scale=alt.Scale(paddingInner=0.06))
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False))
    bars = base.mark_bar(strokeWidth=0.8).encode(
        x=x,
        xOffset=offset,
        y=y,
        color=alt.Color("colour:N", scale=None),
        stroke=alt.Stroke("colour:N", scale=None),
        fillOpacity=alt.condition("datum.whole", alt.value(1.0), alt.value(0.3)),
        strokeDash=alt.condition("datum.whole", alt.value([1, 0]), alt.value([3, 2])),
    )
    numbers = base.mark_text(dy=-6, baseline="middle").encode(
        x=x, xOffset=offset, y=y, text="label:N"
    )
    return (bars + numbers).properties(width=width, height=86, title=title)


def spoken(panels: Sequence[Panel], years: Sequence[int], language: str) -> str:
    """All numbers of the chart in a sentence per panel."""
    sentences = []
    for panel in panels:
        for series in panel.series:
            numbers = ", ".join(
                f"{year} {panel.written(amount, language)}"
                for year, amount in zip(years, series.amounts, strict=True)
            )
            name = SERIES_NAMES[series.code].in_(language) if len(panel.series) > 1 else ""
            title = f"{panel.title.in_(language)} {name}".strip()
            sentences.append(f"{title} [{unit_in(panel.unit, language)}]: {numbers}.")
    return " ".join(sentences)


SERIES_NAMES = {
    "heat": Text("wie gemessen", "as measured"),
    "corrected": Text("witterungsbereinigt", "weather-corrected"),
    "plain heat": Text("wie gemessen", "as measured"),
    "electricity": Text("Strom", "electricity"),
    "cost": Text("Kosten", "cost"),
    "co2": Text("CO₂", "CO₂"),
    "water": Text("Wasser", "water"),
}
UNIT_WORDS = {
    "Tsd. €": Text("Tsd. €", "thousand €"),
    "Mio. €": Text("Mio. €", "million €"),
}

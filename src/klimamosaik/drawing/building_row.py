"""All buildings in a row by use per usable area, each beside the median of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from klimamosaik.drawing.theme import COLOURS, Chart, draw
from klimamosaik.terms.text import Text, decimal

ROW_HEIGHT = 15  # px a building
TICK = "M-0.16,-0.8H0.16V0.8H-0.16Z"


@dataclass(frozen=True)
class BuildingMark:
    """One building's use per usable area in the newest whole year."""

    name: str
    kind: str
    heat: float | None  # [kWh/m²]
    electricity: float | None  # [kWh/m²]
    median_heat: float | None  # [kWh/m²] of its kind, where three or more


HEAT = Text("Wärme", "heat")
ELECTRICITY = Text("Strom", "electricity")
MEDIAN = Text("Median der Gebäudeart (Wärme)", "median of the kind (heat)")


def row_chart(places: Sequence[BuildingMark], language: str, *, width: int = 300) -> Chart:
    """Draw one line per building: dots for heat and electricity, a tick for its kind's median."""
    names = [text.in_(language) for text in (HEAT, ELECTRICITY, MEDIAN)]
    rows = [
        {"name": place.name, "what": name, "value": value}
        for place in places
        for name, value in zip(
            names, (place.heat, place.electricity, place.median_heat), strict=True
        )
        if value is not None
    ]
    order = tuple(dict.fromkeys(place.name for place in places))
    svg = draw(row_form, language, rows, order=order, names=tuple(names), width=width)
    return Chart(svg, spoken(places, language))


def row_form(*, order: tuple[str, ...], names: tuple[str, ...], width: int) -> Any:
    """The chart form."""
    y = alt.Y(
        "name:N",
        sort=list(order),
        title=None,
        axis=alt.Axis(grid=True, labelLimit=210, labelColor=COLOURS["ink"]),
    )
    x = alt.X("value:Q", title="kWh/(m²·a)", axis=alt.Axis(grid=True, tickCount=5))
    colours = [COLOURS["heat"], COLOURS["electricity"], COLOURS["ink"]]
    colour = alt.Color(
        "what:N",
        scale=alt.Scale(domain=list(names), range=colours),
        legend=alt.Legend(symbolType="circle", columns=3, labelLimit=260),
    )
    shape = alt.Shape(
        "what:N",
        scale=alt.Scale(domain=list(names), range=["circle", "diamond", TICK]),
        legend=None,
    )
    marks = (
        alt.Chart()
        .mark_point(filled=True, size=58, opacity=1)
        .encode(y=y, x=x, color=colour, shape=shape)
    )
    return marks.properties(width=width, height=max(len(order), 2) * ROW_HEIGHT)


def spoken(places: Sequence[BuildingMark], language: str) -> str:
    """The numbers in words."""

    def written(value: float | None) -> str:
        return "?" if value is None else decimal(value, language=language)

    said = "; ".join(
        f"{p.name}: {HEAT.in_(language)} {written(p.heat)}, "
        f"{ELECTRICITY.in_(language)} {written(p.electricity)}"
        for p in places
    )
    return f"kWh/(m²·a): {said}."

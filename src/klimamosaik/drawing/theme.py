"""The look of every chart: colours, type and numbers as the reader writes them."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import altair as alt
import vl_convert

Rows = list[dict[str, Any]]
Option = str | int | float | bool | tuple[Any, ...]
Builder = Callable[..., Any]

# Field colours and inks of the product's look; on pages they become the stylesheet's variables.
COLOURS = {
    "paper": "#f6f1e7",
    "pale": "#ece4d3",
    "edge": "#d8ccb4",
    "ink": "#22302f",
    "second": "#5b5a52",
    "buildings": "#b4532a",
    "heat": "#d98e32",
    "electricity": "#2f7f86",
    "transport": "#4a6fa5",
    "green": "#6b8e4e",
    "warning": "#a1352c",
}
PRINT_FONT = "Libertinus Serif"  # ships with Typst: the same on every machine
PAGE_FONT = "system-ui, sans-serif"
KEPT = 500  # drawings kept in memory, about 15 kB each
LOCALES: dict[str, Literal["de-DE", "en-GB"]] = {"de": "de-DE", "en": "en-GB"}


def look() -> dict[str, Any]:
    """The configuration of a Vega-Lite chart."""
    font = PRINT_FONT
    ink, second, edge = COLOURS["ink"], COLOURS["second"], COLOURS["edge"]
    return {
        "background": None,
        "font": font,
        "padding": 2,
        "view": {"stroke": None},
        "axis": {
            "labelColor": second,
            "titleColor": second,
            "labelFontSize": 10,
            "titleFontSize": 10,
            "titleFontWeight": "normal",
            "gridColor": edge,
            "gridWidth": 0.6,
            "domain": False,
            "ticks": False,
            "labelPadding": 4,
        },
        "axisX": {"grid": False, "labelAngle": 0},
        "legend": {
            "labelColor": ink,
            "labelFontSize": 10,
            "title": None,
            "orient": "top",
            "symbolType": "square",
            "offset": 6,
        },
        "header": {"labelColor": ink, "labelFontSize": 11, "title": None},
        "text": {"color": ink, "fontSize": 9.5, "font": font},
        "title": {
            "color": ink,
            "fontSize": 11,
            "fontWeight": "normal",
            "anchor": "start",
            "offset": 8,
        },
    }


@dataclass(frozen=True)
class Chart:
    """A drawn chart and the sentence that says what it shows to who cannot see it."""

    svg: str
    alt: str

    @property
    def for_page(self) -> str:
        """The chart with the page's colours, so that it follows light and dark."""
        return for_page(self.svg, self.alt)


def draw(build: Builder, language: str, rows: Rows, **options: Option) -> str:
    """Draw rows of data with a chart form; the form is compiled once per options and language.

    `build(**options)` returns the Altair chart without data; its data source is `rows`.
    """
    form = compiled(build, tuple(sorted(options.items())))
    return drawn(form, json.dumps(rows), LOCALES.get(language, "de-DE"))


@lru_cache(maxsize=KEPT)
def drawn(form: str, rows: str, locale: Literal["de-DE", "en-GB"]) -> str:
    """The drawing of a form with its rows; the last few are kept."""
    vega = json.loads(form)
    for source in vega["data"]:
        if source["name"] == "rows":
            source["values"] = json.loads(rows)
    svg: str = vl_convert.vega_to_svg(vega, format_locale=locale)
    return svg


def warm_up() -> None:
    """Start the drawing engine, which takes seconds, before the first page asks for it."""
    vl_convert.vega_to_svg({"$schema": "https://vega.github.io/schema/vega/v5.json"})


@cache
def compiled(build: Builder, options: tuple[tuple[str, Option], ...]) -> str:
    """The chart form as a Vega specification."""
    spec = build(**dict(options)).properties(data=alt.NamedData("rows")).to_dict()
    spec["config"] = look()
    vega = vl_convert.vegalite_to_vega(spec)
    if not any(source["name"] == "rows" for source in vega["data"]):
        raise AssertionError(f"the chart form {build} reads no rows")
    return json.dumps(vega)


def for_page(svg: str, alt_text: str) -> str:
    """Swap fixed colours for the stylesheet's variables and name the picture for readers aloud."""
    for name, colour in COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name}, {colour})"')
    svg = svg.replace(PRINT_FONT, PAGE_FONT)
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    named = alt_text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{named}" ', 1)

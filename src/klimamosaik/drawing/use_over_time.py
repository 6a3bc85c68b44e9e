"""The course of use: before the measure, expected without it, and measured."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

import altair as alt

from klimamosaik.drawing.theme import COLOURS, Chart, draw
from klimamosaik.terms.text import Text, decimal

MEASURED = Text("gemessen", "measured")
EXPECTED = Text("erwartet ohne die Maßnahme", "expected without the measure")
START = Text("Maßnahme", "measure")


class MonthOfUse(Protocol):
    """A month of use; unknown is None."""

    @property
    def first(self) -> date: ...
    @property
    def expected(self) -> float | None: ...
    @property
    def measured(self) -> float | None: ...
    @property
    def before(self) -> bool: ...


def course_chart(
    months: Sequence[MonthOfUse],
    *,
    start: date,
    installation: date | None,
    language: str,
    width: int = 860,
) -> Chart:
    """Draw months [kWh]: measured solid, expected dashed, the difference after the start shaded."""
    known = [m for m in months if m.expected is not None and m.measured is not None]
    rows = [month_row(month) for month in months]
    begin = installation or start
    for row in rows:
        row["begin"] = f"{begin:%Y-%m-%d}T00:00"
        row["works"] = f"{start:%Y-%m-%d}T00:00"
    names = (MEASURED.in_(language), EXPECTED.in_(language), START.in_(language))
    svg = draw(course_form, language, rows, names=names, width=width, english=language == "en")
    return Chart(svg, spoken(known, start, language))


def month_row(month: MonthOfUse) -> dict[str, Any]:
    """One month as the chart reads it."""
    expected, measured = month.expected, month.measured
    after = not month.before and expected is not None and measured is not None
    return {
        "month": f"{month.first:%Y-%m-%d}T00:00",
        "measured": measured,
        "expected": expected,
        "low": min(measured or 0.0, expected or 0.0) if after else None,
        "high": max(measured or 0.0, expected or 0.0) if after else None,
    }


def course_form(*, names: tuple[str, ...], width: int, english: bool) -> Any:
    """The chart form: two lines, the shaded difference and the day the measure began to work."""
    measured, expected, start = names
    digits = "datum.value >= 10000 ? format(datum.value / 1000, ',.0f') + ' Tsd.' : datum.label"
    if english:
        digits = digits.replace(" Tsd.", "k")
    dates = "timeFormat(datum.value, '%m/%y')"
    base = alt.Chart().encode(
        x=alt.X(
            "month:T",
            title=None,
            axis=alt.Axis(labelExpr=dates, tickCount=8, labelOverlap=True),
        )
    )
    y_axis = alt.Axis(labelExpr=digits, tickCount=5)
    shade = base.mark_area(
        interpolate="monotone", opacity=0.3, color=COLOURS["electricity"]
    ).encode(y=alt.Y("low:Q", title="kWh", scale=alt.Scale(zero=True), axis=y_axis), y2="high:Q")
    lines = [
        base.transform_calculate(name=f"'{name}'")
        .mark_line(interpolate="monotone", strokeWidth=2.2 if solid else 1.6)
        .encode(
            y=alt.Y(f"{field}:Q", axis=y_axis),
            color=alt.Color(
                "name:N",
                scale=alt.Scale(
                    domain=[measured, expected], range=[COLOURS["ink"], COLOURS["buildings"]]
                ),
                legend=alt.Legend(symbolType="stroke", labelLimit=400, columnPadding=40),
            ),
            strokeDash=alt.StrokeDash(
                "name:N",
                scale=alt.Scale(domain=[measured, expected], range=[[1, 0], [5, 3]]),
                legend=alt.Legend(symbolType="stroke", labelLimit=400, columnPadding=40),
            ),
        )
        for name, field, solid in ((measured, "measured", True), (expected, "expected", False))
    ]
    once = alt.Chart().transform_aggregate(works="max(works)", begin="min(begin)")
    rule = once.mark_rule(color=COLOURS["second"], strokeWidth=1).encode(x="works:T")
    label = once.mark_text(align="left", dx=4, dy=4, baseline="top").encode(
        x="works:T", y=alt.value(0), text=alt.value(start)
    )
    return alt.layer(shade, *lines, rule, label).properties(width=width, height=260)


def spoken(months: Sequence[MonthOfUse], start: date, language: str) -> str:
    """The chart in words for who cannot see it."""
    after = [month for month in months if month.first >= start.replace(day=1)]
    expected = sum(month.expected or 0.0 for month in after)
    measured = sum(month.measured or 0.0 for month in after)
    values = [decimal(value, language=language) for value in (expected, measured)]
    if language == "en":
        return f"Since the measure {values[0]} kWh expected without it, {values[1]} kWh measured."
    return f"Seit der Maßnahme {values[0]} kWh erwartet ohne sie, {values[1]} kWh gemessen."

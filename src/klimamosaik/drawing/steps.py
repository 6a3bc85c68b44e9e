"""From one year to another in steps: what each cause added or took away."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import altair as alt

from klimamosaik.drawing.theme import COLOURS, Chart, draw
from klimamosaik.terms.text import decimal

STEP_COLOURS = {
    "year": COLOURS["second"],
    "more": COLOURS["buildings"],
    "less": COLOURS["electricity"],
}


@dataclass(frozen=True)
class StepBar:
    """A cause and what it added, as printed."""

    name: str
    amount: Decimal


def steps_chart(
    first: str,
    before: Decimal,
    steps: Sequence[StepBar],
    last: str,
    unit: str,
    language: str,
    *,
    width: int = 480,
) -> Chart:
    """Draw `before`, the steps, and where they lead; the numbers printed add up."""
    digits = -int(before.as_tuple().exponent)
    level = before
    rows = [step_row(first, Decimal(0), before, "year", plain(before, digits, language))]
    for step in steps:
        kind = "more" if step.amount > 0 else "less"
        label = signed(step.amount, digits, language)
        rows.append(step_row(step.name, level, level + step.amount, kind, label))
        level += step.amount
    rows.append(step_row(last, Decimal(0), level, "year", plain(level, digits, language)))
    order = tuple(row["name"] for row in rows)
    svg = draw(step_form, language, rows, order=order, width=width)
    said = "; ".join(f"{row['name']} {row['label']}" for row in rows)
    return Chart(svg, f"[{unit}] {said}.")


def step_row(name: str, low: Decimal, high: Decimal, kind: str, label: str) -> dict[str, Any]:
    """One bar."""
    return {
        "name": name,
        "from": float(low),
        "to": float(high),
        "top": float(max(low, high)),
        "kind": kind,
        "label": label,
    }


def plain(value: Decimal, digits: int, language: str) -> str:
    """The number as the reader writes it."""
    return decimal(float(value), digits=digits, language=language)


def signed(value: Decimal, digits: int, language: str) -> str:
    """The number with its sign."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + decimal(abs(float(value)), digits=digits, language=language)


def step_form(*, order: tuple[str, ...], width: int) -> Any:
    """The chart form: floating bars in the given order with their numbers above."""
    x = alt.X("name:N", sort=list(order), title=None, axis=alt.Axis(labelAngle=0, labelLimit=130))
    scale = alt.Scale(zero=True, nice=False)
    bars = (
        alt.Chart()
        .mark_bar(size=44)
        .encode(
            x=x,
            y=alt.Y("from:Q", axis=None, scale=scale),
            y2="to:Q",
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(
                    domain=list(STEP_COLOURS),
                    range=list(STEP_COLOURS.values()),
                ),
                legend=None,
            ),
        )
    )
    numbers = (
        alt.Chart()
        .mark_text(dy=-7, baseline="middle", fontSize=10.5)
        .encode(x=x, y=alt.Y("top:Q", axis=None), text="label:N")
    )
    return (bars + numbers).properties(width=width, height=130)

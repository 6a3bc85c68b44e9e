"""A plan over the years: one bar per measure, years of work as an outline, of effect filled."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.drawing.chart import ChartPen, feet, uprights
from klimamosaik.drawing.named_rows import BAR, TOP, NamedRows
from klimamosaik.drawing.palette import Paint, colour, fill_of, patterns
from klimamosaik.drawing.scale import Scale, Size
from klimamosaik.terms.text import Language, Text

SIDE = 10.0  # [px] margin left and right


@dataclass(frozen=True)
class PlanRow:
    """A measure in the plan."""

    name: str
    field: str  # colour
    work_from: int  # year
    works_from: int  # year
    known: bool  # measured; False: expected


def plan_svg(
    rows: Sequence[PlanRow], *, years: range, said: Text, size: Size, language: Language, ident: str
) -> str:
    """Draw when each measure is worked on and from when it works; hatched where expected."""
    pen = ChartPen(Paint.PAGE, language, size.letters)
    x = Scale(years.start, years.stop, SIDE, size.width - SIDE)
    laid = NamedRows(len(rows), x, pen, below=30.0)
    every = 1 if len(years) <= 12 and size is Size.BROAD else 5
    named = [year for year in years if year % every == 0 or year == years.start]
    parts = [
        f"<defs>{patterns(ident, pen.paint, sorted({row.field for row in rows}))}</defs>",
        uprights(map(x, named), TOP, laid.foot, pen),
        feet(((x(year), str(year)) for year in named), laid.foot + 18, pen, anchor="start"),
        *(plan_row(row, place, laid, ident) for place, row in enumerate(rows)),
    ]
    return pen.in_size(parts, size, laid.height, said, ident)


def plan_row(row: PlanRow, place: int, laid: NamedRows, ident: str) -> str:
    """Name, years of work, years of effect."""
    pen, x, top = laid.pen, laid.x, laid.bar_top(place)
    work, effect = x(row.work_from), x(row.works_from)
    outline = f' stroke="{colour("line", pen.paint)}" stroke-width="1.5" stroke-dasharray="4 3"'
    return (
        laid.name(place, row.name)
        + pen.bar(work, top + 3, effect - work, BAR - 6, "none", outline)
        + pen.bar(effect, top, x.end - effect, BAR, fill_of(row.field, row.known, ident, pen.paint))
    )

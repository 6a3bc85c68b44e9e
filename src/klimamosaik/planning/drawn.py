"""The plan as a picture: one bar per measure over the years, work hatched, effect filled."""

from collections.abc import Sequence

from klimamosaik.drawing.palette import Paint, colour, patterns
from klimamosaik.drawing.scale import Scale, Size
from klimamosaik.drawing.svg import safe
from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.planning.outcome import ChosenMeasure
from klimamosaik.terms.text import Language, Text

ROW, BAR = 40.0, 14.0  # [px] a row, and the bar in it
TOP, BOTTOM, SIDE = 8.0, 30.0, 10.0  # [px] margins
MOST = 40  # rows drawn; the table has all


def plan_svg(
    planned: Sequence[ChosenMeasure],
    *,
    first_year: int,
    last_year: int,
    said: Text,
    size: Size,
    language: Language,
    ident: str,
) -> str:
    """Draw when each measure is worked on and from when it works."""
    rows = planned[:MOST]
    x = Scale(first_year, last_year + 1, SIDE, size.width - SIDE)
    height = TOP + ROW * len(rows) + BOTTOM
    ground = height - BOTTOM + 4
    every = 1 if last_year - first_year < 12 and size is Size.BROAD else 5
    years = [y for y in range(first_year, last_year + 1) if y % every == 0 or y == first_year]
    lines = "".join(
        f'<path class="grid" d="M{x(year):.1f} {TOP:.0f}V{ground:.0f}"/>'
        f'<text x="{x(year):.1f}" y="{ground + 18:.0f}">{year}</text>'
        for year in years
    )
    bars = "".join(
        bar_of(one, TOP + ROW * place, last_year, x, ident) for place, one in enumerate(rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="course {size.value}" lang="{language}"'
        f' viewBox="0 0 {size.width:.0f} {height:.0f}" role="img" aria-labelledby="{ident}-t">'
        f'<title id="{ident}-t">{safe(said.in_(language))}</title>'
        f"<defs>{patterns(ident, Paint.PAGE)}</defs>{lines}{bars}</svg>"
    )


def bar_of(one: ChosenMeasure, top: float, last_year: int, x: Scale, ident: str) -> str:
    """Name, years of work as an outline, years of effect filled: hatched where expected."""
    work, effect, end = (x(year) for year in (one.first_year, one.works_from, last_year + 1))
    fill = colour(one.field, Paint.PAGE)
    if one.grade is not EvidenceClass.MEASURED:
        fill = f"url(#{ident}-{one.field})"
    y = top + 20
    return (
        f'<text class="name" x="{x.start:.0f}" y="{top + 14:.0f}">{safe(cut(one.name, x))}</text>'
        f'<rect class="work" x="{work:.1f}" y="{y + 3:.0f}" width="{effect - work:.1f}"'
        f' height="{BAR - 6:.0f}"/>'
        f'<rect fill="{fill}" x="{effect:.1f}" y="{y:.0f}" width="{max(end - effect, 0):.1f}"'
        f' height="{BAR:.0f}"/>'
    )


def cut(name: str, x: Scale) -> str:
    """The name, cut where it would leave the picture; the table has all of it."""
    most = int((x.end - x.start) / 7.6)
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"

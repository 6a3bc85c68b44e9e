"""What moves the emissions of the target year: one bar per uncertain input, the widest on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.drawing.scale import Scale, Size, round_steps, unit_for
from klimamosaik.drawing.svg import safe
from klimamosaik.terms.text import Language, Text

ROW, BAR = 46.0, 16.0  # [px] a row, and the bar in it
TOP, BOTTOM, SIDE = 8.0, 44.0, 30.0  # [px] margins


@dataclass(frozen=True)
class Bar:
    """Emissions at the lowest and at the highest tenth of one input."""

    name: Text
    ends: tuple[float, float]  # [t CO2e/a] the second is the smaller one where more saves
    trend: bool  # False: the effect of a measure


def tornado_svg(
    bars: Sequence[Bar], *, mean_t: float, said: Text, size: Size, language: Language, ident: str
) -> str:
    """Draw the bars around the mean of the target year."""
    ends = [end for bar in bars for end in bar.ends]
    unit = unit_for(max(map(abs, ends)))
    steps = round_steps(min(ends), max(ends), 6 if size is Size.BROAD else 3)
    x = Scale(steps[0], steps[-1], SIDE, size.width - SIDE)
    height = TOP + ROW * len(bars) + BOTTOM
    ground = height - BOTTOM + 4
    grid = "".join(
        f'<path class="grid" d="M{x(step):.1f} {TOP:.0f}V{ground:.0f}"/>'
        f'<text x="{x(step):.1f}" y="{ground + 18:.0f}" text-anchor="middle">'
        f"{unit.written(step, language)}</text>"
        for step in steps
    )
    rows = "".join(bar_row(bar, place, x, language) for place, bar in enumerate(bars))
    middle = f'<path class="ground" d="M{x(mean_t):.1f} {TOP:.0f}V{ground:.0f}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="course {size.value}" lang="{language}"'
        f' viewBox="0 0 {size.width:.0f} {height:.0f}" role="img" aria-labelledby="{ident}-t">'
        f'<title id="{ident}-t">{safe(said.in_(language))}</title>{grid}{middle}{rows}'
        f'<text x="{size.width / 2:.0f}" y="{height - 4:.0f}" text-anchor="middle">'
        f"{unit.name(language)}</text></svg>"
    )


def bar_row(bar: Bar, place: int, x: Scale, language: Language) -> str:
    """One input: its name above its bar."""
    top = TOP + ROW * place
    left, right = sorted(map(x, bar.ends))
    kind = "alone" if bar.trend else "planned"
    return (
        f'<text class="name" x="{x.start:.0f}" y="{top + 15:.1f}">'
        f"{safe(shortened(bar.name.in_(language), x))}</text>"
        f'<rect class="swing {kind}" x="{left:.1f}" y="{top + 21:.1f}"'
        f' width="{max(right - left, 1.5):.1f}" height="{BAR:.0f}"/>'
    )


def shortened(name: str, x: Scale) -> str:
    """The name, cut where it would leave the picture; the table has all of it."""
    most = int((x.end - x.start) / 7.6)
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"

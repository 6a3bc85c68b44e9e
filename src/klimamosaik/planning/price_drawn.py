"""The cost of a tonne as a picture: width is tonnes, height is EUR per tonne."""

from collections.abc import Sequence

from klimamosaik.drawing.palette import Paint, colour, patterns
from klimamosaik.drawing.scale import Scale, Size, round_steps
from klimamosaik.drawing.svg import safe
from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.planning.price import Priced
from klimamosaik.terms.text import Language, Text, decimal

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 380.0, 26.0, 48.0, 66.0, 14.0  # [px]
ROOM = 26.0  # [px] a number needs
BESIDE = 24.0  # [px] a figure this close to the right end stands left of its mark
CROWN = 4  # [px] half the end of a whisker


def price_svg(
    priced: Sequence[Priced], *, said: Text, size: Size, language: Language, ident: str
) -> str:
    """Draw the steps, cheapest first, each with the range of its price."""
    ends = [0.0, *(one.step.euro_per_tonne for one in priced)]
    ends += [each for one in priced if (each := one.step.cheapest) is not None]
    steps = round_steps(min(ends), most_shown(priced), 5)
    whole = sum(one.step.tonnes.mean for one in priced)
    x = Scale(0.0, whole, LEFT, size.width - RIGHT)
    y = Scale(steps[0], steps[-1], HEIGHT - BOTTOM, TOP)
    grid = "".join(
        f'<path class="{"ground" if abs(step) < 1e-9 else "grid"}"'
        f' d="M{x.start:.0f} {y(step):.1f}H{x.end:.0f}"/>'
        f'<text x="{x.start - 8:.0f}" y="{y(step) + 5:.1f}" text-anchor="end">'
        f"{decimal(step, language=language)}</text>"
        for step in steps
    )
    marks = "".join(
        f'<text x="{x(tonnes):.1f}" y="{HEIGHT - BOTTOM + 20:.0f}"'
        f' text-anchor="{"end" if x(tonnes) > x.end - BESIDE else "middle"}">'
        f"{decimal(tonnes, language=language)}</text>"
        for tonnes in round_steps(0.0, whole, 5 if size is Size.BROAD else 3)
        if tonnes <= whole
    )
    bars = "".join(step_of(one, place, x, y, ident) for place, one in enumerate(priced, 1))
    across = Text("t CO₂e im Jahr", "t CO₂e a year").in_(language)
    upright = Text("Euro je Tonne", "EUR per tonne").in_(language)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="course {size.value}" lang="{language}"'
        f' viewBox="0 0 {size.width:.0f} {HEIGHT:.0f}" role="img" aria-labelledby="{ident}-t">'
        f'<title id="{ident}-t">{safe(said.in_(language))}</title>'
        f"<defs>{patterns(ident, Paint.PAGE)}</defs>{grid}{bars}{marks}"
        f'<text x="2" y="14">{upright}</text>'
        f'<text x="{x.end:.0f}" y="{HEIGHT - 6:.0f}" text-anchor="end">{across}</text></svg>'
    )


def most_shown(priced: Sequence[Priced]) -> float:
    """Top of the picture: the dearest step and a part of its range; the table has all of it."""
    dearest = max(0.0, *(one.step.euro_per_tonne for one in priced))
    ranges = [one.step.dearest for one in priced if one.step.dearest is not None]
    return max(dearest, min(max([0.0, *ranges]), 1.6 * dearest), 1.0)


def step_of(one: Priced, place: int, x: Scale, y: Scale, ident: str) -> str:
    """One measure: filled where measured, hatched where expected; a whisker for its range."""
    step = one.step
    left, right = x(step.before), x(step.before + step.tonnes.mean)
    top, bottom = sorted((y(step.euro_per_tonne), y(0.0)))
    fill = colour(one.field, Paint.PAGE)
    if one.grade is not EvidenceClass.MEASURED:
        fill = f"url(#{ident}-{one.field})"
    middle = (left + right) / 2
    high = y.last if step.dearest is None else min(step.dearest, y.last)
    low = y.first if step.cheapest is None else max(step.cheapest, y.first)
    whisker = f'<path class="whisker" d="M{middle:.1f} {y(low):.1f}V{y(high):.1f}'
    if step.cheapest is not None:
        whisker += f"M{middle - CROWN:.1f} {y(low):.1f}h{2 * CROWN}"
    if step.dearest is not None and step.dearest <= y.last:
        whisker += f"M{middle - CROWN:.1f} {y(high):.1f}h{2 * CROWN}"
    number = ""
    if right - left >= ROOM:
        under = (top if top > 40 else bottom + 20) - 4
        number = f'<text class="name" x="{left + 4:.1f}" y="{under:.1f}">{place}</text>'
    return (
        f'<rect fill="{fill}" stroke="var(--paper)" x="{left:.1f}" y="{top:.1f}"'
        f' width="{right - left:.1f}" height="{max(bottom - top, 1.0):.1f}"/>{whisker}"/>{number}'
    )

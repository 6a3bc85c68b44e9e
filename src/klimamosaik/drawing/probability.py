"""A probability as ten stones in a row: so many full as runs of ten reach the target."""

from klimamosaik.drawing.palette import Paint, colour

STONES, SIDE, GAP = 10, 12.0, 3.0  # [px] of a stone and between two


def chance_svg(probability: float) -> str:
    """Draw 0..1 as ten stones, the last one cut; silent, for words beside it say the figure."""
    filled = STONES * min(max(probability, 0.0), 1.0)
    pale, edge, ink = (colour(name, Paint.PAGE) for name in ("pale", "line", "ink"))
    step = SIDE + GAP
    empty = "".join(stone(place * step, 1.0) for place in range(STONES))
    parts = ((place, min(filled - place, 1.0)) for place in range(STONES) if filled > place)
    full = "".join(stone(place * step, part) for place, part in parts)
    width, height = STONES * step - GAP + 2, SIDE + 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chance" aria-hidden="true"'
        f' viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f'<path fill="{pale}" stroke="{edge}" d="{empty}"/>'
        f'<path fill="{ink}" d="{full}"/></svg>'
    )


def stone(x: float, part: float) -> str:
    """Path data of a part 0..1 of a stone."""
    return f"M{1 + x:g} 1h{SIDE * part:.1f}v{SIDE:g}h-{SIDE * part:.1f}z"

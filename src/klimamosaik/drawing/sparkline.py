"""A small line in a table, without axes: what a meter's year looks like."""

from collections.abc import Sequence

from klimamosaik.drawing.curves import along, runs
from klimamosaik.drawing.geometry import Point
from klimamosaik.drawing.scale import Scale
from klimamosaik.drawing.svg import picture
from klimamosaik.terms.text import Language

WIDTH, HEIGHT, EDGE = 136.0, 32.0, 3.0  # [px]


def sparkline(values: Sequence[float | None], *, field: str, said: str, language: Language) -> str:
    """A line over equal steps from zero up; where a value is missing, it breaks.

    `field` is the class that gives the colour. Empty for fewer than two values.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    top, bottom = max(*known, 0.0), min(*known, 0.0)
    y = Scale(bottom, top if top > bottom else bottom + 1.0, HEIGHT - EDGE, EDGE)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [None if v is None else (EDGE + at * step, y(v)) for at, v in enumerate(values)]
    return picture(
        [stretch(run, y(0.0)) for run in runs(points)],
        size=(WIDTH, HEIGHT),
        said=said,
        language=language,
        kind=f"spark {field}".strip(),
        shown=(WIDTH, HEIGHT),
    )


def stretch(run: Sequence[Point], ground: float) -> str:
    """A stretch as area and line; a single point as a dot."""
    (first, y), (last, _) = run[0], run[-1]
    if len(run) == 1:
        return f'<circle class="last" cx="{first:.1f}" cy="{y:.1f}" r="1.6"/>'
    line = along(run)
    area = f"{line}L{last:.1f} {ground:.1f}L{first:.1f} {ground:.1f}z"
    return f'<path class="area" d="{area}"/><path class="line" d="{line}"/>'

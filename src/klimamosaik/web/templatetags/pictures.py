"""Small pictures made on the server: {% load pictures %}{% sparkline values "heat" "…" %}."""

from collections.abc import Iterator, Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

WIDTH, HEIGHT, EDGE = 136.0, 32.0, 3.0


@register.simple_tag
def sparkline(values: Sequence[float | None], field: str = "", label: str = "") -> SafeString:
    """A line without axes over equal steps from zero up; where a value is missing, it breaks.

    `label` says for a screen reader what there is to see; without it the picture is decoration.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return mark_safe("")
    top, bottom = max(*known, 0.0), min(*known, 0.0)
    scale = (HEIGHT - 2 * EDGE) / ((top - bottom) or 1.0)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        None if v is None else (EDGE + i * step, HEIGHT - EDGE - (v - bottom) * scale)
        for i, v in enumerate(values)
    ]
    ground = HEIGHT - EDGE + bottom * scale
    parts = [drawn(run, ground) for run in runs(points)]
    role = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="spark {}" viewBox="0 0 {} {}" width="{}" height="{}" {}>{}</svg>',
        field,
        int(WIDTH),
        int(HEIGHT),
        int(WIDTH),
        int(HEIGHT),
        mark_safe(role),
        mark_safe("".join(parts)),
    )


def runs(
    points: Sequence[tuple[float, float] | None],
) -> Iterator[list[tuple[float, float]]]:
    """The stretches between missing points."""
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def drawn(run: Sequence[tuple[float, float]], ground: float) -> str:
    """A stretch as area and line; a single point as a dot."""
    if len(run) == 1:
        x, y = run[0]
        return f'<circle class="last" cx="{x:.1f}" cy="{y:.1f}" r="1.6"/>'
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in run)
    area = f"M{run[0][0]:.1f} {ground:.1f}L{line}L{run[-1][0]:.1f} {ground:.1f}z"
    return f'<path class="area" d="{area}"/><path class="line" d="M{line}"/>'

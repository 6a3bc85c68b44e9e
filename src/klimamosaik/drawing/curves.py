"""Points in a row: the stretches between missing ones, as paths."""

from collections.abc import Iterator, Sequence

from klimamosaik.drawing.geometry import Point


def runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The stretches between missing points."""
    run: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def along(points: Sequence[Point]) -> str:
    """Path data along points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)

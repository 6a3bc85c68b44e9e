"""Parts of a change as they are computed, and as they are printed."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from klimamosaik.terms.decomposition import Floats, shares

__all__ = ["Floats", "printed", "shares"]


def printed(values: Sequence[float], digits: int) -> tuple[Decimal, ...]:
    """Round so that the printed values still add up to the printed sum (largest remainder)."""
    step = Decimal(1).scaleb(-digits)
    exact = [Decimal(repr(float(value))) for value in values]
    floors = [value.quantize(step, rounding=ROUND_FLOOR) for value in exact]
    lacking = int(((sum(exact, Decimal(0))).quantize(step) - sum(floors, Decimal(0))) / step)
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[: max(lacking, 0)]:
        floors[i] += step
    return tuple(floors)

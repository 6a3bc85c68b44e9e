"""Parts of a change as they are computed, and as they are printed."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from klimamosaik.terms.decomposition import Floats, shares

__all__ = ["Floats", "printed", "rounded", "shares"]


def rounded(value: float, digits: int) -> Decimal:
    """The value as it is printed."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits))


def printed(
    values: Sequence[float], digits: int, total: Decimal | None = None
) -> tuple[Decimal, ...]:
    """Round so that the printed values still add up to the printed total (largest remainder).

    Without `total`, that of the values themselves.
    """
    if not values:
        return ()
    step = Decimal(1).scaleb(-digits)
    exact = [Decimal(repr(float(value))) for value in values]
    floors = [value.quantize(step, rounding=ROUND_FLOOR) for value in exact]
    aim = sum(exact, Decimal(0)).quantize(step) if total is None else total
    lacking = int((aim - sum(floors, Decimal(0))) / step)
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for turn in range(abs(lacking)):
        place = turn % len(exact)
        i = by_remainder[place] if lacking > 0 else by_remainder[-1 - place]
        floors[i] += step if lacking > 0 else -step
    return tuple(floors)

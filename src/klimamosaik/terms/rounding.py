"""How many figures a number carries that is known within a range."""

import math

WIDE = 5.0  # [%-points] a range this wide or wider carries no decimals
MOST_DIGITS = 3


def step_for(off: float) -> float:
    """The step a number is rounded to that may be wrong by `off`: a hundredth to a tenth of it."""
    return 10.0 ** math.floor(math.log10(off / 10)) if off > 0 else 1.0


def nearest(value: float, step: float) -> float:
    """The nearest multiple of the step."""
    return round(value / step) * step


def percent_digits(low: float, high: float) -> int:
    """Decimals of a share whose range this is; rounding never lets a sure range touch zero."""
    nearer = min(abs(low), abs(high)) if low * high > 0 else math.inf
    needed = next((digits for digits in range(MOST_DIGITS) if round(nearer, digits)), MOST_DIGITS)
    return max(needed, 0 if high - low >= WIDE else 1)

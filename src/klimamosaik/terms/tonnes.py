"""Tonnes a year as they are written everywhere: a decimal only below a hundred.

What is so small that one decimal would write nothing has two figures; a gram is nothing.
"""

import math

from klimamosaik.terms.text import Text, decimal

WHOLE_FROM = 100.0  # [t/a]
SMALL, GRAM = 0.05, 1e-6  # [t/a] one decimal would write 0.0; what sums leave behind
A_YEAR = "t CO₂e/a"  # the unit of an effect on the climate


def digits_of(value: float, *ends: float) -> int:
    """Decimals of a figure, and of the ends of its range."""
    largest = max(map(abs, (value, *ends)))
    if GRAM <= largest < SMALL:
        return 1 - math.floor(math.log10(largest))
    return 0 if abs(value) >= WHOLE_FROM else 1


def tonnes_in(value: float, language: str, *, beside: float | None = None) -> str:
    """A figure [t/a] as the reader writes it; with as many decimals as the one it stands beside."""
    return decimal(value, digits=digits_of(value if beside is None else beside), language=language)


def tonnes(value: float, *, beside: float | None = None) -> Text:
    """A figure [t/a] in both languages."""
    return Text(tonnes_in(value, "de", beside=beside), tonnes_in(value, "en", beside=beside))

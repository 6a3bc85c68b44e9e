"""Percentages with their range, as they are written everywhere: decimals only where they carry."""

from klimamosaik.terms.estimate import percent_digits
from klimamosaik.terms.text import Text, both, decimal


def percent_in(value: float, low: float, high: float, language: str) -> str:
    """One figure of a share with this range [%], without the sign of per cent."""
    return decimal(value + 0.0, digits=percent_digits(low, high), language=language)


def percent_plain(value: float) -> Text:
    """A share somebody typed [%], with a decimal only where it has one."""
    digits = 0 if value == round(value) else 1
    return Text("{value} %", "{value} %").format(value=both(value, digits))


def percent_range(mean: float, low: float, high: float) -> Text:
    """A share with its range [%]: 26 % (10 to 41 %)."""
    words = []
    for language, to in (("de", "bis"), ("en", "to")):
        a, b, c = (percent_in(value, low, high, language) for value in (mean, low, high))
        words.append(f"{a} % ({b} {to} {c} %)")
    return Text(*words)

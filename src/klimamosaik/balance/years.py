"""Years a balance can be of, as an address or a form says them."""

from django.http import Http404

from klimamosaik.balance.kernel.wish import YEARS


def possible_year(year: int) -> int:
    """The year as it is; 404 for one no balance can be of."""
    if not YEARS[0] <= year <= YEARS[1]:
        raise Http404
    return year


def asked_year(text: str) -> int | None:
    """A year as somebody typed it; None where it is none."""
    usable = text.isascii() and text.isdecimal() and YEARS[0] <= int(text) <= YEARS[1]
    return int(text) if usable else None

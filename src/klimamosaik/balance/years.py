"""Years a balance can be of, as an address or a form says them."""

from django.http import Http404

from klimamosaik.balance.kernel.wish import YEARS
from klimamosaik.terms.whole_number import whole_number


def possible_year(year: int) -> int:
    """The year as it is; 404 for one no balance can be of."""
    if not YEARS[0] <= year <= YEARS[1]:
        raise Http404
    return year


def asked_year(text: str) -> int | None:
    """A year as somebody typed it; None where it is none."""
    year = whole_number(text)
    return year if year is not None and YEARS[0] <= year <= YEARS[1] else None

"""Years a balance can be of, as an address says them."""

from django.http import Http404

from klimamosaik.terms.years import is_possible


def year_or_404(year: int) -> int:
    """The year as it is; 404 for one no balance can be of."""
    if not is_possible(year):
        raise Http404
    return year

"""Published indicators, each by itself: also of a measure that is not published."""

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import indicator, indicators_in, newest_in
from klimamosaik.publication.queries.results import PublicIndicator


def public_indicators(known: Known) -> tuple[PublicIndicator, ...]:
    """All published indicators with their newest values, in the order of their identifiers."""
    newest = newest_in(known)
    rows = sorted(indicators_in(known).items())
    return tuple(indicator(row, newest.get(pk)) for pk, row in rows)


def public_indicator(known: Known, pk: int) -> PublicIndicator:
    """One published indicator. Raises NoLongerPublic or NotPublic."""
    known.published.require(PublishedKind.INDICATOR, pk)
    return next(each for each in public_indicators(known) if each.id == pk)

"""Published indicators, each by itself: also of a measure that is not published."""

from klimamosaik.measures.models import Indicator
from klimamosaik.measures.queries.newest import newest_values
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import indicator
from klimamosaik.publication.queries.results import PublicIndicator


def public_indicators(known: Known) -> tuple[PublicIndicator, ...]:
    """All published indicators with their newest values, in the order of their identifiers."""
    rows = list(
        Indicator.objects.filter(
            measure__municipality=known.published.ags,
            pk__in=known.published.ids(PublishedKind.INDICATOR),
        )
        .select_related("measure")
        .order_by("pk")
    )
    newest = newest_values(indicators=rows)
    return tuple(indicator(row, newest.get(row.pk)) for row in rows)


def public_indicator(known: Known, pk: int) -> PublicIndicator:
    """One published indicator. Raises NoLongerPublic or NotPublic."""
    known.published.require(PublishedKind.INDICATOR, pk)
    return next(each for each in public_indicators(known) if each.id == pk)

"""A figure is as old as what it says: other readings and publications make it no newer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max, QuerySet

from klimamosaik.publication.kernel.edition import digest_of
from klimamosaik.publication.models import FigureEdition, PublishedKind
from klimamosaik.publication.queries.figures.kinds import kind_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import Datum, PublicFigure
from klimamosaik.publication.queries.times import times_of
from klimamosaik.records.memory_cache import LastMade

DIGESTS = LastMade[str](most=4096)
ALL = "last noted"  # of all figures, where they are asked for together


@dataclass(frozen=True)
class NotedFigure:
    """What was last noted of a figure."""

    key: str
    digest: str
    data_version: int
    at: datetime


def as_noted(known: Known, figure: PublicFigure) -> PublicFigure:
    """A figure that says what was last noted of it is of that time and data version.

    A measure's keeps the data version its effect was worked out with.
    """
    row = last_noted(known, figure.key)
    if row is None or row.digest != digest(figure) or row.at < times_of(known).told_since(row.key):
        return figure
    own = kind_of(figure.key).of is PublishedKind.MEASURE
    return replace(
        figure,
        data_version=figure.data_version if own else min(row.data_version, figure.data_version),
        changed_at=min(row.at, figure.changed_at),
    )


def last_noted(known: Known, key: str) -> NotedFigure | None:
    """What was last noted of one figure."""
    if ALL in known.made:
        return look_up_all(known).get(key)
    return found(editions(known).filter(figure=key).order_by("-at", "-pk")[:1]).get(key)


def look_up_all(known: Known) -> Mapping[str, NotedFigure]:
    """What was last noted of each figure, by its key."""
    return known.once(ALL, lambda: found(newest_editions(known)))


def newest_editions(known: Known) -> QuerySet[FigureEdition]:
    """The newest edition of each figure."""
    newest = editions(known).values("figure").annotate(last=Max("pk")).values("last")
    return FigureEdition.objects.filter(pk__in=newest).order_by()


def editions(known: Known) -> QuerySet[FigureEdition]:
    """What was noted of a municipality's figures."""
    return FigureEdition.objects.filter(municipality=known.published.ags).order_by()


def found(rows: QuerySet[FigureEdition]) -> dict[str, NotedFigure]:
    """Rows by figure."""
    told = rows.values_list("figure", "digest", "data_version", "at")
    return {row[0]: NotedFigure(*row) for row in told}


def digest(figure: PublicFigure) -> str:
    """The same for figures that say the same."""
    parts = (figure.headline, figure.data)
    rows = (row_of(each) for each in figure.data)
    return DIGESTS.of(
        f"{figure.town.ags}/{figure.key}",
        parts,
        lambda: digest_of([figure.headline.both(), *rows]),
    )


def row_of(each: Datum) -> tuple[object, ...]:
    """A row as it is compared: what it is called may change, what it says may not."""
    ends = (each.estimate.low, each.estimate.high) if each.estimate else None
    return (each.series, each.period, each.place and each.place.de, each.value, each.unit, ends)

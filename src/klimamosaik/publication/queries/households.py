"""Who stands behind a meter, and what it counts."""

from collections.abc import Set

from django.db.models import Q, QuerySet

from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import BuildingKind, MeterPoint
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.carrier import Carrier

ONE_AT_LEAST = 1  # homes behind a meter where people live and nobody said how many


def homes_of(point: MeterPoint) -> int:
    """Homes behind a meter."""
    if point.homes is not None:
        return point.homes
    return ONE_AT_LEAST if point.building.kind == BuildingKind.HOUSING else 0


def of_homes(points: QuerySet[MeterPoint]) -> QuerySet[MeterPoint]:
    """Those with homes behind them, of which most towns have few."""
    unsaid = Q(homes=None, building__kind=BuildingKind.HOUSING)
    return points.filter(unsaid | Q(homes__gt=0))


def metered_by(streams: "QuerySet[Datastream]") -> Set[int]:
    """Meter points whose use is worked out of the states a device reports in these series."""
    counters = streams.filter(source_series__counts_for__meter_point__isnull=False)
    return frozenset(counters.values_list("source_series__counts_for__meter_point", flat=True))


def medium_of(point: MeterPoint) -> Medium:
    """What a meter counts, as the report divides it."""
    return Medium.of(Carrier(point.carrier))

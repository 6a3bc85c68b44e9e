"""Which sums of a municipality stay hidden, with what is public of it now."""

from dataclasses import dataclass

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Thing
from klimamosaik.places.models import BuildingKind, MeterPoint
from klimamosaik.publication.kernel.withholding import Sum, naked, withheld
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.published import Published
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.carrier import Carrier

TOWN = "town"
ONE_AT_LEAST = 1  # homes behind a meter where people live and nobody said how many


@dataclass(frozen=True)
class Hidden:
    """Names of sums that are not told: "building-3-heat", "town-electricity", "measure-7"."""

    names: frozenset[str]

    def building(self, pk: int, medium: Medium) -> bool:
        """True where a building's use of a medium is not told."""
        return f"building-{pk}-{medium}" in self.names

    def town(self, medium: Medium) -> bool:
        """True where the use of all buildings is not told."""
        return f"{TOWN}-{medium}" in self.names

    def measure(self, pk: int) -> bool:
        """True where a measure's effect is not told."""
        return f"measure-{pk}" in self.names

    def meter(self, pk: int) -> bool:
        """True where the single readings of a meter are not told."""
        return f"meter-{pk}" in self.names


def hidden_in(published: Published) -> Hidden:
    """What must not be told beside everything else that is public."""
    points = list(
        MeterPoint.objects.filter(building__municipality=published.ags).select_related("building")
    )
    homes = {point.pk: homes_of(point) for point in points}
    sums = [each for each in sums_of(published, points) if each.meters]
    return Hidden(withheld(sums, homes, homes_rule().least))


def homes_of(point: MeterPoint) -> int:
    """Homes behind a meter."""
    if point.homes is not None:
        return point.homes
    return ONE_AT_LEAST if point.building.kind == BuildingKind.HOUSING else 0


def sums_of(published: Published, points: list[MeterPoint]) -> list[Sum]:
    """Every public sum of meters."""
    buildings = set(published.ids(PublishedKind.BUILDING))
    counting = [point for point in points if point.counts]
    sums = []
    for medium in Medium:
        of_it = [point for point in counting if medium_of(point) is medium]
        if published.subjects(PublishedKind.REPORT):
            sums.append(Sum(f"{TOWN}-{medium}", frozenset(point.pk for point in of_it)))
        for pk in buildings:
            own = frozenset(point.pk for point in of_it if point.building_id == pk)
            sums.append(Sum(f"building-{pk}-{medium}", own))
    return [*sums, *measured_sums(published, points), *single_meters(published, points)]


def measures_of_few_homes(ags: str) -> frozenset[int]:
    """Measures at nothing but few homes, published or not: their effect enters no public sum."""
    points = MeterPoint.objects.filter(building__municipality=ags).select_related("building")
    homes = {point.pk: homes_of(point) for point in points}
    measures = Measure.objects.filter(municipality=ags)
    table = Measure.meter_points.through.objects.filter(measure__in=measures)
    found: dict[int, set[int]] = {}
    for measure, point in table.values_list("measure_id", "meterpoint_id"):
        found.setdefault(measure, set()).add(point)
    least = homes_rule().least
    return frozenset(pk for pk, own in found.items() if naked(own, homes, least))


def measured_sums(published: Published, points: list[MeterPoint]) -> list[Sum]:
    """The meters of each public measure."""
    public = published.ids(PublishedKind.MEASURE)
    table = Measure.meter_points.through.objects.filter(measure__in=public)
    known = {point.pk for point in points}
    found: dict[int, set[int]] = {}
    for measure, point in table.values_list("measure_id", "meterpoint_id"):
        found.setdefault(measure, set()).add(point)
    return [Sum(f"measure-{pk}", frozenset(own & known)) for pk, own in found.items()]


def single_meters(published: Published, points: list[MeterPoint]) -> list[Sum]:
    """Each meter whose single readings are public."""
    things = Thing.objects.filter(pk__in=published.ids(PublishedKind.READINGS))
    buildings = set(things.values_list("building_id", flat=True))
    public = [point.pk for point in points if point.building_id in buildings]
    return [Sum(f"meter-{pk}", frozenset({pk})) for pk in public]


def medium_of(point: MeterPoint) -> Medium:
    """What a meter counts, as the report divides it."""
    return Medium.of(Carrier(point.carrier))

"""Which sums of a municipality stay hidden, with what is public of it now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.places.models import MeterPoint
from klimamosaik.publication.kernel.withholding import Meters, Sum, naked, withheld
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.households import homes_of, medium_of, metered_by
from klimamosaik.publication.queries.published import Published
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.publication.queries.used_by_meters import YEARS, UsedByMeters
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.queries.energy import used_so_far
from klimamosaik.terms.period import local_day

TOWN, METER = "town", "meter-"


@dataclass(frozen=True)
class Hidden:
    """Names of sums that are not told: "building-3-heat", "town-electricity", "measure-7"."""

    names: frozenset[str]
    by_use: bool  # how much is used was looked at: more readings may change what is hidden
    few: frozenset[int]  # measures, published or not, whose effect by itself tells of few homes

    def building(self, pk: int, medium: Medium) -> bool:
        """True where a building's use of a medium is not told."""
        return f"building-{pk}-{medium}" in self.names

    def any_of(self, pk: int) -> bool:
        """True where a building's use of any medium is not told."""
        return any(self.building(pk, medium) for medium in Medium)

    def town(self, medium: Medium) -> bool:
        """True where the use of all buildings is not told."""
        return f"{TOWN}-{medium}" in self.names

    def measure(self, pk: int) -> bool:
        """True where a measure's effect is not told."""
        return f"measure-{pk}" in self.names

    @property
    def meters(self) -> tuple[int, ...]:
        """Meters whose single readings are not told, in order."""
        own = (int(each.removeprefix(METER)) for each in self.names if each.startswith(METER))
        return tuple(sorted(own))


GATES = HeldResults[Hidden](most=32, seconds=26 * 3600)


def hidden_in(published: Published, at: datetime, name: str) -> Hidden:
    """What must not be told beside everything else that is public.

    Worked out over the whole municipality, and held under all it was worked out from: `name`.
    """
    found = GATES.find(name)
    if found is not None:
        return found
    used = used_so_far(ags=published.ags)
    found = GATES.once(f"{name} {used}", lambda: looked_for(published, at))
    return found if found.by_use else GATES.once(name, lambda: found)


def gate_name(published: Published, at: datetime) -> str:
    """Another one as soon as a meter, a measure's meters or what is public of them differs."""
    ags, things = published.ags, published.ids(PublishedKind.READINGS)
    points = MeterPoint.objects.filter(building__municipality=ags).order_by("pk")
    links = Measure.meter_points.through.objects.filter(measure__municipality=ags)
    buildings = Thing.objects.filter(pk__in=things).order_by("pk").values_list("building_id")
    stands = (
        ags,
        local_day(at).year,
        list(points.values_list(*ASKED_OF_METERS)),
        list(links.order_by("pk").values_list("measure_id", "meterpoint_id")),
        list(buildings),
        sorted(meters_behind_published(published)),
        published.ids(PublishedKind.BUILDING),
        published.ids(PublishedKind.MEASURE),
        bool(published.subjects(PublishedKind.REPORT)),
    )
    return sha256(repr(stands).encode()).hexdigest()


ASKED_OF_METERS = (
    "pk", "building_id", "building__kind", "building__since", "building__until", "carrier", "homes",
    "direction",
)  # fmt: skip


def looked_for(published: Published, at: datetime) -> Hidden:
    """What must not be told: years of all public sums, and months of those that tell months."""
    points = points_in(published.ags)
    homes = {point.pk: homes_of(point) for point in points}
    sums = [each for each in sums_of(published, points) if each.meters]
    uses, least = UsedByMeters(points, at), homes_rule().least
    monthly = [*energy_of(measured_sums(published, points), points)]
    monthly += single_meters(published, points)
    told = withheld(sums, homes, least, uses.guessed_of_years)
    told |= withheld(monthly, homes, least, uses.guessed_of_months)
    for used in used_together(points, at):
        told |= withheld(list(among(sums, used)), homes, least, uses.guessed_of_years)
    few = measures_of_few_homes(published.ags, homes, uses)
    return Hidden(told, uses.read, few)


def points_in(ags: str) -> list[MeterPoint]:
    """All meter points of a municipality, with their buildings."""
    found = MeterPoint.objects.filter(building__municipality=ags).select_related("building")
    return list(found)


def used_together(points: Iterable[MeterPoint], at: datetime) -> set[Meters]:
    """The meters of buildings used in a year where some were not: its sums have fewer in them."""
    points, last = list(points), local_day(at).year
    every = frozenset(point.pk for point in points)
    years = (
        frozenset(point.pk for point in points if point.building.used_in(year))
        for year in range(last - YEARS, last + 1)
    )
    return {used for used in years if used != every}


def among(sums: Iterable[Sum], meters: Meters) -> Iterator[Sum]:
    """What is left of sums where these meters alone are in them."""
    for each in sums:
        if own := each.meters & meters:
            yield replace(each, meters=own)


def energy_of(sums: Iterable[Sum], points: Iterable[MeterPoint]) -> Iterator[Sum]:
    """What a measure tells month by month: of its meters those of energy alone."""
    energy = frozenset(point.pk for point in points if medium_of(point) is not Medium.WATER)
    return among(sums, energy)


def sums_of(published: Published, points: list[MeterPoint]) -> list[Sum]:
    """Every public sum of meters."""
    buildings = set(published.ids(PublishedKind.BUILDING))
    counting = [point for point in points if point.counts]
    sums = []
    for medium in Medium:
        inside: dict[int, set[int]] = defaultdict(set)
        for point in counting:
            if medium_of(point) is medium:
                inside[point.building_id].add(point.pk)
        if published.subjects(PublishedKind.REPORT):
            sums.append(Sum(f"{TOWN}-{medium}", frozenset().union(*inside.values())))
        for pk in buildings:
            sums.append(Sum(f"building-{pk}-{medium}", frozenset(inside.get(pk, ()))))
    return [*sums, *measured_sums(published, points), *single_meters(published, points)]


def measures_of_few_homes(ags: str, homes: Mapping[int, int], uses: UsedByMeters) -> frozenset[int]:
    """Measures that tell of few homes, published or not: their effect enters no public sum.

    homes: behind each meter.
    """
    measures, least = Measure.objects.filter(municipality=ags), homes_rule().least
    energy = {point.pk for point in uses.points if medium_of(point) is not Medium.WATER}
    return frozenset(
        pk
        for pk, own in meters_of(measures.values_list("pk", flat=True)).items()
        if naked(own, homes, least) or uses.guessed_of_months(own & energy)
    )


def meters_of(measures: Iterable[int | None]) -> dict[int, Meters]:
    """The meters of measures, by id."""
    table = Measure.meter_points.through.objects.filter(measure__in=measures)
    found: dict[int, set[int]] = {}
    for measure, point in table.values_list("measure_id", "meterpoint_id"):
        found.setdefault(measure, set()).add(point)
    return {pk: frozenset(own) for pk, own in found.items()}


def measured_sums(published: Published, points: list[MeterPoint]) -> list[Sum]:
    """The meters of each public measure."""
    public = published.ids(PublishedKind.MEASURE)
    known = {point.pk for point in points}
    return [Sum(f"measure-{pk}", own & known) for pk, own in meters_of(public).items()]


def single_meters(published: Published, points: list[MeterPoint]) -> list[Sum]:
    """Each meter whose single readings are public, or make a public indicator."""
    ids = published.ids(PublishedKind.READINGS)
    buildings = set(Thing.objects.filter(pk__in=ids).values_list("building_id", flat=True))
    told = meters_behind_published(published)
    public = [each.pk for each in points if each.building_id in buildings or each.pk in told]
    return [Sum(f"{METER}{pk}", frozenset({pk})) for pk in public]


def meters_behind_published(published: Published) -> Set[int]:
    """Meters of whom indicators tell, and those whose states a public device reports."""
    devices = Datastream.objects.filter(thing__in=published.ids(PublishedKind.READINGS))
    rows = Indicator.objects.filter(pk__in=published.ids(PublishedKind.INDICATOR))
    made = Datastream.objects.filter(pk__in=rows.exclude(datastream=None).values("datastream"))
    own = made.exclude(meter_point=None).values_list("meter_point", flat=True)
    return {*own, *metered_by(made), *metered_by(devices)}

"""What effects stand on: each input with its newest version, asked for many measures at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max

from klimamosaik.evidence.models import OwnDrift
from klimamosaik.evidence.queries.news import METHOD_VERSION
from klimamosaik.evidence.queries.other_measures import other_measures
from klimamosaik.evidence.queries.points import comparison_points_of, points_of
from klimamosaik.evidence.queries.readings import energy_datastreams
from klimamosaik.measures.models import Gate, Happened, Measure
from klimamosaik.observations.models import Bill, Latest
from klimamosaik.places.models import Municipality


@dataclass(frozen=True)
class BillsRead:
    """The bills of a meter point."""

    count: int
    newest: int | None  # delivery


def inputs_of(measures: Sequence[Measure]) -> dict[int, list[str]]:
    """Everything each effect depends on, one line each: change one and this changes.

    By id of the measure; as many questions for a thousand measures as for one.
    """
    named, compared = points_of(measures), comparison_points_of(measures)
    points = {each.pk: [*named[each.pk], *compared[each.pk]] for each in measures}
    all_points = {point.pk for found in points.values() for point in found}
    streams = {point: stream.pk for point, stream in energy_datastreams(all_points).items()}
    versions = dict(Latest.objects.filter(pk__in=streams.values()).values_list("pk", "seq"))
    others = other_measures(measures, named)
    gates, happened, bills = gates_of(measures), happenings_of(measures), bills_of(all_points)
    places = places_of({each.municipality_id: each.municipality for each in measures})
    weather = Latest.objects.filter(datastream__station__isnull=False)
    newest_weather = weather.aggregate(newest=Max("seq"))["newest"]
    found = {}
    for measure in measures:
        own = points[measure.pk]
        read = sorted({streams[point.pk] for point in own if point.pk in streams})
        found[measure.pk] = [
            f"method {METHOD_VERSION}",
            *(f"point {point.pk} {point.direction}" for point in own),
            *(f"datastream {pk} version {versions[pk]}" for pk in read if pk in versions),
            *places[measure.municipality_id],
            *(
                f"other {one.name} {one.begins} {one.start} {one.end} at {pk}"
                for pk, there in others[measure.pk].items()
                for one in there
            ),
            *(f"happened {row.pk} {row.happening} {row.note}" for row in happened[measure.pk]),
            f"weather version {newest_weather}",
            bills_line([bills[pk] for pk in {point.pk for point in own} if pk in bills]),
            f"days {measure.start} {measure.end} {measure.installation_start}",
            gate_line(gates.get(measure.pk)),
        ]
    return found


def gates_of(measures: Iterable[Measure]) -> Mapping[int, Gate]:
    """The criterion of each measure that has one."""
    rows = Gate.objects.filter(measure__in=[each.pk for each in measures])
    return {row.measure_id: row for row in rows}


def gate_line(gate: Gate | None) -> str:
    """What was asked beforehand."""
    return f"gate {gate.saving_percent} {gate.confidence}" if gate else "gate none"


def happenings_of(measures: Iterable[Measure]) -> Mapping[int, list[Happened]]:
    """What is confirmed to have happened, by measure."""
    found: dict[int, list[Happened]] = defaultdict(list)
    for row in Happened.objects.filter(measure__in=[each.pk for each in measures]):
        found[row.measure_id].append(row)
    return found


def bills_of(points: Iterable[int]) -> Mapping[int, BillsRead]:
    """How many bills each meter point has, and the newest delivery of them."""
    rows = Bill.objects.filter(meter_point__in=points).order_by().values("meter_point")
    counted = rows.annotate(count=Count("pk"), newest=Max("delivery"))
    return {row["meter_point"]: BillsRead(row["count"], row["newest"]) for row in counted}


def bills_line(bills: Iterable[BillsRead]) -> str:
    """The bills of all meter points of a measure."""
    bills = list(bills)
    newest = max((each.newest for each in bills if each.newest is not None), default=None)
    return f"bills {sum(each.count for each in bills)} version {newest}"


def places_of(towns: Mapping[str, Municipality]) -> Mapping[str, list[str]]:
    """What the municipality gives to every effect: its own quiet years, and where it lies."""
    rows = OwnDrift.objects.filter(municipality__in=list(towns)).order_by().values("municipality")
    learnt = {row["municipality"]: row["newest"] for row in rows.annotate(newest=Max("pk"))}
    return {
        pk: [
            f"own years {learnt.get(pk)}",
            f"place {town.latitude} {town.longitude} {town.altitude} {town.state} "
            f"station {town.station_id}",
        ]
        for pk, town in towns.items()
    }

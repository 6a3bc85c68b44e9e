"""Buildings and meters that came to be by an import, and which of them go when it is taken back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from django.db.models import Count, Q

from klimamosaik.observations.models import Bill, Datastream, Delivery, Latest
from klimamosaik.observations.queries.delivered_series import meters_reached
from klimamosaik.observations.queries.place_keepers import changed_since_made, kept_elsewhere
from klimamosaik.observations.queries.revisions import meter_named
from klimamosaik.observations.queries.withdrawn_deliveries import withdrawn_deliveries
from klimamosaik.observations.store import hot_and_cold, version
from klimamosaik.observations.store.merging import newest
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.records.batched_ids import at_once
from klimamosaik.terms.text import Text

READ_AT_ONCE = 20  # datastreams whose readings are in memory together
OTHER_VALUES = Text("andere Importe brachten Werte dafür", "other imports brought values of it")
OTHER_LIST = Text("steht in einer anderen Gebäudeliste", "stands in another list of buildings")
OTHER_METERS = Text("hat andere Zähler oder Messreihen", "has other meters or series")
CHANGED = Text("wurde seither geändert", "was changed since")


@dataclass(frozen=True)
class StayingPlace:
    """A building or meter that an import made, and that stays when it is taken back."""

    name: Text
    why: Text


@dataclass(frozen=True)
class PlacesBrought:
    """What an import made: what goes with it, and what stays."""

    buildings: tuple[Building, ...]
    points: tuple[MeterPoint, ...]
    datastreams: tuple[int, ...]  # ids, of what goes
    staying: tuple[StayingPlace, ...]


def first_of(delivery: Delivery) -> Delivery:
    """The delivery itself, or the one it brought again."""
    return delivery.brings_again or delivery


def places_brought(delivery: Delivery) -> PlacesBrought:
    """What goes and what stays of the register when a delivery is taken back.

    A building or meter goes that only imports speak for that count no more: no other values or
    bills, nothing a person changed or tied to it.
    """
    first = first_of(delivery)
    void = withdrawn_deliveries() | {delivery.seq, first.seq}
    points = points_of(first, void)
    streams = streams_at({point.pk for point in points})
    buildings = buildings_of(first, void, points)
    elsewhere = kept_elsewhere([each.pk for each in buildings], [each.pk for each in points])
    kept = points_counting(points, streams, first, void) | dict(elsewhere.points)
    going = [point for point in points if point.pk not in kept]
    beside = streams_beside([each.pk for each in buildings], first, void)
    held = buildings_kept(buildings, going, beside, void) | dict(elsewhere.buildings)
    houses = tuple(each for each in buildings if each.pk not in held)
    return PlacesBrought(
        houses,
        tuple(going),
        (
            *(stream for point in going for stream in streams.get(point.pk, ())),
            *(stream for house in houses for stream in beside.get(house.pk) or ()),
        ),
        (
            *(StayingPlace(Text(b.name, b.name), held[b.pk]) for b in buildings if b.pk in held),
            *(StayingPlace(meter_named(p), kept[p.pk]) for p in points if p.pk in kept),
        ),
    )


def points_of(first: Delivery, void: Collection[int]) -> list[MeterPoint]:
    """The meters that imports made which count no more: by this one, or reached by it."""
    made = MeterPoint.objects.filter(building__municipality=first.municipality_id)
    found = [p for p in made.exclude(brought=None).select_related("building") if p.brought in void]
    reached = meters_reached(seq=first.seq) if found else frozenset()
    return [point for point in found if point.brought == first.seq or point.pk in reached]


def buildings_of(
    first: Delivery, void: Collection[int], points: Iterable[MeterPoint]
) -> list[Building]:
    """The buildings that imports made which count no more: by this one, or of these meters."""
    metered = {point.building_id for point in points}
    made = Building.objects.filter(municipality=first.municipality_id).exclude(brought=None)
    found = [each for each in made if each.brought in void]
    listed = set(first.listed_buildings.values_list("pk", flat=True)) if found else set()
    return [b for b in found if b.brought == first.seq or b.pk in metered or b.pk in listed]


def streams_at(points: Collection[int]) -> dict[int, list[int]]:
    """The ids of the datastreams of meters, by meter."""
    found: dict[int, list[int]] = {}
    for some in at_once(sorted(points)):
        rows = Datastream.objects.filter(meter_point__in=some).order_by("pk")
        for pk, point in rows.values_list("pk", "meter_point"):
            found.setdefault(point, []).append(pk)
    return found


def points_counting(
    points: Sequence[MeterPoint],
    streams: Mapping[int, Sequence[int]],
    first: Delivery,
    void: Collection[int],
) -> dict[int, Text]:
    """Meters that have other values or bills, or that somebody has changed, and why they stay."""
    ids = [point.pk for point in points]
    own = {point.pk for point in points if point.brought == first.seq}
    asked = {s for pk, of in streams.items() for s in of if pk not in own}
    asked |= written_by_others({s for pk in own for s in streams.get(pk, ())}, first.seq)
    valued = counting_still(asked, void)
    kept = {pk for pk, of in streams.items() if valued.intersection(of)}
    for some in at_once(ids):
        billed = Bill.versions.filter(meter_point__in=some).exclude(delivery__in=void)
        kept.update(billed.values_list("meter_point_id", flat=True))
    return dict.fromkeys(changed_since_made(MeterPoint, ids), CHANGED) | dict.fromkeys(
        kept, OTHER_VALUES
    )


def written_by_others(streams: Collection[int], seq: int) -> set[int]:
    """Those of datastreams a delivery made that a later one has written to."""
    found: set[int] = set()
    for some in at_once(sorted(streams)):
        known = Latest.objects.filter(datastream__in=some).exclude(seq=seq)
        found.update(known.values_list("datastream_id", flat=True))
    return found


def counting_still(streams: Collection[int], void: Collection[int]) -> set[int]:
    """Those of some datastreams that have readings without what these deliveries wrote."""
    found: set[int] = set()
    upto = version.current().newest
    for some in at_once(sorted(streams), READ_AT_ONCE):
        versions = hot_and_cold.versions(datastreams=some, start=None, end=None, upto=upto)
        left = newest(versions.filter(~pl.col("seq").is_in(list(void))))
        found.update(left["datastream"].unique().to_list())
    return found


def streams_beside(
    buildings: Sequence[int], first: Delivery, void: Collection[int]
) -> dict[int, list[int] | None]:
    """The ids of datastreams at buildings that are no meter's; None: one of them stays."""
    asked = Datastream.objects.filter(thing__building__in=buildings, meter_point=None)
    rows = list(asked.values_list("pk", "thing__building")) if buildings else []
    written = set(hot_and_cold.starts(since=first.seq, upto=first.seq)) if rows else set()
    staying = counting_still({pk for pk, _ in rows}, void) | {pk for pk, _ in rows} - written
    found: dict[int, list[int] | None] = {}
    for pk, building in rows:
        known = found.setdefault(building, [])
        found[building] = None if pk in staying or known is None else [*known, pk]
    return found


def buildings_kept(
    buildings: Sequence[Building],
    going: Collection[MeterPoint],
    beside: Mapping[int, list[int] | None],
    void: Collection[int],
) -> dict[int, Text]:
    """Buildings with other meters or series, of other lists, or changed, and why they stay."""
    ids = [each.pk for each in buildings]
    gone = {point.pk for point in going}
    kept = dict.fromkeys(changed_since_made(Building, ids), CHANGED)
    for some in at_once(ids):
        lists = Delivery.listed_buildings.through.objects.filter(building__in=some)
        for building in lists.exclude(delivery__in=void).values_list("building_id", flat=True):
            kept[building] = OTHER_LIST
        meters = MeterPoint.objects.filter(building__in=some).values_list("pk", "building_id")
        kept |= {building: OTHER_METERS for pk, building in meters if pk not in gone}
    return kept | {pk: OTHER_METERS for pk, streams in beside.items() if streams is None}


@dataclass(frozen=True)
class PlaceCounts:
    """How many buildings and meters came or went with a delivery."""

    buildings: int = 0
    points: int = 0

    def __bool__(self) -> bool:
        """True where there is any."""
        return bool(self.buildings or self.points)


def places_by_delivery(deliveries: Sequence[Delivery], *, column: str) -> dict[int, PlaceCounts]:
    """How many each delivery brought or took back, by its number; without those of none.

    column: "brought" or "withdrawn".
    """
    seqs = [each.seq for each in deliveries]

    def counted(model: type[Building | MeterPoint]) -> dict[int, int]:
        rows = model.everything.filter(Q(**{f"{column}__in": seqs})).order_by()
        return dict(rows.values_list(column).annotate(Count("pk")))

    buildings, points = counted(Building), counted(MeterPoint)
    return {
        seq: PlaceCounts(buildings.get(seq, 0), points.get(seq, 0))
        for seq in seqs
        if seq in buildings or seq in points
    }

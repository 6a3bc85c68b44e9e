"""Buildings and meters that go with an import that is taken back, and come back with it."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from klimamosaik.observations.models import (
    Datastream,
    Delivery,
    FeatureOfInterest,
    Location,
    Thing,
)
from klimamosaik.observations.queries.delivered_series import meters_reached
from klimamosaik.observations.queries.places_brought import PlacesBrought, first_of
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.records.batched_ids import at_once
from klimamosaik.records.operations import save_all
from klimamosaik.terms.complaint import InputRejected, Problem, problem


def take_places_back(places: PlacesBrought, *, undoing: Delivery, by: User | None) -> None:
    """Have what goes with a delivery stand no more; `undoing` takes that back."""
    mark(places.points, places.buildings, undoing.seq, by=by)
    for some in at_once(places.datastreams):
        Datastream.objects.filter(pk__in=some).update(gone_at=undoing.at)
    note_things(places.buildings, undoing.at)


def bring_places_again(*, undoing: Delivery, by: User | None) -> None:
    """Have stand again what a delivery brought or reached that counts once more.

    undoing: what took it back. Raises InputRejected where others of these names came meanwhile.
    """
    taken_back = undoing.withdraws
    assert taken_back is not None
    first = first_of(taken_back)
    town = first.municipality_id
    lost = MeterPoint.everything.filter(building__municipality=town).exclude(withdrawn=None)
    reached = meters_reached(seq=first.seq) if lost.exists() else frozenset()
    own = lost.select_related("building")
    points = [each for each in own if each.brought == first.seq or each.pk in reached]
    metered = {point.building_id for point in points}
    lists = Delivery.listed_buildings.through.objects.filter(delivery=first)
    listed = set(lists.values_list("building_id", flat=True))
    houses = Building.everything.filter(municipality=town).exclude(withdrawn=None)
    buildings = [
        each for each in houses if each.brought == first.seq or each.pk in metered | listed
    ]
    refuse_taken_names(buildings, points)
    places: list[MeterPoint | Building] = [*points, *buildings]
    went = {each.withdrawn for each in places if each.withdrawn is not None}
    mark(points, buildings, None, by=by)
    stand_again(points, buildings, went)


def mark(
    points: Sequence[MeterPoint],
    buildings: Sequence[Building],
    withdrawn: int | None,
    *,
    by: User | None,
) -> None:
    """Note by which delivery they were taken back; None: they stand."""
    rows: list[MeterPoint | Building] = [*points, *buildings]
    for row in rows:
        row.withdrawn = withdrawn
    save_all(points, fields=["withdrawn"], by=by)
    save_all(buildings, fields=["withdrawn"], by=by)


def note_things(buildings: Sequence[Building], gone_at: datetime | None) -> None:
    """The same for the buildings as the sensor standard knows them."""
    for some in at_once([each.pk for each in buildings]):
        for model in (Thing, Location, FeatureOfInterest):
            model.everything.filter(building__in=some).update(gone_at=gone_at)


def stand_again(
    points: Sequence[MeterPoint], buildings: Sequence[Building], went: set[int]
) -> None:
    """The datastreams of these stand again; beside meters, those that went when they did."""
    for some in at_once([each.pk for each in points]):
        Datastream.everything.filter(meter_point__in=some).update(gone_at=None)
    times = list(Delivery.objects.filter(seq__in=went).values_list("at", flat=True))
    for some in at_once([each.pk for each in buildings]):
        beside = Datastream.everything.filter(thing__building__in=some, gone_at__in=times)
        beside.update(gone_at=None)
    note_things(buildings, None)


def refuse_taken_names(buildings: Sequence[Building], points: Sequence[MeterPoint]) -> None:
    """Raise InputRejected where a standing building or meter has one of the names by now."""
    taken = [
        each.name
        for each in buildings
        if Building.objects.filter(municipality=each.municipality_id, name=each.name).exists()
    ]
    taken += [
        point.name
        for point in points
        if MeterPoint.objects.filter(
            Q(building=point.building_id, carrier=point.carrier),
            Q(name=point.name, direction=point.direction),
        ).exists()
    ]
    if taken:
        raise InputRejected([name_taken(taken[0])])


def name_taken(name: str) -> Problem:
    """A building or meter that cannot come back."""
    return problem(
        "name_taken_meanwhile",
        "„{name}“ gibt es inzwischen neu; der alte Eintrag kann nicht daneben zurückkommen. "
        "Soll er wieder gelten, benennen Sie den neuen vorher um.",
        "“{name}” has been entered anew meanwhile; the old entry cannot come back beside it. To "
        "have it back, rename the new one first.",
        name=name,
    )

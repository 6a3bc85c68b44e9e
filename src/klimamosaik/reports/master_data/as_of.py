"""Buildings, meter points and population as they stand, or stood at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Building, MeterPoint, Municipality, Population
from klimamosaik.records.memory_cache import HeldResults, LastMade
from klimamosaik.records.queries import newest_records
from klimamosaik.records.rows import Row, fields_of, read_again

STANDING = LastMade["MasterData"](most=8)  # by municipality, as it stands now
READ = HeldResults["MasterData"](most=8, seconds=26 * 3600)  # by municipality, as it last stood
SHORTLY = timedelta(microseconds=1)


@dataclass(frozen=True)
class MasterData:
    """What a report knows of a municipality beside readings and bills.

    What people said of odd readings belongs to it, too: it counts up to `moment`.
    """

    municipality: Municipality
    buildings: tuple[Building, ...]  # by name
    points: tuple[MeterPoint, ...]  # of these buildings that count, in the order they came to be
    aside: tuple[MeterPoint, ...]  # those that do not: fed in, generated, a part of another
    population: tuple[Population, ...]  # by year
    changed: datetime | None  # the newest change of any of these; None: none is known
    moment: datetime | None = None  # as of which it stands; None: now


def master_data_at(*, municipality: Municipality, moment: datetime | None) -> MasterData:
    """The master data as they stood at `moment`, or stand now, where it is None.

    Of a municipality nobody had entered by then nothing else is known than what stands now.
    """
    if moment is None and not connection.in_atomic_block:  # whose changes may never come to be
        stands = newest_records(stages=("places",))
        return STANDING.of(municipality.pk, stands, lambda: read_now(municipality))
    return read_at(municipality, moment)


def read_now(municipality: Municipality) -> MasterData:
    """The same as it stands now; what says what it said before is the object it was."""
    before = READ.find(municipality.pk)
    if before is not None and fields_of(before.municipality) != fields_of(municipality):
        before = None
    return READ.keep(municipality.pk, standing(municipality, None, before))


def standing(
    municipality: Municipality, moment: datetime | None, before: MasterData | None = None
) -> MasterData:
    """What stands now, as far as it goes the rows of `before`."""
    then = before.buildings if before else ()
    buildings = read_again(municipality.buildings.all(), then)
    same = {id(each) for each in then}
    for building in buildings:
        if id(building) not in same:
            building.municipality = municipality
    moved = {each.pk for each in buildings if id(each) not in same}  # a meter knows its building
    known = (*before.points, *before.aside) if before else ()
    every = MeterPoint.objects.filter(building__municipality=municipality).order_by("pk")
    points = read_again(every, (each for each in known if each.building_id not in moved))
    aside = [point for point in points if not point.counts]
    apart = {point.pk for point in aside}
    return MasterData(
        municipality,
        tuple(buildings),
        tuple(point for point in points if point.pk not in apart),
        tuple(aside),
        tuple(municipality.populations.all()),
        newest_change(municipality, moment),
        moment,
    )


def read_at(municipality: Municipality, moment: datetime | None) -> MasterData:
    """The same, read from the database."""
    changed = newest_change(municipality, moment)
    if moment is None or changed is None:
        return standing(municipality, moment)
    buildings = each_once(Building.history.as_of(moment).filter(municipality_id=municipality.pk))
    ids = [building.pk for building in buildings]
    found = each_once(MeterPoint.history.as_of(moment).filter(building_id__in=ids))
    then = sorted(found, key=lambda point: point.pk)
    people = each_once(Population.history.as_of(moment).filter(municipality_id=municipality.pk))
    return MasterData(
        Municipality.history.as_of(moment).filter(ags=municipality.pk).first() or municipality,
        tuple(sorted(buildings, key=lambda building: building.name)),
        tuple(point for point in then if point.counts),
        tuple(point for point in then if not point.counts),
        tuple(sorted(people, key=lambda count: count.year)),
        changed,
        moment,
    )


def each_once(rows: Iterable[Row]) -> list[Row]:
    """Each row that stood, once: of those changed twice in a moment the last.

    Rows come the newest first.
    """
    found = {row.pk: row for row in reversed(list(rows))}
    return [row for row in found.values() if getattr(row, "withdrawn", None) is None]


def moment_of(*, as_of: int | None) -> datetime | None:
    """Until when a data version was the newest; None: it is the newest still.

    What was entered between two deliveries belongs to the earlier one: that is what a report
    written before the next delivery came has shown.
    """
    if as_of is None:
        return None
    following = Delivery.objects.filter(seq__gt=as_of).order_by("seq").first()
    return following.at - SHORTLY if following else None


def newest_change(municipality: Municipality, moment: datetime | None) -> datetime | None:
    """When the municipality, a building, meter point or headcount of it last changed."""
    own = Building.history.filter(municipality_id=municipality.pk).values("id")
    histories = (
        Municipality.history.filter(ags=municipality.pk),
        Building.history.filter(municipality_id=municipality.pk),
        MeterPoint.history.filter(building_id__in=own),
        Population.history.filter(municipality_id=municipality.pk),
    )
    if moment is not None:
        histories = tuple(history.filter(history_date__lte=moment) for history in histories)
    dates = [history.aggregate(newest=Max("history_date"))["newest"] for history in histories]
    return max((day for day in dates if day is not None), default=None)

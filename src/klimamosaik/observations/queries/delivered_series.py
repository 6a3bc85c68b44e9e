"""What deliveries brought: to which series, of meters and of weather stations."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q, QuerySet

from klimamosaik.observations.models import Bill, Datastream, Delivery
from klimamosaik.observations.store import hot_and_cold
from klimamosaik.records.batched_ids import at_once
from klimamosaik.records.memory_cache import HeldResults

LARGEST = 1_000_000  # readings of a delivery that are looked through for a page
WRITTEN = HeldResults[frozenset[int]](most=100, seconds=26 * 3600)  # by version, which stays


def series_brought(deliveries: Sequence[int]) -> QuerySet[Datastream]:
    """The series some deliveries wrote to, by their numbers; those of large ones are left out."""
    looked = Delivery.objects.filter(seq__in=deliveries, new__lt=LARGEST, changed__lt=LARGEST)
    found: set[int] = set()
    for seq in looked.values_list("seq", flat=True):
        found |= written_by(seq)
    return Datastream.objects.filter(pk__in=found)


def written_by(seq: int) -> frozenset[int]:
    """The ids of the series that a version wrote to; not held where it may never come to be."""

    def looked_up() -> frozenset[int]:
        return frozenset(hot_and_cold.starts(since=seq, upto=seq))

    return looked_up() if connection.in_atomic_block else WRITTEN.once(str(seq), looked_up)


def meters_reached(*, seq: int) -> frozenset[int]:
    """The ids of the meters of which a version brought or corrected readings or bills."""
    bills = Bill.versions.filter(Q(delivery=seq) | Q(replaced=seq))
    found = set(bills.values_list("meter_point_id", flat=True))
    for some in at_once(sorted(written_by(seq))):
        of_meters = Datastream.everything.filter(pk__in=some, meter_point__isnull=False)
        found |= set(of_meters.values_list("meter_point_id", flat=True))
    return frozenset(found)

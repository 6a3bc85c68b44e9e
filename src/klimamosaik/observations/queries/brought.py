"""What deliveries brought: which series, of meters and of weather stations."""

from collections.abc import Sequence

from django.db.models import QuerySet

from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.store import hot_and_cold

LARGEST = 1_000_000  # readings of a delivery that are looked through for a page


def series_brought(deliveries: Sequence[int]) -> QuerySet[Datastream]:
    """The series some deliveries wrote to, by their numbers; those of large ones are left out."""
    looked = Delivery.objects.filter(seq__in=deliveries, new__lt=LARGEST, changed__lt=LARGEST)
    found: set[int] = set()
    for seq in looked.values_list("seq", flat=True):
        found |= set(hot_and_cold.brought(seq)["datastream"].unique().to_list())
    return Datastream.objects.filter(pk__in=found)

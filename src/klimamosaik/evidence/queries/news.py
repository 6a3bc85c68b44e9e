"""Whether there is anything new to work out: asked all the time, so it loads no readings."""

from django.db.models import Max

from klimamosaik.evidence.models import OwnDrift
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.queries.versions import data_version
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.queries import newest_records

METHOD_VERSION = "2026-11.11"  # changes whenever the same readings would be told otherwise
News = tuple[int | None, ...]  # newest delivery, newest change of a measure, of a meter


def anything_new() -> tuple[object, ...]:
    """Another one as soon as anything an effect may stand on has changed: quick to ask."""
    learnt = OwnDrift.objects.aggregate(newest=Max("pk"))["newest"]
    return (METHOD_VERSION, data_version(), learnt, *newest_records(stages=("places", "measures")))


def news_of_each() -> dict[str, News]:
    """What can change the own years of each municipality, by its key."""
    return {town.pk: news_of(town) for town in Municipality.objects.all()}


def news_of(municipality: Municipality) -> News:
    """Newest delivery, newest change of a measure and of a meter: what can change the own years."""
    delivered = Delivery.objects.filter(municipality=municipality).aggregate(newest=Max("seq"))
    changed = Measure.history.filter(municipality=municipality)
    pointed = MeterPoint.history.filter(building__municipality=municipality)
    histories = (history.aggregate(newest=Max("history_id")) for history in (changed, pointed))
    return delivered["newest"], *(found["newest"] for found in histories)

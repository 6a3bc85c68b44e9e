"""Whether there is anything to watch: no trouble says little where nothing could be one."""

from dataclasses import dataclass

from django.db.models import Q

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.things import things_in
from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import DataSource


@dataclass(frozen=True)
class WatchedTown:
    """What of a municipality is watched."""

    promised: bool  # a source that is not on hold has promised readings
    anything: bool  # there are readings or sources


def watched_in(municipality: Municipality) -> WatchedTown:
    """What is watched in this municipality."""
    sources = DataSource.objects.filter(municipality=municipality)
    metered = Q(meter_point__building__municipality=municipality)
    measured = Datastream.objects.filter(metered | Q(thing__in=things_in(municipality.ags)))
    return WatchedTown(
        promised=sources.filter(paused_at=None).exists(),
        anything=sources.exists() or measured.exists(),
    )

"""Where things are and were: a new place is remembered, an older one moves nothing."""

from collections.abc import Sequence

from klimamosaik.observations.models import HistoricalLocation, Location, Thing
from klimamosaik.sensorthings.writing.writer import SensingWriter


def move(writer: SensingWriter, thing: Thing, places: Sequence[Location]) -> None:
    """A thing is at another place from now on; the same place again is no move.

    places: one, or several descriptions of one. Raises SensingRefused for a building.
    """
    wanted = {place.pk for place in places}
    if not wanted or wanted == set(thing.locations.values_list("pk", flat=True)):
        return
    writer.refuse_master_data("Things", thing)
    writer.need_own("Things", thing)
    thing.locations.set(places)
    past = HistoricalLocation.objects.create(thing=thing, time=writer.at)
    past.locations.set(places)


def note_past(writer: SensingWriter, past: HistoricalLocation, places: Sequence[Location]) -> None:
    """Where a thing was from a moment on; the newest moment says where it is now."""
    past.locations.set(places)
    others = HistoricalLocation.objects.filter(thing=past.thing).exclude(pk=past.pk)
    if not others.filter(time__gt=past.time).exists():
        writer.refuse_master_data("Things", past.thing)
        past.thing.locations.set(places)

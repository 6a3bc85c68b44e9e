"""Where things are and were: a new place is remembered, an older one moves nothing."""

from collections.abc import Sequence

from klimamosaik.observations.models import HistoricalLocation, Location, Thing
from klimamosaik.people.models import TokenScope
from klimamosaik.sensorthings.writing.refusing import in_the_way
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.terms.text import Text

SOMEWHERE = Text(
    "{single} braucht mindestens eine Location; bitte den Eintrag löschen oder zuerst eine andere "
    "verknüpfen.",
    "{single} needs at least one Location; please delete it or link another first.",
)


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


def also_at(writer: SensingWriter, thing: Thing, place: Location) -> None:
    """One more description of where a thing is from now on."""
    writer.need(TokenScope.ENTITIES)
    writer.need_own("Things", thing)
    move(writer, thing, [*thing.locations.exclude(pk=place.pk), place])


def leave(writer: SensingWriter, thing: Thing, place: Location) -> None:
    """A thing is at a place no more; with the last one it is nowhere anybody knows.

    Where it was stays known. Raises SensingRefused.
    """
    writer.need(TokenScope.ENTITIES)
    writer.need_own("Things", thing)
    writer.refuse_master_data("Things", thing)
    rest = list(thing.locations.exclude(pk=place.pk))
    if rest:
        move(writer, thing, rest)
    else:
        thing.locations.clear()


def was_also_at(writer: SensingWriter, past: HistoricalLocation, place: Location) -> None:
    """One more description of where a thing was from a moment on."""
    writer.need(TokenScope.ENTITIES)
    writer.need_own("HistoricalLocations", past)
    note_past(writer, past, [*past.locations.exclude(pk=place.pk), place])


def was_not_at(writer: SensingWriter, past: HistoricalLocation, place: Location) -> None:
    """A description of where a thing was less. Raises SensingRefused for the only one."""
    writer.need(TokenScope.ENTITIES)
    writer.need_own("HistoricalLocations", past)
    rest = list(past.locations.exclude(pk=place.pk))
    if not rest:
        raise in_the_way(SOMEWHERE, single="HistoricalLocation")
    note_past(writer, past, rest)

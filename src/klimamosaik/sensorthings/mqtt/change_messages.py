"""What is told of an entity that was made or changed: itself, its lists, its properties."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.sensorthings.entities.sets import SETS
from klimamosaik.sensorthings.entities.written import written
from klimamosaik.sensorthings.models import EntityToTell
from klimamosaik.sensorthings.mqtt.entity_messages import (
    ALL,
    ToldMessage,
    as_payload,
    everything_of,
    messages,
)
from klimamosaik.sensorthings.mqtt.places import AskedTopics, ToldPlaces, below
from klimamosaik.sensorthings.mqtt.topics import OWN, VERSION
from klimamosaik.sensorthings.paths import parsed_path
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.sensorthings.targets import found_at
from klimamosaik.sensorthings.writing.writer import owner_of

MOST_WAYS = 100  # looked at for one entity: each asks the database
PARENTS = {  # field of the model: the set it leads to
    "thing_id": "Things",
    "sensor_id": "Sensors",
    "observed_property_id": "ObservedProperties",
}


def entity_messages(row: EntityToTell, asked: AskedTopics) -> Iterator[ToldMessage]:
    """All that is told of it by now; nothing where it has gone, or nobody may hear of it."""
    public = Sight().of(row.entities).filter(pk=row.number).exists()
    if not public and not asked.any_below(OWN):
        return
    kind = SETS[row.entities]
    found = Sight(ALL).of(row.entities).filter(pk=row.number)
    entity = found.select_related(*kind.together).prefetch_related(*kind.beside).first()
    if entity is None:
        return
    owner = owner_of(entity)
    before = VERSION if public else below(owner)
    said = written(row.entities, entity, known_spans([row.number]) if streams(row) else {})
    sight = Sight() if public else Sight(everything_of(owner))
    places = ToldPlaces(lists_of(row, entity), tuple(ways_to(row, before, asked, sight)))
    yield from messages(row.entities, entity, said, places, asked, before=before, public=public)
    for name in row.changed:
        told = spoken(name)
        topic = "/".join((before, self_of(row), told))
        if told in said and (public or asked.of(topic)):
            yield ToldMessage(topic, as_payload({told: said[told]}))


def lists_of(row: EntityToTell, entity: Any) -> tuple[str, ...]:
    """The entity, its set, and the lists of what it belongs to."""
    parents = (
        f"{there}({number})/{row.entities}"
        for field, there in PARENTS.items()
        if (number := getattr(entity, field, None)) is not None
    )
    return (row.entities, self_of(row), *parents)


def ways_to(row: EntityToTell, before: str, asked: AskedTopics, sight: Sight) -> Iterator[str]:
    """Other ways to it that somebody asked for: Datastreams(7)/Thing, Things(1)/Locations."""
    names = (row.entities, SETS[row.entities].single)
    asked_for = islice(asked.ways(before, names), MOST_WAYS)
    return (way for way in asked_for if leads_to(way, row, sight))


def leads_to(way: str, row: EntityToTell, sight: Sight) -> bool:
    """True where a path leads to it, seen by who may hear of it."""
    try:
        target = found_at(parsed_path(way), sight)
    except SensingRefused:
        return False
    if target.set.name != row.entities or target.keys:
        return False
    if target.is_list:
        listed: Any = target.listed  # no readings: these are told elsewhere
        return bool(listed.filter(pk=row.number).exists())
    return bool(target.entity.pk == row.number)


def self_of(row: EntityToTell) -> str:
    """The entity's own topic."""
    return f"{row.entities}({row.number})"


def streams(row: EntityToTell) -> bool:
    """True for a datastream of either kind."""
    return row.entities in ("Datastreams", "MultiDatastreams")


def spoken(field: str) -> str:
    """A field of a model as the standard calls it."""
    first, *more = field.split("_")
    return first + "".join(map(str.capitalize, more))

"""What is told of an entity that was made or changed: itself, its lists, its properties."""

from collections.abc import Iterator
from typing import Any

from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.sensorthings.entities.sets import SETS
from klimamosaik.sensorthings.entities.written import written
from klimamosaik.sensorthings.models import EntityToTell
from klimamosaik.sensorthings.mqtt.places import AskedTopics, ToldPlaces, below
from klimamosaik.sensorthings.mqtt.told import ALL, ToldMessage, as_payload, messages
from klimamosaik.sensorthings.mqtt.topics import OWN, VERSION
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.sensorthings.writing.writer import owner_of

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
    entity = found.select_related(*kind.together).first()
    if entity is None:
        return
    before = VERSION if public else below(owner_of(entity))
    said = written(row.entities, entity, known_spans([row.number]) if streams(row) else {})
    places = ToldPlaces(always=lists_of(row, entity))
    yield from messages(row.entities, entity, said, places, asked, before=before, public=public)
    for name in row.changed if public else ():
        told = spoken(name)
        if told in said:
            yield ToldMessage(
                "/".join((before, self_of(row), told)), as_payload({told: said[told]})
            )


def lists_of(row: EntityToTell, entity: Any) -> tuple[str, ...]:
    """The entity, its set, and the lists of what it belongs to."""
    parents = (
        f"{there}({number})/{row.entities}"
        for field, there in PARENTS.items()
        if (number := getattr(entity, field, None)) is not None
    )
    return (row.entities, self_of(row), *parents)


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

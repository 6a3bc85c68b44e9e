"""Entities made from what was posted, with all that is written out inside: all of it or nothing."""

from collections.abc import Mapping
from typing import Any

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.models import Datastream, DatastreamPart, Thing
from klimamosaik.people.models import TokenScope
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS, SETS, SINGLE, Relation
from klimamosaik.sensorthings.writing import moving, values
from klimamosaik.sensorthings.writing.kinds import KINDS, UNIT_LETTERS, WritableKind
from klimamosaik.sensorthings.writing.posting import reading_in, reported, stream_for
from klimamosaik.sensorthings.writing.refusing import refused
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.terms.text import Text

Body = Mapping[str, Any]
Given = Mapping[str, Any]  # relation -> what the new entity belongs to already
NOTHING: Given = {}
DEEPEST = 12  # entities inside entities
STREAMS = ("Datastream", "MultiDatastream")
UNKNOWN_UNIT = {"name": None, "symbol": None, "definition": None}
FEATURE, FEATURES = "FeatureOfInterest", "FeaturesOfInterest"
PLACES, PARTS = "Locations", "ObservedProperties"

NEEDS = Text("Zu {single} fehlt „{relation}“.", "{single} lacks “{relation}”.")
BOTH = Text(
    "Ein Messwert gehört zu „{one}“ oder zu „{other}“, nicht zu beiden.",
    "A reading belongs to “{one}” or to “{other}”, not to both.",
)
ELSEWHERE = Text(
    "„{relation}“ nennt einen anderen Eintrag als den, unter dem das angelegt werden soll.",
    "“{relation}” names another entity than the one this is to be made below.",
)
NOT_A_LIST = Text("„{relation}“ muss eine Liste sein.", "“{relation}” must be a list.")
TOO_DEEP = Text(
    "So tief ineinander geschrieben wird nichts angelegt (höchstens {most} Ebenen).",
    "Nothing is made that is written so deep inside (at most {most} levels).",
)
NOT_AS_MANY = Text(
    "multiObservationDataTypes, unitOfMeasurements und ObservedProperties müssen gleich viele "
    "sein, mindestens je eines.",
    "multiObservationDataTypes, unitOfMeasurements and ObservedProperties must be as many, at "
    "least one each.",
)


def create(
    writer: SensingWriter, entities: str, body: Any, given: Given = NOTHING, depth: int = 0
) -> int:
    """Make an entity of a set and all that is written out inside; returns its id.

    given: what the address says it belongs to. Inside a transaction of the caller. Raises
    SensingRefused, and InputRejected for readings the store cannot take.
    """
    body = values.an_object(body)
    if depth > DEEPEST:
        raise refused(TOO_DEEP, most=DEEPEST)
    if entities == OBSERVATIONS:
        return observe(writer, [body], given, depth)[0]
    writer.need(TokenScope.ENTITIES)
    kind = KINDS[entities]
    row: Any = kind.model(**kind.whole(body), **kind.fixed)
    for relation, name in kind.links.items():
        setattr(row, name, one_related(writer, kind.single, relation, body, given, depth))
    check(kind, row)
    if hasattr(row, "municipality_id"):
        row.municipality = writer.owner
    row.save()
    relate(writer, kind, row, body, given, depth)
    return int(row.pk)


def check(kind: WritableKind, row: Any) -> None:
    """Look at what only the whole entity can tell to be right. Raises SensingRefused."""
    for each in kind.properties:
        if each.name in ("location", "feature"):
            values.encoded(getattr(row, each.name), each.name, row.encoding_type)
    if isinstance(row, Datastream) and row.meter_point_id is None:
        told = row.unit_of_measurement or {}
        row.unit = str(told.get("symbol") or told.get("name") or "")[:UNIT_LETTERS]


def one_related(
    writer: SensingWriter, single: str, relation: str, body: Body, given: Given, depth: int
) -> Any:
    """The one entity a new one belongs to: by the address, by a link, or written out inside."""
    if relation in given:
        row = given[relation]
        refuse_other(writer, body, relation, row)
    elif body.get(relation) is None:
        raise refused(NEEDS, single=single, relation=relation)
    else:
        row = linked_or_made(writer, SINGLE[relation].name, relation, body[relation], depth)
    if isinstance(row, Thing):
        writer.need_own("Things", row)
    return row


def refuse_other(writer: SensingWriter, body: Body, relation: str, row: Any) -> None:
    """Raise SensingRefused where a body names another owner than address or surroundings do."""
    told = body.get(relation)
    if told is None:
        return
    number = writer.link_in(told, relation)
    if row is None or (number is not None and number != row.pk):
        raise refused(ELSEWHERE, relation=relation)


def linked_or_made(
    writer: SensingWriter, entities: str, relation: str, told: Any, depth: int
) -> Any:
    """The entity that a link names, or one made from what is written out."""
    number = writer.link_in(told, relation)
    if number is not None:
        return writer.linked(entities, number, relation)
    return KINDS[entities].model._default_manager.get(
        pk=create(writer, entities, told, depth=depth + 1)
    )


def listed(body: Body, relation: str) -> list[Any]:
    """What is written under a relation to many. Raises SensingRefused where it is no list."""
    told = body.get(relation)
    if told is not None and not isinstance(told, list):
        raise refused(NOT_A_LIST, relation=relation)
    return told or []


def many_related(
    writer: SensingWriter, relation: str, body: Body, given: Given, depth: int
) -> list[Any]:
    """All entities of a relation to many: by the address, by links, or written out inside."""
    inside = [
        linked_or_made(writer, relation, relation, each, depth) for each in listed(body, relation)
    ]
    return [*given.get(relation, ()), *inside]


def relate(
    writer: SensingWriter, kind: WritableKind, row: Any, body: Body, given: Given, depth: int
) -> None:
    """Bring a new entity together with all it is related to, making what is written out inside."""
    done = set()
    if kind.name == "Things":
        moving.move(writer, row, many_related(writer, PLACES, body, given, depth))
        done.add(PLACES)
    elif kind.name == "Locations":
        for thing in many_related(writer, "Things", body, given, depth):
            moving.move(writer, thing, [row])
        done.add("Things")
    elif kind.name == "HistoricalLocations":
        places = many_related(writer, PLACES, body, given, depth)
        if not places:
            raise refused(NEEDS, single=kind.single, relation=PLACES)
        moving.note_past(writer, row, places)
        done.add(PLACES)
    elif kind.name == "MultiDatastreams":
        note_parts(row, body, many_related(writer, PARTS, body, given, depth))
        done.add(PARTS)
    for relation in SETS[kind.name].relations:
        if relation.many and relation.name not in done:
            children(writer, kind, row, relation, body, depth)


def children(
    writer: SensingWriter, kind: WritableKind, row: Any, relation: Relation, body: Body, depth: int
) -> None:
    """Make what is written under a relation to many, belonging to the entity it is inside of."""
    told = listed(body, relation.name)
    given = belonging(kind.name, row, relation.target)
    if relation.target == OBSERVATIONS and told:
        observe(writer, told, given, depth + 1)
        return
    for each in told:
        number = writer.link_in(each, relation.name)
        if number is None:
            create(writer, relation.target, each, given, depth + 1)
        else:
            adopt(writer, relation, number, given)


def adopt(writer: SensingWriter, relation: Relation, number: int, given: Given) -> None:
    """An entity that is there already belongs to another one from now on."""
    row = writer.linked(relation.target, number, relation.name)
    writer.need_own(relation.target, row)
    writer.refuse_master_data(relation.target, row)
    links = KINDS[relation.target].links
    for name, owner in given.items():
        if name not in links:
            raise refused(NEEDS, single=SETS[relation.target].single, relation=name)
        setattr(row, links[name], owner)
    row.save()


def belonging(entities: str, row: Any, target: str) -> dict[str, Any]:
    """What a new entity of `target` belongs to where it is made below one of another set."""
    back = next(each for each in SETS[target].relations if each.target == entities)
    return {back.name: [row] if back.many else row}


def note_parts(row: Datastream, body: Body, observed: list[Any]) -> None:
    """The properties of a MultiDatastream, in the order they were sent."""
    types = listed(body, "multiObservationDataTypes")
    units = listed(body, "unitOfMeasurements")
    if body.get("unitOfMeasurements") is None:  # frost-sta-client sends null from Python 3.11 on
        units = [UNKNOWN_UNIT] * len(types)
    if not len(types) == len(units) == len(observed) > 0:
        raise refused(NOT_AS_MANY)
    DatastreamPart.objects.bulk_create(
        DatastreamPart(
            datastream=row,
            place=place,
            observed_property=each,
            observation_type=values.short_text(types[place], "multiObservationDataTypes"),
            unit_of_measurement=values.unit(units[place], "unitOfMeasurements"),
        )
        for place, each in enumerate(observed)
    )


def observe(writer: SensingWriter, bodies: list[Any], given: Given, depth: int) -> list[int]:
    """Take Observations in, in one act; returns their numbers."""
    rows, corrects = [], set()
    for each in bodies:
        body = values.an_object(each)
        stream = stream_for(writer, *stream_named(writer, body, given, depth))
        feature = feature_named(writer, body, given, depth)
        rows.append(reading_in(body, stream, feature=feature, now=microseconds(writer.at)))
        if stream.corrects:
            corrects.add(stream.pk)
    return reported(writer, rows, corrects)


def stream_named(writer: SensingWriter, body: Body, given: Given, depth: int) -> tuple[int, str]:
    """The datastream of an Observation: its id and the relation that names it."""
    if all(body.get(relation) is not None for relation in STREAMS):
        raise refused(BOTH, one=STREAMS[0], other=STREAMS[1])
    for relation in STREAMS:
        if relation in given:
            for each in STREAMS:
                refuse_other(writer, body, each, given.get(each))
            return int(given[relation].pk), relation
    for relation in STREAMS:
        if (told := body.get(relation)) is not None:
            number = writer.link_in(told, relation)
            entities = SINGLE[relation].name
            return number or create(writer, entities, told, depth=depth + 1), relation
    raise refused(NEEDS, single="Observation", relation=STREAMS[0])


def feature_named(writer: SensingWriter, body: Body, given: Given, depth: int) -> int | None:
    """The feature that an Observation names; None where it names none."""
    if FEATURE in given:
        return int(given[FEATURE].pk)
    if body.get(FEATURE) is None:
        return None
    return int(linked_or_made(writer, FEATURES, FEATURE, body[FEATURE], depth).pk)

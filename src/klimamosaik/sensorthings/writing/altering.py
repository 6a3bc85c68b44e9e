"""Entities changed (PATCH), replaced (PUT) or patched step by step (JSON Patch)."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jsonpatch import JsonPatch, JsonPatchException, JsonPatchTestFailed
from jsonpointer import JsonPointerException

from klimamosaik.observations.models import Location
from klimamosaik.people.models import TokenScope
from klimamosaik.sensorthings.entities.sets import SETS, SINGLE
from klimamosaik.sensorthings.entities.written import written
from klimamosaik.sensorthings.writing import moving, values
from klimamosaik.sensorthings.writing.creating import (
    NOT_AS_MANY,
    adopt,
    belonging,
    check,
    listed,
)
from klimamosaik.sensorthings.writing.kinds import KINDS, WritableKind
from klimamosaik.sensorthings.writing.refusing import in_the_way, refused
from klimamosaik.sensorthings.writing.writer import SensingWriter, is_master_data
from klimamosaik.terms.text import Text

Body = Mapping[str, Any]
TOLD_HERE = frozenset({"description", "properties", "observed_area"})  # also of master data

INLINE = Text(
    "Beim Ändern wird nichts Neues angelegt: „{relation}“ bitte nur mit @iot.id.",
    "Nothing new is made by a change: please give “{relation}” by @iot.id only.",
)
NO_LINK = Text(
    "„{relation}“ lässt sich nicht lösen: ohne diesen Bezug steht nichts.",
    "“{relation}” cannot be untied: nothing stands without it.",
)
NO_PATCH = Text(
    "Das ist kein JSON Patch (RFC 6902), oder er passt nicht zu dem, was da ist.",
    "This is no JSON Patch (RFC 6902), or it does not fit what is there.",
)
MOST_COPIES = 8
COPIES = Text(
    "Ein JSON Patch darf höchstens {most}-mal kopieren.",
    "A JSON Patch may copy {most} times at most.",
)
TEST_FAILED = Text(
    "Ein „test“ des JSON Patch trifft nicht zu; es wurde nichts geändert.",
    "A “test” of the JSON Patch does not hold; nothing was changed.",
)


def alter(writer: SensingWriter, entities: str, row: Any, body: Any, *, whole: bool) -> None:
    """Change an entity. whole: what is not said gets its default; else it stays.

    Inside a transaction of the caller. Raises SensingRefused.
    """
    body = values.an_object(body)
    writer.need(TokenScope.ENTITIES)
    writer.need_own(entities, row)
    kind = KINDS[entities]
    fields = kind.whole(body) if whole else kind.part(body)
    links = {name: body[name] for name in kind.links if name in body}
    if is_master_data(row) and (links or not fields.keys() <= TOLD_HERE):
        writer.refuse_master_data(entities, row)
    for relation, told in links.items():
        setattr(row, kind.links[relation], only_linked(writer, relation, told))
    for name, value in fields.items():
        setattr(row, name, value)
    check(kind, row)
    if isinstance(row, Location) and "location" in fields:
        row.feature = None  # readings from now on are about the new place, older ones stay
    row.save()
    relate_more(writer, kind, row, body)


def only_linked(writer: SensingWriter, relation: str, told: Any) -> Any:
    """The entity that a link names. Raises SensingRefused for none, and one that is written out."""
    if told is None:
        raise refused(NO_LINK, relation=relation)
    number = writer.link_in(told, relation)
    if number is None:
        raise refused(INLINE, relation=relation)
    row = writer.linked(SINGLE[relation].name, number, relation)
    if relation == "Thing":
        writer.need_own("Things", row)
    return row


def relate_more(writer: SensingWriter, kind: WritableKind, row: Any, body: Body) -> None:
    """Follow what a change says of relations to many."""
    for relation in SETS[kind.name].relations:
        told = listed(body, relation.name) if relation.many else []
        numbers = [writer.link_in(each, relation.name) for each in told]
        if None in numbers:
            raise refused(INLINE, relation=relation.name)
        known = [number for number in numbers if number is not None]
        if not known:
            continue
        rows = [writer.linked(relation.target, each, relation.name) for each in known]
        if (kind.name, relation.name) in RELATED:
            RELATED[kind.name, relation.name](writer, row, rows)
        elif relation.target in KINDS:
            for number in known:
                adopt(writer, relation, number, belonging(kind.name, row, relation.target))
        else:
            raise refused(INLINE, relation=relation.name)
    if kind.name == "MultiDatastreams" and not PARTS.isdisjoint(body):
        alter_parts(row, body)


def bring(writer: SensingWriter, place: Location, things: Sequence[Any]) -> None:
    """Things are at this place from now on."""
    for each in things:
        moving.move(writer, each, [place])


def observe_else(_: SensingWriter, row: Any, observed: Sequence[Any]) -> None:
    """The properties of a MultiDatastream are others, as many as before."""
    parts = list(row.parts.all())
    if len(parts) != len(observed):
        raise refused(NOT_AS_MANY)
    for part, each in zip(parts, observed, strict=True):
        part.observed_property = each
        part.save()


def alter_parts(row: Any, body: Body) -> None:
    """Types and units of a MultiDatastream as a change says, as many as before."""
    parts = list(row.parts.all())
    for name, field, read in PART_LISTS:
        told = listed(body, name)
        if name not in body:
            continue
        if len(told) != len(parts):
            raise refused(NOT_AS_MANY)
        for part, value in zip(parts, told, strict=True):
            setattr(part, field, read(value, name))
    for part in parts:
        part.save()


PART_LISTS = (
    ("multiObservationDataTypes", "observation_type", values.short_text),
    ("unitOfMeasurements", "unit_of_measurement", values.unit),
)
PARTS = frozenset(name for name, _, _ in PART_LISTS)
Relate = Callable[[SensingWriter, Any, Sequence[Any]], None]
RELATED: Mapping[tuple[str, str], Relate] = {
    ("Things", "Locations"): moving.move,
    ("Locations", "Things"): bring,
    ("HistoricalLocations", "Locations"): moving.note_past,
    ("MultiDatastreams", "ObservedProperties"): observe_else,
}


def patched(entities: str, row: Any, steps: Any) -> dict[str, Any]:
    """The change that a JSON Patch means for an entity, as PATCH would say it.

    Raises SensingRefused: 409 where a test does not hold, 400 for what is no patch.
    """
    return patched_document(written(entities, row, {}), steps)


def copies_in(steps: Any) -> int:
    """How many steps copy; each may double what there is."""
    told = steps if isinstance(steps, list) else []
    return sum(isinstance(each, Mapping) and each.get("op") == "copy" for each in told)


def patched_document(before: Body, steps: Any) -> dict[str, Any]:
    """What differs after the steps of a JSON Patch; what was removed is null."""
    if copies_in(steps) > MOST_COPIES:
        raise refused(COPIES, most=MOST_COPIES)
    before = json.loads(json.dumps(before))
    try:
        after = JsonPatch(steps).apply(before)
    except JsonPatchTestFailed as error:
        raise in_the_way(TEST_FAILED) from error
    except (JsonPatchException, JsonPointerException, TypeError, ValueError, KeyError) as error:
        raise refused(NO_PATCH) from error
    after = values.an_object(after)
    changed = {name: after[name] for name in after if after[name] != before.get(name)}
    return changed | {name: None for name in before if name not in after}

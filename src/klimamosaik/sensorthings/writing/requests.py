"""Requests that write: what each method at each address does, and how it is answered."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from klimamosaik.sensorthings.answering.answers import PlainValue, answer
from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS
from klimamosaik.sensorthings.paths import ResourcePath, parsed_path
from klimamosaik.sensorthings.refusals import SensingRefused, not_there
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.sensorthings.sizes import MOST_BYTES
from klimamosaik.sensorthings.targets import PathTarget, found_at, parent_at
from klimamosaik.sensorthings.writing import references, streams, values
from klimamosaik.sensorthings.writing.altering import alter, patched, patched_document
from klimamosaik.sensorthings.writing.creating import belonging, create
from klimamosaik.sensorthings.writing.data_array import create_observations
from klimamosaik.sensorthings.writing.refusing import (
    NO_METHOD,
    TOO_LARGE,
    UNKNOWN_KIND,
    refused,
)
from klimamosaik.sensorthings.writing.removing import remove
from klimamosaik.sensorthings.writing.single_readings import (
    alter_reading,
    document_of,
    remove_reading,
)
from klimamosaik.sensorthings.writing.writer import ID, SensingWriter
from klimamosaik.terms.text import Text

JSON_PATCH = "application/json-patch+json"
DATA_ARRAY = "CreateObservations"
STREAMS = ("Datastream", "MultiDatastream")
INLINE = (*STREAMS, "FeatureOfInterest")
READINGS = re.compile(r"(Multi)?Datastreams\((\d{1,18})\)/Observations", re.ASCII)

MUCH = Text(
    "Das ist zu groß: höchstens {most:n} Bytes in einer Anfrage. Bitte aufteilen.",
    "This is too large: at most {most:n} bytes in one request. Please part it.",
)
PLAIN = "identity"  # a body as it is
PACKED = Text(
    "Gepackte Anfragen („{packing}“) werden nicht gelesen: bitte ohne Content-Encoding senden.",
    "Packed requests (“{packing}”) are not read: please send without Content-Encoding.",
)
NO_WRITING = Text(
    "{method} gibt es an dieser Adresse nicht: angelegt wird mit POST in einer Liste, geändert und "
    "gelöscht wird ein einzelner Eintrag.",
    "There is no {method} at this address: POST makes entities in a list, a single entity is "
    "changed or deleted.",
)


def write(
    request: HttpRequest, path: str, sight: Sight, links: Links, at: datetime
) -> HttpResponse:
    """The answer to POST, PATCH, PUT and DELETE. Raises SensingRefused and InputRejected."""
    made: dict[str, tuple[str, int]] = getattr(request, "made_before", {})
    writer = SensingWriter(sight, at, made)
    _ = writer.token
    methods = LINKING if references.is_reference(path) else METHODS
    method = methods.get(request.method or "")
    if method is None:
        raise refused(NO_WRITING, status=NO_METHOD, method=request.method)
    return method(writer, request, path, links)


def body_of(request: HttpRequest) -> Any:
    """What the body says. Raises SensingRefused where it is too large, packed or no JSON."""
    packed = request.headers.get("Content-Encoding", PLAIN)
    if packed.casefold() != PLAIN:
        raise refused(PACKED, status=UNKNOWN_KIND, packing=packed[:40])
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise refused(MUCH, status=TOO_LARGE, most=MOST_BYTES)
    return values.parsed(body)


def post(writer: SensingWriter, request: HttpRequest, path: str, links: Links) -> HttpResponse:
    """Make an entity of a list, or take a data array in."""
    if path.strip("/") == DATA_ARRAY:
        return post_array(writer, request, links)
    body = body_of(request)
    entities, given = readings_at(writer, path) or list_at(parsed_path(path), writer.sight)
    if entities == OBSERVATIONS and not writes_more(body):
        number = create(writer, entities, body, given)  # committed together with others
    else:
        with transaction.atomic():
            number = create(writer, entities, body, given)
        streams.forget_all()
    answered = represented(writer, request, links, entities, number, always=False)
    answered.status_code = 201
    answered["Location"] = links.entity(entities, number)
    return answered


def writes_more(body: Any) -> bool:
    """True for an Observation with entities written out inside."""
    if not isinstance(body, Mapping):
        return False
    told = (body.get(name) for name in INLINE)
    return any(isinstance(each, Mapping) and ID not in each for each in told)


def readings_at(writer: SensingWriter, path: str) -> tuple[str, dict[str, Any]] | None:
    """The readings of one datastream, found by what is kept of it; None for any other address.

    Most that is ever written goes here: nothing is looked up for it that was looked up before.
    """
    found = READINGS.fullmatch(path)
    if found is None:
        return None
    stream = streams.target_of(int(found[2]))
    if stream is None or not writer.reaches(stream.owner) or bool(stream.several) != bool(found[1]):
        raise not_there()
    return OBSERVATIONS, {STREAMS[bool(found[1])]: stream}


def list_at(path: ResourcePath, sight: Sight) -> tuple[str, dict[str, Any]]:
    """The set a POST makes an entity of, and what that will belong to. Raises SensingRefused."""
    *parents, last = path.steps
    if path.ending or last.id is not None:
        raise refused(NO_WRITING, status=NO_METHOD, method="POST")
    if not parents:
        target = found_at(path, sight)
        return target.set.name, {}
    parent, relation = parent_at(path, sight)
    if not relation.many:
        raise refused(NO_WRITING, status=NO_METHOD, method="POST")
    return relation.target, belonging(parent.set.name, parent.entity, relation.target)


def post_array(writer: SensingWriter, request: HttpRequest, links: Links) -> HttpResponse:
    """Take a data array in; the answer names each reading, or "error" in its place."""
    numbers = create_observations(writer, body_of(request))
    begin = links.at(OBSERVATIONS)
    told = ["error" if one is None else f"{begin}({one})" for one in numbers]
    return as_json(told, status=201)


def patch(writer: SensingWriter, request: HttpRequest, path: str, links: Links) -> HttpResponse:
    """Change an entity by what is said of it, or step by step."""
    target, body = entity_at(path, writer.sight, "PATCH"), body_of(request)
    if request.content_type == JSON_PATCH:
        body = steps_as_change(target, body)
    return altered(writer, request, links, target, body, whole=False)


def steps_as_change(target: PathTarget, steps: Any) -> dict[str, Any]:
    """The change that a JSON Patch means."""
    if target.set.name == OBSERVATIONS:
        return patched_document(document_of(target.entity), steps)
    return patched(target.set.name, target.entity, steps)


def put(writer: SensingWriter, request: HttpRequest, path: str, links: Links) -> HttpResponse:
    """Replace an entity; its relations stay where nothing is said of them."""
    target, body = entity_at(path, writer.sight, "PUT"), body_of(request)
    return altered(writer, request, links, target, body, whole=True)


def altered(
    writer: SensingWriter,
    request: HttpRequest,
    links: Links,
    target: PathTarget,
    body: Any,
    *,
    whole: bool,
) -> HttpResponse:
    """Change an entity and answer with it."""
    with transaction.atomic():
        if target.set.name == OBSERVATIONS:
            alter_reading(writer, target.entity, body, whole=whole)
        else:
            alter(writer, target.set.name, target.entity, body, whole=whole)
    streams.forget_all()
    return represented(writer, request, links, target.set.name, target.entity.pk, always=True)


def delete(writer: SensingWriter, _: HttpRequest, path: str, links: Links) -> HttpResponse:
    """Take an entity away."""
    target = entity_at(path, writer.sight, "DELETE")
    with transaction.atomic():
        if target.set.name == OBSERVATIONS:
            remove_reading(writer, target.entity)
        else:
            remove(writer, target.set.name, target.entity)
    streams.forget_all()
    return HttpResponse(status=200)


def linked(writer: SensingWriter, request: HttpRequest, path: str, links: Links) -> HttpResponse:
    """Link entities that are there already (POST), or to others than before (PUT)."""
    end, body = references.link_at(path, writer, request.method or ""), body_of(request)
    with transaction.atomic():
        act = references.link if request.method == "POST" else references.relink
        act(writer, end, body, links)
    streams.forget_all()
    return HttpResponse(status=204)


def unlinked(writer: SensingWriter, request: HttpRequest, path: str, links: Links) -> HttpResponse:
    """Untie two entities; both stay."""
    end = references.link_at(path, writer, "DELETE")
    with transaction.atomic():
        references.unlink(writer, end, request.GET.get("$id"), links)
    streams.forget_all()
    return HttpResponse(status=204)


def entity_at(path: str, sight: Sight, method: str) -> PathTarget:
    """The entity at an address. Raises SensingRefused where none is there, or a list is."""
    parsed = parsed_path(path)
    target = found_at(parsed, sight)
    if target.is_list or target.keys or parsed.ending:
        raise refused(NO_WRITING, status=NO_METHOD, method=method)
    return target


def represented(
    writer: SensingWriter,
    request: HttpRequest,
    links: Links,
    entities: str,
    number: int,
    *,
    always: bool,
) -> HttpResponse:
    """An answer with the entity as reading would tell it, where that is asked for or `always`.

    Who may not read gets an answer without.
    """
    wish = request.headers.get("Prefer", "")
    if "return=minimal" in wish or not (always or "return=representation" in wish):
        return HttpResponse(status=200)
    try:
        found = answer("".join((entities, "(", str(number), ")")), "", writer.sight, links)
    except SensingRefused:
        return HttpResponse(status=200)
    return as_json(found.value if isinstance(found, PlainValue) else found)


def as_json(found: Any, *, status: int = 200) -> HttpResponse:
    """A document as it is sent."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return HttpResponse(text, "application/json", status)


Method = Callable[[SensingWriter, HttpRequest, str, Links], HttpResponse]
METHODS: Mapping[str, Method] = {"POST": post, "PATCH": patch, "PUT": put, "DELETE": delete}
LINKING: Mapping[str, Method] = {"POST": linked, "PUT": linked, "DELETE": unlinked}

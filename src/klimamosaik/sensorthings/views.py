"""The interface of the sensor standard: one view for all of its addresses."""

import gzip
import json
from hashlib import sha256
from http import HTTPStatus

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt

from klimamosaik.people.tokens import TokenRefused
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.records.addresses import absolute
from klimamosaik.records.installation import installation_mark
from klimamosaik.sensorthings.answering.answers import PlainValue, answer, root
from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.askers import sight_of
from klimamosaik.sensorthings.batch.answering import batch
from klimamosaik.sensorthings.language.reading import UNSUPPORTED
from klimamosaik.sensorthings.methods import methods_response, refusal_of_request
from klimamosaik.sensorthings.refusals import TOO_LARGE, SensingRefused, refusal_response
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.sensorthings.writing.requests import write
from klimamosaik.sources.sensorthings.asking import SAID_BY
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

READS, CHANGES = ("GET", "HEAD"), ("PATCH", "PUT", "DELETE")
BATCH = "$batch"
CHANGED = Text(
    "Das wurde inzwischen geändert (If-Match): Bitte neu lesen und dann ändern.",
    "This has been changed meanwhile (If-Match): please read it again, then change it.",
)
SMALL = 1_000  # [bytes] below, packing saves no packet on the way
ENCODER = json.JSONEncoder(  # no answer holds itself, so nobody looks for that at each row
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
)
QUICK = 1  # of gzip: a third of the work of its usual 6, and readings are a twentieth of their size


@csrf_exempt
def interface(request: HttpRequest, path: str = "") -> HttpResponse:
    """Every request to the interface; refusals are one sentence in JSON.

    Each answer says whose it is, so that installations which mirror each other see a circle.
    """
    response = methods_response(path) if request.method == "OPTIONS" else answered(request, path)
    response[SAID_BY] = installation_mark()
    return response


def answered(request: HttpRequest, path: str) -> HttpResponse:
    """The answer to one request."""
    try:
        at = timezone.now()
        sight = sight_of(request, at)
        if request.method in READS:
            return read(request, path, sight)
        if path.strip("/") == BATCH and request.method == "POST":
            return batch(request, interface, stranger=sight.stranger)
        links = Links(absolute(request, SENSORS))
        if request.method in CHANGES and "If-Match" in request.headers:
            refuse_changed(request, path, sight, links)
        return write(request, path, sight, links, at)
    except TokenRefused as refusal:
        response = refusal_response(request, HTTPStatus.UNAUTHORIZED, refusal.text)
        response["WWW-Authenticate"] = "Bearer"
        return response
    except SensingRefused as refusal:
        return refusal_of_request(request, path, refusal)
    except InputRejected as refusal:
        problem = refusal.complaints[0]
        return refusal_response(request, 501 if problem.code in UNSUPPORTED else 400, problem.text)


def refuse_changed(request: HttpRequest, path: str, sight: Sight, links: Links) -> None:
    """Raise SensingRefused (412) where an entity is no longer as whoever changes it knows it.

    What they know is the mark (ETag) of the entity as it was told, packed or not.
    """
    known = parse_etags(request.headers["If-Match"])
    _, body = written(answer(path, "", sight, links))
    if "*" not in known and not {f'"{mark_of(body)}"', f'"{mark_of(body)}-gzip"'} & {*known}:
        raise SensingRefused(HTTPStatus.PRECONDITION_FAILED, CHANGED)


def mark_of(body: bytes) -> str:
    """By what an answer is known again."""
    return sha256(body).hexdigest()[:32]


def read(request: HttpRequest, path: str, sight: Sight) -> HttpResponse:
    """The answer to GET and HEAD."""
    links = Links(absolute(request, SENSORS))
    if not path.strip("/"):
        return sent(request, root(links), sight)
    try:
        found = answer(path, request.META.get("QUERY_STRING", ""), sight, links)
    except DataError:  # what a filter makes is larger than a number or a text of the database
        raise SensingRefused(HTTPStatus.BAD_REQUEST, TOO_LARGE) from None
    return (
        HttpResponse(status=HTTPStatus.NO_CONTENT) if found is None else sent(request, found, sight)
    )


def sent(request: HttpRequest, found: object, sight: Sight) -> HttpResponse:
    """An answer as JSON, or a value as text, packed for who reads that; 304 where it is known."""
    media, body = written(found)
    packs = len(body) >= SMALL and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    mark = mark_of(body)
    etag = f'"{mark}-gzip"' if packs else f'"{mark}"'
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    if any(each.removeprefix("W/") in (etag, "*") for each in asked):
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        del response["Content-Type"]
    else:
        response = HttpResponse(gzip.compress(body, QUICK, mtime=0) if packs else body, media)
        if packs:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Vary"] = "Authorization, Accept-Encoding"
    response["Cache-Control"] = "public, no-cache" if sight.stranger else "private, no-cache"
    return response


def written(found: object) -> tuple[str, bytes]:
    """The media type and the bytes of an answer."""
    if isinstance(found, PlainValue) and isinstance(found.value, str):
        return "text/plain; charset=utf-8", found.value.encode()
    value = found.value if isinstance(found, PlainValue) else found
    return "application/json", ENCODER.encode(value).encode()

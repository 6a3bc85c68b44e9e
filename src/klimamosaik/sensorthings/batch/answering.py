"""The answer to a batch: each request asked by itself, change sets whole or not at all."""

import re
import secrets
from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.parse import unquote

from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.sensorthings.batch.parts import (
    MOST_PARTS,
    STRANGERS_PARTS,
    Batched,
    BatchedRequest,
    ChangeSet,
    parts_of,
)
from klimamosaik.sensorthings.sizes import MOST_BYTES
from klimamosaik.sensorthings.writing.refusing import TOO_LARGE, refused
from klimamosaik.sensorthings.writing.requests import MUCH
from klimamosaik.terms.parts_of_address import split_address

Ask = Callable[[HttpRequest, str], HttpResponseBase]
Made = dict[str, tuple[str, int]]  # Content-ID -> what that request made
CREATED = re.compile(r"/(\w+)\((\d+)\)$")
REFERENCE = re.compile(r"\$(\w+)(?=/|$|\?)")
BELOW = re.compile(r".*/v1\.1(?:/|$)")
FAILED = 400
LINE = b"\r\n"
OF_THE_WHOLE = (  # said of the batch, and of none of its requests
    "CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_IF_NONE_MATCH", "HTTP_PREFER", "HTTP_ACCEPT_ENCODING",
)  # fmt: skip


class Undone(Exception):
    """A request of a change set failed: none of it stays."""


def batch(request: HttpRequest, ask: Ask, *, stranger: bool) -> HttpResponse:
    """Answer the requests of a batch in their order. ask: who answers one of them.

    Raises SensingRefused where it is no batch, or too large.
    """
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise refused(MUCH, status=TOO_LARGE, most=MOST_BYTES)
    made: Made = {}
    most = STRANGERS_PARTS if stranger else MOST_PARTS
    parts = parts_of(request.headers.get("Content-Type", ""), body, most=most)
    answers = [answered(request, part, ask, made) for part in parts]
    boundary = "".join(("batch_", secrets.token_hex(8)))
    return HttpResponse(
        multipart(answers, boundary), "".join(("multipart/mixed; boundary=", boundary))
    )


def answered(request: HttpRequest, part: Batched, ask: Ask, made: Made) -> bytes:
    """One part of the answer, head and body."""
    if isinstance(part, BatchedRequest):
        return as_part(part, asked(request, part, ask, made))
    return change_set(request, part, ask, made)


def change_set(request: HttpRequest, part: ChangeSet, ask: Ask, made: Made) -> bytes:
    """The answers to a change set; where one request fails, that answer alone."""
    before, answers = dict(made), []
    try:
        with transaction.atomic():
            for each in part.requests:
                response = asked(request, each, ask, made)
                answers.append(as_part(each, response))
                if response.status_code >= FAILED:
                    raise Undone
    except Undone:
        made.clear()
        made.update(before)
        return answers[-1]
    boundary = "".join(("changeset_", secrets.token_hex(8)))
    head = "".join(("Content-Type: multipart/mixed; boundary=", boundary)).encode()
    return LINE.join((head, b"", multipart(answers, boundary)))


def asked(request: HttpRequest, part: BatchedRequest, ask: Ask, made: Made) -> HttpResponseBase:
    """The answer to one request; what it made is noted under its name."""
    path, query = place(part.address, made)
    response = ask(inner(request, part, query, made), path)
    found = CREATED.search(response.get("Location", "") or "")
    if part.name and found is not None:
        made[part.name] = (found[1], int(found[2]))
    return response


def place(address: str, made: Made) -> tuple[str, str]:
    """The path below our root and the query of an address, however much of it was written.

    The host is not looked at: a batch is about the server it is sent to.
    """
    told = split_address(address)
    path = BELOW.sub("", told.path, count=1) if "/v1.1" in told.path else told.path.lstrip("/")
    found = REFERENCE.match(path)
    if found is not None and found[1] in made:
        entities, number = made[found[1]]
        path = "".join((entities, "(", str(number), ")", path[found.end() :]))
    return unquote(path), told.query


def inner(request: HttpRequest, part: BatchedRequest, query: str, made: Made) -> HttpRequest:
    """A request as if it had come by itself, from the same asker."""
    outer = {name: said for name, said in request.META.items() if name not in OF_THE_WHOLE}
    own = {
        "".join(("HTTP_", name.upper().replace("-", "_"))): value
        for name, value in part.headers.items()
        if name in ("prefer", "if-none-match", "accept")
    }
    environment = (
        outer
        | own
        | {
            "REQUEST_METHOD": part.method,
            "PATH_INFO": SENSORS,
            "QUERY_STRING": query,
            "CONTENT_TYPE": part.headers.get("content-type", "application/json"),
            "CONTENT_LENGTH": str(len(part.body)),
            "wsgi.input": BytesIO(part.body),
        }
    )
    found = WSGIRequest(environment)
    found.made_before = made  # type: ignore[attr-defined]
    return found


def as_part(part: BatchedRequest, response: HttpResponseBase) -> bytes:
    """One answer as a part."""
    return LINE.join((*head_of(part), b"", *lines_of(response)))


def head_of(part: BatchedRequest) -> Iterator[bytes]:
    """The head of the part around an answer."""
    yield b"Content-Type: application/http"
    yield b"Content-Transfer-Encoding: binary"
    if part.name:
        yield "".join(("Content-ID: ", part.name)).encode()


def lines_of(response: HttpResponseBase) -> Iterator[bytes]:
    """An answer as HTTP writes it."""
    content = b"".join(response)
    yield " ".join(("HTTP/1.1", str(response.status_code), response.reason_phrase)).encode()
    for name in ("Content-Type", "Location"):
        if name in response and (content or name == "Location"):
            yield ": ".join((name, response[name])).encode()
    yield ": ".join(("Content-Length", str(len(content)))).encode()
    yield b""
    yield content


def multipart(parts: list[bytes], boundary: str) -> bytes:
    """Parts with their boundary."""
    between = b"".join((b"--", boundary.encode()))
    told = [LINE.join((between, part)) for part in parts]
    return LINE.join((*told, b"".join((between, b"--")), b""))

"""A batch as it is sent: parts of multipart/mixed, each one request or a change set of several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser

from klimamosaik.sensorthings.writing.refusing import TOO_LARGE, refused
from klimamosaik.terms.text import Text

MOST_PARTS = 1_000  # requests in a batch
STRANGERS_PARTS = 20  # of who shows no token: a batch is one request to who counts them
MULTIPART, HTTP = "multipart/mixed", "application/http"
REQUEST_LINE = re.compile(r"([A-Z]+)\s+(\S+)(?:\s+HTTP/\d(?:\.\d)?)?\s*")

NO_BATCH = Text(
    "Das ist kein $batch: erwartet wird multipart/mixed mit Teilen vom Typ application/http.",
    "This is no $batch: multipart/mixed with parts of type application/http is expected.",
)
TOO_MANY = Text(
    "Ein $batch hat höchstens {most} Anfragen; dieser hat mehr. Bitte aufteilen.",
    "A $batch has at most {most} requests; this one has more. Please part it.",
)


@dataclass(frozen=True)
class BatchedRequest:
    """One request inside a batch."""

    name: str  # Content-ID; "" where nobody gave one
    method: str
    address: str  # as written: whole, from the root of the host, below ours, or "$1/…"
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""


@dataclass(frozen=True)
class ChangeSet:
    """Requests that stand or fall together."""

    requests: tuple[BatchedRequest, ...]


Batched = BatchedRequest | ChangeSet


def parts_of(content_type: str, body: bytes, *, most: int) -> list[Batched]:
    """The requests of a batch, in their order. Raises SensingRefused for what is none."""
    head = b"".join((b"Content-Type: ", content_type.encode("ascii", "replace"), b"\r\n\r\n"))
    found = [part_of(each) for each in inside(BytesParser().parsebytes(head + body))]
    if sum(len(each.requests) if isinstance(each, ChangeSet) else 1 for each in found) > most:
        raise refused(TOO_MANY, status=TOO_LARGE, most=most)
    return found


def inside(message: Message) -> Iterator[Message]:
    """The parts of a multipart message. Raises SensingRefused for another message."""
    parts = message.get_payload()
    if message.get_content_type() != MULTIPART or not isinstance(parts, list) or not parts:
        raise refused(NO_BATCH)
    for each in parts:
        assert isinstance(each, Message)
        yield each


def part_of(part: Message) -> Batched:
    """A part: a request, or a change set of requests."""
    if part.get_content_type() == MULTIPART:
        return ChangeSet(tuple(request_in(each) for each in inside(part)))
    return request_in(part)


def request_in(part: Message) -> BatchedRequest:
    """The request that a part holds. Raises SensingRefused for a part that holds none."""
    payload = part.get_payload(decode=True)
    if part.get_content_type() != HTTP or not isinstance(payload, bytes):
        raise refused(NO_BATCH)
    line, _, rest = payload.lstrip(b"\r\n").partition(b"\n")
    found = REQUEST_LINE.fullmatch(line.decode("utf-8", "replace").strip())
    if found is None:
        raise refused(NO_BATCH)
    head, body = parted(rest)
    told = BytesParser().parsebytes(head, headersonly=True)
    headers = {name.lower(): str(value) for name, value in told.items()}
    name = str(part.get("Content-ID") or headers.get("content-id", "")).strip().strip("<>")
    return BatchedRequest(name, found[1], found[2], headers, body)


def parted(rest: bytes) -> tuple[bytes, bytes]:
    """Head and body, whichever kind of line ends the client writes."""
    if rest.startswith((b"\r\n", b"\n")):
        return b"", rest.lstrip(b"\r\n")
    for blank in (b"\r\n\r\n", b"\n\n"):
        head, found, body = rest.partition(blank)
        if found:
            return head, body
    return rest, b""

"""Lists page by page: where to go on stands in the body and in the Link header."""

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.api.parameters import PARAMETERS
from klimamosaik.publication.public.api.problems import LANGUAGE, ApiRefused, ProblemKind
from klimamosaik.publication.public.api.problems import RequestFault as Fault
from klimamosaik.publication.queries.known import Known
from klimamosaik.terms.text import Text

Part = TypeVar("Part")
FREE = {"cursor", "limit", LANGUAGE}  # may change while one walks through a list
STALE = Text(
    "Der cursor gehört nicht zu dieser Liste, oder ihre Daten haben sich seither geändert.",
    "The cursor is not of this list, or its data have changed since.",
)
AGAIN = Text("Bitte ohne cursor von vorn beginnen.", "Please begin anew without cursor.")


@dataclass(frozen=True)
class ListPart(Generic[Part]):
    """Some of a list, and the address of what follows."""

    some: Sequence[Part]
    total: int
    next: str | None


def stand_of(known: Known) -> str:
    """Another one as soon as a list may have changed."""
    return json.dumps([known.published.newest.isoformat(), known.data_version])


def part_of(
    request: HttpRequest,
    response: HttpResponse,
    all_of_it: Sequence[Part],
    *,
    limit: int,
    cursor: str,
    stand: str,
) -> ListPart[Part]:
    """The entries a cursor leads to. Raises ApiRefused for a cursor of anything else."""
    mark = mark_of(request, stand)
    first = start_of(cursor, mark, len(all_of_it)) if cursor else 0
    after = first + limit
    following = None
    if after < len(all_of_it):
        query = request.GET.copy()
        query["cursor"] = written(after, mark)
        following = f"{request.path}?{query.urlencode()}"
        response["Link"] = f'<{following}>; rel="next"'
    return ListPart(all_of_it[first:after], len(all_of_it), following)


def mark_of(request: HttpRequest, stand: str) -> str:
    """What a cursor belongs to: this list, asked like this, on this stand of the data."""
    asked = sorted((name, value) for name, value in request.GET.items() if name not in FREE)
    whole = json.dumps([request.path, asked, stand])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def written(position: int, mark: str) -> str:
    """A cursor; nobody needs to read it."""
    return urlsafe_b64encode(json.dumps([position, mark]).encode()).decode().rstrip("=")


def start_of(cursor: str, mark: str, total: int) -> int:
    """The position a cursor leads to. Raises ApiRefused."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position, told = json.loads(urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        position, told = None, None
    if told == mark and isinstance(position, int) and 0 <= position < total:
        return position
    allowed = PARAMETERS["cursor"].allowed
    raise ApiRefused(ProblemKind.CURSOR, Fault("query.cursor", STALE, allowed, AGAIN))

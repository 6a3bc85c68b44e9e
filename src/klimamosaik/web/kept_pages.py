"""Pages of the office are made once for each state of what they ask, and kept without a name.

Kept by address, language, role, organisation and day; never by time. Where anything was written, a
page asks all its questions again, and is made anew where one of them has another answer. Who is
asking is looked up at each request, and what belongs to one person alone (name, tokens of forms) is
filled in as a page is sent.
"""

import secrets
import zlib
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language

from klimamosaik.people.access import Visit, visit_of
from klimamosaik.places.models import Municipality
from klimamosaik.publication.public.answer_cache import statistics_mark
from klimamosaik.records.query_cache import MARK
from klimamosaik.records.query_log import Questions, asking
from klimamosaik.records.state_cache import Shelf
from klimamosaik.records.valid_until import end_of

# Pages and files that say the same to everybody of a role, by the names of their addresses.
KEPT = frozenset(
    {
        "abatement",
        "abatement_json",
        "adaptation",
        "after_funding",
        "answer",
        "answer_json",
        "building",
        "buildings",
        "council_paper",
        "effect",
        "energy",
        "history",
        "list_download",
        "measure_history",
        "measures",
        "pathway_json",
        "planning",
        "publishing_preview",
        "report",
        "steering",
        "steering_json",
        "tempo",
        "town",
        "way",
    }
)
ROOM = 32 * 1024 * 1024  # [bytes] of pages kept by a process
LEVEL = 6  # of packing
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # of what gzip makes, without a time
END = b"\x03\x00"  # an empty last block
PERSON, TOKEN = secrets.token_hex(32), secrets.token_hex(32)  # stand in a page for what is personal
Views = Callable[..., HttpResponse]


class Anybody:
    """Who a kept page is made for: somebody logged in, of whom nothing is known."""

    is_authenticated = True
    is_anonymous = False

    def __getattr__(self, name: str) -> Any:
        """Whatever a page would say of a person must not be kept: better no page at all."""
        if name.startswith("__"):
            raise AttributeError(name)
        raise RuntimeError(f"a page that is kept for everybody asks for {name} of a person")


@dataclass(frozen=True)
class KeptPage:
    """A page in pieces; between them stands what is personal."""

    pieces: tuple[bytes, ...]
    packed: tuple[bytes, ...]  # each piece by itself, to be put together
    between: tuple[str, ...]  # PERSON or TOKEN
    headers: tuple[tuple[str, str], ...]
    until: datetime | None  # the clock makes it another page then
    asked: Questions

    @property
    def size(self) -> int:
        """What it takes [bytes]."""
        return sum(map(len, (*self.pieces, *self.packed))) + self.asked.size

    def good(self, mark: object, now: datetime) -> bool:
        """True where neither the clock nor an answer of the database made it another one."""
        return (self.until is None or now < self.until) and self.asked.still(mark)

    def to(self, request: HttpRequest) -> HttpResponse:
        """The page for the person who asks."""
        personal = personal_of(request)
        fillings = [personal[each].encode() for each in self.between]
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            answer = HttpResponse(stitched(self.pieces, self.packed, fillings))
            answer["Content-Encoding"] = "gzip"
        else:
            answer = HttpResponse(b"".join(mixed(self.pieces, fillings)))
        for name, value in self.headers:
            answer[name] = value
        answer["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
        return answer


class KeptPages:
    """Middleware, the last before the pages: who may see a page that is kept is sent it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shelf: Shelf[KeptPage] = Shelf(ROOM)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Views, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """The page as it is kept, or made now; None: to be made for this person alone."""
        if settings.DEBUG or not keepable(request):
            return None
        mark = MARK.now()
        visit = visit_of(request.user, kwargs["ags"]) if mark is not None else None
        if visit is None:  # it is the page that says no
            return None
        now = timezone.now()
        stand = (timezone.localdate(now), statistics_mark())
        key = (request.scheme, request.get_host(), request.get_full_path(), get_language(), visit)
        found = self.shelf.find(stand, key)
        if found is not None and found.good(mark, now):
            return found.to(request)
        try:
            with self.shelf.turn(key):
                found = self.shelf.find(stand, key)
                if found is not None and found.good(mark, now):
                    return found.to(request)
                with asking(mark) as asked:
                    response = view(without_person(request, anew(visit)), *args, **kwargs)
                return self.sent(request, response, stand, key, asked)
        finally:
            self.shelf.done(key)

    def sent(
        self,
        request: HttpRequest,
        response: HttpResponse,
        stand: object,
        key: tuple[Any, ...],
        asked: Questions,
    ) -> HttpResponse:
        """A page made for anybody is kept and filled in; what says no is sent on as it is."""
        if response.status_code != 200 or response.streaming:
            return response
        kept = in_pieces(response, asked)
        self.shelf.put(stand, key, kept)
        return kept.to(request)


def anew(visit: Visit) -> Visit:
    """The same visit, its municipality asked for with the page: it is one of its questions."""
    return replace(visit, municipality=Municipality.objects.get(pk=visit.municipality.pk))


def keepable(request: HttpRequest) -> bool:
    """True for a page that is the same to everybody, asked for by somebody without a message."""
    match = request.resolver_match
    if match is None or match.url_name not in KEPT or request.method != "GET":
        return False
    return request.user.is_authenticated and not len(get_messages(request))


def without_person(request: HttpRequest, visit: Visit) -> HttpRequest:
    """The same question from anybody of that role: no user, no session, no cookies."""
    asked = copy(request)
    meta = {name: value for name, value in request.META.items() if "COOKIE" not in name}
    said = {"META": meta, "COOKIES": {}, "session": {}, "user": Anybody(), "visit": visit}
    asked.__dict__.update(said, kept_for_all=True, _messages=())
    return asked


def personal_of(request: HttpRequest) -> Mapping[str, str]:
    """What stands for what in a page of this person."""
    return {PERSON: escape(name_of(request)), TOKEN: get_token(request)}


def name_of(request: HttpRequest) -> str:
    """What a person is called in the frame of a page; "" for strangers."""
    if getattr(request, "kept_for_all", False):
        return PERSON
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return str(user.get_full_name() or user.get_username())


def token_of(request: HttpRequest) -> Mapping[str, str]:
    """What forms of a page that is kept hold instead of a token; nothing for all other pages."""
    return {"csrf_token": TOKEN} if getattr(request, "kept_for_all", False) else {}


def in_pieces(response: HttpResponse, asked: Questions) -> KeptPage:
    """A page taken apart at what is personal."""
    pieces, between = [], []
    rest = response.content
    marks = {PERSON.encode(): PERSON, TOKEN.encode(): TOKEN}
    while places := [(at, mark) for mark in marks if (at := rest.find(mark)) >= 0]:
        at, mark = min(places)
        pieces.append(rest[:at])
        between.append(marks[mark])
        rest = rest[at + len(mark) :]
    pieces.append(rest)
    return KeptPage(
        pieces=tuple(pieces),
        packed=tuple(map(squeezed, pieces)),
        between=tuple(between),
        headers=tuple((name, value) for name, value in response.items() if name != "Vary"),
        until=end_of(response),
        asked=asked,
    )


def squeezed(piece: bytes) -> bytes:
    """A piece packed so that others can follow: it refers to nothing outside of itself."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


def stitched(pieces: Sequence[bytes], packed: Sequence[bytes], fillings: Sequence[bytes]) -> bytes:
    """Packed pieces and what stands between them as one gzip (RFC 1952).

    A token shares no packed piece with anything else: nobody learns it from how a page shrinks.
    """
    check, length = 0, 0
    for part in mixed(pieces, fillings):
        check, length = zlib.crc32(part, check), length + len(part)
    tail = check.to_bytes(4, "little") + (length % 2**32).to_bytes(4, "little")
    return b"".join((HEAD, *mixed(packed, [*map(squeezed, fillings)]), END, tail))


def mixed(pieces: Sequence[bytes], fillings: Sequence[bytes]) -> Sequence[bytes]:
    """Pieces with what stands between them."""
    parts = [part for pair in zip(pieces, fillings, strict=False) for part in pair]
    return [*parts, pieces[-1]]

"""Public answers are made once for each state of what they stand on, and then kept.

Never by time: a changed reading or publication changes the stand, and the next request sees it.
"""

import gzip
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags

from klimamosaik.records.database_mark import DatabaseMark
from klimamosaik.records.state_cache import Shelf

if TYPE_CHECKING:  # the store of readings these bring along takes long to load
    from klimamosaik.publication.public.sharing import SharedTowns
    from klimamosaik.publication.queries.public_version import PublicVersion

FOUND = ("/sitemap.xml", "/robots.txt", "/llms.txt")
PLACES = ("/klima/", "/en/klima/", "/offene-daten/", "/api/v1/", "/en/api/v1/", *FOUND)
SMALL = 512  # [bytes] below, packing costs more than it saves
INTERFACE = ("/api/v1/", "/en/api/v1/")  # may be asked by form and language; refuses what it does
# not know in the query. Elsewhere what is not read is left aside, or junk would be made anew.
READ = (  # of the query, by path
    (re.compile(r"^(/en)?/klima/\d+/$"), ("stand",)),
    (re.compile(r"/zahlen/."), ("von", "bis", "form")),
    (re.compile(r"/bei-mir/$"), ("suche", "stadtteil")),
    (re.compile(r"/rueckmeldung/$"), ("von",)),
    (re.compile(r"/offene-daten/catalog"), ("page",)),
)
NEGOTIATED = ("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE")
PACKED = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/geo+json",
    "application/rdf+xml",
    "application/atom+xml",
    "image/svg+xml",
)
HEADERS_LEFT = ("Content-Length", "Vary", "ETag", "Cache-Control", "Set-Cookie")


@dataclass(frozen=True)
class KeptAnswer:
    """One answer, ready to be sent."""

    body: bytes
    packed: bytes | None  # gzip; None where it would not be smaller
    headers: tuple[tuple[str, str], ...]
    etag: str  # without quotes; the packed one ends with "-gzip"

    @property
    def size(self) -> int:
        """What it takes [bytes]."""
        return len(self.body) + len(self.packed or b"")

    def to(self, request: HttpRequest) -> HttpResponse:
        """The answer as this request can take it; 304 where it has it already."""
        packed = self.packed if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else None
        etag = f'"{self.etag}-gzip"' if packed is not None else f'"{self.etag}"'
        if known(request, etag):
            answer = HttpResponse(status=304)
            del answer["Content-Type"]
        else:
            body = self.body if packed is None else packed
            answer = HttpResponse(b"" if request.method == "HEAD" else body)
            for name, value in self.headers:
                answer[name] = value
            answer["Content-Length"] = str(len(body))
            if packed is not None:
                answer["Content-Encoding"] = "gzip"
        answer["ETag"] = etag
        return to_be_asked_for(answer, request)


def to_be_asked_for(answer: HttpResponse, request: HttpRequest) -> HttpResponse:
    """An answer anybody may keep who asks each time whether it is still the same."""
    asked = "Accept, Accept-Encoding, Accept-Language"
    answer["Vary"] = asked if negotiates(request) else "Accept-Encoding"
    answer["Cache-Control"] = "public, no-cache"
    return answer


def known(request: HttpRequest, etag: str) -> bool:
    """True where the reader has this very answer."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked is None:
        return False
    return any(each == "*" or each.removeprefix("W/") == etag for each in parse_etags(asked))


class Stands:
    """The stand, asked for at each request at the price of one look at the database."""

    def __init__(self) -> None:
        self.seen, self.database = threading.local(), DatabaseMark()

    def now(self) -> "PublicVersion":
        """The stand of this moment."""
        from klimamosaik.publication.queries.public_version import public_version

        at = timezone.now()
        mark = self.database.now()
        today = (mark, timezone.localdate(at), statistics_mark())
        if mark is not None and getattr(self.seen, "mark", None) == today:
            found: PublicVersion = self.seen.stand
            return found
        stand = public_version(at)
        self.seen.mark, self.seen.stand = today, stand
        return stand


def statistics_mark() -> int:
    """When a file of statistics was last added or taken away [ns]; 0 where there are none."""
    try:
        return (settings.DATA_DIR / "statistics").stat().st_mtime_ns
    except OSError:
        return 0


class KeptAnswers:
    """Middleware, before all others: what strangers see, without cookies, packed and kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shelf: Shelf[KeptAnswer] = Shelf()
        self.stands = Stands()

    @cached_property
    def towns(self) -> "SharedTowns":
        """What is read of towns, shared by the requests of a stand."""
        from klimamosaik.publication.public.sharing import SharedTowns

        return SharedTowns()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PLACES):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)  # nobody is known here
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        stand, key = self.stands.now(), key_of(request)
        found = self.shelf.find(stand, key)
        if found is not None:
            return found.to(request)
        try:
            with self.shelf.turn(key):
                found = self.shelf.find(stand, key)
                return found.to(request) if found else self.made(request, stand, key)
        finally:
            self.shelf.done(key)

    def made(
        self, request: HttpRequest, stand: "PublicVersion", key: tuple[str, ...]
    ) -> HttpResponse:
        """Make the answer, and keep it where it is one."""
        from klimamosaik.publication.public.sharing import TOWNS

        method, request.method = request.method, "GET"
        request.META[TOWNS] = partial(self.towns.known, stand)
        try:
            response = self.get_response(request)
        finally:
            request.method = method
        if response.status_code == 304:  # its view knows without making it
            return to_be_asked_for(response, request)
        if response.status_code != 200 or response.streaming or not lasting(response):
            return response
        answer = kept(response)
        self.shelf.put(stand, key, answer)
        return answer.to(request)


def lasting(response: HttpResponse) -> bool:
    """False for what is another one each time, as a form with a token of its own."""
    return "no-store" not in response.get("Cache-Control", "")


def key_of(request: HttpRequest) -> tuple[str, ...]:
    """What an answer depends on, besides the stand."""
    told = [request.META.get(name, "") for name in NEGOTIATED] if negotiates(request) else []
    host = request.get_host()  # refuses one that is not ours
    named = settings.PUBLIC_ADDRESS or host  # by pages: see `absolute`
    return (request.scheme or "", named, request.path, *asked_in(request), *told)


def asked_in(request: HttpRequest) -> Iterable[str]:
    """What is read of the query; what is not leaves the answer as it is."""
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return ()
    if request.path_info.startswith(INTERFACE):
        return (query,)
    names = next((names for path, names in READ if path.search(request.path_info)), ())
    given = ((name, request.GET.get(name)) for name in names)
    return tuple(part for name, value in given if value is not None for part in (name, value))


def negotiates(request: HttpRequest) -> bool:
    """True where the form or language of an answer is asked for beside the address."""
    path = request.path_info
    return path.startswith(INTERFACE) or path.endswith("/offene-daten/catalog")


def kept(response: HttpResponse) -> KeptAnswer:
    """A response as it is kept."""
    kind = response.get("Content-Type", "")
    body = response.content
    packed = None
    if len(body) >= SMALL and kind.startswith(PACKED):
        smaller = gzip.compress(body, 6, mtime=0)
        packed = smaller if len(smaller) < len(body) else None
    headers = tuple((name, value) for name, value in response.items() if name not in HEADERS_LEFT)
    told = response.get("ETag", "").strip('"')  # by what it is made of; else by what it says
    return KeptAnswer(body, packed, headers, told or sha256(body).hexdigest()[:32])

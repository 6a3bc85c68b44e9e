"""Asking another server politely: one request at a time, with pauses, patience and limits.

Whatever it answers, an own sentence says what is wrong, and nothing leads to another host.
"""

import json
import math
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import urllib3

from klimamosaik import __version__
from klimamosaik.sources.sensorthings.address import inside
from klimamosaik.sources.sensorthings.outside import INSIDE, OUTSIDE, LeadsInside
from klimamosaik.terms.text import Text

SAID_BY = "Klimamosaik-Server"  # head of an answer: the mark of an installation of ours
AGENT = f"Klimamosaik/{__version__} (mirror of sensor data; one request at a time)"
LARGEST = 50_000_000  # [bytes] of one answer, unpacked
PAGES = 100_000  # of one list; more is a circle
TIMEOUT = urllib3.Timeout(connect=10, read=60)
PAUSE = 0.1  # [s] between two requests
WAITS = (1.0, 4.0, 15.0)  # [s] before asking again what failed
PATIENCE = 60.0  # [s] that are slept where a server says when to come again; longer: next time
LONGEST_WAIT = 86_400.0  # [s] whatever a server says: it is asked again within a day
AGAIN = frozenset({408, 429, 500, 502, 503, 504})
UNCHANGED = 304
CHUNK = 1 << 16
MARK = 40  # characters
HALVES = re.compile("[\ud800-\udfff]")  # of characters that JSON writes as two
DIGITS = 9  # of seconds; more is beyond all waiting


class SourceUnreachable(Exception):
    """The other server does not answer as it should; `text` says how, `wait` [s] for how long.

    status: of its answer; 0 where there was none.
    """

    def __init__(self, text: Text, *, wait: float = 0.0, status: int = 0) -> None:
        self.text, self.wait, self.status = text, wait, status
        super().__init__(text.en)


@dataclass(frozen=True)
class ServerPage:
    """One page of a list."""

    rows: tuple[Mapping[str, Any], ...]
    next: str  # link of the next page; "" at the end
    etag: str = ""


@dataclass
class SensorThingsClient:
    """One server and the manners it is asked with."""

    root: str  # as service_root gives it
    headers: Mapping[str, str] = field(default_factory=dict)  # of who has to log in
    sleep: Callable[[float], None] = time.sleep
    pause: float = PAUSE
    outside: bool = False  # asked is only who stands outside of our own network
    requests: int = 0  # so far
    mark: str = ""  # of the server, where it is one of ours and has answered
    pool: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """One connection, kept open between requests."""
        self.pool = urllib3.connection_from_url(self.root, maxsize=1, block=True)
        if self.outside:
            self.pool.ConnectionCls = OUTSIDE[self.pool.scheme]

    def document(self, path: str, *, etag: str = "") -> tuple[Mapping[str, Any] | None, str]:
        """What stands below the root at `path`, and its ETag; None where it is as at `etag`.

        Raises SourceUnreachable where the server does not answer, or with no JSON object.
        """
        status, body, tag = self._patiently(path, etag)
        if status == UNCHANGED:
            return None, etag
        if status != 200:
            raise answered_badly(status, path)
        try:
            # NaN is no JSON, but some write it; as a text it does no harm
            found = cleaned(json.loads(body, parse_constant=str))
        except (ValueError, RecursionError) as error:
            raise SourceUnreachable(NO_JSON.format(path=path[:200])) from error
        if not isinstance(found, dict):
            raise SourceUnreachable(NO_JSON.format(path=path[:200]))
        return found, tag

    def page(self, path: str, *, etag: str = "") -> ServerPage | None:
        """One page of a list; None where it is as at `etag`."""
        document, tag = self.document(path, etag=etag)
        if document is None:
            return None
        rows = document.get("value")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise SourceUnreachable(NO_LIST.format(path=path[:200]))
        follows = document.get("@iot.nextLink") or ""
        # Anything else named there would be asked as well: a link is text, and below the root.
        link = inside(str(follows), self.root)[len(self.root) + 1 :] if follows else ""
        return ServerPage(tuple(rows), link, tag)

    def pages(self, path: str) -> Iterator[ServerPage]:
        """All pages of a list, one after the other."""
        seen: set[str] = set()
        while path:
            if path in seen or len(seen) >= PAGES:
                raise SourceUnreachable(CIRCLE.format(path=path[:200]))
            seen.add(path)
            found = self.page(path)
            if found is None:
                return
            yield found
            path = found.next

    def _patiently(self, path: str, etag: str) -> tuple[int, bytes, str]:
        """Ask, and ask again what failed; what the server says of when to come is kept."""
        for wait in (*WAITS, None):
            try:
                status, body, headers = self._once(path, etag)
            except LeadsInside as error:
                raise SourceUnreachable(INSIDE.format(host=self.pool.host)) from error
            except (urllib3.exceptions.HTTPError, OSError) as error:
                if wait is None:
                    raise SourceUnreachable(
                        SILENT.format(root=self.root, why=type(error).__name__)
                    ) from error
                self.sleep(wait)
                continue
            self.mark = headers.get(SAID_BY, self.mark)[:MARK]
            if status not in AGAIN:
                return status, body, headers.get("ETag", "")
            asked = waited(headers.get("Retry-After", ""))
            if wait is None or (asked or 0) > PATIENCE:
                raise SourceUnreachable(
                    BUSY.format(root=self.root, status=status), wait=asked or 0.0, status=status
                )
            self.sleep(wait if asked is None else asked)
        raise AssertionError("the last try returns or raises")

    def _once(self, path: str, etag: str) -> tuple[int, bytes, Any]:
        """One request; never follows to another address."""
        if self.requests:
            self.sleep(self.pause)
        self.requests += 1
        headers = {"User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"}
        answer = self.pool.request(
            "GET",
            urllib3.util.parse_url(f"{self.root}/{path}").request_uri,
            headers={**headers, **self.headers, **({"If-None-Match": etag} if etag else {})},
            timeout=TIMEOUT,
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            body = bytearray()
            for chunk in answer.stream(CHUNK, decode_content=True):
                body += chunk
                if len(body) > LARGEST:
                    answer.close()
                    raise SourceUnreachable(GIANT.format(path=path[:200], mb=LARGEST // 10**6))
            return answer.status, bytes(body), answer.headers
        finally:
            answer.release_conn()


def waited(header: str) -> float | None:
    """Seconds a Retry-After asks to wait, as a number or as a date; None where it says none.

    A day at most: a server that says a year, or whose clock is wrong, is not forgotten.
    """
    told = header.strip()
    if told.isascii() and told.isdecimal():
        return LONGEST_WAIT if len(told) > DIGITS else min(float(told), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(header)
        seconds = (moment - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError, OverflowError):  # without a zone there is no difference
        return None
    return min(max(0.0, seconds), LONGEST_WAIT)


def cleaned(value: Any) -> Any:
    """The same without zero bytes, halves of a character and 1e999, which no database takes."""
    if isinstance(value, str):
        return HALVES.sub("\ufffd", value.replace("\x00", ""))
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned(each) for key, each in value.items()}
    return value


def answered_badly(status: int, path: str) -> SourceUnreachable:
    """What an answer other than 200 means."""
    template = {401: LOCKED, 403: LOCKED, 404: NOT_THERE}.get(status, ODD)
    if status in (301, 302, 303, 307, 308):
        template = MOVED
    return SourceUnreachable(template.format(status=status, path=path[:200]), status=status)


SILENT = Text("{root} antwortet nicht ({why}).", "{root} does not answer ({why}).")
BUSY = Text(
    "{root} ist überlastet oder gestört (Antwort {status}); es wird später wieder gefragt.",
    "{root} is overloaded or broken (answer {status}); it is asked again later.",
)
NO_JSON = Text(
    "Die Antwort auf „{path}“ ist kein vollständiges JSON-Objekt.",
    "The answer to “{path}” is no whole JSON object.",
)
NO_LIST = Text(
    "Die Antwort auf „{path}“ ist keine Liste eines SensorThings-Servers.",
    "The answer to “{path}” is no list of a SensorThings server.",
)
CIRCLE = Text(
    "Der Server führt mit seinen Folgeseiten im Kreis („{path}“).",
    "The server leads in a circle with its next pages (“{path}”).",
)
GIANT = Text(
    "Die Antwort auf „{path}“ ist größer als {mb} MB.",
    "The answer to “{path}” is larger than {mb} MB.",
)
LOCKED = Text(
    "Der Server lässt uns „{path}“ nicht lesen (Antwort {status}): Er verlangt eine Anmeldung.",
    "The server does not let us read “{path}” (answer {status}): it asks for a log-in.",
)
NOT_THERE = Text(
    "Auf dem Server gibt es „{path}“ nicht (Antwort {status}): Stimmt die Adresse bis zur Version?",
    "There is no “{path}” on the server (answer {status}): is the address right up to its version?",
)
MOVED = Text(
    "Der Server schickt bei „{path}“ an eine andere Adresse (Antwort {status}). Bitte diese "
    "eintragen; von selbst wird ihr nicht gefolgt.",
    "The server sends us elsewhere for “{path}” (answer {status}). Please enter that address; it "
    "is not followed by itself.",
)
ODD = Text(
    "Der Server antwortet auf „{path}“ mit {status}.", "The server answers “{path}” with {status}."
)

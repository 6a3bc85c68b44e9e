"""The entry of the interface: who may ask how often, by which methods, and from which sites."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

from klimamosaik.publication.public.api.limits import MINUTE, ApiTurns, Turn
from klimamosaik.publication.public.api.problems import (
    ROOT,
    ProblemKind,
    RequestFault,
    found,
    problem_response,
)
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.records.addresses import client_network
from klimamosaik.terms.text import Text

READS = ("GET", "HEAD")
METHODS = "GET, HEAD, OPTIONS"
WRITES = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"  # to sensors, by who shows a token
SENT = "ETag, Link, Location, Content-Disposition, RateLimit, RateLimit-Policy, Retry-After"
NO_METHOD = Text("Die Methode {found} gibt es hier nicht.", "There is no method {found} here.")
READ = Text("Bitte mit GET lesen.", "Please read by GET.")


class ApiEntry:
    """Middleware before the kept answers, so that these count, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    @cached_property
    def turns(self) -> ApiTurns:
        """Who has asked how often, from the first program that asks on."""
        return ApiTurns()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sensors = request.path_info.startswith(SENSORS)
        if not sensors and (not request.path_info.startswith(ROOT) or request.path_info == ROOT):
            return self.get_response(request)  # the reference is a page as any other
        shows_token = sensors and "Authorization" in request.headers
        response = self.known(request) if shows_token else self.answered(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = SENT
        return response

    def known(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a program with a token: it has all turns, who guesses tokens has not."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.UNAUTHORIZED:
            return response
        who = client_network(request)
        turn = self.turns.take(who)
        if turn.fault is not None:
            return too_many(request, turn, turn.fault)
        self.turns.done(who)
        return response

    def answered(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, where this address has a turn and only reads."""
        if request.method == "OPTIONS":
            return preflight(WRITES if request.path_info.startswith(SENSORS) else METHODS)
        who = client_network(request)
        turn = self.turns.take(who)
        if turn.fault is not None:
            return too_many(request, turn, turn.fault)
        try:
            response = self.read(request)
        except BaseException:
            self.turns.done(who)
            raise
        return limited(self.held(response, who), turn)

    def read(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to GET and HEAD; there are no other methods."""
        if request.method not in READS and not request.path_info.startswith(SENSORS):
            what = NO_METHOD.format(found=found(request.method))
            fault = RequestFault("method", what, Text(METHODS, METHODS), READ)
            refusal = problem_response(request, ProblemKind.METHOD, [fault])
            refusal["Allow"] = METHODS
            return refusal
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
            response.close()  # nothing of it is sent, so nothing of it is made
            return HttpResponse(headers=dict(response.items()))
        return response

    def held(self, response: HttpResponseBase, who: str) -> HttpResponseBase:
        """The turn ends with the answer: of a stream, when its last part is sent."""
        if isinstance(response, StreamingHttpResponse):
            parts: Iterable[bytes] = response.streaming_content  # type: ignore[assignment]
            response.streaming_content = HeldParts(parts, lambda: self.turns.done(who))
        else:
            self.turns.done(who)
        return response


class HeldParts:
    """Parts of a stream; whatever way it ends, `done` is called once."""

    def __init__(self, parts: Iterable[bytes], done: Callable[[], None]) -> None:
        self.parts, self.done, self.open = parts, done, True

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        """Django closes what it streams, also where a reader went away."""
        if self.open:
            self.open = False
            self.done()


def too_many(request: HttpRequest, turn: Turn, fault: RequestFault) -> HttpResponseBase:
    """No turn now, and when there is one."""
    response: HttpResponseBase = problem_response(request, ProblemKind.TOO_MANY, [fault])
    response["Retry-After"] = str(turn.wait)
    return limited(response, turn)


def preflight(methods: str) -> HttpResponse:
    """What a browser asks before a page of another site may read, or write with a token.

    It never brings a log-in of its own: with "*" for an origin browsers send none they keep.
    """
    response = HttpResponse(status=204)
    response["Allow"] = methods
    response["Access-Control-Allow-Methods"] = methods
    response["Access-Control-Allow-Headers"] = "*, Authorization"  # "*" alone leaves it out
    response["Access-Control-Max-Age"] = "86400"
    return response


def limited(response: HttpResponseBase, turn: Turn) -> HttpResponseBase:
    """Say what is left (draft-ietf-httpapi-ratelimit-headers)."""
    response["RateLimit-Policy"] = f'"minute";q={settings.API_PER_MINUTE};w={MINUTE}'
    response["RateLimit"] = f'"minute";r={turn.left};t={turn.wait}'
    return response

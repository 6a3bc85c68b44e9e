"""The way of a single reading: most requests are one, and need nothing of what pages need.

Where anything else is asked for, or anything is wrong, the usual way decides and says why.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.queries.paths import SENSORS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

SINGLE = re.compile(rf"{re.escape(SENSORS)}/(?:Datastreams\((\d{{1,18}})\)/)?Observations/?")
SHORT = 64_000  # [bytes] of a body
Answering = Callable[[HttpRequest], Any]  # as Django's middleware is built: request -> response


class QuickReadings:
    """Stands before Django's handler, which opens and closes for each request what pages need."""

    def __init__(
        self, usual: "WSGIApplication", around: Sequence[Callable[[Answering], Answering]]
    ) -> None:
        """usual: answers all else; around: middleware a reading goes through too, outermost first.

        Whatever decides who asks, or notes that somebody did, belongs there: it is the same that
        stands before the usual way.
        """
        self.usual = usual
        self.short: Answering = taken
        for each in reversed(around):
            self.short = each(self.short)

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        answer = self.answer(environ)
        if answer is None:
            return self.usual(environ, start)
        start(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
        return [answer.content]

    def answer(self, environ: dict[str, Any]) -> HttpResponse | None:
        """The answer to a single reading once it is committed; None for the usual way."""
        if not is_short(environ):
            return None
        body = BytesIO(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        environ["wsgi.input"] = body
        try:
            answer: HttpResponse = self.short(WSGIRequest(environ))
        except Exception:  # nothing was stored: the usual way meets it again, and says what it is
            body.seek(0)
            return None
        return answer


def is_short(environ: dict[str, Any]) -> bool:
    """True for a request that may be a single reading and asks for nothing else."""
    if environ["REQUEST_METHOD"] != "POST" or not SINGLE.fullmatch(environ["PATH_INFO"]):
        return False
    # a page of another site (Origin) is told that it may read the answer, too
    asks_more = environ.get("QUERY_STRING") or "HTTP_PREFER" in environ or "HTTP_ORIGIN" in environ
    length = environ.get("CONTENT_LENGTH") or ""
    return not asks_more and length.isdecimal() and int(length) <= SHORT


def taken(request: HttpRequest) -> HttpResponse:
    """The answer where it could be stored at once; the store is loaded by the first to come."""
    from klimamosaik.sensorthings.writing.single import quick

    path = SINGLE.fullmatch(request.path_info)
    return quick(request, path[1] if path else None)

"""The way of a single reading: most requests are one, and need nothing of what pages need.

Where anything else is asked for, or anything is wrong, the usual way decides and says why.
Readings of several senders that came together go this way together: they are committed in one
act, and each is answered after it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.sensorthings.writing.short_answer import ShortAnswer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

SINGLE = re.compile(rf"{re.escape(SENSORS)}/(?:Datastreams\((\d{{1,18}})\)/)?Observations/?")
SHORT = 64_000  # [bytes] of a body
ANSWER = "klimamosaik.answer"  # what a request is answered that was looked at already
Environment = dict[str, Any]
Closing = Callable[[ShortAnswer], None]  # completes the answer to a request
Opening = Callable[[HttpRequest], Closing | None]


class QuickReadings:
    """Stands before Django's handler, which opens and closes for each request what pages need."""

    def __init__(self, usual: "WSGIApplication", around: Sequence[Opening]) -> None:
        """usual: answers all else; around: done before a reading is looked at, outermost first.

        Whatever decides who asks, or notes that somebody did, belongs there: it is the same that
        stands before the usual way.
        """
        self.usual = usual
        self.around = around

    def __call__(self, environ: Environment, start: "StartResponse") -> Iterable[bytes]:
        answer = self.answer(environ)
        if answer is None:
            return self.usual(environ, start)
        start(answer.status, list(answer.items()))
        return []

    def answer(self, environ: Environment) -> ShortAnswer | None:
        """The answer to a single reading once it is committed; None for the usual way."""
        if ANSWER not in environ:
            self.answer_together([environ])
        answer: ShortAnswer | None = environ[ANSWER]
        return answer

    def answer_together(self, environs: Sequence[Environment]) -> None:
        """Put its answer into each, once all of them are committed; None for the usual way.

        Of several, one is left without that has to be looked at by itself. The store is loaded by
        the first to come.
        """
        for environ in environs:
            environ[ANSWER] = None
        asked = list(filter(is_short, environs))
        if not asked:  # a page, as nearly always
            return
        from klimamosaik.observations.operations.reporting import NotAhead
        from klimamosaik.sensorthings.writing import single

        heard: list[tuple[ShortRequest, single.SingleReading]] = []
        alike = single.AskedTogether()
        for environ in asked:
            short = ShortRequest(environ)
            try:
                short.open(self.around)
                heard.append((short, alike.understood(short, short.datastream)))
            except Exception:  # the usual way meets it again, and says what it is
                short.leave()
        outcomes = single.stored([reading for _, reading in heard])
        for (short, _), outcome in zip(heard, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                short.leave(again=isinstance(outcome, NotAhead))
            else:
                short.answer(outcome)


class ShortRequest(HttpRequest):
    """A request that may be a single reading: as much of one as that needs.

    Its address is of plain letters, it asks nothing in a query and its body is there: nothing has
    to be taken apart.
    """

    method = "POST"

    def __init__(self, environ: Environment) -> None:
        # not HttpRequest's own, which makes room for forms, cookies and files
        self.environ = self.META = environ
        self.path_info = environ["PATH_INFO"]
        self.resolver_match = None
        self._body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.closings: list[Closing] = []

    def _get_scheme(self) -> str | None:
        """As the server was asked; `scheme` looks at what a proxy says, too."""
        return self.environ.get("wsgi.url_scheme")

    @property
    def datastream(self) -> str | None:
        """The datastream in its path."""
        path = SINGLE.fullmatch(self.path_info)
        return path[1] if path else None

    def open(self, around: Sequence[Opening]) -> None:
        """Do what is to be done before it is looked at."""
        for opening in around:
            closing = opening(self)
            if closing is not None:
                self.closings.append(closing)

    def answer(self, answer: ShortAnswer) -> None:
        """Keep the answer."""
        for closing in reversed(self.closings):
            closing(answer)
        self.environ[ANSWER] = answer

    def leave(self, *, again: bool = False) -> None:
        """Leave it as it came, to the usual way or to be looked at again."""
        self.environ["wsgi.input"] = BytesIO(self._body)
        if again:
            del self.environ[ANSWER]


def is_short(environ: Environment) -> bool:
    """True for a request that may be a single reading and asks for nothing else."""
    if environ["REQUEST_METHOD"] != "POST" or not SINGLE.fullmatch(environ["PATH_INFO"]):
        return False
    # a page of another site (Origin) is told that it may read the answer, too
    asks_more = environ.get("QUERY_STRING") or "HTTP_PREFER" in environ or "HTTP_ORIGIN" in environ
    length = environ.get("CONTENT_LENGTH") or ""
    return not asks_more and length.isdecimal() and int(length) <= SHORT

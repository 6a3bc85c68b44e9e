"""The way of a single reading: most requests are one, and need nothing of what pages need.

Where anything else is asked for, or anything is wrong, the usual way decides and says why.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.queries.paths import SENSORS

SINGLE = re.compile(rf"{re.escape(SENSORS)}/(?:Datastreams\((\d{{1,18}})\)/)?Observations/?")


class QuickReadings:
    """Middleware before all that only pages need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a single reading once it is committed, or that of the usual way."""
        if request.method == "POST":
            path = SINGLE.fullmatch(request.path_info)
            if path is not None and (answer := taken(request, path[1])) is not None:
                return answer
        return self.get_response(request)


def taken(request: HttpRequest, datastream: str | None) -> HttpResponse | None:
    """The answer where it could be stored at once; the store is loaded by the first to come."""
    from klimamosaik.sensorthings.writing.single import quick

    return quick(request, datastream)

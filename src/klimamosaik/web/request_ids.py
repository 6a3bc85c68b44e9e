"""Each answer carries the id under which the log speaks of its request."""

import logging
import re
import time
from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from klimamosaik.records.addresses import from_trusted_proxy
from klimamosaik.records.runs import begin_request, go_on, new_id

HEADER = "X-Request-ID"
TOLD = "HTTP_X_REQUEST_ID"
BAD_REQUEST = 400
SANE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{7,63}")

logger = logging.getLogger("klimamosaik.requests")


class RequestIds:
    """Middleware before all others: an id for each request, that of a known proxy or a new one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answered = numbered(request)
        response = self.get_response(request)
        answered(response)
        return response


class NumberedAnswer(Protocol):
    """An answer as far as it is numbered and noted."""

    status_code: int

    def __setitem__(self, header: str, value: str, /) -> None: ...


def numbered(request: HttpRequest) -> Callable[[NumberedAnswer], None]:
    """Give a request its id; returns what is done with the answer to it."""
    begun = time.perf_counter()
    number = proxy_id(request) or new_id()
    run = begin_request(request, number)

    def answered(response: NumberedAnswer) -> None:
        response[HEADER] = number
        if settings.LOG_REQUESTS:
            go_on(run)  # others may have been looked at meanwhile
            note(request, response, time.perf_counter() - begun)

    return answered


def proxy_id(request: HttpRequest) -> str | None:
    """The id a known proxy gave; None where there is none, or where anybody else says one."""
    told = request.META.get(TOLD)
    if told is None or not SANE.fullmatch(told) or not from_trusted_proxy(request):
        return None
    return str(told)


def note(request: HttpRequest, response: NumberedAnswer, seconds: float) -> None:
    """One line: method, pattern of the address, status, duration. No query, no secret in a path."""
    match = request.resolver_match
    # what is answered before addresses are looked up is public or of a sensor; a page that is
    # not there may be called anything
    kept = request.path_info if response.status_code < BAD_REQUEST else "(no page)"
    where = f"/{match.route}" if match else kept
    took = round(1000 * seconds)
    logger.info("%s %s %d %d ms", request.method, where, response.status_code, took)

"""A Django view that answers nothing, on the server that answers pages: what all of them cost.

    python -m klimamosaik.web.bench.empty_view PORT bare|whole

"whole" stands behind our middleware, "bare" behind none.
"""

import socket
import sys
import threading
from importlib import import_module

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.web.serving.claims import BACKLOG
from klimamosaik.web.serving.one_core import stay_on_one_core
from klimamosaik.web.serving.server import server_on

BARE, WHOLE = "bare", "whole"
ADDRESS = f"{SENSORS}/empty"  # below it the threads of readers answer, as they do readings


def empty(request: HttpRequest) -> HttpResponse:
    """An answer without a body."""
    return HttpResponse()


urlpatterns = [path(ADDRESS.lstrip("/"), empty)]


def main() -> None:
    """Answer until killed."""
    port, kind = sys.argv[1:]
    settings.ROOT_URLCONF = "klimamosaik.web.bench.empty_view"
    if kind == BARE:
        settings.MIDDLEWARE = []
    application = import_module("klimamosaik.web.wsgi").application
    server = server_on(
        socket.create_server(("127.0.0.1", int(port)), backlog=BACKLOG),
        application,
        patience=settings.WAIT_SECONDS,
    )
    stay_on_one_core(threading.enumerate(), 0)
    server.run()


if __name__ == "__main__":
    main()

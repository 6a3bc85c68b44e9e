"""What pages need is loaded, and those opened first are made once, before anybody asks for them.

What they stand on is then held (`records.memory_cache`, `observations.queries.cache` and the
like), by all that it depends on and never by time alone: who asks is shown what is true at that
moment. It is done when a process begins to answer and when a day begins, for no result outlasts
these.

Who asks meanwhile goes first: between its pieces (a module, a page) it waits until nobody waits
for an answer. Two threads of one process work in turn, so a page asked for beside it took twice
as long.

Then all other threads stay on one core. Not before: the threads of polars are as many as the cores
whoever asks it first may use, and a table of two million rows then took five times as long.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.db.models import Count
from django.urls import resolve, reverse
from django.utils import timezone

from klimamosaik.people.access import Visit
from klimamosaik.people.roles import Role
from klimamosaik.places.models import Municipality
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.records.lazy_views import load_all
from klimamosaik.records.runs import at_work
from klimamosaik.records.same_database import renew_connections
from klimamosaik.web.kept_pages import without_person
from klimamosaik.web.serving.memory import loading, set_aside, unwatched
from klimamosaik.web.serving.one_core import stay_on_one_core

FIRST = ("town", "energy", "report")  # names of addresses; "Heute" is gathered for the mosaic
CATALOGUE = "offene-daten/catalog.ttl"  # each file it names is written to know its checksum
PUBLIC = ("", "zahlen/", "energiebericht/")  # below a public page: others share them
TOWNS = 3  # the largest; smaller ones are quick anyway
PAUSE = 1.0  # [s] in which who asks at once is answered first
LOOKS = 30.0  # [s] between looks whether another day has begun
GLANCE = 0.02  # [s] between looks whether anybody still waits
LONGEST = 120.0  # [s] it waits for others altogether: where somebody always asks it goes on, too

logger = logging.getLogger("klimamosaik.serving")


@dataclass
class GivingWay:
    """Waits while somebody waits for a page, so long altogether."""

    busy: Callable[[], bool]  # True while somebody does
    left: float = LONGEST  # [s]

    def __call__(self) -> None:
        """Wait until nobody does."""
        while self.left > 0 and self.busy():
            time.sleep(GLANCE)
            self.left -= GLANCE


def start_warming(number: int, busy: Callable[[], bool], listening: str) -> None:
    """Begin beside the requests.

    number: of the process, see `stay_on_one_core`; busy: True while somebody waits for a page;
    listening: "127.0.0.1:8000".
    """
    args = (number, threading.enumerate(), busy, listening)
    threading.Thread(target=keep_warm, args=args, daemon=True, name="warming").start()


def keep_warm(
    number: int, answering: Sequence[threading.Thread], busy: Callable[[], bool], listening: str
) -> None:
    """Load all pages, and make the first ones now and at the beginning of each day, for ever.

    answering: threads that stay on one core from then on.
    """
    time.sleep(PAUSE)
    load_the_rest(GivingWay(busy))
    start_threads_of_tables()
    stay_on_one_core(answering, number)
    while True:
        day = timezone.localdate()
        warm(GivingWay(busy), listening)
        while timezone.localdate() == day:
            time.sleep(LOOKS)
        time.sleep(PAUSE)


def start_threads_of_tables() -> None:
    """Start the threads of polars, on the cores this one may use."""
    import polars as pl  # not before the first page

    pl.thread_pool_size()


@at_work("loading")
def load_the_rest(give_way: Callable[[], None]) -> None:
    """Load what other pages than the first one need; where that fails, whoever asks is told why."""
    from klimamosaik.balance.shipped_municipalities import shipped_estimate

    try:
        with loading():
            load_all(before_each=give_way)
            give_way()
            shipped_estimate()  # of the municipalities: what the first wall needs
    except Exception:
        logger.warning("not all pages were loaded beforehand", exc_info=True)


@at_work("warming")
def warm(give_way: Callable[[], None], listening: str = "") -> None:
    """Make the first pages of the largest towns; where that fails, whoever asks is told why."""
    renew_connections()
    try:
        with unwatched():
            make_first(give_way, listening)
        make_catalogues(give_way, listening)
    except Exception:
        logger.warning("the first pages were not made beforehand", exc_info=True)
    finally:
        connection.close()  # the next time is hours away
        set_aside()


def make_first(give_way: Callable[[], None], listening: str) -> None:
    """The first pages of the largest towns, of those published also what strangers see."""
    public = published()
    for town in largest():
        for name in FIRST:
            give_way()
            make(name, town)
        for below in PUBLIC if town in public else ():
            give_way()
            make_public(page_path(town.ags, below), listening)


def make_catalogues(give_way: Callable[[], None], listening: str) -> None:
    """The catalogues of the largest towns that are published.

    Most of what goes into them is garbage at once. Unwatched it would lie among what stays, and
    leave holes that are never handed back to the system.
    """
    for town in published():
        give_way()
        make_public(page_path(town.ags, CATALOGUE), listening)


def published() -> list[Municipality]:
    """The largest towns, as far as strangers see them."""
    from klimamosaik.publication.queries.published import towns_published

    public = towns_published()
    return [town for town in largest() if town.ags in public]


def largest() -> list[Municipality]:
    """The towns with the most meters; none without any."""
    counted = Municipality.objects.annotate(meters=Count("buildings__meter_points"))
    return list(counted.filter(meters__gt=0).order_by("-meters", "pk")[:TOWNS])


def make(name: str, town: Municipality) -> None:
    """Make a page as it is kept for everybody: for a reader without a name."""
    request = asking(reverse(name, args=[town.ags]))
    match = resolve(request.path_info)
    request.resolver_match = match
    visit = Visit(town, Role.READER)
    match.func(without_person(request, visit), *match.args, **match.kwargs)


def make_public(path: str, listening: str) -> None:
    """Make a public page as strangers get it, and all it stands on, which other pages share.

    It is kept for those who ask at the same address: KLIMAMOSAIK_ADDRESS, else the one that is
    printed at the start. Who asks at another one, a proxy's name, gets pages that name that one.
    """
    from klimamosaik.web.wsgi import usual

    usual.get_response(asking(path, listening))


def asking(path: str, listening: str = "") -> WSGIRequest:
    """A request of this server to itself: at its public address, where it listens, or by a name."""
    name = next(iter(settings.ALLOWED_HOSTS), "").strip("*.") or "localhost"
    if listening.rpartition(":")[0] in settings.ALLOWED_HOSTS:
        name = listening
    scheme, _, host = (settings.PUBLIC_ADDRESS or f"http://{name}").partition("://")
    environ: dict[str, object] = {
        "PATH_INFO": path,
        "HTTP_HOST": host,
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(environ)
    return WSGIRequest(environ)

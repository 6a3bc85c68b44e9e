"""How many requests a second the office's pages bear while nothing changes, by a real server."""

from collections.abc import Iterator
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User

from klimamosaik.evidence.models import Assessment
from klimamosaik.web.bench.figure import Speed
from klimamosaik.web.bench.public import get, script_for
from klimamosaik.web.bench.under_load import load, needs_wrk, processor, settled
from klimamosaik.web.demo.story import USER
from klimamosaik.web.demo.town import AGS

LASTS = 10  # [s] of a load
AIM = "200 requests/s"


def office() -> Iterator[Speed]:
    """Mosaic, effect and report by turns, then each alone: rates, tails, and what they cost."""
    needs_wrk()
    looked_at = Assessment.objects.filter(measure__municipality_id=AGS).latest("pk")
    pages = {"mosaic": "", "report": "bericht/", "effect": f"massnahmen/{looked_at.measure_id}/"}
    paths = {name: f"/{AGS}/{path}" for name, path in pages.items()}
    with settled() as (port, pid):  # what the background writes at first makes all anew
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={logged_in()}"}
        for path in paths.values():
            status, _ = get(port, path, headers)
            if status != 200:
                raise AssertionError(f"{path} answered {status}")
        yield from borne(port, pid, "mosaic, effect and report", list(paths.values()), headers)
        for name, path in paths.items():
            yield from borne(port, pid, name, [path], headers)


def borne(
    port: int, pid: int, name: str, paths: list[str], headers: dict[str, str]
) -> Iterator[Speed]:
    """What a load showed, and the server's processor time for one of its requests."""
    before = processor(pid)
    found = load(port, script_for(paths, 0), {**headers, "Accept-Encoding": "gzip"}, LASTS)
    each = (processor(pid) - before) / max(found.rate * LASTS, 1)  # [s]
    yield Speed(f"office: {name}: rate", found.rate, "requests/s", AIM)
    yield Speed(f"office: {name}: p99", found.p99, "ms")
    yield Speed(f"office: {name}: refused", found.refused, "requests", "0")
    yield Speed(f"office: {name}: processor time of one", 1e3 * each, "ms")
    yield Speed(f"office: {name}: the load itself", found.generator, "processors")


def logged_in() -> str:
    """The key of a session of the demo's user."""
    user = User.objects.get(username=USER)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)

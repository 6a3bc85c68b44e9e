"""Who comes first after a start waits no longer than others: what pages stand on is there."""

import gc
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.models import PublicPage
from klimamosaik.publication.operations import switch_on
from klimamosaik.publication.public.answer_cache import KeptAnswers
from klimamosaik.reports.queries import energy
from klimamosaik.reports.queries.computed import computed
from klimamosaik.terms.carrier import Carrier
from klimamosaik.web.serving import warming
from klimamosaik.web.wsgi import usual
from tests.reports.conftest import monthly, months, stream_of

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


def nobody_waits() -> None:
    """What gives way, where there is nobody to give way to."""


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    """Each begins as a new process does."""
    cache.clear()
    energy.FIGURES.clear()
    energy.REPORTS.clear()
    yield
    cache.clear()
    energy.FIGURES.clear()
    energy.REPORTS.clear()


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection of the tests stays open: its database lies in memory."""
    monkeypatch.setattr(connection, "close", lambda: None)


@pytest.fixture
def town() -> Municipality:
    """A town with a meter and three years of its months."""
    town = town_of("03999001", meters=1)
    stream = stream_of(MeterPoint.objects.get(), "P1M")
    values = {start: 1000.0 for start, _ in months(2022, 2025)}
    deliver(readings=monthly(stream, values), name="Strom.csv", municipality=town, by=None, at=NOW)
    return town


def town_of(ags: str, meters: int) -> Municipality:
    """A town with so many meters."""
    town = Municipality.objects.create(ags=ags, name=f"Stadt {ags}", synthetic=True)
    building = Building.objects.create(municipality=town, name="Schule", usable_area=1000)
    for number in range(meters):
        MeterPoint.objects.create(
            building=building, carrier=Carrier.ELECTRICITY, name=f"Zähler {number}"
        )
    return town


@contextmanager
def computed_reports(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Which reports are worked out meanwhile."""
    made: list[object] = []
    work = computed

    def noted(*given: Any) -> object:
        made.append(given)
        return work(*given)

    with monkeypatch.context() as patched:
        patched.setattr("klimamosaik.reports.queries.energy.computed", noted)
        yield made


def test_the_first_pages_find_their_report_made(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = User.objects.create_user("ada")
    Membership.objects.create(user=user, municipality=town, role=Role.EDITOR)
    reader = Client()
    with computed_reports(monkeypatch) as made:
        warming.warm(nobody_waits)
    assert made
    reader.force_login(user)  # a row is written: what is kept by rows alone is old now
    with computed_reports(monkeypatch) as made:
        for path in ("", "energie/", "bericht/", "heute/"):
            assert reader.get(f"/{town.ags}/{path}").status_code == 200
    assert not made


@override_settings(PUBLIC_ADDRESS="http://klima.example", ALLOWED_HOSTS=["klima.example"])
def test_the_first_public_pages_are_kept_where_their_address_is_known(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_the_world(town)
    warming.warm(nobody_waits)
    made: list[object] = []
    monkeypatch.setattr(KeptAnswers, "made", lambda *given: made.append(given))
    for below in ("", "zahlen/", "offene-daten/catalog.ttl"):
        request = warming.asking(f"/klima/{town.ags}/{below}")
        assert usual.get_response(request).status_code == 200
    assert not made


def test_garbage_is_looked_for_while_a_catalogue_is_made_and_not_before(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_the_world(town)
    watched: dict[str, bool] = {}
    monkeypatch.setattr(
        warming, "make_public", lambda path, _: watched.update({path: gc.isenabled()})
    )
    warming.warm(nobody_waits)
    public = f"/klima/{town.ags}/"
    assert watched == {
        public: False,
        f"{public}zahlen/": False,
        f"{public}energiebericht/": False,
        f"{public}offene-daten/catalog.ttl": True,
    }


@override_settings(ALLOWED_HOSTS=["localhost", "127.0.0.1"])
def test_without_a_public_address_they_are_kept_for_who_asks_where_the_server_listens(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_the_world(town)
    warming.warm(nobody_waits, "127.0.0.1:8000")
    made: list[object] = []

    def noted(*given: object) -> HttpResponse:
        made.append(given)
        return HttpResponse()

    monkeypatch.setattr(KeptAnswers, "made", noted)
    catalogue = f"/klima/{town.ags}/offene-daten/catalog.ttl"
    found = usual.get_response(RequestFactory(HTTP_HOST="127.0.0.1:8000").get(catalogue))
    assert isinstance(found, HttpResponse)
    assert b"http://127.0.0.1:8000/" in found.content
    assert not made
    usual.get_response(RequestFactory(HTTP_HOST="localhost").get(catalogue))
    assert made


def open_to_the_world(town: Municipality) -> None:
    """Its public page is on."""
    desk = {"publisher": town.name, "desk": "Klimaschutz", "email": "klima@example.org"}
    switch_on(page=PublicPage(municipality=town, **desk), by=None, at=NOW)


def test_nothing_is_written(town: Municipality) -> None:
    open_to_the_world(town)
    with CaptureQueriesContext(connection) as asked:
        warming.warm(nobody_waits)
    told = [query["sql"] for query in asked]
    assert told
    assert not [sql for sql in told if WRITES.match(sql)]


def test_the_largest_towns_come_first_and_empty_ones_never(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number, meters in enumerate((1, 4, 0, 3, 2)):
        town_of(f"0399900{number}", meters)
    made: list[tuple[str, str]] = []
    monkeypatch.setattr(warming, "make", lambda name, town: made.append((town.ags, name)))
    warming.warm(nobody_waits)
    names = [(f"0399900{number}", name) for number in (1, 3, 4) for name in warming.FIRST]
    assert made == names


def test_a_page_that_fails_is_told_in_the_log_and_to_nobody_else(
    town: Municipality, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(name: str, town: Municipality) -> None:
        raise RuntimeError(name)

    monkeypatch.setattr(warming, "make", broken)
    with caplog.at_level(logging.WARNING, "klimamosaik.serving"):
        warming.warm(nobody_waits)
    assert "not made beforehand" in caplog.text


def test_who_asks_while_pages_are_made_beforehand_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town_of("03999001", meters=1)
    steps: list[str] = []
    waiting = iter((True, True, False, True, False, False))
    monkeypatch.setattr(warming, "make", lambda name, town: steps.append(name))
    monkeypatch.setattr(time, "sleep", lambda seconds: steps.append("waits"))
    warming.warm(warming.GivingWay(lambda: next(waiting)))
    first, second, third = warming.FIRST
    assert steps == ["waits", "waits", first, "waits", second, third]


def test_where_somebody_always_asks_pages_are_made_beforehand_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    give_way = warming.GivingWay(lambda: True)
    give_way()
    assert sum(slept) == pytest.approx(warming.LONGEST, abs=1)
    give_way()
    assert sum(slept) == pytest.approx(warming.LONGEST, abs=1)

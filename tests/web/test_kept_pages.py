"""Pages of the office are kept until anything changes, and nobody gets what is another's."""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import timezone

from klimamosaik.alarms.operations.signs_of_life import alive
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Latest, Quantity
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records import entry_pages
from klimamosaik.records.database_mark import DatabaseMark
from klimamosaik.web.kept_pages import KEPT, Anybody
from klimamosaik.web.series.listing import known_series

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SERVER: list[ClientHandler] = []  # one for all who ask
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
NUMBERED = {
    "building",
    "effect",
    "measure_history",
    "publishing_preview",
}  # in the address


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database in memory has no count of what is written: here it is counted by hand."""
    written: list[str] = []

    def noted(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)
        return execute(sql, *rest)

    monkeypatch.setattr(DatabaseMark, "of_sqlite", lambda mark: len(written))
    with connection.execute_wrapper(noted):
        yield


@pytest.fixture
def town() -> Municipality:
    SERVER[:] = [ClientHandler(enforce_csrf_checks=True)]
    return Municipality.objects.create(ags="03999998", name="Prüfstadt", synthetic=True)


def person(town: Municipality, name: str, role: Role = Role.EDITOR) -> Client:
    user = User.objects.create_user(name, password="ein langes Kennwort")
    Membership.objects.create(user=user, municipality=town, role=role)
    client = Client()
    client.handler = SERVER[0]
    client.force_login(user)
    return client


def times_made(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often the list of measures was made."""
    made: list[object] = []

    def asked(**known: object) -> tuple[object, ...]:
        made.append(known)
        return ()

    monkeypatch.setattr("klimamosaik.measures.views.register.organisations_of", asked)
    return lambda: len(made)


def test_what_did_not_change_is_made_once_for_all(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = times_made(monkeypatch)
    first, second = person(town, "anna"), person(town, "berta")
    page = reverse("measures", args=[town.ags])
    said = [each.get(page).content.decode() for each in (first, second, first)]
    assert made() == 1
    assert [[name in page for name in ("anna", "berta")] for page in said] == [
        [True, False],
        [False, True],
        [True, False],
    ]


def test_a_change_is_there_at_the_next_request(town: Municipality) -> None:
    client = person(town, "anna")
    page = reverse("measures", args=[town.ags])
    assert "Kellerdecke" not in client.get(page).content.decode()
    measure = Measure.objects.create(municipality=town, name="Kellerdecke")
    assert "Kellerdecke" in client.get(page).content.decode()
    Measure.objects.filter(pk=measure.pk).update(name="Kastenfenster")  # without history
    assert "Kastenfenster" in client.get(page).content.decode()


def test_what_no_page_asks_about_has_no_page_made_anew(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, page = times_made(monkeypatch), reverse("measures", args=[town.ags])
    client = person(town, "anna")
    client.get(page)
    alive(name="watch", every=timedelta(minutes=1), at=NOW)
    assert client.get(page).status_code == 200
    assert made() == 1
    Municipality.objects.filter(pk=town.pk).update(name="Neustadt")
    assert "Neustadt" in client.get(page).content.decode()
    assert made() == 2


def test_a_form_of_a_kept_page_is_accepted(town: Municipality) -> None:
    person(town, "berta").get(reverse("measures", args=[town.ags]))
    client = person(town, "anna")
    page = client.get(reverse("measures", args=[town.ags])).content.decode()
    tokens = TOKEN.findall(page)
    assert len(tokens) >= 2
    sent = {"csrfmiddlewaretoken": tokens[-1], "language": "en", "next": "/"}
    assert client.post(reverse("set_language"), sent).status_code == 302
    assert client.post(reverse("logout"), {"csrfmiddlewaretoken": tokens[0]}).status_code == 302


def test_no_token_is_sent_twice(town: Municipality) -> None:
    client = person(town, "anna")
    page = reverse("measures", args=[town.ags])
    found = {TOKEN.findall(client.get(page).content.decode())[0] for _ in range(5)}
    assert len(found) == 5


def test_each_role_and_language_has_its_own_page(town: Municipality) -> None:
    page = reverse("measures", args=[town.ags])
    new = reverse("measure_new", args=[town.ags])
    editor, reader = person(town, "anna"), person(town, "leser", Role.READER)
    assert new in editor.get(page).content.decode()
    assert new not in reader.get(page).content.decode()
    editor.cookies["django_language"] = "en"
    assert "Measures" in editor.get(page).content.decode()
    assert "Measures" not in reader.get(page).content.decode()


def test_who_may_not_see_it_is_not_sent_it(town: Municipality) -> None:
    page = reverse("measures", args=[town.ags])
    client = person(town, "anna")
    assert client.get(page).status_code == 200
    assert Client().get(page).status_code == 302
    other = Municipality.objects.create(ags="03999997", name="Nebenan")
    assert person(other, "fremd").get(page).status_code == 403
    Membership.objects.all().delete()
    assert client.get(page).status_code == 403


def test_a_message_is_told_once_and_to_nobody_else(town: Municipality) -> None:
    page = reverse("measures", args=[town.ags])
    client, other = person(town, "anna"), person(town, "berta")
    other.get(page)
    request = RequestFactory().get("/")
    storage = CookieStorage(request)
    storage.add(constants.SUCCESS, "Nur für Anna")
    response = HttpResponse()
    storage.update(response)
    client.cookies["messages"] = response.cookies["messages"].value
    seen = ["Nur für Anna" in each.get(page).content.decode() for each in (client, client, other)]
    assert seen == [True, False, False]


def test_other_words_are_looked_for_in_what_was_told_once(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []

    def in_order(*given: Any) -> Iterator[entry_pages.Placed]:
        told.append(given)
        return ordered(*given)

    ordered = entry_pages.in_order
    monkeypatch.setattr(entry_pages, "in_order", in_order)
    client = person(town, "anna")

    def found(words: str, **more: str) -> str:
        address = reverse("history", args=[town.ags])
        return client.get(address, {"q": words, **more}).content.decode().partition("<main")[2]

    Building.objects.create(municipality=town, name="Rathaus")
    assert "Nichts passt" in found("halle")
    assert "Rathaus" in found("rathaus")
    assert len(told) == 1
    assert "Rathaus" not in found("rathaus", was="measures.measure")
    assert len(told) == 2
    Building.objects.create(municipality=town, name="Festhalle")
    assert "Festhalle" in found("halle")
    assert len(told) == 3
    other = Municipality.objects.create(ags="03999997", name="Nebenan")
    there = person(other, "bert").get(reverse("history", args=[other.ags]), {"q": "halle"})
    assert "Festhalle" not in there.content.decode()
    client.cookies["django_language"] = "en"
    assert "created" in found("festhalle")


def test_a_search_that_goes_on_says_so_each_time(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry_pages, "MOST_LOOKED", 2)
    for name in ("A", "B", "Halle"):
        Building.objects.create(municipality=town, name=name)
    client, address = person(town, "anna"), reverse("history", args=[town.ags])
    for words in ("nichts", "gar nichts"):
        assert "Weiter suchen" in client.get(address, {"q": words}).content.decode()


def test_packed_it_says_the_same(town: Municipality) -> None:
    client = person(town, "anna")
    page = reverse("measures", args=[town.ags])
    for _ in range(2):  # made, and kept
        packed = client.get(page, headers={"accept-encoding": "gzip, br"})
        assert packed["Content-Encoding"] == "gzip"
        plain = client.get(page).content.decode()
        said = gzip.decompress(packed.content).decode()
        assert TOKEN.sub("", said) == TOKEN.sub("", plain)
        assert "anna" in said
        assert len(packed.content) < len(plain)
        assert packed["Cache-Control"] == "private, no-store"


def test_other_text_is_packed_as_well_and_small_answers_are_not(town: Municipality) -> None:
    client = person(town, "anna")
    packed = client.get(reverse("history", args=[town.ags]), headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "anna" in gzip.decompress(packed.content).decode()
    small = client.get(reverse("health"), headers={"accept-encoding": "gzip"})
    assert not small.has_header("Content-Encoding")


def test_the_clock_alone_makes_it_another_page(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = Building.objects.create(municipality=town, name="Schule")
    point = MeterPoint.objects.create(building=house, carrier="heat", name="W1")
    stream = Datastream.objects.create(
        name="W1", meter_point=point, quantity=Quantity.ENERGY, unit="kWh", spacing="PT1H"
    )
    end = round(NOW.timestamp() * 1e6)
    Latest.objects.create(datastream=stream, seq=1, start=end - 3_600_000_000, end=end, value=1.0)
    client, page = person(town, "anna"), reverse("today", args=[town.ags])
    seen = []
    for hours in (0, 1, 3):
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=hours))  # noqa: B023
        seen.append("Ohne neue Werte" in client.get(page).content.decode())
    assert seen == [False, False, True]


def test_a_page_that_asks_for_a_person_is_not_kept() -> None:
    with pytest.raises(RuntimeError, match="asks for username"):
        Anybody().username  # noqa: B018


@pytest.mark.parametrize("name", sorted(KEPT))
def test_all_pages_that_are_kept_exist(name: str) -> None:
    args: list[object] = ["03999998", *([1] if name in NUMBERED else [])]
    assert reverse(name, args=[*args, 1, "pdf"] if name == "council_paper" else args)


def test_series_are_gathered_once_and_anew_when_one_of_them_changes(
    town: Municipality,
) -> None:
    building = Building.objects.create(municipality=town, name="Rathaus")
    point = MeterPoint.objects.create(building=building, name="W1", carrier="heat")
    stream = Datastream.objects.create(name="Wärme", meter_point=point, quantity=Quantity.ENERGY)
    known = known_series(town)
    assert [each.name for each in known.streams] == ["Wärme"]
    assert known_series(town) is known
    Datastream.objects.filter(pk=stream.pk).update(name="Fernwärme")
    assert [each.name for each in known_series(town).streams] == ["Fernwärme"]

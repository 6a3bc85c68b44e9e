"""The very first start: nobody there yet, and only who holds the printed token may begin."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.people.first_start import setup_token
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality

GIVEN = {
    "ags": "03403000",
    "municipality": "Oldenburg",
    "username": "ada",
    "password": "mosaik-steine-legen",
}
pytestmark = pytest.mark.django_db


def given(**more: str) -> dict[str, str]:
    """What is sent, with the token `serve` printed."""
    return GIVEN | {"token": setup_token(settings.DATA_DIR)} | more


def test_the_first_page_leads_to_set_up_and_asks_for_the_token() -> None:
    client = Client()
    answer = client.get("/", follow=True)
    assert answer.redirect_chain == [("/einrichten/", 302)]
    assert 'name="token"' in answer.content.decode()
    page = client.get("/einrichten/", {"token": setup_token(settings.DATA_DIR)}).content.decode()
    assert "Für welche Gemeinde?" in page


def test_set_up_makes_the_first_person_and_the_municipality() -> None:
    client = Client()
    answer = client.post("/einrichten/", given())
    assert answer.headers["Location"] == "/"
    membership = Membership.objects.get()
    assert (membership.user.username, membership.role) == ("ada", Role.ADMIN)
    assert membership.municipality.name == "Oldenburg"
    assert client.get("/").headers["Location"] == "/03403000/heute/"


def test_after_set_up_a_known_town_opens_on_its_pale_wall_called_an_estimate() -> None:
    client = Client()
    first = client.post("/einrichten/", given(), follow=True).content.decode()
    assert "Legen Sie Ihre Zählerdateien ab" in first
    page = client.get(f"/{Municipality.objects.get().ags}/").content.decode()
    assert "<h1>Noch liegt kein Stein. Keiner ist geplant. Alle 1.000 fehlen noch.</h1>" in page
    assert "Schätzung aus öffentlicher Statistik, keiner Angabe der Gemeinde" in page


def test_after_set_up_an_unknown_town_is_told_what_is_missing() -> None:
    client = Client()
    munich = given(ags="09162000", municipality="München")
    client.post("/einrichten/", munich)
    page = client.get("/09162000/").content.decode()
    assert "<h1>Noch kein Mosaik</h1>" in page
    assert "Noch keine Bilanz" in page
    assert "Ein Ziel eintragen" in page


def test_set_up_is_over_once_there_is_a_user() -> None:
    User.objects.create_user("somebody")
    answer = Client().post("/einrichten/", given())
    assert answer.headers["Location"] == "/"
    assert not Municipality.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "ä", "setup_token"])
@pytest.mark.parametrize("who", [{}, {"REMOTE_ADDR": "192.0.2.7"}], ids=["here", "elsewhere"])
def test_nobody_sets_up_without_the_token_not_even_from_this_machine(
    token: str, who: dict[str, str]
) -> None:
    for _ in range(2):  # the first try makes the token where nobody has printed it yet
        answer = Client().post("/einrichten/", GIVEN | {"token": token}, **who)  # type: ignore[arg-type]
        assert answer.status_code == 403
    assert not User.objects.exists()


def test_a_token_that_is_being_written_opens_nothing() -> None:
    (Path(settings.DATA_DIR) / "setup_token").touch()
    assert Client().post("/einrichten/", GIVEN | {"token": ""}).status_code == 403


def test_the_printed_token_allows_set_up_from_any_machine() -> None:
    token = setup_token(settings.DATA_DIR)
    client = Client(REMOTE_ADDR="192.0.2.7")
    assert client.get(f"/einrichten/?token={token}x").status_code == 403
    assert client.get(f"/einrichten/?token={token}").status_code == 200
    client.post("/einrichten/", given())
    assert User.objects.count() == 1
    assert not (Path(settings.DATA_DIR) / "setup_token").exists()


def test_the_token_is_for_nobody_else_to_read() -> None:
    setup_token(settings.DATA_DIR)
    assert (Path(settings.DATA_DIR) / "setup_token").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ags", "0340300x", "acht Ziffern"),
        ("ags", "99999999", "gibt es nicht"),
        ("ags", "03999999", "auch keinen Landkreis"),
        ("ags", "03241999", "im Verzeichnis von Ende 2021 nicht"),
        ("ags", "03404000", "gehört zu Osnabrück, nicht zu „Oldenburg“"),
        ("username", "a b", "Benutzername"),
        ("password", "kurz", "Passwort"),
        ("password", "1234567890", "Passwort"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(field: str, value: str, said: str) -> None:
    answer = Client().post("/einrichten/", given(**{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="#id_{field}"' in page
    assert said in page
    assert not User.objects.exists()


@pytest.mark.parametrize("written", ["3403000", "03403000", "03 4 03 000", "034030000000"])
def test_place_and_name_come_with_the_key_however_it_is_written(written: str) -> None:
    Client().post("/einrichten/", given(ags=written, municipality=""))
    town = Municipality.objects.get()
    assert (town.ags, town.name) == ("03403000", "Oldenburg (Oldenburg)")
    assert (town.latitude, town.longitude) == pytest.approx((53.145, 8.224))
    assert town.altitude is not None


def test_a_key_newer_than_the_register_is_taken_when_confirmed() -> None:
    new = given(ags="03241999", municipality="Neustadt")
    page = Client().post("/einrichten/", new).content.decode()
    assert page.count("im Verzeichnis von Ende 2021 nicht") == 2  # on top and beside the field
    assert 'name="sure"' in page
    client = Client()
    page = client.post("/einrichten/", new | {"sure": "on"}, follow=True).content.decode()
    assert Municipality.objects.get().latitude is None
    first = page.index("Ort bestätigen")
    assert first < page.index("Legen Sie Ihre Zählerdateien ab")


def test_a_key_of_no_state_is_never_taken() -> None:
    Client().post("/einrichten/", given(ags="99999999", sure="on"))
    assert not Municipality.objects.exists()

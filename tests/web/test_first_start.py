"""The very first start: nobody there yet, and only who holds the printed token may begin."""

import re
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
    assert "password" not in page  # one question first


def looked_for(words: str, language: str = "de") -> str:
    """The page after a name or key was typed."""
    sought = {"search": words, "token": setup_token(settings.DATA_DIR)}
    answer = Client().get("/einrichten/", sought, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "words", ["Osnabr", "osnabrueck", "Osnabrück", "Stadt Osnabrück", "3404000", "03 404 000"]
)
def test_the_municipality_is_proposed_by_the_beginning_of_its_name_or_its_key(words: str) -> None:
    page = looked_for(words)
    assert "Osnabrück, Stadt (kreisfrei, Niedersachsen), 03404000" in page
    assert re.search(r'name="ags" value="03404000"[^>]*checked', page)  # the only one: to confirm


def test_a_name_that_is_none_is_told_in_the_title_once() -> None:
    title = re.search(r"<title>(.*?)</title>", looked_for("Musterdorf"), re.DOTALL)
    assert title is not None
    assert title[1].split() == ["Fehler:", "Einrichten", "·", "Klimamosaik"]


def test_towns_of_one_name_tell_apart_by_district_and_nothing_is_chosen_for_me() -> None:
    page = looked_for("Neustadt")
    assert page.count('name="ags"') > 15
    assert "Neustadt am Rübenberge, Stadt (Region Hannover, Niedersachsen), 03241012" in page
    assert "Neustadt in Holstein, Stadt (Kreis Ostholstein, Schleswig-Holstein)" in page
    assert "checked" not in page.split('name="ags"', 1)[1].split("</fieldset>")[0]


def test_what_was_chosen_of_several_is_set_up() -> None:
    chosen = given(ags="03241012", search="Neustadt")
    assert Client().post("/einrichten/", chosen).status_code == 302
    assert Municipality.objects.get().name == "Neustadt am Rübenberge"


def test_where_nothing_was_chosen_the_list_stays_and_says_so() -> None:
    page = Client().post("/einrichten/", given(ags="", search="Neustadt")).content.decode()
    assert 'href="#id_ags' in page
    assert page.count('name="ags"') > 15


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Phantasia", "Keine Gemeinde heißt so oder beginnt so: „Phantasia“."),
        ("99999999", "Den Gemeindeschlüssel 99999999 gibt es nicht: Die ersten zwei Ziffern"),
        ("03999999", "auch keinen Landkreis"),
        ("123", "ist kein Gemeindeschlüssel (AGS): Er hat acht Ziffern"),
        ("x", "mindestens zwei Buchstaben"),
    ],
)
def test_what_no_municipality_is_called_is_refused_in_one_sentence(words: str, said: str) -> None:
    page = looked_for(words)
    assert page.split('class="problems"')[1].split("</ul>")[0].count("<li>") == 1
    assert said in page
    assert f'value="{words}"' in page
    assert "No municipality is called so" in looked_for("Phantasia", "en")


def test_set_up_makes_the_first_person_and_the_municipality() -> None:
    client = Client()
    answer = client.post("/einrichten/", given())
    assert answer.headers["Location"] == "/"
    membership = Membership.objects.get()
    assert (membership.user.username, membership.role) == ("ada", Role.ADMIN)
    assert membership.municipality.name == "Oldenburg (Oldenburg)"
    assert client.get("/").headers["Location"] == "/03403000/heute/"


def test_after_set_up_a_known_town_opens_on_its_pale_wall_called_an_estimate() -> None:
    client = Client()
    first = client.post("/einrichten/", given(), follow=True).content.decode()
    assert "Legen Sie Ihre Zählerdateien ab" in first
    page = client.get(f"/{Municipality.objects.get().ags}/").content.decode()
    assert "<h1>Heute: Noch liegt kein Stein. Alle 1.000 fehlen noch.</h1>" in page
    assert "Schätzung aus öffentlicher Statistik, keiner Angabe der Gemeinde" in page


def test_after_set_up_an_unknown_town_is_told_what_is_missing() -> None:
    client = Client()
    munich = given(ags="09162000")
    client.post("/einrichten/", munich)
    page = client.get("/09162000/").content.decode()
    assert "<h1>Noch kein Mosaik</h1>" in page
    assert "Noch keine Bilanz" in page
    assert "Ein Ziel eintragen" in page
    for each in ("", "minderungspfad/"):  # what is missing can be reached from where it is missed
        main = client.get(f"/09162000/{each}").content.decode().split("<main")[1]
        assert 'href="/09162000/bilanz/"' in main


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
    Client().post("/einrichten/", given(ags="03403000", search=written))
    town = Municipality.objects.get()
    assert (town.ags, town.name) == ("03403000", "Oldenburg (Oldenburg)")
    assert (town.latitude, town.longitude) == pytest.approx((53.145, 8.224))
    assert town.altitude is not None


def test_a_key_newer_than_the_register_is_taken_when_confirmed() -> None:
    page = looked_for("3241999")
    assert "Diesen Schlüssel kennt das Verzeichnis nicht" in page
    new = given(ags="03241999", search="3241999", municipality="Neustadt")
    page = Client().post("/einrichten/", new).content.decode()
    assert page.count("Bitte bestätigen Sie es") == 2  # on top and beside the field
    assert not Municipality.objects.exists()
    client = Client()
    page = client.post("/einrichten/", new | {"sure": "on"}, follow=True).content.decode()
    assert Municipality.objects.get().latitude is None
    first = page.index("Ort bestätigen")
    assert first < page.index("Legen Sie Ihre Zählerdateien ab")


@pytest.mark.parametrize("ags", ["99999999", "03403999", "0340300x"])
def test_a_key_that_is_none_is_never_taken(ags: str) -> None:
    Client().post("/einrichten/", given(ags=ags, sure="on", search="Oldenburg"))
    Client().post("/einrichten/", given(ags=ags, sure="on"))
    assert not Municipality.objects.exists()

"""The page on weather: what is missing, which station stands for the town, and how to get it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.weather import fetch_work
from klimamosaik.observations.weather.fetch_work import fetching, hold, start_fetching
from klimamosaik.observations.weather.queries.stations import candidates_for
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality, WeatherStation
from tests.sources.weather.test_fetching import recorded, unplugged

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 1, 7, tzinfo=UTC)


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(
        ags="05515000", name="Münster", latitude=51.96, longitude=7.6, altitude=60
    )


@pytest.fixture
def office(town: Municipality, client: Client) -> Client:
    user = User.objects.create_user("ada", password="mosaik-steine-legen")
    Membership.objects.create(user=user, municipality=town, role=Role.EDITOR)
    client.force_login(user)
    return client


def fetched(town: Municipality, **more: object) -> None:
    user = User.objects.get()
    asked = {"number": "1766", "transport": recorded, "beside": False} | more
    start_fetching(municipality=town, by=user, **asked)  # type: ignore[arg-type]


def test_without_weather_the_page_offers_to_fetch_it(office: Client) -> None:
    page = office.get("/05515000/gemeinde/wetter/").content.decode()
    assert "<h1>Wetter fehlt</h1>" in page
    assert "Wetter holen" in page
    assert 'action="/05515000/dateien/neu/"' in page


def test_the_button_begins_the_work(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str | None] = []
    monkeypatch.setattr(
        "klimamosaik.observations.weather.views.start_fetching",
        lambda **asked: begun.append(asked["number"]),
    )
    office.post("/05515000/gemeinde/wetter/holen/", {"number": ""})
    office.post("/05515000/gemeinde/wetter/holen/", {"number": "1766"})
    page = office.post("/05515000/gemeinde/wetter/holen/", {"number": "x"}, follow=True)
    assert begun == [None, "1766"]
    assert "besteht aus Ziffern" in page.content.decode()


def test_what_was_fetched_is_told_with_station_and_days(office: Client, town: Municipality) -> None:
    fetched(town)
    page = office.get("/05515000/gemeinde/wetter/").content.decode()
    assert "5 neue, 0 berichtigte Tage" in page
    assert "Münster/Osnabrück" in page
    assert "von Ihnen gewählt" in page
    assert Municipality.objects.get().station is not None


def test_while_it_is_fetched_the_page_says_how_far_and_reloads(
    office: Client, town: Municipality
) -> None:
    seen: list[str] = []

    def watched(url: str, *, largest: int) -> bytes:
        seen.append(office.get("/05515000/gemeinde/wetter/").content.decode())
        return recorded(url, largest=largest)

    fetched(town, transport=watched)
    assert all('http-equiv="refresh"' in page for page in seen)
    assert any("DWD-Station 1766" in page for page in seen)
    assert "refresh" not in office.get("/05515000/gemeinde/wetter/").content.decode()


def test_a_weather_service_that_does_not_answer_is_told(office: Client, town: Municipality) -> None:
    fetched(town, transport=unplugged)
    page = office.get("/05515000/gemeinde/wetter/").content.decode()
    assert "Der Wetterdienst antwortet nicht" in page
    assert not Datastream.objects.exists()


def test_work_that_nobody_does_any_more_is_interrupted(office: Client, town: Municipality) -> None:
    working = fetch_work.Fetching(fetch_work.WORKING, 0.5, (fetch_work.ASKING,))
    held = hold(town)
    assert held is not None
    fetch_work.keep(town, working)
    found = fetching(municipality=town)
    assert found is not None
    assert found.state == fetch_work.WORKING
    held.close()
    page = office.get("/05515000/gemeinde/wetter/").content.decode()
    assert "Das Holen wurde unterbrochen" in page


def test_only_one_fetches_at_a_time(office: Client, town: Municipality) -> None:
    held = hold(town)
    assert held is not None
    with held:
        assert not start_fetching(municipality=town, number=None, by=User.objects.get())


def test_a_station_is_chosen_and_given_up_again(office: Client, town: Municipality) -> None:
    far = WeatherStation.objects.create(
        number="1001", name="Doberlug", latitude=51.6, longitude=13.6
    )
    Datastream.objects.create(
        name="T",
        station=far,
        quantity=Quantity.AIR_TEMPERATURE,
        unit="°C",
        spacing="P1D",
    )
    page = office.get("/05515000/gemeinde/wetter/").content.decode()
    assert "Welche Wetterstation steht für Münster?" in page
    assert "zählt nur, wenn Sie sie wählen" in page
    office.post("/05515000/gemeinde/wetter/station/", {"number": "1001"})
    town.refresh_from_db()
    assert town.station == far
    assert [each.chosen for each in candidates_for(town, town)] == [True]
    office.post("/05515000/gemeinde/wetter/station/", {"number": ""})
    office.post("/05515000/gemeinde/wetter/station/", {"number": "77"})
    town.refresh_from_db()
    assert town.station is None


def test_readers_see_but_neither_fetch_nor_choose(office: Client) -> None:
    Membership.objects.update(role=Role.READER)
    assert "Wetter holen" not in office.get("/05515000/gemeinde/wetter/").content.decode()
    assert office.post("/05515000/gemeinde/wetter/holen/").status_code == 403
    assert office.post("/05515000/gemeinde/wetter/station/").status_code == 403

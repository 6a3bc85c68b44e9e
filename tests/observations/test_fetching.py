"""Weather fetched from Deutscher Wetterdienst lies in the store like any other; no network."""

from datetime import UTC, date, datetime

import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.readings import daily
from klimamosaik.observations.weather.fetching import Fetched, fetch_weather
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.terms.complaint import InputRejected
from tests.sources.weather.test_fetching import recorded, unplugged

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 1, 7, tzinfo=UTC)


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(
        ags="05515000", name="Münster", latitude=51.96, longitude=7.6
    )


def fetched(town: Municipality, number: str | None) -> Fetched:
    return fetch_weather(municipality=town, number=number, transport=recorded, by=None, at=NOW)


def test_a_named_station_is_stored_with_its_place_and_days(town: Municipality) -> None:
    found = fetched(town, "1766")
    assert found.delivery.new == 5  # of six days one was not measured
    station = WeatherStation.objects.get(number="1766")
    assert station.latitude is not None
    stream = Datastream.objects.get(station=station)
    days = daily(datastreams=[stream.pk], first=date(2024, 1, 1), last=date(2024, 1, 7))
    assert days.height == 5


def test_fetching_twice_changes_nothing(town: Municipality) -> None:
    fetched(town, "1766")
    again = fetched(town, "01766").delivery
    assert (again.new, again.changed, again.same) == (0, 0, 5)


def test_an_unknown_station_is_refused_with_the_way_out(town: Municipality) -> None:
    with pytest.raises(InputRejected, match="without a number the nearest"):
        fetched(town, "99999")
    assert not WeatherStation.objects.exists()


def test_without_a_place_the_nearest_station_cannot_be_told(town: Municipality) -> None:
    town.latitude = None
    with pytest.raises(InputRejected, match="enter latitude and longitude"):
        fetched(town, None)


def test_the_station_a_person_names_stands_for_the_town(town: Municipality) -> None:
    fetched(town, "1766")
    town.refresh_from_db()
    assert town.station is not None
    assert town.station.number == "1766"


def test_a_nearest_station_far_away_is_named_and_not_taken(town: Municipality) -> None:
    town.latitude, town.longitude = 47.5, 11.1
    with pytest.raises(InputRejected, match="km away"):
        fetched(town, None)
    assert not WeatherStation.objects.exists()


def test_without_the_network_nothing_is_stored(town: Municipality) -> None:
    with pytest.raises(InputRejected):
        fetch_weather(municipality=town, number="1766", transport=unplugged, by=None, at=NOW)
    assert not Datastream.objects.exists()

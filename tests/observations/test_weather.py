"""Which station stands for a place."""

from datetime import UTC, date, datetime, timedelta

import pytest

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.weather.files import stations_for
from klimamosaik.observations.weather.queries.stations import asked_about
from klimamosaik.places.models import Building, Municipality, WeatherStation
from klimamosaik.places.operations import choose_station
from klimamosaik.terms.period import LOCAL, Period
from tests.observations.conftest import HOUR, deliver, rows

YEAR = Period(date(2023, 1, 1), date(2024, 1, 1))
NEW_YEAR = datetime(2022, 12, 31, 23, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(town: Municipality) -> Municipality:
    """A town with coordinates."""
    town.latitude, town.longitude = 52.28, 8.05
    town.save()
    return town


def station(number: str, longitude: float | None) -> WeatherStation:
    return WeatherStation.objects.create(
        number=number,
        name=f"Station {number}",
        latitude=52.28 if longitude is not None else None,
        longitude=longitude,
    )


def stream(
    at: WeatherStation,
    spacing: str = "P1D",
    observed: Quantity = Quantity.AIR_TEMPERATURE,
) -> Datastream:
    return Datastream.objects.create(
        name=observed.label, station=at, quantity=observed, unit="°C", spacing=spacing
    )


def months(of: Datastream, value: float) -> None:
    start = NEW_YEAR
    for month in range(1, 13):
        end = local_month(month + 1)
        deliver(rows(of, start, [value], step=end - start))
        start = end


def local_month(month: int) -> datetime:
    day = date(2023 + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return datetime(day.year, day.month, 1, tzinfo=LOCAL).astimezone(UTC)


def test_the_nearest_station_is_taken(place: Municipality) -> None:
    far, near = stream(station("1", 9.0)), stream(station("2", 8.1))
    deliver(rows(far, NEW_YEAR, [5.0] * 365, step=DAY), rows(near, NEW_YEAR, [7.0] * 365, step=DAY))
    weather = queries.weather_for(municipality=place, needed=YEAR)
    assert weather is not None
    assert weather.station.number == "2"
    assert weather.distance == pytest.approx(3.4, abs=0.05)
    assert weather.days["value"].to_list() == pytest.approx([7.0] * 365)
    assert weather.complete == 1.0
    assert weather.said.en == (
        "Weather of the nearest station that is complete: Station 2 (3 km away)."
    )


def test_a_nearer_station_with_gaps_is_passed_over_and_that_is_said(place: Municipality) -> None:
    far, near = stream(station("1", 8.8)), stream(station("2", 8.1))
    deliver(rows(far, NEW_YEAR, [5.0] * 365, step=DAY), rows(near, NEW_YEAR, [7.0] * 292, step=DAY))
    weather = queries.weather_for(municipality=place, needed=YEAR)
    assert weather is not None
    assert weather.station.number == "1"
    assert "Zuerst käme Station 2 (3 km entfernt), dort fehlen aber 20,0 % der Tage." in (
        weather.said.de
    )


def test_a_person_s_choice_comes_before_the_nearest(place: Municipality) -> None:
    far, near = stream(station("1", 9.0)), stream(station("2", 8.1))
    deliver(rows(far, NEW_YEAR, [5.0] * 365, step=DAY), rows(near, NEW_YEAR, [7.0] * 365, step=DAY))
    place.station = far.station
    place.save()
    weather = queries.weather_for(municipality=place, needed=YEAR)
    assert weather is not None
    assert weather.station.number == "1"
    assert weather.said.en.startswith("The weather of Station 1 ")


def test_a_building_s_own_place_counts(place: Municipality) -> None:
    one, other = stream(station("1", 9.0)), stream(station("2", 8.1))
    deliver(
        rows(one, NEW_YEAR, [5.0] * 365, step=DAY), rows(other, NEW_YEAR, [7.0] * 365, step=DAY)
    )
    building = Building.objects.create(
        municipality=place, name="Außenstelle", latitude=52.28, longitude=8.95
    )
    weather = queries.weather_for(municipality=place, building=building, needed=YEAR)
    assert weather is not None
    assert weather.station.number == "1"


def test_without_days_there_are_months_with_all_they_hold(place: Municipality) -> None:
    at = station("1", 8.1)
    months(stream(at, "P1M"), 9.5)
    months(stream(at, "P1M", Quantity.DEGREE_DAYS_G20_15), 300.0)
    weather = queries.weather_for(municipality=place, needed=YEAR)
    assert weather is not None
    assert (weather.spacing, weather.complete) == ("P1M", 1.0)
    assert weather.days.is_empty()
    assert weather.months.height == 24
    assert set(weather.months["quantity"]) == {
        Quantity.AIR_TEMPERATURE,
        Quantity.DEGREE_DAYS_G20_15,
    }


def test_months_can_be_asked_for_where_days_are_held_too(place: Municipality) -> None:
    at = station("1", 8.1)
    deliver(rows(stream(at), NEW_YEAR, [5.0] * 365, step=DAY))
    months(stream(at, "P1M"), 9.5)
    weather = queries.weather_for(municipality=place, needed=YEAR, spacing="P1M")
    assert weather is not None
    assert weather.spacing == "P1M"


def test_where_none_is_complete_the_fullest_is_taken_and_that_is_said(place: Municipality) -> None:
    far, near = stream(station("1", 8.8)), stream(station("2", 8.1))
    deliver(rows(far, NEW_YEAR, [5.0] * 300, step=DAY), rows(near, NEW_YEAR, [7.0] * 100, step=DAY))
    weather = queries.weather_for(municipality=place, needed=YEAR)
    assert weather is not None
    assert weather.station.number == "1"
    assert weather.said.en == (
        "No station is complete. The best fit is Station 1 (51 km away); "
        "it lacks 17.8 % of the days."
    )


def whole_year(at: WeatherStation) -> None:
    deliver(rows(stream(at), NEW_YEAR, [5.0] * 365, step=DAY))


def test_a_station_nobody_knows_the_place_of_counts_once_a_person_chose_it(
    place: Municipality,
) -> None:
    only = station("1", None)
    whole_year(only)
    assert queries.weather_for(municipality=place, needed=YEAR) is None
    asked = asked_about(municipality=place)
    assert asked is not None
    assert "Wo „Station 1 (Entfernung unbekannt)“ steht" in asked.de
    choose_station(municipality=place, number="1", by=None)
    weather = queries.weather_for(municipality=place, needed=YEAR)
    assert weather is not None
    assert weather.said.de == "Gewählt ist das Wetter von Station 1 (Entfernung unbekannt)."
    assert asked_about(municipality=place) is None


def test_weather_from_beyond_sixty_kilometres_is_asked_never_nearest(place: Municipality) -> None:
    whole_year(station("1001", 13.6))
    assert queries.weather_for(municipality=place, needed=YEAR) is None
    asked = asked_about(municipality=place)
    assert asked is not None
    assert "Station 1001 (377 km entfernt)" in asked.de
    choose_station(municipality=place, number="1001", by=None)
    weather = queries.weather_for(municipality=place, needed=YEAR)
    assert weather is not None
    assert "Station 1001 (377 km entfernt)" in weather.said.de


def test_weather_from_three_hundred_metres_above_is_asked(place: Municipality) -> None:
    high = station("1", 8.1)
    whole_year(high)
    place.altitude, high.altitude = 80.0, 390.0
    place.save()
    high.save()
    assert queries.weather_for(municipality=place, needed=YEAR) is None
    asked = asked_about(municipality=place)
    assert asked is not None
    assert "Station 1 (3 km entfernt, etwa 300 m höher)" in asked.de


def test_a_town_of_unknown_place_has_no_nearest_station(town: Municipality) -> None:
    whole_year(station("1001", 8.1))
    assert queries.weather_for(municipality=town, needed=YEAR) is None
    asked = asked_about(municipality=town)
    assert asked is not None
    assert asked.de.startswith(f"Wo {town.name} liegt, ist nicht bekannt")


def test_a_station_of_dwd_known_by_its_number_has_its_place(place: Municipality) -> None:
    found = stations_for(["1766", "03999001 Markt"], names={"03999001 Markt": "Markt"})
    assert found["1766"].name == "Münster/Osnabrück"
    assert found["1766"].latitude == pytest.approx(52.13, abs=0.01)
    assert found["03999001 Markt"].latitude is None


def test_the_weather_of_an_earlier_version_can_be_had(place: Municipality) -> None:
    held = stream(station("1", 8.1))
    first = deliver(rows(held, NEW_YEAR, [5.0] * 365, step=DAY))
    deliver(rows(held, NEW_YEAR, [6.0] * 365, step=DAY))
    weather = queries.weather_for(municipality=place, needed=YEAR, as_of=first.seq)
    assert weather is not None
    assert set(weather.days["value"].round(6)) == {5.0}


def test_without_any_weather_there_is_none(place: Municipality) -> None:
    assert queries.weather_for(municipality=place, needed=YEAR) is None


def hourly_days(of: Datastream, days: int, *, without_nights_after: int) -> None:
    """Days of 2 degC with cold nights; the nights of the later ones are missing."""
    course = [-4.0] * 8 + [5.0] * 16
    for day in range(days):
        skipped = 8 if day >= without_nights_after else 0
        begin = NEW_YEAR + day * DAY + skipped * HOUR
        deliver(rows(of, begin, course[skipped:]))


def test_days_without_their_nights_are_worked_out_and_that_is_said(place: Municipality) -> None:
    hourly_days(stream(station("1", 8.1), "PT1H"), 28, without_nights_after=20)
    needed = Period(date(2023, 1, 1), date(2023, 1, 29))
    weather = queries.weather_for(municipality=place, needed=needed)
    assert weather is not None
    assert weather.days["value"].to_list() == pytest.approx([2.0] * 28)
    assert (weather.complete, weather.worked_out) == (1.0, 8)
    assert weather.said.de.endswith(
        "An 8 Tagen fehlen Stunden; ihr Mittel folgt aus dem Tagesgang des Monats."
    )


def test_days_without_their_nights_are_unknown_where_no_whole_day_shows_a_course(
    place: Municipality,
) -> None:
    hourly_days(stream(station("1", 8.1), "PT1H"), 28, without_nights_after=0)
    needed = Period(date(2023, 1, 1), date(2023, 1, 29))
    assert queries.weather_for(municipality=place, needed=needed) is None

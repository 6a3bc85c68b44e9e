"""Buildings, meters and weather stations in the words of the standard: told as they are now."""

from datetime import timedelta

import pytest

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.things import describe_datastreams
from klimamosaik.places.models import Building, MeterPoint, WeatherStation
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import publish, readings

HOUR = timedelta(hours=1)
AROUND = "geography'POLYGON((8.05 52,9 52,9 53,8.05 53,8.05 52))'"


@pytest.fixture
def meter(scene: Scene) -> Datastream:
    """An electricity meter of a town hall, its readings public."""
    house = Building.objects.create(
        municipality=scene.town, name="Rathaus", address="Markt 1", postcode="49074", kind="office"
    )
    point = MeterPoint.objects.create(building=house, name="Strom", carrier="electricity")
    stream = Datastream.objects.create(
        name="Strom", meter_point=point, quantity=Quantity.ENERGY, unit="kWh", spacing="PT1H"
    )
    describe_datastreams()
    stream.refresh_from_db()
    assert stream.thing is not None
    publish(stream.thing)
    readings(stream, [1.0, 2.5], length=HOUR, step=HOUR)
    return stream


def test_a_meter_is_a_datastream_of_a_building(scene: Scene, meter: Datastream) -> None:
    thing = scene.stranger.get(f"Things({meter.thing_id})?$expand=Locations,Datastreams")
    assert thing["name"] == "Rathaus"
    (place,), (stream,) = thing["Locations"], thing["Datastreams"]
    assert (place["name"], place["encodingType"]) == ("Rathaus", "text/plain")
    assert place["location"] == "Markt 1, 49074"
    assert stream["unitOfMeasurement"] == {
        "name": "kilowatt hour",
        "symbol": "kWh",
        "definition": "http://unitsofmeasure.org/kW.h",
    }
    page = scene.stranger.get(f"Datastreams({meter.pk})/Observations?$expand=FeatureOfInterest")
    assert [each["result"] for each in page["value"]] == [1, 2.5]
    assert page["value"][0]["FeatureOfInterest"]["feature"] == "Markt 1, 49074"


def test_a_building_that_changes_is_told_anew_everywhere(scene: Scene, meter: Datastream) -> None:
    asked = f"Things?$filter=st_within(Locations/location, {AROUND})"
    assert scene.stranger.names(asked) == []
    house = Building.objects.get(name="Rathaus")
    house.name, house.latitude, house.longitude = "Neues Rathaus", 52.3, 8.1
    house.save()
    assert scene.stranger.names(asked) == ["Neues Rathaus"]
    for entities in ("Things", "Locations", "FeaturesOfInterest"):
        assert scene.stranger.names(f"{entities}?$filter=name eq 'Rathaus'") == []
        assert scene.stranger.names(f"{entities}?$filter=name eq 'Neues Rathaus'")
    stream = scene.stranger.get(f"Datastreams({meter.pk})")
    assert stream["observedArea"] == {"type": "Point", "coordinates": [8.1, 52.3]}


def test_a_weather_station_is_for_programs_of_every_town_and_for_no_stranger(scene: Scene) -> None:
    station = WeatherStation.objects.create(
        number="1766", name="Münster", latitude=52.1, longitude=7.7
    )
    stream = Datastream.objects.create(
        name="Luft", station=station, quantity=Quantity.AIR_TEMPERATURE, unit="°C", spacing="PT1H"
    )
    describe_datastreams()
    stream.refresh_from_db()
    thing = scene.office.get(f"Things({stream.thing_id})?$expand=Locations")
    assert thing["name"] == "Münster"
    assert thing["Locations"][0]["location"]["coordinates"] == [7.7, 52.1]
    assert scene.stranger.get(f"Things({stream.thing_id})", 404)


def test_each_building_gets_one_place_however_often_it_is_described(
    scene: Scene, meter: Datastream
) -> None:
    assert meter.meter_point is not None
    for name in ("Gas", "Wasser"):
        point = MeterPoint.objects.create(
            building=meter.meter_point.building, name=name, carrier="gas"
        )
        Datastream.objects.create(
            name=name, meter_point=point, quantity=Quantity.ENERGY, unit="kWh"
        )
        describe_datastreams()
    page = scene.stranger.get(f"Things({meter.thing_id})?$expand=Locations,Datastreams")
    assert (len(page["Locations"]), len(page["Datastreams"])) == (1, 3)

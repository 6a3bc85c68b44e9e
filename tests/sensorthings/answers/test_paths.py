"""Paths of any depth, single properties, references."""

import pytest

from klimamosaik.observations.models import Datastream
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import ROOT, new_datastream, publish, readings


def test_a_path_goes_as_deep_as_one_likes(scene: Scene) -> None:
    path = f"Datastreams({scene.stream.pk})/Thing/Locations"
    place = scene.stranger.get(path)["value"][0]["@iot.id"]
    deeper = f"{path}({place})/HistoricalLocations"
    moment = scene.stranger.get(deeper)["value"][0]["@iot.id"]
    thing = scene.stranger.get(f"{deeper}({moment})/Thing/Datastreams({scene.stream.pk})/Thing")
    assert thing["name"] == "Laterne"


def test_a_path_through_the_wrong_parent_leads_nowhere(scene: Scene) -> None:
    publish(scene.hidden)
    other = Datastream.objects.get(name="Geheimfeuchte")
    own = scene.stranger.get(f"Datastreams({other.pk})/Observations")["value"][0]["@iot.id"]
    for path in (
        f"Things({scene.thing.pk})/Datastreams({other.pk})",
        f"Things({scene.thing.pk})/Datastreams({other.pk})/Observations",
        f"Datastreams({scene.stream.pk})/Observations({own})",
        f"FeaturesOfInterest({scene.stream.feature_id})/Observations({own})",
    ):
        assert scene.stranger.get(path, 404)["code"] == 404
    assert scene.stranger.get(f"Datastreams({other.pk})/Observations({own})")["@iot.id"] == own


@pytest.mark.parametrize(
    "path",
    [
        "Lamps", "Things(a)", "Things('1')", "Things(99999)", "Things(1", "Things()", "Things(-1)",
        "Things/1", "Things(1)(1)", "Thing(1)", "Things(1)/color", "Things(1)/Thing", "$ref",
        "Things(99999999999999999999)", "Observations(99999999999999999999)", "Observations(-5)",
        "Observations(9223372036854775807)", "Things/Datastreams", "Things/$value", "Things//",
        "Things(1)/name/deeper/$ref", "Things(1)/$value", "/".join(["Things(1)"] * 40),
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_there(scene: Scene, path: str) -> None:
    assert set(scene.stranger.get(path, 404)) == {"code", "type", "message"}


def test_a_single_property_its_value_and_what_is_inside(scene: Scene) -> None:
    scene.thing.properties = {"floor": {"level": 2}, "color": "grün"}
    scene.thing.save()
    own = f"Things({scene.thing.pk})"
    assert scene.stranger.get(f"{own}/name") == {"name": "Laterne"}
    value = scene.stranger.response(f"{own}/name/$value")
    assert (value.content.decode(), value["Content-Type"]) == (
        "Laterne",
        "text/plain; charset=utf-8",
    )
    assert scene.stranger.get(f"{own}/properties/floor/level") == {"level": 2}
    assert scene.stranger.response(f"{own}/properties/color/$value").content.decode() == "grün"
    assert scene.stranger.get(f"{own}/properties/none", 404)
    link = scene.stranger.get(f"{own}/@iot.selfLink")["@iot.selfLink"]
    assert link == f"http://testserver{ROOT}/{own}"
    unit = scene.stranger.get(f"Datastreams({scene.stream.pk})/unitOfMeasurement/symbol")
    assert unit == {"symbol": "%"}


def test_a_property_that_is_null_has_no_content(scene: Scene) -> None:
    answer = scene.stranger.response(f"Things({scene.thing.pk})/properties")
    assert (answer.status_code, answer.content) == (204, b"")
    first = scene.stranger.get("Observations?$top=1")["value"][0]["@iot.id"]
    assert scene.stranger.response(f"Observations({first})/resultTime").status_code == 204


def test_references_are_links_and_nothing_else(scene: Scene) -> None:
    root = f"http://testserver{ROOT}"
    own = f"{root}/Things({scene.thing.pk})"
    assert scene.stranger.get("Things/$ref") == {"value": [{"@iot.selfLink": own}]}
    stream = f"Datastreams({scene.stream.pk})"
    assert scene.stranger.get(f"{stream}/Thing/$ref") == {"@iot.selfLink": own}
    page = scene.stranger.get(f"{stream}/Observations/$ref?$top=2&$count=true")
    assert (page["@iot.count"], len(page["value"])) == (12, 2)
    assert page["@iot.nextLink"].startswith(f"{root}/{stream}/Observations/$ref?")


def test_links_follow_the_public_address(scene: Scene, settings: object) -> None:
    settings.PUBLIC_ADDRESS = "https://klima.example.de"  # type: ignore[attr-defined]
    head = {"host": "testserver", "x-forwarded-host": "evil.example"}
    page = scene.stranger.client.get(f"{ROOT}/Things?$top=1", headers=head).json()
    assert page["value"][0]["@iot.selfLink"].startswith(f"https://klima.example.de{ROOT}/Things(")


def test_a_host_of_a_stranger_is_never_repeated(scene: Scene, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    answer = scene.stranger.client.get(f"{ROOT}/Things", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_several_properties_keep_their_order(scene: Scene) -> None:
    several = new_datastream(scene.thing, "Paar", several=True)
    other = new_datastream(scene.thing, "Helligkeit").observed_property
    assert other is not None
    for place, each in enumerate((other, scene.stream.observed_property, other)):
        assert each is not None
        several.parts.create(
            place=place, observed_property=each, unit_of_measurement={"symbol": str(place)}
        )
    readings(several, [{"result": [1.5, "zwei", None]}])
    one = scene.stranger.get(f"MultiDatastreams({several.pk})")
    assert [each["symbol"] for each in one["unitOfMeasurements"]] == ["0", "1", "2"]
    names = ["Größe Helligkeit", "Größe Feuchte", "Größe Helligkeit"]
    assert scene.stranger.names(f"MultiDatastreams({several.pk})/ObservedProperties") == names
    page = scene.stranger.get("MultiDatastreams?$expand=ObservedProperties,Observations")["value"][
        0
    ]
    assert [each["name"] for each in page["ObservedProperties"]] == names
    assert page["Observations"][0]["result"] == [1.5, "zwei", None]
    reading = scene.stranger.get(f"MultiDatastreams({several.pk})/Observations")["value"][0]
    assert "MultiDatastream@iot.navigationLink" in reading
    assert "Datastream@iot.navigationLink" not in reading
    back = scene.stranger.get(f"ObservedProperties({other.pk})/MultiDatastreams?$count=true")
    assert back["@iot.count"] == 1
    assert scene.stranger.get(f"Datastreams({several.pk})", 404)

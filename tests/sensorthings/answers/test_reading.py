"""Entities, lists, paths and single values, as the standard describes them."""

from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import ROOT

SETS = {
    "Things", "Locations", "HistoricalLocations", "Datastreams", "MultiDatastreams", "Sensors",
    "ObservedProperties", "Observations", "FeaturesOfInterest",
}  # fmt: skip


def test_the_root_names_the_sets_with_and_without_a_slash(scene: Scene) -> None:
    for address in (ROOT, f"{ROOT}/"):
        root = scene.stranger.get(address)
        assert {each["name"] for each in root["value"]} == SETS
        assert root["serverSettings"]["conformance"]


def test_a_thing_is_written_with_its_links(scene: Scene) -> None:
    thing = scene.stranger.get(f"Things({scene.thing.pk})")
    own = f"http://testserver{ROOT}/Things({scene.thing.pk})"
    assert thing == {
        "@iot.id": scene.thing.pk,
        "@iot.selfLink": own,
        "name": "Laterne",
        "description": "Laterne steht hier",
        "Datastreams@iot.navigationLink": f"{own}/Datastreams",
        "MultiDatastreams@iot.navigationLink": f"{own}/MultiDatastreams",
        "Locations@iot.navigationLink": f"{own}/Locations",
        "HistoricalLocations@iot.navigationLink": f"{own}/HistoricalLocations",
    }


def test_every_set_and_every_link_can_be_read(scene: Scene) -> None:
    waiting, seen = [f"http://testserver{ROOT}/{name}" for name in SETS], set()
    while waiting:
        address = waiting.pop()
        if address in seen or len(address.split("/")) > 9:
            continue
        seen.add(address)
        answer = scene.stranger.get(address.removeprefix("http://testserver"))
        for each in answer.get("value", [answer]):
            waiting += [link for name, link in each.items() if name.endswith("Link")]
    assert len(seen) > 60

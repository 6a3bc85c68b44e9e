"""A stranger learns nothing of what nobody published, whichever way they ask."""

import json
import re
from typing import Any

import pytest
from django.utils import timezone

from klimamosaik.observations.models import Datastream, HistoricalLocation, Location, Thing
from klimamosaik.people.models import TokenScope
from klimamosaik.places.models import Building, BuildingKind, Municipality
from klimamosaik.publication.models import PublicPage
from klimamosaik.publication.queries import readings as gate
from klimamosaik.publication.queries.readings import public_readings
from klimamosaik.sensorthings.entities.sets import SETS
from klimamosaik.sensorthings.sight import Sight
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import (
    Asker,
    new_datastream,
    new_thing,
    new_town,
    program,
    publish,
    readings,
)

SECRET = re.compile("geheim|Geheim|47.11|8.1,52.4|8.1, 52.4")
MOST = 3_000  # addresses; more is a loop
DEEP = 8  # steps of an address
EXPANDS = [
    *(f"{a.name}?$count=true&$expand={way.name}" for a in SETS.values() for way in a.relations),
    "Things?$expand=Datastreams($expand=Observations;$count=true),Locations/HistoricalLocations",
    "Locations?$expand=Things/Datastreams/Observations/FeatureOfInterest,HistoricalLocations/Thing",
    "Sensors?$expand=Datastreams/Thing/Locations/Things",
    "ObservedProperties?$expand=Datastreams/Thing/Locations/Things",
    "FeaturesOfInterest?$expand=Observations/Datastream/Thing",
    "Observations?$expand=Datastream/Sensor/Datastreams,FeatureOfInterest/Observations&$count=true",
]  # fmt: skip


@pytest.fixture
def planted(scene: Scene) -> Scene:
    """Private things everywhere around what is public, sharing what can be shared."""
    elsewhere = new_town("03405000", "Nachbarstadt", page=False)
    for town in (scene.town, elsewhere):
        private = new_thing(town, f"Geheim {town.name}", (8.1, 52.4))
        stream = new_datastream(private, f"Geheimstrom {town.name}", description="geheim")
        for shared in ("sensor", "observed_property", "feature"):
            setattr(stream, shared, getattr(scene.stream, shared))
        stream.save()
        place = scene.thing.locations.get()
        private.locations.add(place)
        HistoricalLocation.objects.create(thing=private).locations.add(place)
        readings(stream, [47.11, {"result": "geheim"}])
        several = new_datastream(private, f"Geheimpaar {town.name}", several=True)
        assert scene.stream.observed_property is not None
        several.parts.create(place=0, observed_property=scene.stream.observed_property)
        readings(several, [{"result": [47.11, "geheim"]}])
    publish(Thing.objects.get(name="Geheim Nachbarstadt"))  # its town's page is off
    home = flat_of(scene.town)
    readings(home, [47.11])
    return scene


def flat_of(town: Municipality) -> Any:
    """A public thing in a house where people live: its readings are of one home, maybe."""
    house = Building.objects.create(
        municipality=town, name="Wohnhaus", kind=BuildingKind.HOUSING, latitude=52.1, longitude=8.2
    )
    thing = Thing.objects.create(building=house)
    publish(thing)
    return new_datastream(thing, "Geheimwohnung")


def walked(asker: Asker, *starts: str) -> dict[str, str]:
    """Every address that answers lead to, with what was answered."""
    found: dict[str, str] = {}
    waiting = [f"/sensorthings/v1.1/{each}" for each in starts]
    while waiting:
        address = waiting.pop()
        if address in found or address.count("/") > DEEP:
            continue
        assert len(found) < MOST, f"a loop? {address}"
        answer = asker.response(address)
        found[address] = answer.content.decode()
        if answer.status_code == 200 and found[address].startswith("{"):
            waiting += [each.removeprefix("http://testserver") for each in links_in(answer.json())]
    return found


def links_in(value: Any) -> list[str]:
    """Every link inside a document."""
    if isinstance(value, list):
        return [link for each in value for link in links_in(each)]
    if not isinstance(value, dict):
        return []
    own = [each for name, each in value.items() if name.endswith("Link")]
    return own + [link for each in value.values() for link in links_in(each)]


def leaking(asker: Asker) -> list[str]:
    """The addresses that tell of what is private."""
    found = walked(asker, *SETS, *EXPANDS)
    assert len(found) > 100, "hardly anything was walked"
    assert any("Laterne" in text for text in found.values()), "nothing public was seen"
    return [address for address, text in found.items() if SECRET.search(text)]


def test_no_link_and_no_expansion_leads_to_what_is_private(planted: Scene) -> None:
    assert leaking(planted.stranger) == []


def test_without_the_gate_the_walk_finds_what_is_private(
    planted: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sight, "everything", True)
    assert len(leaking(planted.stranger)) > 50


def test_numbers_of_private_entities_lead_nowhere(planted: Scene) -> None:
    everybody = program(None)
    for name in SETS:
        every = ids(everybody, name)
        shown = {n for n in every if planted.stranger.response(f"{name}({n})").status_code == 200}
        assert shown == ids(planted.stranger, name)
        assert shown < every or name == "HistoricalLocations", f"nothing private in {name}"


def ids(asker: Asker, name: str) -> set[int]:
    """The ids of a set that one sees."""
    page = asker.get(f"{name}?$select=id&$top=1000&$count=true")
    found = {each["@iot.id"] for each in page["value"]}
    assert len(found) == page["@iot.count"]
    return found


def test_counts_are_those_of_what_is_public(planted: Scene) -> None:
    for name, most in (("Things", 2), ("Datastreams", 1), ("Observations", 12), ("Sensors", 1)):
        assert planted.stranger.get(f"{name}?$count=true")["@iot.count"] == most
    feature = planted.stream.feature_id
    about = planted.stranger.get(f"FeaturesOfInterest({feature})/Observations?$count=true")
    assert about["@iot.count"] == 12


def test_a_program_sees_its_own_town_and_no_other(planted: Scene) -> None:
    text = json.dumps(planted.office.get("Things?$expand=Datastreams,Locations&$top=1000"))
    assert "Geheim Musterstadt" in text
    assert "Nachbarstadt" not in text


def test_the_page_switched_off_takes_everything_away_and_says_so(scene: Scene) -> None:
    PublicPage.objects.update(on_since=None, off_since=timezone.now())
    assert scene.stranger.get("Things")["value"] == []
    assert scene.stranger.get(f"Things({scene.thing.pk})", 410)["code"] == 410
    assert scene.stranger.get(f"Datastreams({scene.stream.pk})", 410)
    assert scene.stranger.get(f"Things({scene.hidden.pk})", 404)


def test_what_is_taken_back_is_gone(scene: Scene) -> None:
    shown = publish(scene.hidden)
    number = scene.stranger.get(f"Things({scene.hidden.pk})/Datastreams")["value"][0]["@iot.id"]
    reading = scene.stranger.get(f"Datastreams({number})/Observations")["value"][0]["@iot.id"]
    shown.until = timezone.now()
    shown.save()
    gone = (f"Things({scene.hidden.pk})", f"Datastreams({number})", f"Observations({reading})")
    assert all(scene.stranger.get(address, 410)["message"] for address in gone)


def test_places_are_seen_through_public_things_only(planted: Scene) -> None:
    shared = Location.objects.get(name="Platz Laterne")
    things = planted.stranger.get(f"Locations({shared.pk})/Things?$count=true")
    assert things["@iot.count"] == 1
    was = planted.stranger.get(f"Locations({shared.pk})/HistoricalLocations?$count=true")
    assert was["@iot.count"] == 1


def test_a_gateway_that_writes_one_series_reads_no_other(planted: Scene) -> None:
    own = Datastream.objects.get(name="Geheimfeuchte")
    gateway = program(planted.town, TokenScope.OBSERVATIONS, datastreams=[own.pk])
    assert gateway.names("Things") == ["Laterne", "Geheim", "Wohnhaus"]
    assert set(gateway.names("Datastreams")) == {"Feuchte", "Geheimfeuchte"}
    text = json.dumps([gateway.get(f"{each}?$top=500") for each in SETS])
    assert "Geheim Musterstadt" not in text
    assert "Geheimstrom" not in text


def test_a_gateway_reads_no_series_of_another_town_whose_number_it_was_given(
    planted: Scene,
) -> None:
    theirs = Datastream.objects.filter(name__endswith="Nachbarstadt").values_list("pk", flat=True)
    gateway = program(planted.town, TokenScope.OBSERVATIONS, datastreams=list(theirs))
    assert len(theirs) == 2
    assert {name: ids(gateway, name) for name in SETS} == {
        name: ids(planted.stranger, name) for name in SETS
    }
    for number in theirs:
        for address in ("", "/Observations", "/Thing"):
            assert gateway.response(f"Datastreams({number}){address}").status_code == 404


def test_very_many_public_things_are_told_apart_as_few_are(
    planted: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {name: ids(planted.stranger, name) for name in SETS}
    monkeypatch.setattr(gate, "NAMED", 1)  # more are asked for by a query in the query
    assert public_readings().things is None
    assert {name: ids(planted.stranger, name) for name in SETS} == few


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_of_what_is_public_is_never_older_than_the_last_change(scene: Scene) -> None:
    """Outside a transaction the gate remembers; publishing and taking back are seen at once."""
    assert scene.stranger.names("Things") == ["Laterne"]
    shown = publish(scene.hidden)
    assert scene.stranger.names("Things") == ["Laterne", "Geheim"]
    shown.until = timezone.now()
    shown.save()
    assert scene.stranger.names("Things") == ["Laterne"]
    page = PublicPage.objects.get(municipality=scene.town)
    page.on_since, page.off_since = None, timezone.now()
    page.save()
    assert scene.stranger.names("Things") == []

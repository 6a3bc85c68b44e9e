"""What was delivered or changed is told once, to those who may hear it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from klimamosaik.observations.models import Delivery, Location
from klimamosaik.observations.operations.deliveries import settle, withdraw
from klimamosaik.publication.models import Publication
from klimamosaik.sensorthings.models import AskedByMqtt, EntityToTell, ToldByMqtt
from klimamosaik.sensorthings.mqtt import telling
from klimamosaik.sensorthings.mqtt.entity_messages import ToldMessage
from klimamosaik.sensorthings.mqtt.places import AskedTopics
from klimamosaik.sensorthings.mqtt.subscriptions import asked_topics, note_line
from klimamosaik.sensorthings.mqtt.topics import asked_topic
from tests.sensorthings.mqtt.conftest import AT, FIRST, SensingTown

PUBLIC, PRIVATE = (1, 2, 3), (7, 8)


@dataclass
class Listening:
    """Somebody who hears all that is told."""

    asked: list[str] = field(default_factory=list)
    heard: list[ToldMessage] = field(default_factory=list)
    there: bool = True  # the broker

    def tell(self, messages: Sequence[ToldMessage]) -> bool:
        if self.there:
            self.heard += messages
        return self.there

    def round(self) -> bool:
        """One round; what was heard before is forgotten."""
        del self.heard[:]
        topics = AskedTopics(each for text in self.asked if (each := asked_topic(text)))
        return telling.tell_what_is_new(self.tell, topics, at=AT)

    def on(self, topic: str) -> list[Any]:
        """What was told on one topic."""
        return [json.loads(each.payload) for each in self.heard if each.topic == topic]

    @property
    def topics(self) -> set[str]:
        """All topics something was told on."""
        return {each.topic for each in self.heard}


@pytest.fixture
def listening(town: SensingTown) -> Listening:
    """Everything before is told."""
    made = Listening()
    made.round()
    return made


def test_what_was_stored_before_anybody_told_is_no_news(town: SensingTown) -> None:
    town.report(town.public, 1)
    made = Listening()
    assert not made.round()
    assert not made.round()
    assert not made.heard


def test_a_reading_is_told_once_on_each_of_its_topics(
    town: SensingTown, listening: Listening
) -> None:
    town.report(town.public, 1.5)
    assert listening.round()
    pk = town.public.pk
    assert listening.topics == {"v1.1/Observations", f"v1.1/Datastreams({pk})/Observations"}
    (told,) = listening.on("v1.1/Observations")
    assert told["result"] == 1.5
    assert told["phenomenonTime"].endswith("Z")
    assert told["@iot.selfLink"] == f"/sensorthings/v1.1/Observations({told['@iot.id']})"
    assert listening.on(f"v1.1/Datastreams({pk})/Observations") == [told]
    assert not listening.round()
    assert not listening.heard


def test_after_a_restart_the_rest_is_told(town: SensingTown, listening: Listening) -> None:
    town.report(town.public, 1)
    listening.there = False
    assert not listening.round()
    town.report(town.public, 2, first=FIRST + 1)
    again = Listening()
    assert again.round()
    assert [each["result"] for each in again.on("v1.1/Observations")] == [1, 2]


def test_a_large_delivery_is_told_in_parts_and_goes_on_where_it_was(
    town: SensingTown, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "SLICE", 2)
    town.report(town.public, 0, 1, 2, 3, 4)
    town.report(town.public, 5, first=FIRST - 1)
    parts: list[int] = []

    def dies_after_the_first(messages: Sequence[ToldMessage]) -> bool:
        parts.append(len(messages))
        return len(parts) == 1

    telling.tell_what_is_new(dies_after_the_first, AskedTopics(), at=AT)
    assert ToldByMqtt.objects.get().within == 2
    results: list[float] = []
    while listening.round():
        results += [each["result"] for each in listening.on("v1.1/Observations")]
    assert results == [2, 3, 4, 5]


def test_readings_that_settled_before_they_were_told_are_told(
    town: SensingTown, listening: Listening
) -> None:
    town.report(town.public, 1)
    town.report(town.public, 2, first=FIRST + 1)
    settle(at=AT)
    results: list[float] = []
    while listening.round():
        results += [each["result"] for each in listening.on("v1.1/Observations")]
    assert results == [1, 2]


def test_a_corrected_reading_is_told_again_and_one_taken_back_is_not(
    town: SensingTown, listening: Listening
) -> None:
    town.report(town.public, 1)
    listening.round()
    withdraw(delivery=Delivery.objects.get(), by=None, at=AT)
    assert listening.round()
    assert not listening.heard


def test_strangers_hear_nothing_of_what_is_not_public(
    town: SensingTown, listening: Listening
) -> None:
    for each in (town.public, town.private, town.elsewhere):
        town.report(each, each.pk)
        each.name += "!"
        each.save()
    listening.asked = ["#", "v1.1/#", "+/Observations", "v1.1/Observations?$select=result"]
    listening.asked += [f"v1.1/Datastreams({n})/Observations" for n in range(9)]
    while listening.round():
        assert {each["result"] for each in listening.on("v1.1/Observations")} <= {town.public.pk}
        assert listening.heard
        for message in listening.heard:
            assert message.topic.startswith("v1.1/")
            assert b"private" not in message.payload
            assert b"elsewhere" not in message.payload


def test_what_is_taken_back_from_the_public_is_told_no_more(
    town: SensingTown, listening: Listening
) -> None:
    Publication.objects.update(until=AT)
    town.report(town.public, 1)
    assert listening.round()
    assert not listening.heard


def test_a_town_hears_its_own_where_it_asks(town: SensingTown, listening: Listening) -> None:
    for each in (town.public, town.private, town.elsewhere):
        town.report(each, each.pk)
    listening.asked = ["own/03404000/#"]
    listening.round()
    own = {each for each in listening.topics if each.startswith("own/")}
    assert own == {
        "own/03404000/v1.1/Observations",
        f"own/03404000/v1.1/Datastreams({town.private.pk})/Observations",
    }
    assert [each["result"] for each in listening.on("own/03404000/v1.1/Observations")] == [
        town.private.pk
    ]


def test_a_choice_of_properties_is_told_as_it_was_asked_for(
    town: SensingTown, listening: Listening
) -> None:
    topic = "v1.1/Observations?$select=result,phenomenonTime"
    below = f"v1.1/Datastreams({town.public.pk})/Observations?$select=id,result"
    listening.asked = [topic, below, "v1.1/+/Observations?$select=result", topic]
    town.report(town.public, 4)
    listening.round()
    (told,) = listening.on(topic)
    assert set(told) == {"result", "phenomenonTime"}
    assert set(listening.on(below)[0]) == {"@iot.id", "result"}
    wild = f"v1.1/Datastreams({town.public.pk})/Observations?$select=result"
    assert listening.on(wild) == [{"result": 4}]


def test_a_deeper_way_to_a_reading_is_told_where_somebody_asks_for_it(
    town: SensingTown, listening: Listening
) -> None:
    deep = f"v1.1/Things({town.public.thing_id})/Datastreams({town.public.pk})/Observations"
    town.report(town.public, 1)
    listening.round()
    assert deep not in listening.topics
    listening.asked = [deep, "v1.1/#"]
    town.report(town.public, 2, first=FIRST + 1)
    listening.round()
    assert [each["result"] for each in listening.on(deep)] == [2]
    assert len(listening.heard) == 3


def test_a_changed_thing_is_told_and_its_changed_property_by_itself(
    town: SensingTown, listening: Listening
) -> None:
    thing = town.public.thing
    assert thing is not None
    thing.description = "vor dem Rathaus"
    thing.save()
    assert listening.round()
    here = f"v1.1/Things({thing.pk})"
    assert listening.on(here)[0]["description"] == "vor dem Rathaus"
    assert listening.on("v1.1/Things") == listening.on(here)
    assert listening.on(f"{here}/description") == [{"description": "vor dem Rathaus"}]
    assert f"{here}/name" not in listening.topics
    assert not EntityToTell.objects.exists()
    thing.save()
    assert not listening.round()


def test_a_thing_that_moved_is_told(town: SensingTown, listening: Listening) -> None:
    thing = town.public.thing
    assert thing is not None
    place = Location.objects.create(
        municipality=town.municipality, name="Platz", location={"type": "Point"}
    )
    thing.locations.set([place])
    listening.round()
    assert f"v1.1/Things({thing.pk})" in listening.topics


def test_readings_of_several_properties_are_told_below_their_multidatastream(
    town: SensingTown, listening: Listening
) -> None:
    town.public.several = True
    town.public.save()
    town.report(town.public, 1)
    while listening.round():
        pass
    town.report(town.public, 2, first=FIRST + 1)
    listening.round()
    below = f"v1.1/MultiDatastreams({town.public.pk})/Observations"
    (told,) = listening.on(below)
    assert "MultiDatastream@iot.navigationLink" in told
    assert listening.topics == {"v1.1/Observations", below}


def test_a_new_datastream_is_told_below_its_thing(town: SensingTown, listening: Listening) -> None:
    town.public.pk, town.public.name = None, "second"
    town.public.save()
    listening.round()
    (told,) = listening.on(f"v1.1/Things({town.public.thing_id})/Datastreams")
    assert told["name"] == "second"
    assert f"v1.1/Datastreams({town.public.pk})/name" not in listening.topics


def test_a_changed_thing_is_told_on_every_way_somebody_asked_for(
    town: SensingTown, listening: Listening
) -> None:
    thing = town.public.thing
    assert thing is not None
    place = Location.objects.create(
        municipality=town.municipality, name="Platz", location={"type": "Point"}
    )
    thing.locations.set([place])
    while listening.round():
        pass
    ways = [f"v1.1/Datastreams({town.public.pk})/Thing", f"v1.1/Locations({place.pk})/Things"]
    secret = f"v1.1/Datastreams({town.private.pk})/Thing"
    listening.asked = [*ways, secret, f"{ways[1]}?$select=name", "v1.1/Datastreams(999)/Thing"]
    thing.description = "am Markt"
    thing.save()
    listening.round()
    for way in ways:
        (told,) = listening.on(way)
        assert told["description"] == "am Markt"
    assert listening.on(f"{ways[1]}?$select=name") == [{"name": thing.name}]
    assert secret not in listening.topics
    assert "v1.1/Datastreams(999)/Thing" not in listening.topics


def test_a_property_of_what_is_not_public_is_told_where_it_is_asked_for(
    town: SensingTown, listening: Listening
) -> None:
    thing = town.private.thing
    assert thing is not None
    here = f"own/{town.municipality.pk}/v1.1/Things({thing.pk})"
    listening.asked = [f"{here}/description", f"{here}/name"]
    thing.description = "im Keller"
    thing.save()
    listening.round()
    assert listening.topics == {f"{here}/description"}
    assert listening.on(f"{here}/description") == [{"description": "im Keller"}]


def test_a_property_of_a_reading_is_told_where_it_is_asked_for(
    town: SensingTown, listening: Listening
) -> None:
    town.report(town.public, 1)
    listening.round()
    (told,) = listening.on("v1.1/Observations")
    here = f"v1.1/Observations({told['@iot.id']})"
    listening.asked = [f"{here}/result", f"{here}/parameters"]
    town.report(town.public, 2)
    listening.round()
    assert listening.on(f"{here}/result") == [{"result": 2}]
    assert f"{here}/parameters" not in listening.topics


def test_while_nobody_tells_nothing_is_noted(town: SensingTown) -> None:
    assert town.public.thing is not None
    town.public.thing.save()
    assert not EntityToTell.objects.exists()


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (b"1795697228: a b 1 v1.1/Observations?$select=result", True),
        (b"1795697228: anon 0 v1.1/Things(1)/Datastreams(2)/Observations", True),
        (b"1795697228: anon 0 own/03404000/#", True),
        (b"1795697228: anon 2 v1.1/Observations", False),
        (b"1795697228: anon 2 v1.1/Datastreams(7)/Observations", False),
        (b"1795697228: anon 2 #", False),
        (b"1795697228: anon 2 $SYS/#", False),
        (b"1795697228: anon 1 v1.1/Observations?$filter=result gt 3", False),
        (b"1795697228: anon 1 v1.1/" + b"x" * 600, False),
        (b"\xff\xfe", False),
    ],
)
def test_what_needs_asking_is_kept_of_what_the_broker_tells(
    town: SensingTown, line: bytes, kept: bool
) -> None:
    note_line(line, at=AT)
    note_line(line, at=AT)
    assert AskedByMqtt.objects.count() == kept
    assert len(asked_topics(at=AT)) == kept

"""A reading that is published becomes one of the store, where its publisher may write."""

import json
from dataclasses import replace

import pytest

from klimamosaik.observations.models import Delivery, FeatureOfInterest, ObservedProperty
from klimamosaik.observations.queries.readings import readings
from klimamosaik.people.models import TokenScope
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.sensorthings.models import CreatedByMqtt
from klimamosaik.sensorthings.mqtt.creating import store
from klimamosaik.sensorthings.mqtt.published_readings import LARGEST
from tests.sensorthings.mqtt.conftest import SensingTown

TIME = "2026-11-26T10:00:00.123Z"
WRITES = TokenScope.OBSERVATIONS


def values(*streams: int) -> list[float | None]:
    return readings(datastreams=streams)["value"].to_list()


def body(result: object = 3, **more: object) -> str:
    return json.dumps({"result": result, "phenomenonTime": TIME} | more)


def test_a_reading_is_created_below_its_datastream(town: SensingTown) -> None:
    pk = town.private.pk
    assert store([town.message(f"create/v1.1/Datastreams({pk})/Observations", body(2.5))]) == 0
    row = readings(datastreams=[pk]).row(0, named=True)
    assert row["value"] == 2.5
    assert row["start"].isoformat() == "2026-11-26T10:00:00.123000+00:00"


def test_a_reading_that_names_its_datastream_is_created_by_the_plain_topic(
    town: SensingTown,
) -> None:
    told = body(1, Datastream={"@iot.id": town.public.pk, "name": "of no interest"})
    assert store([town.message("create/v1.1/Observations", told)]) == 0
    assert values(town.public.pk) == [1]


def test_many_messages_are_one_delivery(town: SensingTown) -> None:
    messages = [
        town.message(f"create/v1.1/Datastreams({stream.pk})/Observations", body(n))
        for n, stream in enumerate((town.public, town.private, town.elsewhere))
    ]
    assert store(messages) == 0
    assert Delivery.objects.count() == 1
    assert values(town.public.pk, town.private.pk, town.elsewhere.pk) == [0, 1, 2]


def test_the_same_message_twice_is_one_reading(town: SensingTown) -> None:
    topic = f"create/v1.1/Datastreams({town.public.pk})/Observations"
    store([town.message(topic, body())])
    store([town.message(topic, body(), again=True)] * 2)
    assert values(town.public.pk) == [3]


def test_a_message_without_a_time_keeps_when_it_came_first(town: SensingTown) -> None:
    topic = f"create/v1.1/Datastreams({town.public.pk})/Observations"
    first = town.message(topic, '{"result": 1}')
    store([first])
    later = first.at.replace(minute=9)
    again = [
        first.__class__(topic, first.payload, first.number, number_again, later)
        for number_again in (True, False)
    ]
    store(again[:1])
    assert values(town.public.pk) == [1]
    store(again[1:])  # the number was used again for another message
    assert values(town.public.pk) == [1, 1]


def test_a_message_handed_over_again_while_it_still_waits_is_one_reading(
    town: SensingTown,
) -> None:
    """The line breaks while the store is slow: it comes again, and both are stored together."""
    topic = f"create/v1.1/Datastreams({town.public.pk})/Observations"
    first = town.message(topic, '{"result": 1}')
    other = town.message(topic, '{"result": 2}')
    later = first.at.replace(minute=9)
    again = [replace(each, again=True, at=later) for each in (first, other)]
    store([first, other, *again])
    assert values(town.public.pk) == [1, 2]
    store([replace(each, at=later.replace(minute=10)) for each in again])
    assert values(town.public.pk) == [1, 2]


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("create/v1.1/Things", "{}"),
        ("create/v1.1/Datastreams(1)/Observations/1", "{}"),
        ("create/x/y/v1.1/Observations", "{}"),
        ("create/v1.1/Observations", body()),
        ("create/v1.1/Observations", body(Datastream={"@iot.id": "1"})),
        ("create/v1.1/Observations", body(Datastream={"@iot.id": 10**30})),
        ("create/v1.1/Datastreams(99999999)/Observations", body()),
        ("create/v1.1/Datastreams(9999999999999999999999)/Observations", body()),
        ("create/v1.1/MultiDatastreams({pk})/Observations", body()),
        ("create/v1.1/Datastreams({pk})/Observations", ""),
        ("create/v1.1/Datastreams({pk})/Observations", "\x00"),
        ("create/v1.1/Datastreams({pk})/Observations", "[" * 100_000),
        ("create/v1.1/Datastreams({pk})/Observations", "[]"),
        ("create/v1.1/Datastreams({pk})/Observations", '{"result": NaN}'),
        ("create/v1.1/Datastreams({pk})/Observations", '{"result": 1e400}'),
        ("create/v1.1/Datastreams({pk})/Observations", body(phenomenonTime="gestern")),
        ("create/v1.1/Datastreams({pk})/Observations", body("x" * LARGEST)),
        ("create/v1.1/Datastreams({pk})/Observations", body("\ud800")),
        ("create/v1.1/Datastreams({pk})/Observations", body({"a": ["\udc00\ud83d"]})),
        ("create/v1.1/FeaturesOfInterest(999999)/Observations", body(Datastream={"@iot.id": 1})),
    ],
)
def test_what_creates_nothing_is_counted_and_holds_up_no_other(
    town: SensingTown, topic: str, payload: str
) -> None:
    pk = town.public.pk
    good = town.message(f"create/v1.1/Datastreams({pk})/Observations", body(7))
    bad = town.message(topic.replace("{pk}", str(pk)), payload)
    assert store([bad, good]) == 1
    assert values(pk) == [7]
    counted = CreatedByMqtt.objects.get()
    assert (counted.stored, counted.ignored) == (1, 1)
    assert counted.problem["de"]


def test_a_token_writes_where_it_may(town: SensingTown) -> None:
    token = town.token(WRITES).token
    topic = f"create/{token.handle}/v1.1/Observations"
    told = [
        town.message(topic, body(n, Datastream={"@iot.id": stream.pk}))
        for n, stream in enumerate((town.public, town.private, town.elsewhere))
    ]
    assert store(told) == 1
    assert values(town.public.pk, town.private.pk) == [0, 1]
    assert values(town.elsewhere.pk) == []


def test_a_token_of_some_datastreams_writes_to_no_other(town: SensingTown) -> None:
    token = town.token(WRITES, datastreams=[town.private.pk]).token
    told = [
        town.message(f"create/{token.handle}/v1.1/Datastreams({pk})/Observations", body())
        for pk in (town.private.pk, town.public.pk)
    ]
    assert store(told) == 1
    assert values(town.private.pk, town.public.pk) == [3]


@pytest.mark.parametrize("scope", [TokenScope.READ, TokenScope.ENTITIES])
def test_a_token_without_the_right_writes_nothing(town: SensingTown, scope: TokenScope) -> None:
    handle = town.token(scope).token.handle
    topic = f"create/{handle}/v1.1/Datastreams({town.public.pk})/Observations"
    assert store([town.message(topic, body())]) == 1


def test_the_topic_decides_and_a_body_that_says_otherwise_is_left_out(town: SensingTown) -> None:
    """By the topic the broker decides who may write there."""
    told = body(Datastream={"@iot.id": town.elsewhere.pk})
    topic = f"create/v1.1/Datastreams({town.public.pk})/Observations"
    assert store([town.message(topic, told)]) == 1
    assert values(town.public.pk, town.elsewhere.pk) == []


def test_bytes_that_are_no_text_create_nothing(town: SensingTown) -> None:
    message = town.message(f"create/v1.1/Datastreams({town.public.pk})/Observations", "")
    bad = [replace(message, payload=each) for each in (b'{"result": "\xed\xa0\x80"}', b"\xff\xfe{")]
    assert store(bad) == 2


def test_a_text_beyond_the_basic_plane_comes_back_as_it_was_sent(town: SensingTown) -> None:
    topic = f"create/v1.1/Datastreams({town.public.pk})/Observations"
    assert store([town.message(topic, body("\U0001f333"))]) == 0
    assert (
        json.loads(readings(datastreams=[town.public.pk])["details"][0])["result"] == "\U0001f333"
    )


def test_lists_go_to_multidatastreams_and_only_there(town: SensingTown) -> None:
    several = town.private
    several.several, several.observed_property = True, None
    several.save()
    for place, name in enumerate("ab"):
        observed = ObservedProperty.objects.create(name=name)
        several.parts.create(place=place, observed_property=observed)
    topic = f"create/v1.1/MultiDatastreams({several.pk})/Observations"
    told = [town.message(topic, body(each)) for each in ([1], 1, [1, "zwei"])]
    told.append(town.message(topic.replace("Multi", ""), body([1, 2])))
    assert store(told) == 3
    (details,) = readings(datastreams=[several.pk])["details"]
    assert json.loads(details)["result"] == [1, "zwei"]


def test_a_meter_is_corrected_and_a_sensor_keeps_both(town: SensingTown) -> None:
    building = Building.objects.create(municipality=town.municipality, name="Rathaus")
    point = MeterPoint.objects.create(building=building, carrier="electricity", name="Strom")
    meter = town.private
    meter.meter_point = point
    meter.save()
    for pk in (meter.pk, town.public.pk):
        topic = f"create/v1.1/Datastreams({pk})/Observations"
        for result in (1, 2):
            assert store([town.message(topic, body(result))]) == 0
    assert values(meter.pk) == [2]
    assert values(town.public.pk) == [1, 2]


def test_a_reading_is_about_nothing_that_another_town_keeps_to_itself(town: SensingTown) -> None:
    assert town.elsewhere.thing is not None
    whose = (town.municipality, town.elsewhere.thing.municipality)
    own, foreign = (
        FeatureOfInterest.objects.create(municipality=each, name="x", feature={}) for each in whose
    )
    token = town.token(WRITES).token
    told = [
        town.message(topic, body(n, FeatureOfInterest={"@iot.id": about.pk}))
        for n, about in enumerate((own, foreign))
        for topic in (
            f"create/v1.1/Datastreams({town.public.pk})/Observations",
            f"create/{token.handle}/v1.1/Datastreams({town.public.pk})/Observations",
        )
    ]
    assert store(told) == 2
    assert set(values(town.public.pk)) == {0}

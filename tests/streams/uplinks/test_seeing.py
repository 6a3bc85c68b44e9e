"""What a network would bring is seen before anything is stored, over a broker or in messages."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from klimamosaik.observations.models import Datastream
from klimamosaik.sources.lorawan.measured import DecoderChoice
from klimamosaik.sources.mqtt.address import broker_address
from klimamosaik.sources.mqtt.overhearing import BrokerSilent, overhear
from klimamosaik.streams.source_preview import SourcePreview
from klimamosaik.streams.uplinks.first_look import seen_in
from tests.broker import Broker
from tests.ports import free_port
from tests.streams.uplinks.conftest import NOW


def message(count: int, **decoded: Any) -> bytes:
    """A message of The Things Stack."""
    return json.dumps(
        {
            "end_device_ids": {"device_id": "beet-7", "dev_eui": "A81758FFFE000001"},
            "received_at": NOW.isoformat(),
            "uplink_message": {
                "f_port": 2,
                "f_cnt": count,
                "decoded_payload": decoded,
                "received_at": NOW.isoformat(),
                "locations": {"user": {"latitude": 52.28, "longitude": 8.05}},
            },
        }
    ).encode()


def seen(*bodies: bytes) -> SourcePreview:
    told = [(body, NOW + place * timedelta(minutes=15)) for place, body in enumerate(bodies)]
    return seen_in(told, choice=DecoderChoice({}, None), every=None, now=NOW + timedelta(hours=1))


def test_each_value_of_a_device_is_a_series() -> None:
    found = seen(message(1, temperature=20.5, humidity=55), message(2, temperature=21.5))
    by_name = {each.name: each for each in found.series}
    assert by_name["temperature"].unit == "°C"
    assert by_name["temperature"].value == 21.5
    assert by_name["temperature"].thing == "beet-7"
    assert by_name["temperature"].place == (52.28, 8.05)
    assert by_name["humidity"].doubts == ()
    assert found.notes[0].en == "2 messages overheard."


def test_what_cannot_be_is_doubted() -> None:
    (one,) = seen(message(1, temperature=215)).series
    assert "outside" in one.doubts[0].en


def test_what_is_no_message_is_told_with_its_reason_and_how_often() -> None:
    found = seen(b"{}", b"{}", b"nonsense")
    assert found.series == ()
    assert [note.en[:8] for note in found.notes[1:]] == ["2 times:", "1 times:"]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    held = Broker(tmp_path)
    held.start()
    yield held
    held.stop()


def test_a_broker_is_overheard_and_remembers_nobody(broker: Broker) -> None:
    heard = threading.Event()
    client = paho.Client(CallbackAPIVersion.VERSION2)

    def say() -> None:
        client.connect("127.0.0.1", broker.port)
        client.loop_start()
        for count in range(3):
            client.publish("v3/app/devices/beet-7/up", message(count, temperature=20.5), 1)
        heard.set()

    address = broker_address(broker.address)
    found = overhear(address, "v3/+/devices/+/up", spare=lambda: True, most=3, listening=say)
    client.disconnect()
    client.loop_stop()
    assert heard.is_set()
    assert len(found) == 3
    assert len(seen(*[each.payload for each in found]).series) == 1


def test_a_broker_that_is_not_there_is_said() -> None:
    address = broker_address(f"mqtt://127.0.0.1:{free_port()}")
    with pytest.raises(BrokerSilent):
        overhear(address, "#", spare=lambda: True)


@pytest.mark.django_db
def test_nothing_of_it_is_stored() -> None:
    seen(message(1, temperature=20.5))
    assert not Datastream.objects.exists()

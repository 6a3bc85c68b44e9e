"""Every network's envelope is read; what is no uplink is told as what it is."""

import base64
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from klimamosaik.sources.lorawan.clocks import MessageClock, sent_at
from klimamosaik.sources.lorawan.envelope import LARGEST, message_in
from klimamosaik.sources.lorawan.uplink import DevicePlace, LorawanNetwork, NoUplink, Uplink
from klimamosaik.terms.complaint import InputRejected
from tests.sources.lorawan import messages
from tests.sources.lorawan.messages import ELSYS, EUI, written

ARRIVED = datetime(2026, 3, 2, 6, 15, 2, tzinfo=UTC)
AT = datetime(2026, 3, 2, 6, 15, 0, 250_000, tzinfo=UTC)
ALL = {
    LorawanNetwork.THINGS_STACK: messages.things_stack(),
    LorawanNetwork.CHIRPSTACK: messages.chirpstack(),
    LorawanNetwork.CHIRPSTACK_3: messages.chirpstack_3(),
    LorawanNetwork.LORIOT: messages.loriot(),
    LorawanNetwork.THINGPARK: messages.thingpark(),
}


def uplink(body: bytes) -> Uplink:
    found = message_in(body)
    assert isinstance(found, Uplink)
    return found


@pytest.mark.parametrize("network", list(LorawanNetwork))
def test_the_same_message_is_the_same_in_every_network(network: LorawanNetwork) -> None:
    read = uplink(ALL[network])
    assert read.network is network
    assert (read.device, read.counter, read.port, read.payload) == (EUI, 7, 5, ELSYS)
    assert sent_at(read, arrived=ARRIVED).at == AT


def test_what_the_things_stack_leaves_out_is_zero() -> None:
    first = uplink(messages.things_stack(counter=0))
    assert first.counter == 0
    assert uplink(messages.things_stack(port=None)).port == 0


def test_a_message_of_the_console_is_unwrapped() -> None:
    inside = json.loads(messages.things_stack())
    for name in ("data", "result"):
        assert uplink(written({name: inside, "name": "as.up.data.forward"})).device == EUI


def test_the_session_is_that_of_the_join() -> None:
    assert uplink(messages.things_stack(session="abc")).session == "abc"
    assert uplink(messages.things_stack(session="")).session == "260b1234"
    assert uplink(messages.chirpstack()).session == "0189abcd"
    assert uplink(messages.loriot(devaddr="30A68BC2")).session == ""


def test_the_place_of_a_device_is_never_that_of_its_gateway() -> None:
    assert uplink(messages.thingpark()).place == DevicePlace(52.5, 8.2)
    assert uplink(messages.thingpark(CustomerData={})).place is None
    placed = messages.things_stack(locations={"user": {"latitude": 52.1, "longitude": 8.1}})
    assert uplink(placed).place == DevicePlace(52.1, 8.1)
    nowhere = messages.things_stack(locations={"user": {"latitude": 152.1, "longitude": 8.1}})
    assert uplink(nowhere).place is None


IDS = {"end_device_ids": {"device_id": "x", "dev_eui": EUI}}
INFO = {"deviceInfo": {"devEui": EUI, "deviceName": "x"}}


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (IDS | {"join_accept": {}}, "join"),
        (IDS | {"downlink_ack": {}}, "receipt"),
        (IDS | {"downlink_queued": {}}, "downlink"),
        (IDS | {"uplink_normalized": {}}, "normalized"),
        (IDS | {"location_solved": {}}, "place"),
        (IDS | {"simulated": True, "uplink_message": {"f_cnt": 1}}, "simulated"),
        ({"downlinks": [{"f_port": 1, "frm_payload": "AQ=="}]}, "downlink"),
        (INFO | {"devAddr": "01"}, "join"),
        (INFO | {"acknowledged": True, "queueItemId": "1"}, "receipt"),
        (INFO | {"gatewayId": "1", "queueItemId": "1"}, "downlink"),
        (INFO | {"batteryLevel": 80.0, "margin": 12}, "status"),
        (INFO | {"level": "ERROR", "code": "UPLINK_CODEC", "description": "…"}, "log"),
        ({"applicationID": "1", "devEUI": EUI, "battery": 200, "margin": 3}, "status"),
        ({"applicationID": "1", "devEUI": EUI, "devAddr": "01"}, "join"),
        ({"cmd": "txd", "EUI": EUI}, "downlink"),
        ({"DevEUI_downlink_Sent": {"DevEUI": EUI}}, "downlink"),
        ({"DevEUI_location": {"DevEUI": EUI}}, "place"),
        ({"Type": "Config", "Config": {"Param": "interval", "Value": 15}}, "downlink"),
        ({"devEui": EUI, "confirmed": True, "fPort": 10, "data": "AQ=="}, "downlink"),
    ],
)
def test_what_is_no_uplink_is_told_as_what_it_is(message: object, kind: str) -> None:
    found = message_in(written(message))
    assert isinstance(found, NoUplink)
    assert found.kind == kind
    assert found.text.de.startswith("Keine Messwerte: ")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "no_json"),
        (b"\xff\xfe", "no_json"),
        (b"[" * 60_000, "no_json"),
        (b'{"a": NaN}', "no_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "no_json"),
        (b"3", "no_json_object"),
        (b"[1]", "uplink_list"),
        (b'{"hello": 1}', "unknown_network"),
        (b'{"a": "' + b"x" * LARGEST + b'"}', "uplink_too_large"),
        (messages.things_stack(eui="12"), "no_device_eui"),
        (messages.things_stack(eui=""), "no_device_eui"),
        (messages.chirpstack(fCnt=-1), "uplink_number"),
        (messages.chirpstack(fCnt=2**32), "uplink_number"),
        (messages.chirpstack(fCnt=True), "uplink_number"),
        (messages.chirpstack(fPort="5"), "uplink_number"),
        (messages.chirpstack(data="?"), "uplink_payload"),
        (messages.chirpstack(data=base64.b64encode(bytes(2000)).decode()), "uplink_payload"),
        (messages.loriot(data="0g"), "uplink_payload"),
        (written({"cmd": "rx", "EUI": EUI, "encdata": "00"}), "uplink_encrypted"),
    ],
)
def test_what_is_malformed_is_refused_in_a_sentence(body: bytes, code: str) -> None:
    with pytest.raises(InputRejected) as refused:
        message_in(body)
    assert [each.code for each in refused.value.complaints] == [code]


@pytest.mark.parametrize("strange", [None, 3, "x", [], [None], {}, {"a": []}])
@pytest.mark.parametrize("name", ["deviceInfo", "rxInfo", "object", "data", "time", "devAddr"])
def test_a_field_of_the_wrong_kind_is_no_crash(name: str, strange: Any) -> None:
    with suppress(InputRejected):
        message_in(messages.chirpstack(**{name: strange}))


def test_older_thingpark_writes_numbers_as_text() -> None:
    told = uplink(messages.thingpark(FPort="5", FCntUp="7"))
    assert (told.port, told.counter) == (5, 7)
    for wrong in ("five", "-5", "5.5", "256", ""):
        with pytest.raises(InputRejected, match="FPort"):
            message_in(messages.thingpark(FPort=wrong))


@pytest.mark.parametrize(("sent", "port"), [(None, 0), (5.0, 5), (0, 0)])
def test_what_stands_between_may_write_numbers_otherwise(sent: Any, port: int) -> None:
    assert uplink(messages.chirpstack(fPort=sent)).port == port
    with pytest.raises(InputRejected):
        message_in(messages.chirpstack(fPort=5.5))


def test_a_payload_may_be_written_as_in_addresses() -> None:
    octets = bytes.fromhex("fbefff00")
    usual = base64.b64encode(octets).decode()
    address = base64.urlsafe_b64encode(octets).decode()
    assert usual != address
    for written_so in (usual, address, usual.rstrip("="), address.rstrip("=")):
        assert uplink(messages.chirpstack(data=written_so)).payload == octets


def test_a_payload_that_is_null_beside_an_encrypted_one_is_encrypted() -> None:
    with pytest.raises(InputRejected) as refused:
        message_in(messages.loriot(data=None, encdata="00"))
    assert refused.value.complaints[0].code == "uplink_encrypted"


def test_names_lose_what_cannot_be_shown_or_stored() -> None:
    assert uplink(messages.things_stack(name="a\x00b\n")).name == "ab"


def clock_of(gateway: str | None, received: str) -> tuple[MessageClock, datetime]:
    sent = sent_at(
        uplink(messages.things_stack(gateway_at=gateway, received_at=received)), arrived=ARRIVED
    )
    return sent.clock, sent.at


def test_the_gateway_s_clock_is_taken_where_it_is_credible() -> None:
    received = "2026-03-02T06:15:00.500Z"
    server = datetime(2026, 3, 2, 6, 15, 0, 500_000, tzinfo=UTC)
    assert clock_of("2026-03-02T06:15:00.2509Z", received) == (MessageClock.GATEWAY, AT)
    assert clock_of("2026-03-02t06:15:00.2509z", received) == (MessageClock.GATEWAY, AT)
    assert clock_of("2026-03-02T03:15:00.250Z", received)[0] is MessageClock.GATEWAY  # kept there
    for wrong in (None, "gestern", "2026-03-02T06:15:00", "2026-03-02T07:15:00Z", "1970-01-01T00Z"):
        assert clock_of(wrong, received) == (MessageClock.SERVER, server)


def test_a_server_of_the_future_is_not_believed() -> None:
    clock, at = clock_of(None, "2027-03-02T06:15:00Z")
    assert (clock, at) == (MessageClock.ARRIVAL, ARRIVED)


def test_the_earliest_gateway_is_taken() -> None:
    gateways = [{"gatewayId": "a", "gwTime": "2026-03-02T06:15:00.3Z"}, {"gwTime": messages.AT}]
    late_first = uplink(messages.chirpstack(rxInfo=gateways))
    assert sent_at(late_first, arrived=ARRIVED).at == AT
    assert sent_at(late_first, arrived=ARRIVED - timedelta(days=1)).clock is MessageClock.ARRIVAL

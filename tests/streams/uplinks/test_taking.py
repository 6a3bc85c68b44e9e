"""A message becomes readings, once, at the right time, of a device that comes to be by itself."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from klimamosaik.observations.kernel.details import read
from klimamosaik.observations.models import Datastream, HistoricalLocation, Quantity, Thing
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.streams.models import DataSource, SeenMessage, SourceSeries
from klimamosaik.streams.uplinks import opening, storing
from klimamosaik.streams.uplinks.answers import UplinkOutcome
from klimamosaik.streams.uplinks.operations import forget, take_uplinks
from klimamosaik.terms.complaint import rejected
from tests.sources.lorawan.messages import EUI, chirpstack, loriot, things_stack
from tests.streams.uplinks.conftest import NOW, Push, values

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 3, 2, 6, 15, 0, 250_000, tzinfo=UTC)


def stream(name: str, eui: str = EUI) -> Datastream:
    found = SourceSeries.objects.get(key=f"{eui}/{name}").datastream
    assert found is not None
    return found


def heard(gateway: str, server: str) -> dict[str, Any]:
    """When gateway and server heard a message."""
    return {"gateway_at": gateway, "received_at": server}


def state(key: str = EUI) -> dict[str, Any]:
    found: dict[str, Any] = SourceSeries.objects.get(key=key).state
    return found


def test_a_message_becomes_readings_of_a_device_nobody_had_to_enter(push: Push) -> None:
    answer = push(things_stack())
    assert (answer.outcome, answer.readings) == (UplinkOutcome.STORED, 3)
    assert answer.text.en == "3 readings stored."
    temperature = stream("temperature")
    row = readings(datastreams=[temperature.pk]).row(0, named=True)
    assert (row["start"], row["end"], row["value"], row["details"]) == (SENT, SENT, 22.6, None)
    assert temperature.thing is not None
    assert temperature.thing.name == "beet-am-rathaus"
    assert (temperature.thing.properties or {})["devEUI"] == EUI
    assert temperature.observed_property is not None
    assert (temperature.unit, temperature.observed_property.name) == ("°C", "Temperatur")
    assert temperature.sensor is not None
    assert temperature.expected_every == timedelta(minutes=15)
    assert Thing.objects.count() == 1


def test_the_second_message_makes_nothing_new_but_readings(push: Push) -> None:
    push(things_stack())
    before = (Thing.objects.count(), Datastream.objects.count(), SourceSeries.objects.count())
    later: dict[str, Any] = {
        "gateway_at": "2026-03-02T06:30:00Z",
        "received_at": "2026-03-02T06:30:01Z",
    }
    push(things_stack(counter=8, **later), at=NOW + timedelta(minutes=15))
    assert values(stream("temperature")) == [22.6, 22.6]
    after = (Thing.objects.count(), Datastream.objects.count(), SourceSeries.objects.count())
    assert after == before


def test_everything_comes_back_as_it_was_sent(push: Push) -> None:
    sent = {"a": 0.1, "b": "3", "c": True, "d": 2**60, "e": 1e300, "f": "frei", "g": 0}
    push(things_stack(decoded=sent, payload=None))
    for name, value in sent.items():
        row = readings(datastreams=[stream(name).pk]).row(0, named=True)
        told = read(row["details"]).get("result", row["value"])
        assert (told, type(told) is bool, isinstance(told, str)) == (
            value,
            isinstance(value, bool),
            isinstance(value, str),
        )


def test_the_same_message_counts_once_however_often_and_however_late_it_comes(push: Push) -> None:
    push(things_stack())
    version = data_version()
    later: dict[str, Any] = {
        "received_at": "2026-03-02T06:16:00Z",
        "gateway_at": "2026-03-02T06:15:58Z",
    }
    again = push(things_stack(**later), at=NOW + timedelta(minutes=1))
    assert again.outcome is UplinkOutcome.KNOWN
    assert push(things_stack(), at=NOW + timedelta(days=3)).outcome is UplinkOutcome.KNOWN
    assert values(stream("temperature")) == [22.6]
    assert data_version() == version


def test_loriot_s_second_version_of_a_message_is_the_same_message(push: Push) -> None:
    push(loriot())
    gateways = [{"gweui": "1", "time": "2026-03-02T06:15:00.100Z", "rssi": -80}]
    assert push(loriot(cmd="gw", gws=gateways)).outcome is UplinkOutcome.KNOWN
    assert len(values(stream("temperature"))) == 1


def test_a_counter_that_begins_again_after_a_rejoin_is_no_copy(push: Push) -> None:
    push(things_stack(session="one"))
    later: dict[str, Any] = {
        "gateway_at": "2026-03-02T06:16:00Z",
        "received_at": "2026-03-02T06:16:00.2Z",
    }
    assert push(things_stack(session="two", **later), at=NOW + timedelta(minutes=1)).readings == 3
    assert len(values(stream("temperature"))) == 2


def test_a_counter_that_begins_again_without_a_word_is_no_copy_either(push: Push) -> None:
    push(loriot())
    hour = 3_600_000
    assert push(loriot(ts=1772432100250 + hour), at=NOW + timedelta(hours=1)).readings == 3
    assert len(values(stream("temperature"))) == 2


def test_a_copy_that_was_decoded_is_taken_where_the_first_was_not(
    push: Push, source: DataSource
) -> None:
    source.options = {}
    source.save()
    assert push(things_stack()).outcome is UplinkOutcome.IGNORED
    assert push(things_stack(decoded={"temperature": 22.6})).readings == 1
    assert values(stream("temperature")) == [22.6]


@pytest.mark.parametrize("when", ["before", "after"])
def test_who_dies_in_between_loses_nothing_and_doubles_nothing(
    push: Push, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """A process that dies before or after the readings are committed is asked again."""

    def dying(*given: Any, **named: Any) -> None:
        if when == "after":
            take_in(*given, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(storing, "take_in", dying)
        with pytest.raises(KeyboardInterrupt):
            push(things_stack())
    # the copy that comes a minute later tells another time; the readings keep the first
    later: dict[str, Any] = {
        "gateway_at": "2026-03-02T06:15:40Z",
        "received_at": "2026-03-02T06:15:41Z",
    }
    again = push(things_stack(**later), at=NOW + timedelta(minutes=1))
    assert again.readings == 3
    assert values(stream("temperature")) == [22.6]
    assert readings(datastreams=[stream("temperature").pk])["start"].to_list() == [SENT]
    assert push(things_stack(), at=NOW + timedelta(minutes=2)).outcome is UplinkOutcome.KNOWN


def test_messages_that_come_together_are_answered_one_by_one(source: DataSource) -> None:
    good, other = things_stack(), things_stack(counter=8, eui="ff" * 8)
    join = json.dumps({"end_device_ids": {"dev_eui": EUI}, "join_accept": {}}).encode()
    impossible = things_stack(counter=9, gateway_at=None, received_at="", decoded={"x": 1})
    answers = take_uplinks(
        source=source, bodies=[good, b"{", join, other, good, impossible], at=NOW
    )
    assert [each.outcome.value for each in answers] == [
        "stored", "refused", "ignored", "stored", "known", "stored",
    ]  # fmt: skip
    assert data_version() == 1  # one delivery for all of it


def test_what_cannot_be_read_is_refused_once(push: Push, source: DataSource) -> None:
    assert push(b"{").outcome is UplinkOutcome.REFUSED
    assert push(b"{").outcome is UplinkOutcome.IGNORED
    source.refresh_from_db()
    assert source.state.ignored == 2
    assert source.state.heard_at == NOW
    assert source.state.failing_since is None


def test_what_the_store_refuses_holds_up_no_other(
    source: DataSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choosy(readings: Any, *, name: str) -> Any:
        if (readings["value"] == 0.5).any():
            raise rejected("odd", "Nein.", "No.")
        return take_in(readings, name=name)

    monkeypatch.setattr(storing, "take_in", choosy)
    bodies = [things_stack(), things_stack(counter=8, payload=None, decoded={"x": 0.5})]
    answers = take_uplinks(source=source, bodies=bodies, at=NOW)
    assert [each.outcome.value for each in answers] == ["stored", "refused"]
    assert values(stream("temperature")) == [22.6]


def test_whose_clock_was_taken_is_kept(push: Push) -> None:
    push(things_stack(gateway_at="2026-03-02T09:15:00Z"))  # three hours ahead
    row = readings(datastreams=[stream("temperature").pk]).row(0, named=True)
    assert read(row["details"]) == {"parameters": {"clock": "server"}}
    assert state()["clock"] == "server"


def test_gaps_in_the_frame_counter_are_noted_and_filled(push: Push) -> None:
    for minute, counter in enumerate([1, 2, 6, 4]):
        at = datetime(2026, 3, 2, 7, minute, tzinfo=UTC) if counter != 4 else SENT
        sent = at.isoformat().replace("+00:00", "Z")
        push(things_stack(counter=counter, gateway_at=sent, received_at=sent), at=at)
    frames = state()["frames"]
    assert (frames["counter"], frames["missed"], frames["missing"]) == (6, 2, [[3, 3], [5, 5]])


def test_a_device_that_moves_keeps_its_history(push: Push) -> None:
    def at(counter: int, latitude: float) -> None:
        place = {"user": {"latitude": latitude, "longitude": 8.05}}
        minute = f"2026-03-02T06:{15 + counter}:00Z"
        push(things_stack(counter=counter, locations=place, gateway_at=minute, received_at=minute),
             at=NOW + timedelta(hours=1))  # fmt: skip

    at(1, 52.27)
    at(2, 52.27001)  # as exactly as a place is known
    at(3, 52.30)
    thing = Thing.objects.get()
    (place,) = thing.locations.all()
    assert place.location == {"type": "Point", "coordinates": [8.05, 52.30]}
    assert HistoricalLocation.objects.filter(thing=thing).count() == 2


def test_series_that_are_left_out_or_deleted_stay_away(push: Push, source: DataSource) -> None:
    push(things_stack())
    source.options = source.options | {"left_out": [f"{EUI}/humidity"]}
    source.save()
    co2 = stream("co2")
    co2.gone_at = NOW
    co2.save()
    later: dict[str, Any] = {
        "gateway_at": "2026-03-02T06:30:00Z",
        "received_at": "2026-03-02T06:30:00Z",
    }
    answer = push(things_stack(counter=8, **later), at=NOW + timedelta(hours=1))
    assert answer.readings == 1
    assert len(values(stream("humidity"))) == 1


def test_a_paused_source_takes_nothing_and_says_so(push: Push, source: DataSource) -> None:
    source.paused_at = NOW
    source.save()
    assert push(things_stack()).outcome is UplinkOutcome.IGNORED
    assert not SourceSeries.objects.exists()


def test_a_stranger_s_flood_of_devices_ends(push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klimamosaik.streams.uplinks.devices.MOST_SERIES", 5)
    assert push(things_stack()).readings == 3
    assert push(things_stack(eui="11" * 8)).readings == 0
    assert push(things_stack(eui="22" * 8)).outcome is UplinkOutcome.IGNORED
    assert SourceSeries.objects.count() == 5


def test_a_value_there_is_no_room_for_is_told(push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klimamosaik.streams.uplinks.devices.MOST_SERIES", 3)
    answer = push(things_stack())
    assert (answer.outcome, answer.readings) == (UplinkOutcome.STORED, 2)
    assert "1 Wert ist nicht gespeichert: Die Quelle hat zu viele Reihen" in answer.text.de


def test_settings_that_cannot_be_read_stop_no_message(push: Push, source: DataSource) -> None:
    source.options = {"decoder": "gibt es nicht", "decoders": 3}
    source.save()
    assert push(things_stack(decoded={"temperature": 3})).readings == 1


def test_another_network_may_tell_of_the_same_device(push: Push) -> None:
    push(things_stack())
    assert push(chirpstack(counter=99)).readings == 3
    assert Thing.objects.count() == 1


def test_energy_that_is_named_as_a_register_is_a_counter(push: Push) -> None:
    push(things_stack(payload=None, decoded={"total_energy_kwh": 5.0, "energy_kwh": 5.0}))
    assert stream("total_energy_kwh").quantity == Quantity.COUNTER
    assert stream("energy_kwh").quantity == ""


def test_what_a_device_tells_in_another_unit_is_another_series(push: Push) -> None:
    told = [("kWh", 5_000.0), ("MWh", 5.5), ("kwh", 6_000.0), ("MWh", 6.5)]
    for counter, (unit, value) in enumerate(told, 7):
        decoded = {"energy": {"value": value, "unit": unit}}
        at = f"2026-03-02T06:{counter:02d}:00Z"
        body = things_stack(counter=counter, payload=None, decoded=decoded, gateway_at=at)
        push(body, NOW + timedelta(hours=1))
    assert values(stream("energy")) == [5_000.0, 6_000.0]
    other = stream("energy [MWh]")
    assert (other.unit, values(other)) == ("MWh", [5.5, 6.5])


def test_old_messages_are_forgotten_and_still_count_once(push: Push) -> None:
    push(things_stack())
    assert forget(at=NOW + timedelta(days=29)) == 0
    assert forget(at=NOW + timedelta(days=31)) == 1
    assert not SeenMessage.objects.exists()
    push(things_stack())  # the key of its readings says the same
    assert values(stream("temperature")) == [22.6]


def test_a_source_that_sends_the_same_day_for_ever_adds_nothing(push: Push) -> None:
    day = [
        things_stack(counter=number, gateway_at=f"2026-03-01T{number:02}:00:00Z",
                     received_at=f"2026-03-01T{number:02}:00:01Z")
        for number in range(24)
    ]  # fmt: skip
    for body in day:
        push(body)
    version, size = data_version(), SeenMessage.objects.count()
    for body in day * 3:
        assert push(body).outcome is UplinkOutcome.KNOWN
    assert (data_version(), SeenMessage.objects.count()) == (version, size)
    assert len(values(stream("temperature"))) == 24


def test_what_no_database_takes_is_left_out(push: Push, source: DataSource) -> None:
    tags = {"deviceName": "x\x00", "devEui": EUI, "tags": {"raum\x00": "1\x002"}}
    sent = {"a\x00": "b\x00c", "d": {"value": 1, "unit": "k\x00W"}}
    assert push(chirpstack(deviceInfo=tags, data="", object=sent)).readings == 2
    assert stream("a").name == "x: a"
    assert stream("d").unit == "kW"
    assert (Thing.objects.get().properties or {})["tags"] == {"raum": "12"}
    push(chirpstack(deviceInfo={"devEui": "12\x00"}))
    source.state.refresh_from_db()
    assert "\x00" not in str(source.state.problem)


def test_without_claims_a_death_in_between_would_double(
    push: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what the claim is for."""

    def unclaimed(source: DataSource, uplink: Any, sent: Any, known: Any) -> SeenMessage:
        return SeenMessage(source=source, key=f"{uplink.key}@{sent.at}", at=sent.at)

    monkeypatch.setattr(opening, "claim", unclaimed)
    push(things_stack())
    later = heard("2026-03-02T06:15:40Z", "2026-03-02T06:15:41Z")
    push(things_stack(**later), at=NOW + timedelta(minutes=1))
    assert len(values(stream("temperature"))) == 2

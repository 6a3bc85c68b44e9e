"""What a message measured: named, with a unit where it is told, by decoders that are data."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from klimamosaik.sources.lorawan.decoding.language import decoder_from
from klimamosaik.sources.lorawan.decoding.running import decode
from klimamosaik.sources.lorawan.envelope import message_in
from klimamosaik.sources.lorawan.measured import choice_from, measurements, shipped
from klimamosaik.sources.lorawan.measurement import Measurement
from klimamosaik.sources.lorawan.naming import property_named
from klimamosaik.sources.lorawan.uplink import Uplink
from klimamosaik.sources.lorawan.walking import DEEPEST, MOST, DecodedValues, values_in
from klimamosaik.terms.complaint import InputRejected
from tests.sources.lorawan import messages


def measured(body: bytes, **options: Any) -> dict[str, Any]:
    uplink = message_in(body)
    assert isinstance(uplink, Uplink)
    found = measurements(uplink, choice_from(options))
    return {each.name: each.value for each in found.measurements}


def note(body: bytes, **options: Any) -> str:
    uplink = message_in(body)
    assert isinstance(uplink, Uplink)
    found = measurements(uplink, choice_from(options)).note
    return found.en if found else ""


def test_every_decoder_that_comes_with_it_names_its_source() -> None:
    assert len(shipped()) >= 10
    assert [code for code, each in shipped().items() if len(each.source) < 20] == []


def test_a_decoded_object_becomes_named_values_as_they_were_sent() -> None:
    decoded = {
        "temperature": 0.1,
        "state": "frei",
        "text": "3",
        "open": False,
        "air": {"humidity": 0},
        "lines": [{"in": 4}, {"in": 5}],
        "energy": {"value": 12.5, "unit": "kWh"},
        "nothing": None,
        "bytes": [1, 2, 3],
    }
    found = measured(messages.things_stack(decoded=decoded))
    assert found == {
        "temperature": 0.1,
        "state": "frei",
        "text": "3",
        "open": False,
        "air.humidity": 0,
        "lines.1.in": 4,
        "lines.2.in": 5,
        "energy": 12.5,
    }
    assert isinstance(found["text"], str)


def test_a_number_in_text_is_one_where_its_name_has_a_unit() -> None:
    decoded = {
        "temperature": "21.50",
        "air": {"humidity": "0"},
        "power": {"value": "12.5", "unit": "kW"},
        "firmware": "1.10",
        "co2": "21,5",
        "battery_voltage": "3.6 V",
        "serial": "007",
    }
    found = measured(messages.things_stack(decoded=decoded))
    assert found == {
        "temperature": 21.5,
        "air.humidity": 0,
        "power": 12.5,
        "firmware": "1.10",
        "co2": "21,5",
        "battery_voltage": "3.6 V",
        "serial": "007",
    }


def test_a_hostile_object_is_cut_off() -> None:
    deep: Any = 1
    for _ in range(50):
        deep = {"a": deep}
    cut = values_in(deep)
    assert cut.values == ()
    assert "tiefer als 6 Ebenen" in str(cut.left_out)
    assert len(values_in({str(number): number for number in range(5000)}).values) == MOST
    assert values_in({"a": float("inf"), "b": 10**400, "c": ""}) == DecodedValues(())
    assert values_in({"a": "x\x00y"}) == DecodedValues((Measurement("a", "xy"),))


def test_what_is_cut_off_is_told_from_the_first_value_on() -> None:
    whole = {f"v{number}": number for number in range(MOST)}
    assert values_in(whole).left_out is None
    said = values_in(whole | {"last": 1, "null": None}).left_out
    assert said is not None
    assert f"mehr als {MOST} Werte: ab „last“" in said.de
    assert "from “last” on nothing is stored" in said.en
    assert values_in(whole | {"null": None}).left_out is None  # nothing is lost of it


@pytest.mark.parametrize("decoded", [[1, 2], {}, []])
def test_nothing_is_told_of_what_holds_no_value(decoded: Any) -> None:
    for _ in range(DEEPEST):
        decoded = {"raw": decoded}  # a list of bytes is the payload again
    assert values_in(decoded).left_out is None


def test_port_0_carries_no_reading() -> None:
    body = messages.things_stack(port=None, decoded={"temperature": 3})
    assert measured(body) == {}
    assert "Port 0" in note(body)


def test_a_message_without_decoder_says_so_with_its_payload() -> None:
    assert measured(messages.things_stack()) == {}
    assert "No decoder is chosen" in note(messages.things_stack())
    assert messages.ELSYS.hex() in note(messages.things_stack())
    assert note(messages.things_stack(payload=None)) == "The message holds no payload."


def test_a_decoder_is_chosen_by_device_by_model_or_for_all() -> None:
    expected = {"temperature": 22.6, "humidity": 42, "co2": 720}
    body = messages.things_stack()
    assert measured(body, decoder="elsys") == expected
    assert measured(body, decoders={messages.EUI.upper(): "elsys"}) == expected
    assert measured(body, decoders={"0" * 16: "elsys"}) == {}
    assert measured(messages.thingpark()) == expected  # its network names the model
    with pytest.raises(InputRejected, match="elsys"):
        choice_from({"decoder": "elsis"})


def test_what_the_network_decoded_is_taken_where_the_decoder_cannot() -> None:
    body = messages.things_stack(decoded={"temperature": 4}, payload=b"\x7f")
    assert measured(body, decoder="decentlab_dl_pm") == {"temperature": 4}
    assert "knows no message" in note(body, decoder="decentlab_dl_pm")
    assert measured(body, decoder="elsys") == {"temperature": 4}
    assert "does not know the payload" in note(body, decoder="elsys")


def test_an_unknown_record_ends_the_reading_and_is_told() -> None:
    body = messages.things_stack(payload=messages.ELSYS + b"\xfe\x01")
    assert len(measured(body, decoder="elsys")) == 3
    assert "fe01" in note(body, decoder="elsys")
    cut = messages.things_stack(payload=messages.ELSYS[:-1])
    assert len(measured(cut, decoder="elsys")) == 2


OWN: dict[str, Any] = {
    "name": "Zisterne",
    "messages": [
        {
            "ports": [2],
            "length": 9,
            "when": [{"at": 0, "equals": 0x10, "mask": 0xF0}],
            "fields": [
                {"name": "open", "type": "u8", "bits": 0, "values": {0: False, 1: True}},
                {
                    "name": "mode",
                    "type": "u8",
                    "at": 0,
                    "bits": [1, 2],
                    "values": {2: "Hand"},
                },
                {"name": "level", "type": "u16le", "divide": 10, "unit": "cm", "missing": [65535]},
                {"name": "_time", "type": "u32", "meaning": "time"},
                {"name": "temperature", "type": "s16", "scale": 0.1, "plus": -5, "unit": "°C"},
            ],
        }
    ],
}


def own(payload: str, port: int = 2) -> dict[str, Any]:
    found = decode(decoder_from("own", OWN), payload=bytes.fromhex(payload), port=port)
    return {each.name: (each.value, each.unit) for each in found.measurements}


def test_bits_orders_signs_scales_and_missing_values_are_read() -> None:
    assert own("15d20469a0f700ffce") == {
        "open": (True, None),
        "mode": ("Hand", None),
        "level": (123.4, "cm"),
        "temperature": (-10, "°C"),
    }
    assert "level" not in own("15ffff69a0f700ffce")


def test_values_carry_the_time_the_device_tells() -> None:
    found = decode(decoder_from("own", OWN), payload=bytes.fromhex("15d20469a0f700ffce"), port=2)
    assert {each.at for each in found.measurements} == {datetime.fromtimestamp(0x69A0F700, UTC)}


@pytest.mark.parametrize(("payload", "port"), [("25d20469a0f700ffce", 2), ("15", 2), ("15" * 9, 3)])
def test_a_payload_of_another_form_is_refused(payload: str, port: int) -> None:
    with pytest.raises(InputRejected):
        own(payload, port)


def test_groups_come_again_and_only_where_a_flag_says_so() -> None:
    flags = {"name": "_flags", "type": "u8"}
    there = {"name": "_flags", "bit": 0}
    pair = {"fields": [{"name": "t_{n}", "type": "u8"}], "repeat": 2, "if": there}
    rest = {"fields": [{"name": "r_{n}", "type": "u8"}], "repeat": 0}
    decoder = decoder_from("g", {"messages": [{"fields": [flags, pair, rest]}]})

    def read(payload: str) -> list[tuple[str, Any]]:
        found = decode(decoder, payload=bytes.fromhex(payload), port=1)
        return [(each.name, each.value) for each in found.measurements]

    assert read("01070809") == [("t_1", 7), ("t_2", 8), ("r_1", 9)]
    assert read("000708") == [("r_1", 7), ("r_2", 8)]


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        {"messages": []},
        {"messages": ["x"]},
        {"messages": [{"fields": [{"name": "a", "type": "u7"}]}]},
        {"messages": [{"fields": [{"name": "a", "type": "u8", "skale": 2}]}]},
        {"messages": [{"fields": [{"type": "u8"}]}]},
        {"messages": [{"fields": [{"name": "a", "type": "u8", "scale": "x"}]}]},
        {"messages": [{"fields": [{"name": "a", "type": "u8", "scale": "1e99"}]}]},
        {"messages": [{"fields": [{"name": "a", "type": "u8", "at": -1}]}]},
        {"messages": [{"fields": [{"fields": [{"name": "a", "type": "u8"}], "repeat": 10**9}]}]},
        {"messages": [{"tag": 1, "records": {"zz": [{"name": "a", "type": "u8"}]}}]},
        {"messages": [{"tag": 2, "records": {"01": [{"name": "a", "type": "u8"}]}}]},
        {"messages": [{"fields": [{"name": "a", "type": "u8"}] * 600}]},
        {"messages": [{"fields": [{"name": "a", "type": "u8", "meaning": "__import__('os')"}]}]},
    ],
)
def test_a_decoder_that_cannot_be_read_is_refused(wrong: Any) -> None:
    with pytest.raises(InputRejected):
        decoder_from("own", wrong)


def test_no_decoder_runs_for_ever() -> None:
    inner = {"name": "_a", "type": "u8", "at": 0}
    group: dict[str, Any] = {"fields": [inner], "repeat": 64}
    for _ in range(2):
        group = {"fields": [group], "repeat": 64}
    decoder = decoder_from("loop", {"messages": [{"fields": [group]}]})
    with pytest.raises(InputRejected):
        decode(decoder, payload=b"\x01", port=1)


@pytest.mark.parametrize(
    ("name", "unit", "counter"),
    [
        ("temperature", "°C", False),
        ("air.temperature", "°C", False),
        ("temp_f", "°F", False),
        ("soilMoisture_1", "", False),
        ("CO2", "ppm", False),
        ("battery", "", False),  # % or V: nobody said
        ("pressure_hPa", "hPa", False),
        ("total_energy_kwh", "kWh", True),
        ("energyImportWh", "Wh", True),
        ("zaehlerstand_kwh", "kWh", True),
        ("energy_kwh", "kWh", False),
        ("volume_total_m3", "m³", True),
        ("activePower_w", "W", False),
        ("total_count", "", False),
        ("irgendwas", "", False),
    ],
)
def test_names_tell_unit_and_register_where_they_do(name: str, unit: str, counter: bool) -> None:
    told = property_named(Measurement(name, 1.0))
    assert (told.unit, told.counter) == (unit, counter)


def test_a_decoder_s_own_word_comes_before_the_name() -> None:
    assert property_named(Measurement("temperature", 1.0, "K")).unit == "K"
    assert property_named(Measurement("x", 1.0, "Wh", counter=True)).counter
    assert not property_named(Measurement("x", 1.0, None, counter=True)).counter
    assert property_named(Measurement("temperature_alarm", True)).unit == ""


def test_the_decoders_of_the_guide_can_be_read() -> None:
    guides = (Path(__file__).parents[3] / "docs").rglob("lorawan.md")
    pages = "\n".join(page.read_text("utf-8") for page in guides)
    shown = re.findall("```json\n(.*?)```", pages, re.DOTALL)
    assert len(shown) == 3
    own = next(json.loads(block) for block in shown if "own_decoders" in block)
    for block in shown:
        choice_from(json.loads(block))
    body = messages.things_stack(port=2, payload=bytes.fromhex("04d2e20001"))
    expected = {"level": 123.4, "temperature": 22.6, "lid_open": True}
    assert measured(body, decoder="cistern", **own) == expected


def test_a_field_beside_a_value_tells_its_unit() -> None:
    decoded = {"water": 12.5, "water_unit": "m3", "total_energy": 7, "total_energyUnit": "Wh"}
    water, energy = (property_named(each) for each in values_in(decoded).values)
    assert (water.unit, water.counter) == ("m³", False)
    assert (energy.unit, energy.counter) == ("Wh", True)


@pytest.mark.parametrize("field", ["_unit", "x_unit", "state_unit"])
def test_a_unit_of_no_number_is_a_text_like_any_other(field: str) -> None:
    assert values_in({field: "m3", "state": None}).values == (Measurement(field, "m3"),) * (
        field != "state_unit"
    )


def test_values_of_a_list_go_by_the_names_they_carry() -> None:
    listed = [{"name": "energy", "value": 1.5, "unit": "MWh"}, {"name": "power", "value": 3}, 4]
    assert values_in({"data": listed}).values == (
        Measurement("data.energy", 1.5, "MWh"),
        Measurement("data.power", 3),
        Measurement("data.3", 4),
    )
    alike = [{"name": "temp", "value": 1}, {"name": "temp", "value": 2}]
    assert values_in({"data": alike}).values == (Measurement("data.1", 1), Measurement("data.2", 2))

"""What an OBIS code says of the register it stands for."""

import pytest

from klimamosaik.sources.tables.basics.obis import Obis, obis, obis_within
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction

DRAWN, FED_IN = Direction.DRAWN, Direction.FED_IN


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("1-1:1.29.0", Obis(Carrier.ELECTRICITY, DRAWN, False, 0)),
        ("1-1:2.29.0", Obis(Carrier.ELECTRICITY, FED_IN, False, 0)),
        ("1-0:1.8.0*255", Obis(Carrier.ELECTRICITY, DRAWN, True, 0)),
        ("1.8.1", Obis(Carrier.ELECTRICITY, DRAWN, True, 1)),
        ("2.8.2", Obis(Carrier.ELECTRICITY, FED_IN, True, 2)),
        ("7-0:3.0.0", Obis(Carrier.GAS, DRAWN, False, 0)),
        ("7-20:99.33.17", Obis(Carrier.GAS, DRAWN, False, 17)),
        ("6-0:1.8.0", Obis(Carrier.HEAT, DRAWN, True, 0)),
        ("8-0:1.8.0", Obis(Carrier.WATER, DRAWN, True, 0)),
    ],
)
def test_a_code_tells_carrier_direction_counter_and_tariff(code: str, right: Obis) -> None:
    assert obis(code) == right


@pytest.mark.parametrize("code", ["1-1:3.29.0", "1-1:32.7.0", "5.8.0", "1-1:9.29.0"])
def test_reactive_energy_voltage_and_apparent_power_have_no_direction(code: str) -> None:
    found = obis(code)
    assert found is not None
    assert found.direction is None


@pytest.mark.parametrize("text", ["", "Strom", "1.234,5", "12", "01.02.2024", "a1.8.0"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert obis(text) is None


def test_a_code_within_a_header_is_found() -> None:
    assert obis_within("Wirkarbeit 1-1:1.29.0 [kWh]") == obis("1-1:1.29.0")
    assert obis_within("1.8.2 Bezug NT (kWh)") == obis("1.8.2")


@pytest.mark.parametrize("header", ["Version 1.2.3", "Stand 01.08.2024", "Verbrauch 1.500 kWh"])
def test_other_numbers_with_dots_in_headers_are_no_codes(header: str) -> None:
    assert obis_within(header) is None


@pytest.mark.parametrize(
    ("dotted", "usual"),
    [
        ("1.0.1.8.0.255", "1-0:1.8.0"),
        ("1.0.2.8.0.255", "1-0:2.8.0"),
        ("7.0.3.2.0.255", "7-0:3.2.0"),
    ],
)
def test_codes_with_dots_alone_are_the_same(dotted: str, usual: str) -> None:
    assert obis(dotted) == obis(usual) is not None


@pytest.mark.parametrize("code", ["8-0:1.0.0", "6-0:1.0.0"])
def test_the_current_value_of_a_meter_is_its_running_total(code: str) -> None:
    found = obis(code)
    assert found is not None
    assert found.counter

"""Sizes of units, each written as its definition says it."""

import pytest

from klimamosaik.terms.unit import UNITS

JOULE = 1 / 3.6e6  # kWh
FOOT = 0.3048  # m, exactly since 1959
INCH = 0.0254  # m


@pytest.mark.parametrize(
    ("symbol", "kwh"),
    [
        ("Wh", 1e-3),
        ("kWh", 1.0),
        ("MWh", 1e3),
        ("GWh", 1e6),
        ("MJ", 1e6 * JOULE),
        ("GJ", 1e9 * JOULE),
        ("TJ", 1e12 * JOULE),
        ("kcal", 4_186.8 * JOULE),
        ("Btu", 1_055.05585262 * JOULE),
        ("kBtu", 1_055_055.85262 * JOULE),
        ("MMBtu", 1_055_055_852.62 * JOULE),
        ("therm", 105_505_585.262 * JOULE),
    ],
)
def test_energy_is_so_many_kilowatt_hours(symbol: str, kwh: float) -> None:
    assert UNITS[symbol].size == pytest.approx(kwh, rel=1e-12)
    assert UNITS[symbol].dimension == "energy"


@pytest.mark.parametrize(
    ("symbol", "cubic_metres"),
    [
        ("m³", 1.0),
        ("l", 1e-3),
        ("dl", 1e-4),
        ("hl", 0.1),
        ("ft³", FOOT**3),
        ("CCF", 100 * FOOT**3),
        ("MCF", 1_000 * FOOT**3),
        ("US gal", 231 * INCH**3),
        ("kgal", 231_000 * INCH**3),
    ],
)
def test_volumes_are_so_many_cubic_metres(symbol: str, cubic_metres: float) -> None:
    assert UNITS[symbol].size == pytest.approx(cubic_metres, rel=1e-12)
    assert UNITS[symbol].dimension == "volume"


@pytest.mark.parametrize(
    ("dimension", "sizes"),
    [
        ("power", {"W": 1e-3, "kW": 1.0, "MW": 1e3}),  # kW
        ("mass", {"kg": 1.0, "t": 1e3}),  # kg
        ("bulk", {"Srm": 1.0}),  # m³ as poured
        ("temperature", {"°C": 1.0, "K": 1.0, "°F": 5 / 9}),  # K
    ],
)
def test_every_unit_of_a_kind_has_its_size(dimension: str, sizes: dict[str, float]) -> None:
    of_kind = {symbol: unit.size for symbol, unit in UNITS.items() if unit.dimension == dimension}
    assert of_kind == pytest.approx(sizes)


def test_every_unit_is_listed_by_its_own_symbol() -> None:
    assert UNITS
    assert all(unit.symbol == symbol and unit.size > 0 for symbol, unit in UNITS.items())
    assert UNITS["°F"].size * 9 == pytest.approx(UNITS["°C"].size * 5)

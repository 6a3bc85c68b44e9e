"""Units a meter can count in. Volume of gas becomes energy only with its calorific value."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A unit and its size in the base unit of its dimension."""

    symbol: str
    dimension: str  # "energy" (base kWh), "volume" (m³), "power" (kW), "mass" (kg), "bulk" ...
    size: float  # base units per unit


BTU = 1055.05585262 / 3.6e6  # kWh; International Table Btu of 1055.05585262 J (ISO 31-4)
CUBIC_FOOT = 0.028316846592  # m³; exactly, by the international foot of 0.3048 m

UNITS = {
    unit.symbol: unit
    for unit in (
        Unit("kWh", "energy", 1.0),
        Unit("MWh", "energy", 1_000.0),
        Unit("GWh", "energy", 1_000_000.0),
        Unit("Wh", "energy", 0.001),
        Unit("MJ", "energy", 1 / 3.6),
        Unit("GJ", "energy", 1_000 / 3.6),
        Unit("TJ", "energy", 1_000_000 / 3.6),
        Unit("kcal", "energy", 4_186.8 / 3.6e6),  # International Table calorie of 4.1868 J
        Unit("Btu", "energy", BTU),
        Unit("kBtu", "energy", 1_000 * BTU),
        Unit("MMBtu", "energy", 1_000_000 * BTU),
        Unit("therm", "energy", 100_000 * BTU),
        Unit("W", "power", 0.001),
        Unit("kW", "power", 1.0),
        Unit("MW", "power", 1_000.0),
        Unit("m³", "volume", 1.0),
        Unit("l", "volume", 0.001),
        Unit("dl", "volume", 0.0001),
        Unit("hl", "volume", 0.1),
        Unit("ft³", "volume", CUBIC_FOOT),
        Unit("CCF", "volume", 100 * CUBIC_FOOT),
        Unit("MCF", "volume", 1_000 * CUBIC_FOOT),
        Unit("US gal", "volume", 0.003785411784),
        Unit("kgal", "volume", 3.785411784),
        Unit("kg", "mass", 1.0),
        Unit("t", "mass", 1_000.0),
        Unit("Srm", "bulk", 1.0),  # Schüttraummeter: a cubic metre of wood chips as poured
        Unit("°C", "temperature", 1.0),
        Unit("°F", "temperature", 5 / 9),  # and 32 °F are 0 °C
        Unit("K", "temperature", 1.0),  # and 273.15 K are 0 °C
    )
}

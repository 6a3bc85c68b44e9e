"""Units a meter can count in. Volume of gas becomes energy only with its calorific value."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A unit of energy or volume and its size in the base unit of its dimension."""

    symbol: str
    dimension: str  # "energy" (base kWh), "volume" (base m³), "power" (base kW), "temperature"
    size: float  # base units per unit


KWH = Unit("kWh", "energy", 1.0)
MWH = Unit("MWh", "energy", 1_000.0)
GWH = Unit("GWh", "energy", 1_000_000.0)
WH = Unit("Wh", "energy", 0.001)
MJ = Unit("MJ", "energy", 1 / 3.6)
GJ = Unit("GJ", "energy", 1_000 / 3.6)
KW = Unit("kW", "power", 1.0)
M3 = Unit("m³", "volume", 1.0)
LITRE = Unit("l", "volume", 0.001)
DEGC = Unit("°C", "temperature", 1.0)

UNITS = {unit.symbol: unit for unit in (KWH, MWH, GWH, WH, MJ, GJ, KW, M3, LITRE, DEGC)}

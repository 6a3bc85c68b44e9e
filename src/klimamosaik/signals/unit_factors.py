"""Factors that a change of unit leaves behind, for each energy carrier."""

from dataclasses import dataclass

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class UnitFactor:
    """A factor between two levels of use that units explain."""

    size: float  # 1
    tolerance: float  # 1, as natural logarithm: use drifts, too
    units: Text
    savable: bool  # whether a measure may bring use down by as much


MEGAJOULES = UnitFactor(3.6, 0.06, Text("kWh und MJ", "kWh and MJ"), savable=True)
TENFOLD = UnitFactor(
    10.0, 0.35, Text("Kommastelle oder Zählerfaktor", "decimal place or meter factor"), savable=True
)
# Ten kWh make about one cubic metre of gas or one litre of oil.
GAS_VOLUME = UnitFactor(10.0, 0.35, Text("m³ Gas und kWh", "m³ of gas and kWh"), savable=False)
LITRES = UnitFactor(
    10.0, 0.35, Text("Liter Heizöl und kWh", "litres of oil and kWh"), savable=False
)
CUBIC_FEET = UnitFactor(35.3, 0.35, Text("Kubikfuß und m³", "cubic feet and m³"), savable=False)
HUNDREDFOLD = UnitFactor(
    100.0,
    0.3,
    Text("Kommastelle oder Wandlerfaktor", "decimal place or transformer ratio"),
    savable=True,
)
THOUSANDFOLD = UnitFactor(1_000.0, 0.5, Text("Wh, kWh und MWh", "Wh, kWh and MWh"), savable=False)
WATER_VOLUME = UnitFactor(1_000.0, 0.5, Text("l und m³", "l and m³"), savable=False)

ANY = (MEGAJOULES, GAS_VOLUME, CUBIC_FEET, HUNDREDFOLD, THOUSANDFOLD)
FACTORS = {
    Carrier.ELECTRICITY: (MEGAJOULES, TENFOLD, HUNDREDFOLD, THOUSANDFOLD),
    Carrier.GAS: ANY,
    Carrier.HEAT: ANY,  # the fuel of a heat meter is often not known
    Carrier.OIL: (MEGAJOULES, LITRES, HUNDREDFOLD, THOUSANDFOLD),
    Carrier.PELLETS: (MEGAJOULES, TENFOLD, HUNDREDFOLD, THOUSANDFOLD),
    Carrier.WATER: (TENFOLD, HUNDREDFOLD, WATER_VOLUME),
}


def factors_of(carrier: Carrier | None) -> tuple[UnitFactor, ...]:
    """The changes of unit that meters of a carrier can show; None: not known which it is."""
    return FACTORS.get(carrier, ANY) if carrier else ANY

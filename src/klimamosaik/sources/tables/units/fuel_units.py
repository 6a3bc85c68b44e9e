"""The units of oil and wood in headers: litres, kilograms, tonnes, poured cubic metres."""

import re

from klimamosaik.factors.queries import fuel_energy
from klimamosaik.sources.tables.basics.vocabulary import units_within
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.unit import UNITS

SPELLINGS = {
    Carrier.OIL: {"l": "l", "liter": "l", "m³": "m³"},
    Carrier.PELLETS: {
        "kg": "kg", "t": "t", "to": "t", "tonnen": "t", "tonnes": "t", "srm": "Srm",
        "schüttraummeter": "Srm",
    },
}  # fmt: skip
NOT_THE_FUEL = re.compile(r"(?i)co2|co₂|emission|asche|\bash\b|kosten|preis|price|cost")


def fuel_unit(header: str, unit_text: str, carrier: Carrier | None) -> str | None:
    """The unit of oil or wood in a header: "Heizöl l", "Pellets [kg]"; None for all else."""
    if carrier not in SPELLINGS or NOT_THE_FUEL.search(header):
        return None
    found = (SPELLINGS[carrier].get(text.lower()) for text in (unit_text, *units_within(header)))
    unit = next(filter(None, found), None)
    known = unit and fuel_energy(carrier, UNITS[unit].dimension, header)
    return unit if known else None

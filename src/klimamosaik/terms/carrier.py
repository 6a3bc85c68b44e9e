"""What is metered."""

from enum import StrEnum

from klimamosaik.terms.text import Text


class Carrier(StrEnum):
    """Energy carrier of final energy, or water."""

    ELECTRICITY = "electricity"
    GAS = "gas"
    HEAT = "heat"  # district or local heat, and heat meters whose fuel is not known
    OIL = "oil"
    PELLETS = "pellets"
    WATER = "water"

    @property
    def heats(self) -> bool:
        """True where the use follows the weather through heating."""
        return self in HEATING

    @property
    def zero_is_missing(self) -> bool:
        """A zero in electricity is a gap; gas and heat may rest all summer."""
        return self is Carrier.ELECTRICITY

    @property
    def text(self) -> Text:
        """The carrier as a person would say it."""
        return NAMES[self]


HEATING = frozenset({Carrier.GAS, Carrier.HEAT, Carrier.OIL, Carrier.PELLETS})
NAMES = {
    Carrier.ELECTRICITY: Text("Strom", "electricity"),
    Carrier.GAS: Text("Erdgas", "natural gas"),
    Carrier.HEAT: Text("Wärme", "heat"),
    Carrier.OIL: Text("Heizöl", "heating oil"),
    Carrier.PELLETS: Text("Holzpellets", "wood pellets"),
    Carrier.WATER: Text("Wasser", "water"),
}

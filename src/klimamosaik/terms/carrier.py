"""What is metered."""

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Carrier(TextEnum):
    """Energy carrier of final energy, or water."""

    ELECTRICITY = "electricity", Text("Strom", "electricity")
    GAS = "gas", Text("Erdgas", "natural gas")
    HEAT = (  # district or local heat, and heat meters whose fuel is not known
        "heat",
        Text("Wärme", "heat"),
    )
    OIL = "oil", Text("Heizöl", "heating oil")
    PELLETS = "pellets", Text("Holzpellets", "wood pellets")
    WATER = "water", Text("Wasser", "water")

    @property
    def heats(self) -> bool:
        """True where the use follows the weather through heating."""
        return self in HEATING

    @property
    def zero_is_missing(self) -> bool:
        """A zero in electricity is a gap; gas and heat may rest all summer."""
        return self is Carrier.ELECTRICITY


HEATING = frozenset({Carrier.GAS, Carrier.HEAT, Carrier.OIL, Carrier.PELLETS})

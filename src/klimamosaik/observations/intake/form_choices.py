"""What forms of a file offer to choose from."""

from typing import Any

from django import forms

from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text
from klimamosaik.terms.unit import UNITS

LEAVE = ("", said("wie erkannt", "as recognised"))
CARRIERS = choices_of(Carrier)
DIRECTIONS = choices_of(Direction)
DIMENSIONS = {
    "energy": Text("Energie", "energy"),
    "power": Text("Leistung", "power"),
    "volume": Text("Volumen", "volume"),
    "temperature": Text("Temperatur", "temperature"),
    "mass": Text("Brennstoff", "fuel"),
    "bulk": Text("Holz, geschüttet", "wood, poured"),
}
Choices = list[tuple[Any, Any]]


def units_of(*dimensions: str) -> Choices:
    """Units to choose from, grouped by what they measure."""
    return [
        (
            said(DIMENSIONS[kind].de, DIMENSIONS[kind].en),
            [(unit.symbol, unit.symbol) for unit in UNITS.values() if unit.dimension == kind],
        )
        for kind in dimensions
    ]


FILE_UNITS = units_of("energy", "power", "volume")
COLUMN_UNITS = units_of(*DIMENSIONS)


def chosen(label: str, choices: Choices, *, silence: tuple[Any, Any] = LEAVE) -> forms.ChoiceField:
    """A field to choose from, with `silence` first: nothing is said."""
    return forms.ChoiceField(label=label, choices=[silence, *choices], required=False)


def building_field(label: str) -> forms.CharField:
    """The name of a building, with those that are known to choose from."""
    known = forms.TextInput(attrs={"list": "buildings", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=160, required=False, widget=known)

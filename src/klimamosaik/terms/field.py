"""Fields of action: what part of a town's life a measure is about."""

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Field(TextEnum):
    """Field of action; gives a stone its colour and never its meaning."""

    BUILDINGS = "buildings", Text("Gebäude", "buildings")
    HEAT = "heat", Text("Wärme", "heat")
    ELECTRICITY = "electricity", Text("Strom", "electricity")
    TRANSPORT = "transport", Text("Verkehr", "transport")
    GREEN = "green", Text("Grün", "green")
    ADAPTATION = "adaptation", Text("Klimaanpassung", "climate adaptation")
    CROSS_CUTTING = "cross-cutting", Text("Querschnitt", "cross-cutting")

    @property
    def has_tonnes(self) -> bool:
        """True where what a measure brings can be counted in tonnes of CO2e."""
        return self in FIELDS_WITH_TONNES


FIELDS_WITH_TONNES = (
    Field.BUILDINGS,
    Field.HEAT,
    Field.ELECTRICITY,
    Field.TRANSPORT,
    Field.GREEN,
)

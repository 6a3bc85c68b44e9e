"""Fields of action: what part of a town's life a measure is about."""

from enum import StrEnum

from klimamosaik.terms.text import Text


class Field(StrEnum):
    """Field of action; gives a stone its colour and never its meaning."""

    BUILDINGS = "buildings"
    HEAT = "heat"
    ELECTRICITY = "electricity"
    TRANSPORT = "transport"
    GREEN = "green"
    ADAPTATION = "adaptation"
    CROSS_CUTTING = "cross-cutting"

    @property
    def text(self) -> Text:
        """The field as a person would say it."""
        return FIELD_NAMES[self]

    @property
    def has_tonnes(self) -> bool:
        """True where what a measure brings can be counted in tonnes of CO2e."""
        return self in FIELDS_WITH_TONNES


FIELD_NAMES = {
    Field.BUILDINGS: Text("Gebäude", "buildings"),
    Field.HEAT: Text("Wärme", "heat"),
    Field.ELECTRICITY: Text("Strom", "electricity"),
    Field.TRANSPORT: Text("Verkehr", "transport"),
    Field.GREEN: Text("Grün", "green"),
    Field.ADAPTATION: Text("Klimaanpassung", "climate adaptation"),
    Field.CROSS_CUTTING: Text("Querschnitt", "cross-cutting"),
}
FIELDS_WITH_TONNES = (
    Field.BUILDINGS,
    Field.HEAT,
    Field.ELECTRICITY,
    Field.TRANSPORT,
    Field.GREEN,
)

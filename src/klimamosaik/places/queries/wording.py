"""Sentences in forms: German and English side by side, chosen when the page is made."""

from klimamosaik.places.models import BuildingKind
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

KINDS = {
    BuildingKind.SCHOOL: Text("Schule", "school"),
    BuildingKind.KINDERGARTEN: Text("Kindertagesstätte", "kindergarten"),
    BuildingKind.OFFICE: Text("Verwaltung", "offices"),
    BuildingKind.SPORTS: Text("Sport", "sports"),
    BuildingKind.POOL: Text("Schwimmbad", "swimming pool"),
    BuildingKind.CULTURE: Text("Kultur", "culture"),
    BuildingKind.FIRE_STATION: Text("Feuerwehr", "fire station"),
    BuildingKind.DEPOT: Text("Bauhof", "depot"),
    BuildingKind.HOUSING: Text("Wohnen", "housing"),
    BuildingKind.OTHER: Text("Sonstiges", "other"),
}
DIRECTIONS = {
    Direction.DRAWN: Text(
        "Bezug: aus dem Netz oder der Leitung. Zählt zum Verbrauch.",
        "Drawn: from the grid or the pipe. Counts as use.",
    ),
    Direction.OWN_USE: Text(
        "Eigenverbrauch: selbst erzeugt und hier verbraucht. Zählt zum Verbrauch. Strom aus einem "
        "BHKW, dessen Gas schon zählt, ist dagegen Erzeugung.",
        "Own use: made and used here. Counts as use. Electricity from a CHP plant whose gas "
        "counts already is generation instead.",
    ),
    Direction.GENERATED: Text(
        "Erzeugung: was eine Anlage liefert. Zählt nicht zum Verbrauch.",
        "Generated: what a plant delivers. Does not count as use.",
    ),
    Direction.FED_IN: Text(
        "Einspeisung: ins Netz abgegeben. Zählt nicht zum Verbrauch.",
        "Fed in: given to the grid. Does not count as use.",
    ),
    Direction.SHARED: Text(
        "Anteil aus einer Energiegemeinschaft: im Bezug schon enthalten. Zählt nicht noch einmal.",
        "Share of an energy community: already in what is drawn. Does not count again.",
    ),
    Direction.STORED: Text(
        "Speicher: in eine Batterie oder aus ihr. Zählt nicht zum Verbrauch.",
        "Stored: into or out of a battery. Does not count as use.",
    ),
    Direction.PART: Text(
        "Unterzähler: Teil eines anderen Zählers, dort schon enthalten. Zählt nicht noch einmal.",
        "Sub-meter: a part of another meter, already in that one. Does not count again.",
    ),
}


def kind_text(kind: str) -> Text:
    """What a building is used for, as a person would say it."""
    return KINDS[BuildingKind(kind)]

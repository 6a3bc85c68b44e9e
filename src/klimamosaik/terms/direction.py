"""Which way metered energy flows, and whether it counts as final energy use."""

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Direction(TextEnum):
    """What a series counts; only what is drawn, or made and used on the spot, is final use."""

    DRAWN = "drawn", Text("Bezug", "drawn")  # from the grid, the pipe, the supplier
    OWN_USE = (
        "own use",
        Text("selbst erzeugt und verbraucht", "made and used on the spot"),
    )
    GENERATED = "generated", Text("Erzeugung", "generated")
    FED_IN = "fed in", Text("Einspeisung", "fed in")
    SHARED = (  # share of an energy community; a part of what is drawn
        "shared",
        Text("Anteil aus einer Gemeinschaft", "share of a community"),
    )
    STORED = "stored", Text("Speicher", "into or out of a battery")
    PART = (  # a sub-meter
        "part",
        Text("Teil eines anderen Zählers", "part of another meter"),
    )

    @property
    def counts(self) -> bool:
        """True where the series is a part of final energy use of its own."""
        return self in (Direction.DRAWN, Direction.OWN_USE)

    @property
    def explained(self) -> Text:
        """What it means, and whether it counts, for whoever chooses."""
        return EXPLAINED[self]


EXPLAINED = {
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

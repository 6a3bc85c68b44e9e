"""Which way metered energy flows, and whether it counts as final energy use."""

from enum import StrEnum

from klimamosaik.terms.text import Text


class Direction(StrEnum):
    """What a series counts; only what is drawn, or made and used on the spot, is final use."""

    DRAWN = "drawn"  # from the grid, the pipe, the supplier
    OWN_USE = "own use"  # made on the spot and used there
    GENERATED = "generated"
    FED_IN = "fed in"
    SHARED = "shared"  # share of an energy community; a part of what is drawn
    STORED = "stored"  # into or out of a battery
    PART = "part"  # sub-meter: a part of another meter

    @property
    def counts(self) -> bool:
        """True where the series is a part of final energy use of its own."""
        return self in (Direction.DRAWN, Direction.OWN_USE)

    @property
    def text(self) -> Text:
        """The direction as a person would say it."""
        return NAMES[self]


NAMES = {
    Direction.DRAWN: Text("Bezug", "drawn"),
    Direction.OWN_USE: Text("selbst erzeugt und verbraucht", "made and used on the spot"),
    Direction.GENERATED: Text("Erzeugung", "generated"),
    Direction.FED_IN: Text("Einspeisung", "fed in"),
    Direction.SHARED: Text("Anteil aus einer Gemeinschaft", "share of a community"),
    Direction.STORED: Text("Speicher", "into or out of a battery"),
    Direction.PART: Text("Teil eines anderen Zählers", "part of another meter"),
}

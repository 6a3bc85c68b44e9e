"""What a person says happened at a meter beside, or instead of, what a measure was to do."""

from enum import StrEnum

from klimamosaik.terms.text import Text


class Happening(StrEnum):
    """What may have changed use, or a doubt that is settled."""

    MEASURE = "measure"
    USE = "use"
    TENANT = "tenant"
    CLOSED = "closed"
    ENLARGED = "enlarged"
    METER = "meter"
    ZEROS = "zeros"
    OTHER = "other"

    @property
    def text(self) -> Text:
        """As a person would say it."""
        return NAMES[self]

    @property
    def explains_change(self) -> bool:
        """True where it says why use is far more or less than expected."""
        return self is not Happening.ZEROS

    @property
    def beside_the_measure(self) -> bool:
        """True for what changed use without being the measure."""
        return self not in (Happening.MEASURE, Happening.ZEROS)


NAMES = {
    Happening.MEASURE: Text("so viel bewirkt die Maßnahme", "the measure does as much"),
    Happening.USE: Text("andere Nutzung", "another use of the building"),
    Happening.TENANT: Text("Mieterwechsel", "another tenant"),
    Happening.CLOSED: Text("zeitweise geschlossen", "closed for a time"),
    Happening.ENLARGED: Text("Anbau oder mehr Fläche", "enlarged"),
    Happening.METER: Text("Zähler getauscht, gleiche Einheit", "meter exchanged, same unit"),
    Happening.ZEROS: Text("die Nullen stimmen", "the zeros are right"),
    Happening.OTHER: Text("etwas anderes", "something else"),
}

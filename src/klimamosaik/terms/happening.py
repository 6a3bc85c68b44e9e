"""What a person says happened at a meter beside, or instead of, what a measure was to do."""

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Happening(TextEnum):
    """What may have changed use, or a doubt that is settled."""

    MEASURE = "measure", Text("so viel bewirkt die Maßnahme", "the measure does as much")
    USE = "use", Text("andere Nutzung", "another use of the building")
    TENANT = "tenant", Text("Mieterwechsel", "another tenant")
    CLOSED = "closed", Text("zeitweise geschlossen", "closed for a time")
    ENLARGED = "enlarged", Text("Anbau oder mehr Fläche", "enlarged")
    METER = "meter", Text("Zähler getauscht, gleiche Einheit", "meter exchanged, same unit")
    ZEROS = "zeros", Text("die Nullen stimmen", "the zeros are right")
    OTHER = "other", Text("etwas anderes", "something else")

    @property
    def explains_change(self) -> bool:
        """True where it says why use is far more or less than expected."""
        return self is not Happening.ZEROS

    @property
    def beside_the_measure(self) -> bool:
        """True for what changed use without being the measure."""
        return self not in (Happening.MEASURE, Happening.ZEROS)

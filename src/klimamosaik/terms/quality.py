"""How a value came to be, and how one made of others did: as weak as its weakest part.

The only place where qualities are brought together. Whoever works out a figure asks here and
carries the answer along; whoever shows it asks nobody again.
"""

from collections.abc import Iterable

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Quality(TextEnum):
    """How a value came to be, the weakest last. Unknown is a value of its own, never zero."""

    MEASURED = "measured", Text("gemessen", "measured")
    STATED = "stated", Text("angegeben", "stated")  # by a person, a list or a published table
    CALCULATED = "calculated", Text("berechnet", "calculated")  # from values and a factor or model
    ESTIMATED = "estimated", Text("geschätzt", "estimated")
    DEFAULT = "default", Text("mit Standardwert", "with a default")  # one, or made of one
    UNKNOWN = "unknown", Text("unbekannt", "unknown")


WEAKNESS = {quality: place for place, quality in enumerate(Quality)}


def weakest(parts: Iterable[Quality]) -> Quality:
    """Of a sum, a mean or a choice among like values; of no part at all unknown."""
    return max(parts, key=WEAKNESS.__getitem__, default=Quality.UNKNOWN)


def worked_out(*parts: Quality) -> Quality:
    """Of what a factor, a price or a model makes of other values, all of them named as parts.

    Calculated at best: nobody measured it, even where every part was measured.
    """
    return weakest((Quality.CALCULATED, *parts))


def read_by(*, estimated: bool) -> Quality:
    """Of a sum of readings; estimated: one of them at least is not said to be measured."""
    return Quality.ESTIMATED if estimated else Quality.MEASURED


BY_STATUS = {  # of factors, by how far their source may be trusted
    "official": Quality.STATED,
    "second-hand": Quality.STATED,
    "derived": Quality.ESTIMATED,  # worked out, or standing in for one that was not found
    "missing": Quality.UNKNOWN,
}


def factor_quality(status: str, *, default: bool = False, guessed: bool = False) -> Quality:
    """Of a factor nobody measured here: stated by its table at best.

    default: it stands for what nobody knows of the place; guessed: its own source calls it
    estimated, or the value of another year stands in for one that changes from year to year.
    """
    parts = [BY_STATUS[status]]
    if guessed:
        parts.append(Quality.ESTIMATED)
    if default:
        parts.append(Quality.DEFAULT)
    return weakest(parts)


QUALITY_WORDS = Text(
    "; ".join(f"{each.value}: {each.text.de}" for each in Quality),
    ", ".join(each.value for each in Quality),
)


QUALITY_RULE = Text(
    "Ein Wert ist so schwach wie sein schwächster Teil. Was mit einem Faktor, einem Preis oder "
    "einem Modell aus anderen Werten folgt (CO₂, Einsparung, Bereinigung), ist höchstens "
    "berechnet. Eine Ablesung, die nicht gemessen ist, macht die Summe geschätzt; die Anmerkung "
    "nennt den Teil des Verbrauchs an solchen Tagen. Was nur eine Rechnung oder ein Mensch sagt, "
    "ist angegeben.",
    "A value is as weak as its weakest part. What follows from other values by a factor, a price "
    "or a model (CO₂, a saving, a correction) is calculated at best. One reading that is not "
    "measured makes the sum estimated; the note tells which part of the use lies on such days. "
    "What only a bill or a person says is stated.",
)

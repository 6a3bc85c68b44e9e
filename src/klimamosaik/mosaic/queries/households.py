"""What a stone is in things people know: facts from `data/households.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parents[1] / "data" / "households.yaml"
MANY = 10  # households from which on nobody asks for decimals
LIKE = Text(
    "So viel verursacht der Strom von {n} Haushalten im Jahr.",
    "The electricity of {n} households causes as much in a year.",
)
PART = Text(
    "So viel verursacht der Strom eines Haushalts in {n:Tag|Tagen}.",
    "The electricity of one household causes as much in {n:day|days}.",
)


@dataclass(frozen=True)
class HouseholdFact:
    """A thing everybody knows, by what it causes a year."""

    tonnes: float  # [t CO2e/a]
    source: Text


@cache
def household_electricity() -> HouseholdFact:
    """All electricity of a mean household."""
    row = read_yaml(FILE.read_text(encoding="utf-8"))["household_electricity"]
    return HouseholdFact(row["value"], Text(**row["source"]))


def in_households(tonnes: float) -> Text:
    """A yearly amount [t CO2e] as the electricity of households; less than one is told in days."""
    count = tonnes / household_electricity().tonnes
    if count < 1:
        return PART.format(n=max(1, round(365 * count)))
    return LIKE.format(n=round(count, 0 if count >= MANY else 1))

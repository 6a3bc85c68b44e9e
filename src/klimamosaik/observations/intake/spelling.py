"""How a building and what is metered are named: alike, whatever way an office writes it."""

import re
import unicodedata
from functools import cache
from importlib import resources

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.yaml_text import read_yaml


def normalised(name: str) -> str:
    """A name without what offices write now this way, now that: case, spaces, hyphens, ß."""
    decomposed = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())


def without_carrier(name: str) -> str:
    """The building in a name that also tells what is metered: "Rathaus Strom" is the Rathaus.

    A number alone is no building: "Zähler 3 Strom" stays Zähler 3.
    """
    words = name.split()
    kept = [word for word in words if normalised(word) not in METER_WORDS]
    if not any(letter.isalpha() for word in kept for letter in word):
        kept = [word for word in words if normalised(word) not in METER_WORDS - COUNTED]
    return " ".join(kept).strip(" -–·:,") or name


def words_of(name: str) -> list[str]:
    """The words of a name, written alike."""
    return [normalised(word) for word in re.split(r"[\W_]+", name) if word]


@cache
def words(kind: str) -> frozenset[str]:
    """Words of words.yaml: "flags", "files" or "meters"."""
    path = resources.files("klimamosaik.observations") / "data" / "words.yaml"
    return frozenset(read_yaml(path.read_text(encoding="utf-8"))[kind])


METER_WORDS = words("meters").union(  # that name what is metered, not where
    normalised(word) for each in Carrier for word in (each.text.de, each.text.en)
)
COUNTED = frozenset({"zähler", "meter"})  # what is left where only a number tells meters apart

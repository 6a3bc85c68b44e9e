"""How alike the names of two measures are: by their words, compounds and endings understood.

Letters of words both names share over all their letters (Dice). Of two words one may be part of
the other at its beginning or end ("Altglascontainer", "Glascontainer"), have another ending
("Container", "Containern"), or a slip of the pen in it. Words that stand in many names do not
count, and where something was done counts less than what. Simple words do for a few hundred short
names; a language model would be no surer.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib import resources

from klimamosaik.terms.yaml_text import read_yaml

LIKE = 0.4  # 1, share from which on two names mean something alike
SHORTEST = 3  # letters of a word that counts: "LED"
PART = 5  # letters from which on a word may be part of another: "glas" is in too many
SLIP = 0.86  # 1, share of letters two spellings of one word have in common
ENDINGS = ("innen", "ungen", "ern", "en", "er", "em", "es", "e", "n", "s")
PLACE = 0.3  # 1, part a place counts of another word


@dataclass(frozen=True)
class KnownWords:
    """Words that are treated in their own way."""

    common: frozenset[str]
    places: re.Pattern[str]
    short: Mapping[str, str]


@cache
def known() -> KnownWords:
    """The words of measures/data/likeness.yaml, as names are compared."""
    written = resources.files("klimamosaik.measures") / "data" / "likeness.yaml"
    rows = read_yaml(written.read_text(encoding="utf-8"))
    places = "|".join(sorted(rows["places"].casefold().split()))
    return KnownWords(
        frozenset(rows["common"].casefold().split()),
        re.compile(rf"(?:{places})\w{{0,4}}$"),
        rows["short"],
    )


def likeness(one: str, other: str) -> float:
    """0 where two names share no word, 1 where they share all."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return 0.0
    shared = sum(matched(first, second)) + sum(matched(second, first))
    return shared / (sum(map(weight, first)) + sum(map(weight, second)))


def matched(words: Iterable[str], others: Iterable[str]) -> Iterable[float]:
    """Weights of the words that stand among the others too."""
    return (weight(word) for word in words if any(same(word, each) for each in others))


def weight(word: str) -> float:
    """Letters of a word; of a place a part of them."""
    return len(word) * (PLACE if known().places.search(word) else 1.0)


@lru_cache(maxsize=2_000)
def words_of(name: str) -> frozenset[str]:
    """The words of a name that say what it is about, without their endings."""
    found = re.findall(r"[^\W\d_]+", name.casefold().replace("\u00ad", ""))
    spelled = (known().short.get(word, word) for word in found)
    kept = (word for word in spelled if len(word) >= SHORTEST and word not in known().common)
    return frozenset(stem(word) for word in kept)


def stem(word: str) -> str:
    """A word without its ending, as far as five letters are left."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= PART:
            return word.removesuffix(ending)
    return word


def same(one: str, other: str) -> bool:
    """True for one word in two forms, and for a compound beside its beginning or end."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < PART:
        return False
    if long.startswith(short) or long.endswith(short):
        return True
    return SequenceMatcher(None, short, long).ratio() >= SLIP

"""Municipalities by what a person types: the beginning of a name, or a key, or most of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from klimamosaik.places.queries.gazetteer.table import (
    KnownMunicipality,
    alike,
    key_in,
    may_be_newer,
    municipality_of,
    register,
)

SHOWN = 25  # municipalities a person can still look through; all called Neustadt are 20
LEAST = 2  # letters of a beginning: one would fit thousands
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})  # as keyboards without dots type
CALLED = ("stadt ", "gemeinde ", "landeshauptstadt ", "hansestadt ", "markt ", "flecken ")


@dataclass(frozen=True)
class TownSearch:
    """What the register knows of what was typed."""

    words: str
    found: tuple[KnownMunicipality, ...]  # the likeliest first
    more: int  # that fit as well and are not listed
    newer: str  # a key the register does not know and that may be right all the same; or ""


def towns_called(*, words: str) -> TownSearch:
    """The municipalities somebody may mean by a name, its beginning, or a key."""
    words = words.strip()
    key = key_in(words)
    known = municipality_of(key)
    if known is not None:
        return TownSearch(words, (known,), 0, "")
    if key.isdecimal():
        return TownSearch(words, (), 0, key if may_be_newer(key) else "")
    found = sorted(set(ranked(words)))
    if found and found[0][0] != WORD:  # who types the beginning does not mean "Bad …"
        found = [each for each in found if each[0] != WORD]
    towns = tuple(register()[ags] for _, _, ags in found)
    return TownSearch(words, towns[:SHOWN], len(towns[SHOWN:]), "")


EXACT, BEGINS, WORD = range(3)


def ranked(words: str) -> Iterator[tuple[int, str, str]]:
    """How well each town fits, its name as it is sorted, and its key."""
    wanted = {spelled(words, FOLDED), spelled(words, BARE)}
    wanted |= {name.removeprefix(kind) for name in wanted for kind in CALLED}
    wanted = {name for name in wanted if name}
    for ags, name, spellings in index():
        fits = [fit(each, spelling) for each in wanted for spelling in spellings]
        best = min((rank for rank in fits if rank is not None), default=None)
        if best is not None:
            yield best, name, ags


def fit(wanted: str, name: str) -> int | None:
    """How well a name fits; None where it does not."""
    if name == wanted:
        return EXACT
    if len(wanted) < LEAST:
        return None
    if name.startswith(wanted):
        return BEGINS
    return WORD if f" {wanted}" in name else None


@cache
def index() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Each town's key, its name to sort by, and its spellings."""
    return tuple(
        (
            town.ags,
            spelled(town.name, FOLDED),
            frozenset({spelled(town.name, FOLDED), spelled(town.name, BARE)}),
        )
        for town in register().values()
    )


def spelled(name: str, dots: dict[int, str]) -> str:
    """A name as it is compared."""
    return alike(name).translate(dots)

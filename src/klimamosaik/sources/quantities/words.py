"""The words of names that tell what is measured, from measurements.yaml."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.terms.yaml_text import read_yaml

WORD = re.compile(r"[A-ZÀ-ÖØ-Þ]+(?![a-zß-öø-ÿ])|[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+|\d+")


@cache
def conventions() -> Mapping[str, Any]:
    """The conventions of names, read once."""
    path = resources.files("klimamosaik.sources.quantities") / "data" / "measurements.yaml"
    found: Mapping[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return found


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small letters; digits are words of their own."""
    return tuple(word.lower() for word in WORD.findall(name))


def entry_of(words: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The first entry of which a name fits."""
    entries: list[Mapping[str, Any]] = conventions()["measurements"]
    fitting = (e for e in entries if any(fits(name.split(), words) for name in names_of(e)))
    return next(fitting, None)


def names_of(entry: Mapping[str, Any]) -> Sequence[str]:
    """All names that tell an entry."""
    return [*entry["names"], *entry.get("kept", ())]


def entry_of_unit(unit: str) -> Mapping[str, Any] | None:
    """The entry that a unit tells by itself; None for units of many things."""
    entries: list[Mapping[str, Any]] = conventions()["measurements"]
    return next((entry for entry in entries if unit in entry.get("told_by", ())), None)


def fits(name: Sequence[str], words: Sequence[str]) -> bool:
    """True where all words of a name are there; with a digit, one behind the other.

    "m 3" is a cubic metre, "Brunnen 3 [m]" is none.
    """
    if not any(word.isdigit() for word in name):
        return set(name) <= set(words)
    ends = range(len(words) - len(name) + 1)
    return any(list(words[at : at + len(name)]) == list(name) for at in ends)

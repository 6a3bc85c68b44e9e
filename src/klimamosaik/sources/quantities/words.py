"""The words of names that tell what is measured, from measurements.yaml."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

WORD = re.compile(r"[A-ZÄÖÜ]+(?![a-zäöüß])|[A-ZÄÖÜ]?[a-zäöüß]+|\d+")


@cache
def conventions() -> Mapping[str, Any]:
    """The conventions of names, read once."""
    path = resources.files("klimamosaik.sources.quantities") / "data" / "measurements.yaml"
    found: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small letters; digits are words of their own."""
    return tuple(word.lower() for word in WORD.findall(name))


def entry_of(words: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The first entry of which a name fits."""
    given = set(words)
    entries: list[Mapping[str, Any]] = conventions()["measurements"]
    for entry in entries:
        if any(set(name.split()) <= given for name in entry["names"]):
            return entry
    return None

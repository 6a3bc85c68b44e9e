"""What readings of a property can be, from plausible.yaml: a wrong unit shows before it counts."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.terms.yaml_text import read_yaml


@cache
def properties() -> tuple[Mapping[str, Any], ...]:
    """What is known of properties, with the bounds of each unit."""
    path = resources.files("klimamosaik.sources.quantities") / "data" / "plausible.yaml"
    return tuple(read_yaml(path.read_text(encoding="utf-8"))["properties"])


def known_property(observed: str, name: str) -> Mapping[str, Any] | None:
    """The property that the names of a series tell; None where they tell none."""
    said = f"{observed} {name}".casefold().replace("₂", "2")
    return next(
        (each for each in properties() if any(word in said for word in each["words"])), None
    )

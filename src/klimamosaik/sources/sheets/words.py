"""Words of a subject, from the YAML beside its reader."""

import re
from collections.abc import Iterable
from importlib import resources
from typing import Any

from klimamosaik.terms.yaml_text import read_yaml


def words_in(package: str, name: str = "vocabulary.yaml") -> dict[str, Any]:
    """The words a package keeps."""
    text = (resources.files(package) / name).read_text(encoding="utf-8")
    words: dict[str, Any] = read_yaml(text)
    return words


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Found where one of the patterns is."""
    return re.compile("|".join(f"(?:{each})" for each in patterns))


def whole(patterns: Iterable[str]) -> re.Pattern[str]:
    """Found where all of a text is one of the patterns."""
    return re.compile(rf"^(?:{'|'.join(patterns)})$")

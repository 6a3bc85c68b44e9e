"""The words of the field that stand on public pages: facts from `data/words.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from klimamosaik.terms.text import Text

FILE = Path(__file__).parent / "data" / "words.yaml"


@dataclass(frozen=True)
class ExplainedWord:
    """A word and one plain sentence."""

    key: str
    name: Text
    said: Text


@cache
def words() -> dict[str, ExplainedWord]:
    """All words by their key."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        key: ExplainedWord(key, Text(**row["name"]), Text(**row["said"]))
        for key, row in rows.items()
    }

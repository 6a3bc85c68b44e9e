"""What planning assumes where nobody said otherwise: dated, with its source."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from klimamosaik.terms.yaml_text import read_yaml


@dataclass(frozen=True)
class Assumption:
    """A figure that stands in until a person gives their own."""

    percent: float
    source: str


@cache
def assumed(name: str) -> Assumption:
    """The newest assumption of a name: `interest` [% a year], `spread` [% of the mean effect]."""
    path = resources.files("klimamosaik.planning") / "data" / "assumptions.yaml"
    rows = read_yaml(path.read_text(encoding="utf-8"))[name]
    newest = max(rows, key=lambda row: row["since"])
    return Assumption(newest["percent"], newest["source"])

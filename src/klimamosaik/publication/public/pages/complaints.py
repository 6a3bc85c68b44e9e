"""Who to turn to where a barrier stays: facts from `data/complaint_bodies.yaml`, by state."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parent / "data" / "complaint_bodies.yaml"
ANY_STATE = ""


@dataclass(frozen=True)
class ComplaintBody:
    """The body of a state, with the law that made it."""

    name: Text
    law: Text
    source: str


@cache
def complaint_bodies() -> dict[str, ComplaintBody]:
    """All that are known, by state."""
    rows = read_yaml(FILE.read_text(encoding="utf-8"))
    return {
        state: ComplaintBody(Text(**row["name"]), Text(**row["law"]), row["source"])
        for state, row in rows.items()
    }


def complaint_body(state: str) -> ComplaintBody:
    """That of a state, or how it is called where none is written down."""
    known = complaint_bodies()
    return known.get(state, known[ANY_STATE])

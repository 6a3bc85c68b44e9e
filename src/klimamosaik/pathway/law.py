"""The year the law asks for neutrality, where a council has set no target of its own."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

GERMANY = "DE"


@dataclass(frozen=True)
class LawfulTarget:
    """What a law asks of a state or the whole country."""

    state: str  # as the holiday calendar abbreviates it; DE: Germany
    year: int
    limit_t: float  # [t CO2e/a]
    law: Text
    source: str
    status: str  # official: read in the law itself | second-hand: as told by somebody else


@cache
def lawful_targets() -> tuple[LawfulTarget, ...]:
    """All that ship."""
    path = resources.files("klimamosaik.pathway") / "data" / "law.yaml"
    content = read_yaml(path.read_text(encoding="utf-8"))
    return tuple(
        LawfulTarget(
            row["state"],
            row["year"],
            float(row["limit_t"]),
            Text(**row["law"]),
            row["source"],
            row["status"],
        )
        for row in content["targets"]
    )


def target_by_law(state: str) -> LawfulTarget:
    """The target of a federal state, else that of Germany."""
    known = {target.state: target for target in lawful_targets()}
    return known.get(state, known[GERMANY])

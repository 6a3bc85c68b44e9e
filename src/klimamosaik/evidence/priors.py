"""The shipped knowledge of how much use drifts: dated data, read once."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.kernel.ranges.drift import DriftPrior, Horizon, Quantile, Season, moved
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.yaml_text import read_yaml

SHIPPED = "data/drift.yaml"
FAMILY = {  # method whose pairs stand for it
    BaselineMethod.HOURLY: BaselineMethod.DAILY,
    BaselineMethod.CALTRACK_DAILY_3F: BaselineMethod.CALTRACK_DAILY,
}


@dataclass(frozen=True)
class TownMove:
    """How far a town's measure-free years move the spread of a carrier."""

    carrier: Carrier
    bills: bool  # from monthly readings and bills, else from days
    by: float  # logarithm of the factor on the spread
    pairs: int  # year pairs behind it


@dataclass(frozen=True)
class Priors:
    """What measure-free year pairs taught, per carrier and method."""

    source: str
    licence: str
    learnt_on: date
    note: str
    priors: tuple[DriftPrior, ...]
    moves: tuple[TownMove, ...] = ()  # what a town's own years say

    def of(self, carrier: Carrier, method: BaselineMethod) -> DriftPrior:
        """The prior for a carrier; those never learnt borrow: heat from gas, water from power."""
        found = self._learnt(carrier, method)
        for move in self.moves:
            if move.carrier is carrier and move.bills is (method is BaselineMethod.BILLS):
                return replace(moved(found, move.by), city_pairs=move.pairs)
        return found

    def _learnt(self, carrier: Carrier, method: BaselineMethod) -> DriftPrior:
        by = {(prior.carrier, prior.method): prior for prior in self.priors}
        like = Carrier.GAS if carrier.heats else Carrier.ELECTRICITY
        family = FAMILY.get(method, method)
        for key in ((carrier, method), (carrier, family), (like, method), (like, family)):
            if key in by:
                return by[key]
        return by[(like, BaselineMethod.DAILY)]


@lru_cache(maxsize=1)
def shipped_priors() -> Priors:
    """Read the priors that ship with the software."""
    text = resources.files("klimamosaik.evidence").joinpath(SHIPPED).read_text("utf-8")
    return read_priors(text)


def read_priors(text: str) -> Priors:
    """Read priors from YAML text."""
    data: dict[str, Any] = read_yaml(text)
    return Priors(
        source=data["source"],
        licence=data["licence"],
        learnt_on=date.fromisoformat(str(data["learnt_on"])),
        note=data["note"],
        priors=tuple(_prior(each) for each in data["priors"]),
    )


def _prior(data: dict[str, Any]) -> DriftPrior:
    return DriftPrior(
        **{
            **data,
            "bounds": tuple(data["bounds"]),
            "seasons": tuple(_season(each) for each in data["seasons"]),
            "horizons": tuple(Horizon(**each) for each in data["horizons"]),
        }
    )


def _season(data: dict[str, Any]) -> Season:
    return Season(data["month"], tuple(Quantile(**each) for each in data["quantiles"]))


def write_priors(priors: Priors, path: Path) -> None:
    """Write priors as YAML."""
    plain = {
        "source": priors.source,
        "licence": priors.licence,
        "learnt_on": priors.learnt_on.isoformat(),
        "note": priors.note,
        "priors": [_plain(prior) for prior in priors.priors],
    }
    text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")


def _plain(prior: DriftPrior) -> dict[str, Any]:
    rounded: dict[str, Any] = _rounded(asdict(prior))
    del rounded["city_pairs"]
    return rounded


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return round(value, 5) if isinstance(value, float) else value

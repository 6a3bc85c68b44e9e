"""How far first balances may be off, as the residuals that ship tell."""

from functools import cache
from typing import Any

from klimamosaik.balance.kernel.grid import BalanceCarrier, Mode, Sector
from klimamosaik.balance.kernel.uncertainty import Uncertainty, deviation
from klimamosaik.balance.queries.national import facts

LEARNT = (Sector.HOUSEHOLDS, Sector.COMMERCE, Sector.INDUSTRY, Sector.TRANSPORT)
MODES = {mode.value for mode in Mode}


@cache
def uncertainty() -> Uncertainty:
    """Deviations learnt from published balances, and those assumed where none tell."""
    content = facts("residuals.yaml")
    small = content["small"]
    return Uncertainty(
        sectors=tuple((sector, learnt(sector.value)) for sector in LEARNT),
        parts=tuple((part_of(name), value) for name, value in content["parts"]["rows"].items()),
        confidence=content["confidence"],
        small=float(small["inhabitants"]),
        most=float(small["most"]),
        yearly=float(small["yearly"]),
    )


def learnt(what: str) -> float:
    """The deviation of a sector, of `economy` or of the `total`."""
    return deviation(residuals(what))


def residuals(what: str) -> list[float]:
    """ln(ours / published) of every town that published it."""
    towns: list[dict[str, Any]] = facts("residuals.yaml")["towns"]
    return [town["residual"][what] for town in towns if what in town["residual"]]


def part_of(name: str) -> BalanceCarrier | Mode:
    """A carrier or a mode by its name."""
    return Mode(name) if name in MODES else BalanceCarrier(name)

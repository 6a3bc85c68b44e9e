"""Emission factors of a balance: dated, sourced, with their status."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.terms.quality import Quality, factor_quality
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Status(TextEnum):
    """How far a factor may be trusted."""

    OFFICIAL = "official", Text("amtlich", "official")
    SECOND_HAND = (  # read in somebody else's text
        "second-hand",
        Text("nach anderer Quelle", "second-hand"),
    )
    DERIVED = (  # worked out, or standing in for one that was not found
        "derived",
        Text("abgeleitet", "derived"),
    )
    MISSING = "missing", Text("fehlt", "missing")  # known to be lacking


@dataclass(frozen=True)
class BalanceFactor:
    """Greenhouse gases of a kilowatt-hour of final energy, with upstream chains."""

    carrier: BalanceCarrier
    sector: Sector | None  # None: in every sector without one of its own
    year: int  # for which the value was published
    value: float | None  # g CO2e/kWh; None: known to be missing
    status: Status
    source: Text
    default: bool = False  # it stands for what nobody knows of the place
    moved: bool = False  # that of another year stands in for one that changes every year

    @property
    def quality(self) -> Quality:
        """How the value itself came to be: stated by its table at best, nobody measured it."""
        return factor_quality(self.status, default=self.default, guessed=self.moved)

    def emissions(self, energy: float) -> float | None:
        """Emissions [t CO2e] of `energy` [MWh]; 1 g/kWh = 1 kg/MWh. None where unknown."""
        return None if self.value is None else energy * self.value / 1e3


def year_of(row: BalanceFactor) -> int:
    """The year a factor was published for."""
    return row.year


@dataclass(frozen=True)
class FactorTable:
    """All factors there are; a later table lies over an earlier one."""

    rows: tuple[BalanceFactor, ...]

    def find(self, sector: Sector, carrier: BalanceCarrier, year: int) -> BalanceFactor | None:
        """The factor for a cell: of the sector before the general one, then the nearest year.

        Of years, the newest up to `year`, else the oldest after it; None where there is none.
        """
        for wanted in (sector, None):
            rows = [r for r in self.rows if r.carrier is carrier and r.sector is wanted]
            if rows:
                past = [row for row in rows if row.year <= year]
                best = max(past, key=year_of) if past else min(rows, key=year_of)
                moved = best.year != year and len(rows) > 1
                return replace(best, moved=True) if moved else best
        return None

    def under(self, above: Iterable[BalanceFactor]) -> "FactorTable":
        """This table with `above` laid over it: a carrier named there is taken from there alone.

        The series of a carrier is replaced as a whole; years of two editions never mix.
        """
        over = tuple(above)
        named = {row.carrier for row in over}
        return FactorTable((*over, *(row for row in self.rows if row.carrier not in named)))

"""Which buildings cost most, and what became dearer or cheaper: for who decides on money."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.reports.kernel.figures import (
    BuildingReport,
    EnergyReport,
    UseCause,
    UseChange,
    UseSubject,
)
from klimamosaik.terms.amount import Amount

FIRST = 5  # buildings that are told
BY_USE = (UseCause.QUANTITY, UseCause.QUANTITY_AND_WEATHER)


@dataclass(frozen=True)
class RankedBuilding:
    """One building by what it cost, or used where nothing is known of cost."""

    building: BuildingReport
    amount: Amount  # [EUR], else [kWh], of the last year
    share: float | None  # 0..1 of what is known of all buildings
    change: UseChange | None  # since the first year; None: not to be compared


@dataclass(frozen=True)
class BuildingRanking:
    """All buildings of which something is known, the dearest first."""

    subject: UseSubject  # COST, or ENERGY where no bill is known
    rows: tuple[RankedBuilding, ...]

    @property
    def first(self) -> tuple[RankedBuilding, ...]:
        """The few on top."""
        return self.rows[:FIRST]

    @property
    def risen(self) -> RankedBuilding | None:
        """What rose most since the first year; None where nothing rose."""
        return furthest(self.rows, 1)

    @property
    def fallen(self) -> RankedBuilding | None:
        """What fell most since the first year; None where nothing fell."""
        return furthest(self.rows, -1)


def furthest(rows: Sequence[RankedBuilding], sign: int) -> RankedBuilding | None:
    """The row that moved furthest to one side."""
    moved = [row for row in rows if row.change and sign * row.change.amount > 0]
    return max(moved, key=lambda row: sign * moved_by(row), default=None)


def moved_by(row: RankedBuilding) -> float:
    """How far a row moved, in its unit."""
    return row.change.amount if row.change else 0.0


def ranking(report: EnergyReport) -> BuildingRanking:
    """The buildings by cost of electricity and heat in the last year, else by energy."""
    cost = any(b.years[-1].energy_cost.value is not None for b in report.buildings)
    subject = UseSubject.COST if cost else UseSubject.ENERGY
    amounts = {b.id: amount_of(b, subject) for b in report.buildings}
    known = [b for b in report.buildings if amounts[b.id].value is not None]
    total = sum(amounts[b.id].value or 0.0 for b in known)
    known.sort(key=lambda b: (-(amounts[b.id].value or 0.0), b.name))
    rows = [
        RankedBuilding(
            building,
            amounts[building.id],
            (amounts[building.id].value or 0.0) / total if total > 0 else None,
            since_first(report, subject, building),
        )
        for building in known
    ]
    return BuildingRanking(subject, tuple(rows))


def amount_of(building: BuildingReport, subject: UseSubject) -> Amount:
    """What a building is ranked by, of the last year."""
    last = building.years[-1]
    return last.energy_cost if subject is UseSubject.COST else last.energy


def since_first(
    report: EnergyReport, subject: UseSubject, building: BuildingReport
) -> UseChange | None:
    """The change since the first year; None where a part of it cannot be compared."""
    change = report.change(subject, report.years[0], report.years[-1], building.id)
    return change if change and change.decidable and not change.left_out else None

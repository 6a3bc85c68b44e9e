"""A whole balance: cells in force, their emissions, totals, variants and verdict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from klimamosaik.balance.kernel.cell import Cell, CellState
from klimamosaik.balance.kernel.factor import BalanceFactor, FactorTable
from klimamosaik.balance.kernel.grid import (
    ITEMS,
    BalanceCarrier,
    Item,
    Mode,
    Sector,
    required,
)
from klimamosaik.balance.kernel.uncertainty import Uncertainty
from klimamosaik.balance.kernel.verdict import Conformity, Reason, data_quality, judge
from klimamosaik.sources.statistics.municipalities import Floats
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality, weakest, worked_out
from klimamosaik.terms.text import Text

LABEL = "BISKO-konform"
MOSTLY = 0.5  # of the emissions, taken over from another year
MINOR = (Mode.AVIATION, Mode.INLAND_SHIPPING)
CONTAINED = Text(
    "Standardwert um die eigens erfassten kommunalen Einrichtungen vermindert, die darin stecken.",
    "default less the municipal facilities entered on their own, which it contains.",
)


@dataclass(frozen=True)
class BalanceLine:
    """A cell with the factor applied to it."""

    cell: Cell
    factor: BalanceFactor | None  # None: no energy to apply one to, or none known
    emissions: float | None  # t CO2e; None means unknown
    most: float | None = None  # t CO2e; where statistics say nothing, what it may be at most

    @property
    def told(self) -> float | None:
        """Emissions as they are told by themselves [t CO2e]; None where statistics say nothing."""
        return None if self.cell.unknown and not self.cell.energy else self.emissions

    @property
    def known_by(self) -> Quality:
        """How its emissions came to be: energy times factor, where any is used."""
        if self.told is None:
            return Quality.UNKNOWN
        if self.factor is None:  # nothing used emits nothing
            return self.cell.known_by
        return worked_out(self.cell.known_by, self.factor.quality)

    @property
    def counts(self) -> bool:
        """False where there is energy whose emissions nobody knows."""
        return self.emissions is not None or not self.cell.known


@dataclass(frozen=True)
class Balance:
    """The balance of one municipality in one year."""

    year: int
    lines: tuple[BalanceLine, ...]
    population: int | None
    verdict: Conformity
    reasons: tuple[Reason, ...]
    quality: float | None  # 0..1, sum of grade times share of final energy
    uncertainty: Uncertainty | None = None  # how far estimates may be off; None: not asked

    @property
    def energy(self) -> float:
        """Final energy as far as known [MWh]."""
        return fsum(line.cell.known for line in self.lines)

    @property
    def emissions(self) -> float:
        """Emissions as far as known [t CO2e]."""
        return fsum(line.emissions or 0.0 for line in self.lines)

    @property
    def asked(self) -> tuple[BalanceLine, ...]:
        """The lines the rules ask an entry for, but those that do not apply."""
        return tuple(
            line
            for line in self.lines
            if required(line.cell.item) and line.cell.state is not CellState.NOT_APPLICABLE
        )

    @property
    def missing(self) -> tuple[BalanceLine, ...]:
        """Lines the rules ask for of which nothing is known."""
        return tuple(line for line in self.asked if line.cell.state is CellState.MISSING)

    @property
    def untouched(self) -> bool:
        """True where nobody entered or confirmed anything: a first look, no work to judge."""
        made = (CellState.OWN, CellState.CONFIRMED_ZERO)
        return not any(line.cell.state in made for line in self.lines)

    @property
    def partial(self) -> bool:
        """True where so much is missing that the sum is no total of the municipality.

        Ships and aircraft are small, and no statistics tell of them: without them it is one.
        """
        return any(line.cell.mode not in MINOR for line in self.missing)

    @property
    def carried(self) -> float:
        """Share of the emissions taken over from another year, 0..1."""
        whole = self.emissions
        taken = fsum(line.emissions or 0.0 for line in self.lines if line.cell.carried)
        return taken / whole if whole else 0.0

    @property
    def tells(self) -> bool:
        """True where the sum tells of the municipality in this year: a total, mostly of its own."""
        return self.total is not None and self.carried <= MOSTLY

    @property
    def total(self) -> float | None:
        """Emissions of the municipality [t CO2e]; None where items miss or emissions are unknown.

        A sum that lacks electricity would look small beside a year whose factor is known.
        """
        return None if self.partial or self.without_factor else self.emissions

    @property
    def without_factor(self) -> tuple[BalanceLine, ...]:
        """Lines with energy whose emissions are not known, so that there is no total."""
        return tuple(line for line in self.lines if not line.counts)

    @property
    def label(self) -> str | None:
        """The label the balance may carry; None where it is refused."""
        return LABEL if self.verdict is Conformity.CONFORMANT else None

    def per_head(self, amount: float) -> float | None:
        """An amount per inhabitant; None where nobody knows how many there are."""
        return amount / self.population if self.population else None

    def of_sector(self, sector: Sector) -> tuple[BalanceLine, ...]:
        """The lines of one sector."""
        return tuple(line for line in self.lines if line.cell.sector is sector)

    def sector_energy(self, sector: Sector) -> float | None:
        """Final energy of one sector as far as known [MWh]; None where nothing is."""
        return known_sum(line.cell.energy for line in self.of_sector(sector))

    def energy_range(self, lines: Sequence[BalanceLine] | None = None) -> Estimate | None:
        """The energy of some lines with its range, of all without any [MWh]."""
        chosen = self.lines if lines is None else lines
        cells = [line.cell for line in chosen]
        return self.range_of(cells, [c.known for c in cells], [c.most for c in cells], unit="MWh")

    def emissions_range(self, lines: Sequence[BalanceLine] | None = None) -> Estimate | None:
        """The emissions of some lines with their range, of all without any [t CO2e].

        None where those of one are unknown: a range of the others is none of their sum.
        """
        chosen = list(self.lines if lines is None else lines)
        if not all(line.counts for line in chosen):
            return None
        amounts = [line.emissions or 0.0 for line in chosen]
        cells, mosts = [line.cell for line in chosen], [line.most for line in chosen]
        return self.range_of(cells, amounts, mosts, unit="t CO2e")

    def range_of(
        self, cells: list[Cell], amounts: list[float], mosts: list[float | None], *, unit: str
    ) -> Estimate | None:
        """A sum of cells with its range; None without estimates, or where nobody asked."""
        if self.uncertainty is None or not cells:
            return None
        return self.uncertainty.range_of(cells, amounts, mosts, self.population, unit=unit)

    def emissions_covariance(self, groups: Sequence[Sequence[BalanceLine]]) -> Floats | None:
        """Covariance of the logarithms of the emissions of groups of lines: [group, group].

        None where nobody asked, or where a group emits nothing.
        """
        if self.uncertainty is None:
            return None
        parts = [
            self.uncertainty.of_cells(
                [line.cell for line in group],
                [line.emissions or 0.0 for line in group],
                [line.most for line in group],
            )
            for group in groups
        ]
        if not all(part.values.sum() > 0.0 for part in parts):
            return None
        return self.uncertainty.covariance(parts, self.population)

    def sector_emissions(self, sector: Sector) -> float | None:
        """Emissions of one sector [t CO2e]; None where they are not known of all its energy."""
        return emissions_of(self.of_sector(sector))


def emissions_of(lines: Iterable[BalanceLine]) -> float | None:
    """Emissions of some lines [t CO2e]; None where nothing is known, or not of all energy."""
    rows = tuple(lines)
    if not all(line.counts for line in rows):
        return None
    return known_sum(line.told for line in rows)


def sum_known_by(lines: Iterable[BalanceLine]) -> Quality:
    """How the emissions of some lines together are known, as far as any are."""
    return weakest(line.known_by for line in lines if line.told is not None)


def known_sum(amounts: Iterable[float | None]) -> float | None:
    """Sum of what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return fsum(known) if known else None


def fill(defaults: Iterable[Cell], own: Iterable[Cell]) -> tuple[Cell, ...]:
    """One cell for every item, in the order of ITEMS: own before default before missing.

    Public statistics hold municipal facilities inside commerce. Where such a facility's energy is
    entered, the default of commerce gives it up, so that nothing is counted twice.
    """
    standing = {cell.item: cell for cell in defaults}
    entered = {cell.item: cell for cell in own}
    for carrier in BalanceCarrier:
        facility = entered.get(Item(Sector.MUNICIPAL, carrier))
        commerce = Item(Sector.COMMERCE, carrier)
        if facility and facility.known and commerce in standing:
            standing[commerce] = less(standing[commerce], facility.known)
    return tuple(in_force(item, entered.get(item), standing.get(item)) for item in ITEMS)


def in_force(item: Item, own: Cell | None, default: Cell | None) -> Cell:
    """What counts for an item."""
    if own is not None:
        return replace(own, over=default)
    return default or empty(item)


def less(cell: Cell, energy: float) -> Cell:
    """A default without the part that stands elsewhere, never below zero."""
    return replace(cell, energy=max(cell.known - energy, 0.0), note=CONTAINED)


def empty(item: Item) -> Cell:
    """A cell nobody has said anything about."""
    state = CellState.MISSING if item.possible else CellState.NOT_APPLICABLE
    return Cell(item.sector, item.carrier, state, mode=item.mode)


def compose(
    *,
    year: int,
    cells: Iterable[Cell],
    factors: FactorTable,
    population: int | None,
    uncertainty: Uncertainty | None = None,
) -> Balance:
    """Apply factors, add up and judge."""
    lines = tuple(line_of(cell, factors, year) for cell in cells)
    placed = [line.cell for line in lines]
    verdict, reasons = judge(placed, [line.factor for line in lines])
    unknown = tuple(no_factor(line) for line in lines if line.cell.known and not line.factor)
    if unknown and verdict is Conformity.CONFORMANT:
        verdict = Conformity.INCOMPLETE
    reasons = (*reasons, *unknown)
    quality = data_quality(placed)
    return Balance(year, lines, population, verdict, reasons, quality, uncertainty)


def line_of(cell: Cell, factors: FactorTable, year: int) -> BalanceLine:
    """One cell with its factor; nothing used emits nothing, whatever the factor."""
    if cell.energy is None:
        return BalanceLine(cell, None, 0.0 if cell.state is CellState.CONFIRMED_ZERO else None)
    if cell.energy == 0.0 and cell.most is None:
        return BalanceLine(cell, None, 0.0)
    factor = factors.find(cell.sector, cell.carrier, year)
    most = factor.emissions(cell.most) if factor and cell.most is not None else None
    if cell.energy == 0.0:
        return BalanceLine(cell, None, 0.0, most)
    return BalanceLine(cell, factor, factor.emissions(cell.energy) if factor else None, most)


def no_factor(line: BalanceLine) -> Reason:
    """A cell with energy and no factor anywhere."""
    name = line.cell.carrier.text
    text = Text(
        "Für {name} gibt es keinen Emissionsfaktor.", "There is no emission factor for {name}."
    ).format(name=name)
    return Reason("no_factor", text, False, line.cell.sector, line.cell.carrier, line.cell.mode)

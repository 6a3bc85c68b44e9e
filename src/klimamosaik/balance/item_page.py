"""What the page of one item shows: the way back to key, source, factor and entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade, DefaultStep
from klimamosaik.balance.kernel.composition import BalanceLine
from klimamosaik.balance.kernel.grid import Item
from klimamosaik.balance.page import MARKS
from klimamosaik.balance.queries.balances import FoundBalance, history_of
from klimamosaik.balance.queries.wording import activity_text, span
from klimamosaik.records.authors import written_name
from klimamosaik.records.entries import DONE
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class StepLine:
    """One national figure and the share taken of it."""

    step: DefaultStep

    @property
    def activity(self) -> Text:
        """What the figure is about."""
        return activity_text(self.step.activity)

    @property
    def percent(self) -> float:
        """Share of the nation [%]."""
        return 100.0 * self.step.share


@dataclass(frozen=True)
class PastEntry:
    """What was entered once."""

    at: datetime
    by: str
    done: Text
    state: CellState
    energy: float | None  # MWh
    grade: DataGrade | None
    source: str


@dataclass(frozen=True)
class ItemPage:
    """One item of one year."""

    found: FoundBalance
    line: BalanceLine
    history: tuple[PastEntry, ...]

    @property
    def cell(self) -> Cell:
        """What is in force."""
        return self.line.cell

    @property
    def span(self) -> Text | None:
        """From where to where the energy may lie [MWh]; None where it was entered."""
        found = self.found.balance.energy_range([self.line])
        return span(found) if found else None

    @property
    def item(self) -> Item:
        """Where it stands."""
        return self.cell.item

    @property
    def mark(self) -> str:
        """The shape of its state."""
        return MARKS[self.cell.state]

    @property
    def entered(self) -> bool:
        """True where a person entered what counts."""
        return self.cell.since is not None

    @property
    def default(self) -> Cell | None:
        """The default in force, or the one an entry stands over."""
        cell = self.cell.over if self.entered else self.cell
        return cell if cell and cell.energy is not None else None

    @property
    def steps(self) -> tuple[StepLine, ...]:
        """How the default came about."""
        return tuple(StepLine(step) for step in self.default.steps) if self.default else ()


def item_page(found: FoundBalance, item: Item) -> ItemPage:
    """Put the page together."""
    line = next(line for line in found.balance.lines if line.cell.item == item)
    records = history_of(ags=found.ags, year=found.balance.year, item=item)
    return ItemPage(found, line, tuple(past_of(record) for record in records))


def past_of(record: Any) -> PastEntry:
    """A record of the history in words."""
    return PastEntry(
        at=record.history_date,
        by=written_name(record),
        done=DONE[record.history_type],
        state=CellState(record.state),
        energy=record.energy,
        grade=DataGrade(record.grade) if record.grade else None,
        source=record.source,
    )

"""What a balance would say if wishes were carried out: looked at before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from klimamosaik.balance.carried_over import beneath
from klimamosaik.balance.kernel.cell import Cell
from klimamosaik.balance.kernel.composition import Balance
from klimamosaik.balance.kernel.grid import Item
from klimamosaik.balance.kernel.wish import EntryDraft, complaints_about, says_the_same
from klimamosaik.balance.queries.balances import composed, entries
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

LIKE_A_THOUSAND = (300.0, 3000.0)  # 1, between two values: a unit rather than a better figure
TOO_LARGE = Text(
    "{times:n}-mal so viel wie bisher: Sind es kWh statt MWh?",
    "{times:n} times as much as so far: are these kWh instead of MWh?",
)
TOO_SMALL = Text(
    "bisher war es {times:n}-mal so viel: Sind es GWh statt MWh?",
    "so far it was {times:n} times as much: are these GWh instead of MWh?",
)


@dataclass(frozen=True)
class EntryDifference:
    """One item that would change."""

    year: int
    before: Cell
    after: Cell

    @property
    def item(self) -> Item:
        """Where it stands."""
        return self.after.item

    @property
    def doubt(self) -> Text | None:
        """What looks like another unit: a value about a thousand times the one before, or less."""
        before, after = self.before.energy, self.after.energy
        if not before or not after:
            return None
        low, high = LIKE_A_THOUSAND
        if low <= after / before <= high:
            return TOO_LARGE.format(times=after / before)
        return TOO_SMALL.format(times=before / after) if low <= before / after <= high else None


@dataclass(frozen=True)
class YearForeseen:
    """A year's balance before and after."""

    before: Balance
    after: Balance

    @property
    def year(self) -> int:
        """The year."""
        return self.after.year


@dataclass(frozen=True)
class EntryPreview:
    """What would change, and what keeps it from being stored."""

    wishes: tuple[EntryDraft, ...]  # those that change something
    differences: tuple[EntryDifference, ...]
    years: tuple[YearForeseen, ...]
    complaints: tuple[Problem, ...]

    @property
    def storable(self) -> bool:
        """True where something changes and nothing is refused."""
        return bool(self.differences) and not self.complaints


def preview_entries(*, ags: str, wishes: Sequence[EntryDraft]) -> EntryPreview:
    """What would change; wishes that say what is in force already are left out."""
    complaints: list[Problem] = []
    differences: list[EntryDifference] = []
    years: list[YearForeseen] = []
    changing: list[EntryDraft] = []
    for year in sorted({wish.year for wish in wishes}):
        own = {cell.item: cell for cell in entries(ags=ags, year=year)}
        asked = [
            wish
            for wish in wishes
            if wish.year == year and not says_the_same(own.get(wish.item), wish.cell)
        ]
        complaints += [about for wish in asked for about in named_complaints(wish)]
        usable = [wish for wish in asked if not complaints_about(wish)]
        if not usable:
            continue
        changing += usable
        foreseen = year_foreseen(ags, year, own, usable)
        years.append(foreseen)
        differences += differences_of(foreseen, {wish.item for wish in usable})
    return EntryPreview(tuple(changing), tuple(differences), tuple(years), tuple(complaints))


def year_foreseen(
    ags: str, year: int, own: dict[Item, Cell], wishes: Sequence[EntryDraft]
) -> YearForeseen:
    """One year before and after the wishes."""
    after = own | {wish.item: wish.cell for wish in wishes if wish.cell}
    for wish in wishes:
        if wish.cell is None:
            after.pop(wish.item, None)
    balances = [
        composed(ags, year, tuple(cells.values()), beneath(ags=ags, year=year, some=bool(cells)))[0]
        for cells in (own, after)
    ]
    return YearForeseen(*balances)


def differences_of(foreseen: YearForeseen, items: set[Item]) -> list[EntryDifference]:
    """The items that change, and those they change in turn."""
    pairs = zip(foreseen.before.lines, foreseen.after.lines, strict=True)
    return [
        EntryDifference(foreseen.year, before.cell, after.cell)
        for before, after in pairs
        if after.cell.item in items or before.cell.energy != after.cell.energy
    ]


def named_complaints(wish: EntryDraft) -> list[Problem]:
    """What is wrong with a wish, with the item it is about."""
    return [
        replace(each.about(wish.item.text), column=each.column or wish.item.code)
        for each in complaints_about(wish)
    ]

"""What a year without statistics takes over from the last one that tells of it.

A few values are no balance. Where a municipality entered some of a year's items, the others are
taken from the newest year before (its own values before an estimate), marked, and to be confirmed.
"""

from dataclasses import replace

from klimamosaik.balance.estimates import TownEstimate, town_estimate
from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.composition import fill
from klimamosaik.balance.models import Entry
from klimamosaik.balance.queries.national import YEARS
from klimamosaik.terms.text import Text

CARRIED = Text(
    "Für {year} nicht eingetragen: übernommen von {since}. Bestätigen oder eintragen.",
    "Not entered for {year}: taken over from {since}. Confirm it or enter a value.",
)


def beneath(*, ags: str, year: int, some: bool) -> TownEstimate | None:
    """What lies beneath the entries of a year: its estimate, else what is taken over.

    `some`: the municipality entered something; without that a year nobody tells of stays empty.
    """
    found = town_estimate(ags=ags, year=year)
    return found if found is not None or not some else taken_over(ags, year)


def taken_over(ags: str, year: int) -> TownEstimate | None:
    """The last values of a municipality carried to `year`; None where there are none."""
    told = nearest_estimate(ags, year)
    base = told[1] if told else TownEstimate("", 0, (), (), (), (), ())
    earlier = last_entries(ags, year)
    if told is None and not earlier:
        return None
    since = {item: at for item, (at, _) in earlier.items()}
    standing = fill(base.cells, [cell for _, cell in earlier.values()])
    cells = tuple(
        carried(cell, since.get(cell.item, told[0] if told else year), year, cell.item in since)
        for cell in standing
        if cell.energy is not None or cell.item in since
    )
    return replace(base, cells=cells, outliers=())


def nearest_estimate(ags: str, year: int) -> tuple[int, TownEstimate] | None:
    """The estimate of the year closest to `year`, with its year."""
    for other in sorted(YEARS, key=lambda each: abs(each - year)):
        found = town_estimate(ags=ags, year=other)
        if found is not None:
            return other, found
    return None


def last_entries(ags: str, year: int) -> dict[object, tuple[int, Cell]]:
    """What was entered last for each item before `year`, with its year."""
    stored = Entry.objects.filter(municipality_id=ags, year__lt=year).order_by("year")
    return {entry.item: (entry.year, entry.cell()) for entry in stored.select_related("by")}


def carried(cell: Cell, since: int, year: int, entered: bool) -> Cell:
    """A cell of one year as it stands in another; what does not apply stays so."""
    settled = cell.state is CellState.NOT_APPLICABLE
    return replace(
        cell,
        state=cell.state if settled else CellState.NEEDS_CONFIRMATION,
        grade=None if settled else DataGrade.D,
        since=None,
        by="",
        over=None,
        note=CARRIED.format(year=year, since=since),
        carried=abs(year - since),
        told=entered,
    )

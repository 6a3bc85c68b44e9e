"""Entering one value into a balance, as its pages do with many."""

from datetime import datetime

from django.contrib.auth.models import User

from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.grid import Item
from klimamosaik.balance.kernel.wish import EntryAction, EntryDraft
from klimamosaik.balance.models import Entry
from klimamosaik.balance.operations import carry_out, entry_at
from klimamosaik.places.models import Municipality


def enter(
    *,
    municipality: Municipality,
    year: int,
    item: Item,
    energy: float,
    grade: DataGrade,
    source: str,
    by: User | None,
    at: datetime,
) -> Entry:
    """Enter a municipality's own final energy [MWh] of one item."""
    wish = EntryDraft(year, item, EntryAction.VALUE, energy, grade, source)
    return entered(municipality, wish, by, at)


def confirm_zero(
    *,
    municipality: Municipality,
    year: int,
    item: Item,
    source: str,
    by: User | None,
    at: datetime,
) -> Entry:
    """Say that nothing was used, and how one knows."""
    return entered(municipality, EntryDraft(year, item, EntryAction.ZERO, source=source), by, at)


def rule_out(
    *,
    municipality: Municipality,
    year: int,
    item: Item,
    source: str,
    by: User | None,
    at: datetime,
) -> Entry:
    """Say that an item does not apply: no river, no railway; with how one knows."""
    return entered(
        municipality, EntryDraft(year, item, EntryAction.NOT_APPLICABLE, source=source), by, at
    )


def withdraw(
    *, municipality: Municipality, year: int, item: Item, by: User | None, at: datetime
) -> None:
    """Take an entry back: the default is in force again; nothing happens without an entry."""
    carry_out(
        municipality=municipality,
        wishes=[EntryDraft(year, item, EntryAction.DEFAULT)],
        by=by,
        at=at,
    )


def entered(municipality: Municipality, wish: EntryDraft, by: User | None, at: datetime) -> Entry:
    """Carry out a wish that leaves an entry."""
    carry_out(municipality=municipality, wishes=[wish], by=by, at=at)
    entry = entry_at(municipality, wish)
    assert entry is not None
    return entry

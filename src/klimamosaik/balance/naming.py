"""What a record of a balance's history is about, by name."""

from typing import Any

from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Mode, Sector
from klimamosaik.terms.text import Text


def record_name(record: Any) -> Text:
    """Name of an entry, a price or a plant, with its year; `record` is one of its history."""
    if not hasattr(record, "carrier"):
        return Text(
            "{name} {year}",
            "{name} {year}",
        ).format(name=record.name, year=record.year)
    carrier = BalanceCarrier(record.carrier)
    if not record.sector:
        name = carrier.text
    else:
        mode = Mode(record.mode) if getattr(record, "mode", "") else None
        name = Item(Sector(record.sector), carrier, mode).text
    return Text(
        "{name} {year}",
        "{name} {year}",
    ).format(name=name, year=record.year)

"""Fuels of vehicles and machines: no use of a building, and never water or heating oil."""

import re
from collections.abc import Iterable

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.terms.text import Text, first_few

NAMES = (
    r"(?:diesel|benzin|petrol(?! station)|gasoline|(?:otto|diesel)?kraftstoff|treibstoff|"
    r"motor fuel|ad ?blue|super(?: ?plus| ?95| ?98)? ?\(?e ?(?:5|10)\)?|super(?: ?plus| ?95| ?98))"
)
CELL = re.compile(
    rf"(?i)\s*(?:{NAMES}|super)(?:[ /(-]*(?:b7|b10|xtl|hvo\d*|kraftstoff|e10|e5))?\)?\s*"
)
HEADER = re.compile(  # not Rudolf-Diesel-Schule
    rf"(?i)(?<![-\w]){NAMES}(?:verbrauch|menge|bezug)?(?![-\w])"
)


def is_motor_fuel(cell: str) -> bool:
    """True for a cell that says nothing but Diesel, Super E10, AdBlue ..."""
    return CELL.fullmatch(cell) is not None


def without_motor_fuels(
    channels: tuple[Channel, ...], warned: SheetProblems
) -> tuple[Channel, ...]:
    """Leave out series of such fuels, and say so."""
    fuels = [each for each in channels if _is_of_fuel(each)]
    if fuels:
        named = first_few(channel.name for channel in fuels)
        warned.add("motor_fuel", NOT_READ.format(named=named))
    return tuple(each for each in channels if each not in fuels)


def names_motor_fuels(table: Table) -> bool:
    """True for a table with a column of such fuels, or whose rows name them."""
    rows = (table.cells(each).drop_nulls().head(SOME) for each in table.having(ColumnRole.CARRIER))
    spoken = any(is_motor_fuel(cell) for cells in rows for cell in cells)
    return spoken or _any_header(each.header for each in table.columns)


def _is_of_fuel(channel: Channel) -> bool:
    said = channel.said.combo.get(ColumnRole.CARRIER, "") if channel.said else ""
    return is_motor_fuel(said) or _any_header([channel.column.header])


def _any_header(headers: Iterable[str]) -> bool:
    return any(HEADER.search(header) for header in headers)


SOME = 100  # rows looked at
NOT_READ = Text(
    "Kraftstoffe zählen nicht als Verbrauch von Gebäuden und bleiben weg: {named}. In der Bilanz "
    "stehen sie beim Verkehr.",
    "Motor fuels are no use of buildings and stay out: {named}. In the balance they are part of "
    "transport.",
)
ONLY_FUELS = Text(
    "Die Tabelle nennt Kraftstoffe von Fahrzeugen oder Maschinen. Sie zählen nicht als Verbrauch "
    "von Gebäuden; in der Bilanz stehen sie beim Verkehr.",
    "The table tells of motor fuels. They are no use of buildings; in the balance they are part "
    "of transport.",
)

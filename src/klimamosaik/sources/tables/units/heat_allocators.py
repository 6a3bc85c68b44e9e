"""Heat cost allocators count units that share out a bill: neither energy nor a part of it."""

import re

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import USES, Channel
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, first_few

ALLOCATOR = re.compile(
    r"(?i)heizkosten-?verteiler|(?<![^\W\d_])hkv(?:e|[-_ ]?einheit(?:en)?)?(?![^\W\d_])|"
    r"heat(?:ing)? cost allocator"
)
UNITS = re.compile(  # alone they may be persons, flats or pulses: only of heat they are these
    r"(?i)(?<!\w)(?:(?:teil)?striche?|skalenteile|(?:ablese|verbrauchs)?einheiten)\W*$"
)


def without_heat_allocators(
    table: Table, channels: tuple[Channel, ...], warned: SheetProblems
) -> tuple[Channel, ...]:
    """Leave out series of such devices that name no unit of energy, and say so."""
    beside = (each for each in table.columns if each.role not in USES)
    of_all = any(ALLOCATOR.search(each.header) for each in beside)
    left = [each for each in channels if each.unit is None and _allocates(each, of_all)]
    if left:
        named = first_few(channel.name for channel in left)
        warned.add("heat_allocator", NOT_READ.format(named=named))
    return tuple(each for each in channels if each not in left)


def names_heat_allocators(table: Table) -> bool:
    """True for a table with a column of such devices, or whose rows name them."""
    named = table.having(ColumnRole.METER, ColumnRole.CARRIER)
    cells = (cell for each in named for cell in table.cells(each).drop_nulls().head(SOME))
    headers = (each.header for each in table.columns)
    return any(ALLOCATOR.search(text) for text in (*headers, *cells)) or any(
        column.carrier is Carrier.HEAT and UNITS.search(column.header) for column in table.columns
    )


def _allocates(channel: Channel, of_all: bool) -> bool:
    if ALLOCATOR.search(f"{channel.column.header} {channel.name}"):
        return True
    if of_all and channel.carrier in (None, Carrier.HEAT):
        return True
    units = (channel.column.header, channel.strange or "")
    return channel.carrier is Carrier.HEAT and any(map(UNITS.search, units))


SOME = 100  # rows looked at
NOT_READ = Text(
    "Heizkostenverteiler zählen keine Energie, sondern Einheiten, die eine Rechnung aufteilen; sie "
    "bleiben weg: {named}. Bitte die Wärmemenge des Gebäudes in kWh oder MWh hochladen; sie steht "
    "auf der Abrechnung oder am Wärmezähler.",
    "Heat cost allocators count no energy but units that share out a bill; they stay out: {named}. "
    "Please upload the building's heat in kWh or MWh; it stands on the bill or on the heat meter.",
)
ONLY_ALLOCATORS = Text(
    "Die Tabelle nennt nur Heizkostenverteiler. Sie zählen keine Energie, sondern Einheiten, die "
    "eine Rechnung aufteilen. Bitte die Wärmemenge des Gebäudes in kWh oder MWh hochladen; sie "
    "steht auf der Abrechnung oder am Wärmezähler.",
    "The table names heat cost allocators alone. They count no energy but units that share out a "
    "bill. Please upload the building's heat in kWh or MWh; it stands on the bill or on the heat "
    "meter.",
)

"""What kind of file it is, in the end."""

import re

from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import CostRow, FileColumn, FileKind, ListedBuilding
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import role_of, vocabulary
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.sources.tables.units.heat_allocators import (
    ONLY_ALLOCATORS,
    names_heat_allocators,
)
from klimamosaik.sources.tables.units.motor_fuels import ONLY_FUELS, names_motor_fuels
from klimamosaik.terms.text import Text, first_few, joined

FINE = re.compile(r"PT.*|P\d+D")  # the spacing of meters and sensors; lists of figures have years


def judge(
    table: Table,
    found: Converted | None,
    costs: tuple[CostRow, ...],
    buildings: tuple[ListedBuilding, ...],
) -> tuple[FileKind, Text]:
    """The kind and its reason."""
    if costs:
        return FileKind.COSTS, _why_costs(found)
    known = found is not None and len(found.frame) > 0 and _speaks_of_energy(table, found)
    if known:
        return FileKind.READINGS, Text("Zeiten und Verbrauch", "times and use")
    if found is not None and len(found.temperatures):
        columns = table.having(ColumnRole.VALUE, ColumnRole.COUNTER)
        by_rows = not table.having(ColumnRole.TEMPERATURE)  # what other rows hold is asked
        if len(found.frame) and (by_rows or any(map(_speaks_of_use, columns))):
            return FileKind.READINGS, Text(
                "Zeiten, Temperatur und Werte ohne Namen", "times, temperature and unnamed values"
            )
        return FileKind.WEATHER, Text(
            "Zeit und Temperatur, aber kein Verbrauch", "time and temperature, but no use"
        )
    return _without_use(table, found, buildings)


def _without_use(
    table: Table, found: Converted | None, buildings: tuple[ListedBuilding, ...]
) -> tuple[FileKind, Text]:
    """Readings of something else, a list of buildings, or nothing that is known."""
    if found is not None and len(found.sensed):
        return FileKind.READINGS, SENSED
    if buildings:
        return FileKind.BUILDINGS, Text("Gebäude ohne Zeiten", "buildings without times")
    return FileKind.UNKNOWN, _why_unknown(table, found)


def _why_costs(found: Converted | None) -> Text:
    if found is not None and len(found.frame):
        return Text("Zeiten, Verbrauch und Kosten", "times, use and costs")
    return Text("Kosten mit Zeitraum", "costs with their period")


def _speaks_of_use(column: FileColumn) -> bool:
    return role_of(column.header) in (ColumnRole.VALUE, ColumnRole.COUNTER)


def _speaks_of_energy(table: Table, found: Converted) -> bool:
    metered = any(FINE.fullmatch(spacing) for spacing in found.when.spacing.values())
    if found.foreign > len(found.channels) and not metered:
        return False  # a list of many kinds of figures, a few of them energy
    carried = any(plan.unit or plan.carrier for plan in found.conversions.values())
    words = " ".join(
        column.header for column in table.having(ColumnRole.VALUE, ColumnRole.COUNTER)
    ).lower()
    return carried or bool(vocabulary().consumption.search(words)) or bool(found.counters)


def _why_unknown(table: Table, found: Converted | None) -> Text:
    if found is not None and len(found.frame):
        return Text(
            "Zeiten und Zahlen sind da, aber nichts sagt, dass es Energie oder Wasser ist. "
            "Bitte Energieträger und Einheit angeben.",
            "There are times and numbers, but nothing says that they are energy or water. "
            "Please give carrier and unit.",
        )
    missing = _missing(table)
    shown = [_as_found(column) for column in table.columns if column.sample][:SHOWN]
    left = sum(bool(column.sample) for column in table.columns) - len(shown)
    more = MORE.format(count=left) if left else Text("", "")
    return WHY.format(missing=missing, shown=joined(shown, "; "), more=more)


def _missing(table: Table) -> Text:
    """What no column of the table holds, or what became of its rows."""
    if names_motor_fuels(table):
        return ONLY_FUELS
    if names_heat_allocators(table):
        return ONLY_ALLOCATORS
    if not table.having(ColumnRole.TIME, ColumnRole.FROM, ColumnRole.TO, ColumnRole.YEAR):
        mixed = next((each for each in table.columns if _mixes_offsets(table, each)), None)
        if mixed is not None:
            return MIXED.format(header=mixed.header)
        return WITHOUT_YEAR if table.having(ColumnRole.MONTH) else _untimed(table)
    return NO_ROW if table.having(ColumnRole.VALUE, ColumnRole.COUNTER) else NO_VALUES


def _untimed(table: Table) -> Text:
    """What a table without times may be, and where such lists are brought."""
    if any(OF_MEASURES.search(column.header) for column in table.columns):
        return MEASURES
    metered = any(column.unit for column in table.having(ColumnRole.VALUE, ColumnRole.COUNTER))
    named = table.having(ColumnRole.BUILDING)
    return NAMES_ALONE if named and not metered else NO_TIMES


def _mixes_offsets(table: Table, column: FileColumn) -> bool:
    """True for a column of times of which some name their offset to UTC and some do not."""
    cells = table.cells(column).drop_nulls().str.strip_chars()
    timed = cells.filter(cells.str.contains(r"\d{4}.*\d{1,2}:\d{2}"))
    zoned = timed.str.contains(r"(?:\d ?Z|[+-]\d{2}(?::?\d{2})?|UTC|GMT)$")
    return len(timed) > len(cells) / 2 and bool(zoned.any()) and not bool(zoned.all())


def _as_found(column: FileColumn) -> Text:
    """A column as it was taken, with what stands in it."""
    taken = (
        column.why if column.role in (ColumnRole.IGNORED, ColumnRole.UNKNOWN) else column.role.text
    )
    cells = first_few([cell[:LONGEST] for cell in column.sample])
    return COLUMN.format(header=column.header, taken=taken, cells=cells)


SENSED = Text("Zeiten und Messwerte, kein Verbrauch", "times and readings, no use")
WHY = Text("{missing} Gefunden wurden: {shown}{more}.", "{missing} What was found: {shown}{more}.")
COLUMN = Text("„{header}“: {taken} ({cells})", "“{header}”: {taken} ({cells})")
MORE = Text(" und {count} weitere Spalten", " and {count} more columns")
NO_TIMES = Text(
    "Keine Spalte enthält Zeiten, und es ist keine Gebäudeliste (Name, Fläche, Adresse). Bitte "
    "schreiben Sie Zeiten als 31.12.2024, 12/2024 oder 01.01.2024 – 29.02.2024 und laden Sie die "
    "Datei neu hoch.",
    "No column holds times, and it is no list of buildings (name, area, address). Please write "
    "times as 31.12.2024, 12/2024 or 01.01.2024 – 29.02.2024 and upload the file again.",
)
OF_MEASURES = re.compile(
    r"(?i)(?<!-)ma(?:ß|ss)nahmen?(?:-?(?:titel|nummer|nr|bezeichnung|name))?\b|^measures?$"
)
MEASURES = Text(
    "Das sieht nach einer Liste von Maßnahmen aus: Sie kommt unter „Maßnahmen › Listen“ herein.",
    "This looks like a list of measures: it comes in under “Measures › Lists”.",
)
NAMES_ALONE = Text(
    "Das sieht nach einer Liste von Gebäuden aus. Hier wird sie gelesen, wenn neben dem Namen "
    "Adresse, Postleitzahl, Fläche oder Baujahr steht; Namen allein sind zu wenig. Zu Messwerten "
    "fehlen die Zeiten.",
    "This looks like a list of buildings. It is read here where an address, postcode, area or "
    "year built stands beside the name; names alone are too little. For readings the times are "
    "missing.",
)
WITHOUT_YEAR = Text("Zu den Monaten fehlt das Jahr.", "The months are without a year.")
MIXED = Text(
    "In „{header}“ nennen manche Zeiten ihren Abstand zu UTC und manche nicht; so ist nicht "
    "sicher, welche Uhr die übrigen meinen. Bitte einheitlich exportieren.",
    "In “{header}” some times name their offset to UTC and some do not, so that it is not certain "
    "which clock the others follow. Please export them alike.",
)
NO_VALUES = Text(
    "Neben den Zeiten gibt es keine Spalte mit lesbarem Verbrauch.",
    "Beside the times there is no column with readable use.",
)
NO_ROW = Text(
    "Keine Zeile mit Verbrauch wird genommen; bei den Zeilen steht, warum.",
    "No row with use is taken; the rows say why.",
)
SHOWN = 6  # columns named where none can be used
LONGEST = 24  # characters of a cell that is shown

"""What kind of file it is, in the end."""

from klimamosaik.sources.tables.hints import Role
from klimamosaik.sources.tables.preview import BuildingRow, Column, CostRow, Kind
from klimamosaik.sources.tables.readings import Converted
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.vocabulary import role_of, vocabulary
from klimamosaik.terms.text import Text


def judge(
    table: Table,
    found: Converted | None,
    costs: tuple[CostRow, ...],
    buildings: tuple[BuildingRow, ...],
) -> tuple[Kind, Text]:
    """The kind and its reason."""
    if costs:
        return Kind.COSTS, _why_costs(found)
    known = found is not None and len(found.frame) > 0 and _speaks_of_energy(table, found)
    if known:
        return Kind.READINGS, Text("Zeiten und Verbrauch", "times and use")
    if found is not None and len(found.temperatures):
        if len(found.frame) and any(map(_speaks_of_use, table.having(Role.VALUE, Role.COUNTER))):
            return Kind.READINGS, Text(
                "Zeiten, Temperatur und Werte ohne Namen", "times, temperature and unnamed values"
            )
        return Kind.WEATHER, Text(
            "Zeit und Temperatur, aber kein Verbrauch", "time and temperature, but no use"
        )
    if buildings:
        return Kind.BUILDINGS, Text("Gebäude ohne Zeiten", "buildings without times")
    return Kind.UNKNOWN, _why_unknown(table, found)


def _why_costs(found: Converted | None) -> Text:
    if found is not None and len(found.frame):
        return Text("Zeiten, Verbrauch und Kosten", "times, use and costs")
    return Text("Kosten mit Zeitraum", "costs with their period")


def _speaks_of_use(column: Column) -> bool:
    return role_of(column.header) in (Role.VALUE, Role.COUNTER)


def _speaks_of_energy(table: Table, found: Converted) -> bool:
    if found.foreign > len(found.channels):
        return False  # a list of many kinds of figures, a few of them energy
    carried = any(plan.unit or plan.carrier for plan in found.conversions.values())
    words = " ".join(column.header for column in table.having(Role.VALUE, Role.COUNTER)).lower()
    return carried or bool(vocabulary().consumption.search(words)) or bool(found.counters)


def _why_unknown(table: Table, found: Converted | None) -> Text:
    if found is not None and len(found.frame):
        return Text(
            "Zeiten und Zahlen sind da, aber nichts sagt, dass es Energie oder Wasser ist. "
            "Bitte Energieträger und Einheit angeben.",
            "There are times and numbers, but nothing says that they are energy or water. "
            "Please give carrier and unit.",
        )
    if not table.having(Role.TIME, Role.FROM, Role.YEAR):
        return Text(
            "Keine Spalte enthält Zeiten, und es ist keine Gebäudeliste (Name, Fläche, Adresse).",
            "No column holds times, and it is no list of buildings (name, area, address).",
        )
    if table.having(Role.VALUE, Role.COUNTER):
        return Text(
            "Keine Zeile mit Verbrauch wird genommen; bei den Zeilen steht, warum.",
            "No row with use is taken; the rows say why.",
        )
    left = [c for c in table.having(Role.IGNORED, Role.UNKNOWN) if c.sample][:SHOWN]
    de = "; ".join(f"„{column.header}“: {column.why.de}" for column in left)
    en = "; ".join(f"“{column.header}”: {column.why.en}" for column in left)
    return Text(
        f"Neben den Zeiten gibt es keine Spalte mit lesbarem Verbrauch. {de}".strip(),
        f"Beside the times there is no column with readable use. {en}".strip(),
    )


SHOWN = 5  # columns named where none can be used

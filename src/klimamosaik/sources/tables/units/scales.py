"""What the rows themselves say of a value's size: units in cells and columns, factors."""

import re
from collections import Counter
from collections.abc import Sequence

import polars as pl

from klimamosaik.sources.grid.numbers import UNIT_BEHIND, parse_numbers
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import unit_of
from klimamosaik.terms.text import Text
from klimamosaik.terms.unit import UNITS


def scaled_by_rows(
    table: Table, column: FileColumn, values: pl.Series, refused: SheetProblems
) -> pl.Series:
    """The values times what their rows say: their factor, and their unit where units differ."""
    values = _times_factor(table, column, values, refused)
    units = units_of_rows(table, column)
    if units is None:
        return values
    sizes = sizes_of(units)
    if not sizes:
        return values
    frame = pl.DataFrame({"value": values, "unit": units.cast(pl.String)})
    size = pl.col("unit").replace_strict(sizes, default=1.0, return_dtype=pl.Float64)
    return frame.select(pl.col("value") * size).to_series()


BASES = {"energy": "kWh", "power": "kW", "volume": "m³"}  # temperatures are no multiples


def sizes_of(units: pl.Series) -> dict[str, float]:
    """Text of a unit -> how many of its rows' unit it is.

    Units of a dimension that comes in several of them are brought to its base unit.
    """
    texts = [text for text in units.unique() if text]
    known = {text: symbol for text in texts if (symbol := unit_of(text))}
    after = _after(set(known.values()))
    return {text: UNITS[symbol].size for text, symbol in known.items() if after[symbol] != symbol}


def _after(symbols: set[str]) -> dict[str, str]:
    """Unit -> the one its values have in the end: its own where it is the only one of its kind."""
    kinds = {symbol: UNITS[symbol].dimension for symbol in symbols}
    counts = Counter(kinds.values())
    return {
        symbol: BASES.get(kind, symbol) if counts[kind] > 1 else symbol
        for symbol, kind in kinds.items()
    }


def units_after(table: Table, column: FileColumn) -> dict[str, str]:
    """Unit told by rows of a column -> the one their values have after `scaled_by_rows`."""
    units = units_of_rows(table, column)
    if units is None:
        return {}
    return _after({symbol for text in units.unique() if text and (symbol := unit_of(text))})


def units_of_rows(table: Table, column: FileColumn) -> pl.Series | None:
    """The unit each row tells, in its own cell or in a column of units; None where none does."""
    behind = units_in_cells(table, column)
    if behind is not None:
        return behind.fill_null(column.unit or table.unit or "")
    columns = table.having(ColumnRole.UNIT)
    own = [each for each in columns if each.of == column.index]
    told = next(iter(own or [each for each in columns if each.of is None]), None)
    if told is None:
        return None
    return table.each(told, lambda cells: cells.str.strip_chars().cast(pl.Categorical()))


def units_in_cells(table: Table, column: FileColumn) -> pl.Series | None:
    """The unit behind each number of a column; None where none has one."""
    if not table.each(column, lambda cells: cells.str.contains(UNIT_BEHIND)).any():
        return None
    return table.each(column, lambda cells: cells.str.extract(UNIT_BEHIND, 1))


def _times_factor(
    table: Table, column: FileColumn, values: pl.Series, refused: SheetProblems
) -> pl.Series:
    """Values times the factor of their row (transformer ratio, scale of the export)."""
    factor = table.one(ColumnRole.FACTOR)
    if factor is None or column.role in (ColumnRole.TEMPERATURE, ColumnRole.SENSED):
        return values
    factors = parse_numbers(table.cells(factor), factor.decimal or ",")
    if _contains_factor(table, values, factors):
        return values
    missing = values.is_not_null() & (factors.is_null() | (factors <= 0))
    if missing.any():
        refused.add_cells(
            "missing_factor", factor.header, table.body[ROW].filter(missing),
            table.cells(factor).filter(missing).fill_null(""), NO_FACTOR,
        )  # fmt: skip
    return (values * pl.select(pl.when(factors > 0).then(factors)).to_series()).alias(values.name)


READING = re.compile(r"(?i)stand|\bindex|lectura|lettura|reading|relev|lecture|ables")
OLD = re.compile(
    r"(?i)(?:tages|wochen|monats|quartals|jahres|perioden)(?:anfang|beginn)|\b(?:alt|vorher|anfang|beginn|start|old|previous|prior|opening|from|letzte|début|"
    r"ancien|préc|anterior|inici|prec|inizi|begin|vorig|oud)"
)
NEW = re.compile(
    r"(?i)(?:tages|wochen|monats|quartals|jahres|perioden)ende|\b(?:neu|aktuell|end|new|current|present|closing|to\b|jetzt|fin|nouve|actu|attual|"
    r"eind|huidig|nieuw)"
)
FIGURES = (
    ColumnRole.COUNTER,
    ColumnRole.VALUE,
    ColumnRole.IGNORED,
)  # roles of such columns before and after


def old_and_new(columns: Sequence[FileColumn]) -> tuple[FileColumn, FileColumn] | None:
    """The two meter readings of a period, at its start and its end."""
    stands = [
        column for column in columns
        if column.role in FIGURES and READING.search(column.header)
    ]  # fmt: skip
    old = [column for column in stands if OLD.search(column.header)]
    new = [column for column in stands if NEW.search(column.header) and column not in old]
    return (old[0], new[0]) if len(old) == 1 and len(new) == 1 else None


def _contains_factor(table: Table, values: pl.Series, factors: pl.Series) -> bool:
    """True where use beside both meter readings is their difference times the factor already."""
    pair = old_and_new(table.columns)
    if pair is None:
        return False
    old, new = (parse_numbers(table.cells(each), each.decimal or ",") for each in pair)
    off = ((new - old) * factors - values).abs().median()
    plain = ((new - old) - values).abs().median()
    return off is not None and plain is not None and float(off) < float(plain)  # type: ignore[arg-type]


NO_FACTOR = Text(
    "ist kein Faktor über 0; die Zeile bleibt weg. Bitte berichtigen.",
    "is no factor above 0; the row stays out. Please correct it.",
)

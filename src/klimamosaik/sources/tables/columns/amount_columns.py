"""Which columns hold use, and which tell the same use once more."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.sheets.columns import having
from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.vocabulary import plain_header
from klimamosaik.sources.tables.columns.cells import MOST, SURE
from klimamosaik.sources.tables.columns.sampled import (
    Columns,
    SampledTable,
    ignored,
    says_use,
    with_column,
    without_known_roles,
)
from klimamosaik.sources.tables.units.scales import old_and_new
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text


def attached(columns: Columns, seen: SampledTable) -> Columns:
    """Where each column of values has a unit or status of its own: named as it, or right of it."""
    values = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    for role in (ColumnRole.UNIT, ColumnRole.QUALITY):
        several = having(columns, role)
        if len(several) < 2:
            continue
        for column in several:
            owner = named_alike(column, values) or stands_before(column, values)
            if owner is not None:
                columns = with_column(columns, replace(column, of=owner.index))
    return columns


OF_ANOTHER = re.compile(r"(?i)[\s_.:-]*(status|flag|qualit(y|ät)|güte|unit|einheit)$")


def named_alike(column: FileColumn, values: Sequence[FileColumn]) -> FileColumn | None:
    """The only column of values that begins as this one does: "4711-status" is of "4711 (Tor)"."""
    name = OF_ANOTHER.sub("", column.header.strip())
    if not name or name == column.header.strip():
        return None
    whole = re.compile(re.escape(name) + r"(?![^\W_])")
    found = [value for value in values if whole.match(value.header.strip())]
    return found[0] if len(found) == 1 else None


def stands_before(column: FileColumn, values: Sequence[FileColumn]) -> FileColumn | None:
    """The column of values left of this one."""
    return next((value for value in reversed(values) if value.index < column.index), None)


def unnamed_numbers(columns: Columns, seen: SampledTable) -> Columns:
    """In a list of readings only the named column counts; in a wide table all of them do."""
    values = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    known = [each for each in values if says_use(each)]
    is_list = bool(
        having(columns, ColumnRole.METER, ColumnRole.BUILDING, ColumnRole.FROM, ColumnRole.COST)
    )
    if not known or not is_list:
        return columns
    others = [each for each in without_known_roles(values, seen.hints) if not says_use(each)]
    return ignored(columns, others, UNNAMED.format(header=known[0].header))


UNNAMED = Text(
    "ohne Einheit; der Verbrauch steht in „{header}“", "without unit; the use is in “{header}”"
)


def power_factor(columns: Columns, seen: SampledTable) -> Columns:
    """A "Factor" beside volts, amperes or reactive power is that of the power; it scales none."""
    if not any(MAINS.search(each.header) for each in columns):
        return columns
    told = without_known_roles(having(columns, ColumnRole.FACTOR), seen.hints)
    plain = [each for each in told if re.fullmatch(r"(?i)\W*fa[ck]tor\W*", each.header)]
    return ignored(columns, plain, OF_POWER)


MAINS = re.compile(r"(?i)apparent|reactive|volt|\bcurrent|ampere|spannung|schein|blind|frequen")
OF_POWER = Text("Leistungsfaktor, kein Faktor der Werte", "power factor, no factor of the values")


def statistics(columns: Columns, seen: SampledTable) -> Columns:
    """Means and the like beside a column called sum say nothing more."""
    sums = [each for each in having(columns, ColumnRole.VALUE) if SUM.fullmatch(_bare(each))]
    if len(sums) != 1:
        return columns
    values = without_known_roles(having(columns, ColumnRole.VALUE), seen.hints)
    others = [each for each in values if STATISTIC.fullmatch(_bare(each))]
    return ignored(columns, others, SUMMED_UP.format(header=sums[0].header))


def balance(columns: Columns, seen: SampledTable) -> Columns:
    """What is drawn less what is fed in, beside both, is no use once more."""
    values = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    ways = {each.direction for each in values}
    if not {Direction.DRAWN, Direction.FED_IN} <= ways:
        return columns
    told = without_known_roles(values, seen.hints)
    return ignored(columns, [each for each in told if BALANCE.match(_bare(each))], BOTH_WAYS)


BALANCE = re.compile(r"(?i)(?:netto|strom|energie|netz)?-?(?:saldo|bilanz)\b|net balance|balance\b")
BOTH_WAYS = Text("Bezug weniger Einspeisung", "what is drawn less what is fed in")
SUMMED_UP = Text(
    "Kennwert der Werte, deren Summe in „{header}“ steht",
    "a statistic of the values whose sum is in “{header}”",
)
SUM = re.compile(r"(?i)sum|summe|total")
STATISTIC = re.compile(r"(?i)mean|avg|average|mittel(?:wert)?|median|count|anzahl|std(?:dev)?")


def _bare(column: FileColumn) -> str:
    return plain_header(column.header).strip()


def counter_ends(columns: Columns, seen: SampledTable) -> Columns:
    """Readings at the start and end of a period: their difference, unless the use is told too."""
    figures = [each for each in columns if seen.looked[each.index].numeric >= MOST]
    pair = old_and_new(figures) or _chained(figures, seen)
    if pair is None or len(without_known_roles(pair, seen.hints)) < 2:
        return columns
    uses = [each for each in having(columns, ColumnRole.VALUE) if each not in pair]
    if uses:
        return ignored(columns, pair, READING.format(header=uses[0].header))
    old, new = pair
    columns = ignored(columns, [old], TAKEN_OFF.format(header=new.header))
    why = DIFFERENCE.format(header=old.header)
    changed = replace(new, role=ColumnRole.VALUE, why=why, minus=old.index)
    return with_column(columns, changed)


READING = Text(
    "Zählerstand; der Verbrauch steht in „{header}“", "meter reading; the use is in “{header}”"
)
TAKEN_OFF = Text("wird von „{header}“ abgezogen", "is taken off “{header}”")
DIFFERENCE = Text("Verbrauch = dieser Stand − „{header}“", "use = this reading − “{header}”")


def differences(columns: Columns, seen: SampledTable) -> Columns:
    """The difference of two meter readings beside the readings is the same use once more."""
    counters = having(columns, ColumnRole.COUNTER)
    told = without_known_roles(having(columns, ColumnRole.VALUE), seen.hints)
    again = [each for each in told if DIFFERENT.match(each.header.strip())]
    if len(counters) != 1:
        return columns
    return ignored(columns, again, OF_READINGS.format(header=counters[0].header))


DIFFERENT = re.compile(r"(?i)(?:zähler)?differenz|diff\b|zuwachs|difference|Δ")
OF_READINGS = Text("Differenz der Stände in „{header}“", "difference of the readings in “{header}”")


def _chained(columns: Columns, seen: SampledTable) -> tuple[FileColumn, FileColumn] | None:
    """Two columns whose rows go on where the row before ended: readings at start and end."""
    figures = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    if len(seen.body) < 3 or len(figures) > MOST_FIGURES:
        return None
    for old, new in permutations(figures, 2):
        before, after = seen.cells(new)[:-1], seen.cells(old)[1:]
        meets = float((before == after).fill_null(False).mean() or 0)  # type: ignore[arg-type]
        grows = any(_grows(before, seen.cells(new)[1:], mark) for mark in (",", "."))
        if meets >= SURE and before.n_unique() > len(before) // 2 and grows:
            return old, new
    return None


def _grows(earlier: pl.Series, later: pl.Series, mark: str) -> bool:
    """Readings never fall; the use of this month and the month before does."""
    steps = parse_numbers(later, mark) - parse_numbers(earlier, mark)
    return bool((steps.drop_nulls() >= 0).all())


MOST_FIGURES = 12  # wider tables hold a meter in each column


def _net_of_gross(columns: Columns, hints: FileHints) -> Columns:
    """Gas by its gross and by its net calorific value is the same gas; bills count the gross."""
    values = having(columns, ColumnRole.VALUE)
    gross = [each for each in values if re.search(r"(?i)\bhs\b|brennwert|gross", each.header)]
    net = [each for each in values if re.search(r"(?i)\bhi\b|heizwert|\bnet\b", each.header)]
    if not gross:
        return columns
    return ignored(columns, without_known_roles(net, hints), NET.format(header=gross[0].header))


NET = Text(
    "dasselbe Gas, auf den Heizwert bezogen; gezählt wird „{header}“",
    "the same gas by its net calorific value; “{header}” counts",
)


def _flow_of_heat(columns: Columns, hints: FileHints) -> Columns:
    """The water that flowed through a heat meter is no use of water."""
    values = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    heat = [each for each in values if each.carrier is Carrier.HEAT and each.unit != "m³"]
    flow = [each for each in values if each.unit == "m³" and each.carrier in (None, Carrier.HEAT)]
    if not heat:
        return columns
    return ignored(columns, without_known_roles(flow, hints), FLOW.format(header=heat[0].header))


FLOW = Text("Durchfluss des Wärmezählers „{header}“", "flow of the heat meter “{header}”")


def volumes(columns: Columns, seen: SampledTable) -> Columns:
    """A bill with m³, calorific value and kWh: the kWh are the same gas."""
    columns = _flow_of_heat(_net_of_gross(columns, seen.hints), seen.hints)
    values = having(columns, ColumnRole.VALUE)
    energies = [each for each in values if each.unit in ("kWh", "MWh")]
    volumes = [each for each in values if each.unit == "m³"]
    of_gas = all(NORMAL.search(each.header) for each in volumes)
    alone = len(volumes) == 1 and bool(having(columns, ColumnRole.CALORIFIC_VALUE))
    if len(energies) != 1 or not volumes or not (of_gas or alone):
        return columns
    return ignored(
        columns,
        without_known_roles(volumes, seen.hints),
        AS_ENERGY.format(header=energies[0].header),
    )


NORMAL = re.compile(r"(?i)(?:betriebs|norm|netto|brutto)-?(?:vol|kubik|m³)|(?:nm|bm)³|\bv[nb]\b")
AS_ENERGY = Text(
    "dieselbe Menge steht als Energie in „{header}“",
    "the same quantity stands as energy in “{header}”",
)

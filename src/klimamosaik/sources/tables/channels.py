"""Which meters a table holds: by column, by name in the rows, or both."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.sheets.headings import numbered
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.obis import Obis, obis, obis_within, without_codes
from klimamosaik.sources.tables.preview import FileColumn
from klimamosaik.sources.tables.scales import units_after
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.vocabulary import (
    BRACKET,
    WORD,
    carrier_of,
    direction_of,
    direction_of_name,
    is_tariff,
    is_unit,
    names_a_place,
    other_unit,
    place_in,
    plain_header,
    role_of,
    unit_in,
    unit_of,
    vocabulary,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

KEY_ROLES = (
    *(
        ColumnRole.BUILDING,
        ColumnRole.METER,
        ColumnRole.CARRIER,
        ColumnRole.OBIS,
        ColumnRole.TARIFF,
        ColumnRole.DIRECTION,
    ),
    *(ColumnRole.PLACE, ColumnRole.ADDRESS),
)
SPARE = (
    ColumnRole.PLACE,
    ColumnRole.ADDRESS,
)  # tell rows apart only where neither building nor meter does
TOLD = Text("Angabe", "what was told")
MERGED = 0.3  # share of empty names from which on cells were merged downwards


Combo = dict[str, str]  # key of a column -> cell, of one combination of names


@dataclass(frozen=True)
class RowsSay:
    """What the cells of one combination say."""

    combo: Combo
    obis: Obis | None
    carrier: Carrier | None
    direction: Direction | None
    silent: bool  # a direction is given, but not understood


@dataclass(frozen=True)
class Channel:
    """One series to be."""

    number: int  # key while reading
    group: int  # key of the rows it comes from
    column: FileColumn
    name: str
    carrier: Carrier | None
    unit: str | None  # in the file; None where none is told, or where each row tells its own
    why: Text
    building: str | None
    meter: str | None
    foreign: bool  # the file gives a unit that is neither energy nor volume
    direction: Direction | None = None  # None: nothing speaks of it
    counter: bool = False  # an OBIS code says that it is a running total
    strange: str | None = None  # found where a unit stands, but no known one
    kin: str = ""  # what is left of the column's name; equal where columns may tell the same use
    said: RowsSay | None = None  # by the cells of its rows


@dataclass(frozen=True)
class Channels:
    """All series of a table."""

    group: pl.Series  # UInt32 key per row of the body
    all: tuple[Channel, ...]


def find_channels(table: Table) -> Channels:
    """Number the combinations of names, and per value column one series each."""
    keys = _keys(table)
    values = table.having(ColumnRole.VALUE, ColumnRole.COUNTER, ColumnRole.TEMPERATURE)
    if not keys:
        group = pl.zeros(len(table.body), dtype=pl.UInt32, eager=True)
        combos: list[Combo] = [{}]
    else:
        group, combos = _combinations(table, keys)
    said = [_told_by_rows(combo, dict(table.hints.words)) for combo in combos]
    in_cells = {column.index: units_after(table, column) for column in values}
    units = _units_of_rows(table, group)
    varied = {role for role in KEY_ROLES if len({combo.get(role) for combo in combos}) > 1}
    energies = [value for value in values if value.role is not ColumnRole.TEMPERATURE]
    channels = [
        _channel(
            table, len(combos) * at + number, number, said[number], column,
            len(energies), varied, units, in_cells[column.index],
        )
        for at, column in enumerate(values)
        for number in range(len(combos))
    ]  # fmt: skip
    return Channels(group, _distinct(channels))


def _keys(table: Table) -> list[FileColumn]:
    """Columns that tell rows apart, the roles in the order of a series' name.

    A further column of a role counts only where it is filled and says more than the first one.
    """
    found: list[FileColumn] = []
    for role in KEY_ROLES:
        for column in sorted(table.having(role), key=lambda each: _is_numeric(table, each)):
            first = next((each for each in found if each.role == role), None)
            if first is None or _says_more(table, first, column):
                found.append(column)
    named = any(column.role in (ColumnRole.BUILDING, ColumnRole.METER) for column in found)
    return [column for column in found if not (named and column.role in SPARE)]


def _is_numeric(table: Table, column: FileColumn) -> bool:
    """True for numbers, which name less well than words."""
    return bool(table.cells(column).drop_nulls().str.contains(r"^[\d./-]+$").all())


def _says_more(table: Table, first: FileColumn, other: FileColumn) -> bool:
    """True where rows of one name in the first column have several names in the other."""
    pair = pl.DataFrame({"first": table.cells(first), "other": table.cells(other)})
    if float(is_missing(pair["other"]).mean() or 0) > MERGED:  # type: ignore[arg-type]
        return False
    return pair.n_unique() > pair["first"].n_unique()


def _combinations(table: Table, keys: list[FileColumn]) -> tuple[pl.Series, list[Combo]]:
    seen: dict[str, int] = {}
    columns = {}
    for column in keys:
        seen[column.role] = seen.get(column.role, 0) + 1
        name = column.role if seen[column.role] == 1 else f"{column.role} {seen[column.role]}"
        columns[name] = _key(table, column)
    names = pl.DataFrame(columns)
    distinct = names.unique(maintain_order=True).with_row_index("group")
    rows = names.join(
        distinct, on=names.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    combos = [
        {role: text for role, text in record.items() if text is not None}
        for record in distinct.drop("group").to_dicts()
    ]
    return rows["group"].cast(pl.UInt32), combos


def _key(table: Table, column: FileColumn) -> pl.Series:
    cells = table.cells(column)
    empty = is_missing(cells)
    if column.role in (ColumnRole.BUILDING, ColumnRole.METER, ColumnRole.CARRIER) and not empty[0]:
        share = float(empty.mean() or 0)  # type: ignore[arg-type]
        if share > MERGED:
            cells = pl.select(pl.when(~empty).then(cells)).to_series().forward_fill()
    return cells.str.strip_chars().str.replace(r"^'(\d)", "${1}").alias(column.role)


def _told_by_rows(combo: Combo, meanings: dict[str, Direction]) -> RowsSay:
    code = obis(combo.get(ColumnRole.OBIS, ""))
    words = combo.get(ColumnRole.DIRECTION, "")
    direction = meanings.get(words) or (direction_of(words) if words else None)
    if direction is None and code is not None:
        direction = code.direction
    carrier = carrier_of(combo.get(ColumnRole.CARRIER, ""))
    prefixed = "-" in combo.get(ColumnRole.OBIS, "")
    if carrier is None and code is not None and (prefixed or code.direction is not None):
        carrier = code.carrier
    return RowsSay(combo, code, carrier, direction, bool(words) and direction is None)


def _units_of_rows(table: Table, group: pl.Series) -> dict[int | None, dict[int, set[str]]]:
    """Index of the value column (None: all) -> key of rows -> the units its rows tell."""
    found: dict[int | None, dict[int, set[str]]] = {}
    for column in table.having(ColumnRole.UNIT):
        pairs = pl.DataFrame({"group": group, "unit": table.cells(column).str.strip_chars()})
        pairs = pairs.drop_nulls().unique()
        per_key = found.setdefault(column.of, {})
        for key, unit in pairs.filter(~is_missing(pairs["unit"])).iter_rows():
            per_key.setdefault(key, set()).add(unit)
    return found


def _channel(
    table: Table,
    number: int,
    group: int,
    said: RowsSay,
    column: FileColumn,
    width: int,
    varied: set[ColumnRole],
    units: dict[int | None, dict[int, set[str]]],
    in_cells: dict[str, str],
) -> Channel:
    told = table.hints.of(column.header)
    of_rows = units.get(column.index, units.get(None, {})).get(group, set())
    known = {in_cells.get(unit, unit) for text in of_rows if (unit := unit_of(text))}
    everywhere = set(in_cells.values())
    unit = told.unit or table.hints.unit or (min(everywhere) if len(everywhere) == 1 else None)
    unit = unit or (next(iter(known)) if len(known) == 1 else None) or column.unit
    unit = unit or _unit_of_marks(said.combo)
    unit = unit or (None if known or column.unit_text else table.unit)
    named = said.carrier or column.carrier
    carrier = (
        told.carrier or table.hints.carrier or _narrower(named, table.carrier)
        or _of_names(said.combo)
    )  # fmt: skip
    code = said.obis or obis_within(column.header)
    foreign = bool(of_rows) and not known and told.unit is None and table.hints.unit is None
    reactive = any(
        other_unit(said.combo.get(role, "")) for role in (ColumnRole.METER, ColumnRole.DIRECTION)
    )
    return Channel(
        number,
        group,
        column,
        told.name or _name(table, said.combo, column, width, varied),
        carrier,
        unit,
        _why(table, carrier, unit, column, said),
        _building(table, said.combo, column),
        _meter(said.combo),
        reactive or (foreign and all(is_unit(text) for text in of_rows)),
        told.direction or table.hints.direction or said.direction or column.direction
        or _direction_of_names(said, column, table),
        bool(code and code.counter) or any(map(says_counter, said.combo.values())),
        column.unit_text or (next(iter(of_rows)) if of_rows and not known else None),
        kin(column.header),
        said,
    )  # fmt: skip


NUMBER_OF_METER = re.compile(r"(?=.*\d)(?!.*[^\W\d_]{3,}[a-zäöü]).*")


def _building(table: Table, combo: Combo, column: FileColumn) -> str | None:
    """The building its rows name, else the meter, else what the column or file is called.

    None where the series' own name is the place.
    """
    if ColumnRole.BUILDING in combo:
        return _called(table, combo[ColumnRole.BUILDING])
    if ColumnRole.METER in combo:
        meter = combo[ColumnRole.METER]
        return f"Zähler {meter}" if NUMBER_OF_METER.fullmatch(meter) else meter
    if any(role in combo for role in SPARE):
        return next(combo[role] for role in SPARE if role in combo)
    place = place_in(column.header)
    if table.sheet and not (place or names_a_place(plain_header(column.header))):
        return table.sheet
    if place is None and not combo and not obis_within(column.header):
        return None
    return place or table.hints.series or table.stem


def _called(table: Table, building: str) -> str:
    """A building's name; a number alone is called as its column is: "Objekt 1001"."""
    column = table.one(ColumnRole.BUILDING)
    head, _, last = building.rpartition(" ")
    if head and carrier_of(building) and unit_of(last):
        building = head  # "Rathaus Strom kWh"
    is_year = re.fullmatch(r"(?:19|20)\d\d", building)
    if column is None or is_year or not re.fullmatch(r"[\d./-]+", building):
        return building
    word = re.sub(r"(?i)[- ]?(?:nr|nummer|no|id|number)\b\.?", "", plain_header(column.header))
    return f"{word.strip(' -_') or column.header} {building}"


def says_counter(text: str) -> bool:
    """True for rows called meter readings, beside others called use."""
    return len(text) < 30 and role_of(text) is ColumnRole.COUNTER


def says_kind(text: str) -> bool:
    """True for a word that tells what a row holds, not whose it is: Zählerstand, Verbrauch."""
    return len(text) < 30 and role_of(text) in (ColumnRole.COUNTER, ColumnRole.VALUE)


def _unit_of_marks(combo: Combo) -> str | None:
    """The unit that a direction, register or carrier gives: "Active Import Interval (kW)"."""
    marks = (
        *(ColumnRole.DIRECTION, ColumnRole.CARRIER, ColumnRole.TARIFF, ColumnRole.OBIS),
        ColumnRole.METER,
        ColumnRole.BUILDING,
    )
    return next((unit for role in marks if (unit := unit_in(combo.get(role, "")))), None)


def _meter(combo: Combo) -> str | None:
    """The meter's number with the register that tells two rows of it apart."""
    parts = [combo[role] for role in (ColumnRole.METER, ColumnRole.TARIFF) if role in combo]
    return " · ".join(parts) if ColumnRole.METER in combo else None


def _direction_of_names(said: RowsSay, column: FileColumn, table: Table) -> Direction | None:
    """Building, meter and file name speak of a direction only by its strong words."""
    found = direction_of(said.combo.get(ColumnRole.METER, ""))
    if found is not None and not found.counts:
        return found
    for text in (said.combo.get(ColumnRole.BUILDING, ""), table.preamble, table.stem):
        found = direction_of_name(text)
        if found is not None and not found.counts:
            return found
    return None


@lru_cache(maxsize=4096)  # asked for each series of a column
def kin(header: str) -> str:
    """What is left of a header without units and words for amounts, levels and power."""
    plain = re.sub(r" \(\d+\)$", "", plain_header(without_codes(header))).lower()
    words = re.findall(r"[^\W_]+", BRACKET.sub(" ", plain))
    kept = [
        word for word in words
        if not (is_unit(word) or carrier_of(word) or vocabulary().nowhere.fullmatch(word)
                or role_of(word) in (ColumnRole.VALUE, ColumnRole.COUNTER, ColumnRole.METER)
                or word in ("spalte", "wert"))
    ]  # fmt: skip
    tariffs = [word for word in words if is_tariff(word) and word not in kept]
    return " ".join([*kept, *tariffs])


def _narrower(named: Carrier | None, of_file: Carrier | None) -> Carrier | None:
    """ "heating load" in a file called gas is gas."""
    if named in vocabulary().general and of_file is not None and of_file.heats:
        return of_file
    return named or of_file


def _of_names(combo: Combo) -> Carrier | None:
    return carrier_of(
        " ".join(combo.get(role, "") for role in (ColumnRole.METER, ColumnRole.BUILDING))
    )


def _name(
    table: Table, combo: Combo, column: FileColumn, width: int, varied: set[ColumnRole]
) -> str:
    parts = [combo[role] for role in (ColumnRole.BUILDING, ColumnRole.METER) if role in combo]
    parts += [combo[key] for key in combo if key.startswith(("building ", "meter "))]
    parts += [combo[role] for role in SPARE if role in combo and not parts]
    for role in (ColumnRole.CARRIER, ColumnRole.TARIFF, ColumnRole.DIRECTION, ColumnRole.OBIS):
        if role in combo and role in varied:
            parts.append(combo[role])
    header = plain_header(column.header)
    if width > 1 or (not parts and not _generic(header)):
        parts.append(header)
    named = any(key in combo for key in NAMING)
    if parts and table.sheet and not named and not names_a_place(header):
        parts.insert(0, table.sheet)
    named = width > 1 or named
    if parts and combo and not named:
        parts.insert(0, table.hints.series or table.stem)
    return " · ".join(dict.fromkeys(parts)) or table.hints.series or table.stem


NAMING = (ColumnRole.BUILDING, ColumnRole.METER, *SPARE)


def _generic(header: str) -> bool:
    """A header that names no meter: "Verbrauch", "kWh", "Wert", "Spalte B"."""
    last = header.lower()
    if is_unit(last) or last.startswith("spalte "):
        return True
    if role_of(header) in (ColumnRole.VALUE, ColumnRole.COUNTER):
        return not names_a_place(header)
    words = WORD.findall(last)
    return bool(words) and all(vocabulary().nowhere.fullmatch(word) for word in words)


def _why(
    table: Table, carrier: Carrier | None, unit: str | None, column: FileColumn, said: RowsSay
) -> Text:
    if carrier is None:
        what = Text("Energieträger unbekannt", "carrier unknown")
    elif column.carrier == carrier:
        what = Text(
            "{carrier} laut Überschrift",
            "{carrier} by the header",
        ).format(carrier=carrier.text)
    elif said.carrier == carrier:
        what = Text(
            "{carrier} laut Zeile",
            "{carrier} by the row",
        ).format(carrier=carrier.text)
    else:
        source = table.carrier_from or TOLD
        what = Text(
            "{carrier} laut {source}",
            "{carrier} by {source}",
        ).format(carrier=carrier.text, source=source)
    if unit is None:
        return Text(
            "{what}, Einheit unbekannt",
            "{what}, unit unknown",
        ).format(what=what)
    if column.unit == unit or table.having(ColumnRole.UNIT):
        return Text(
            "{what}, {unit} laut Tabelle",
            "{what}, {unit} by the table",
        ).format(what=what, unit=unit)
    source = table.unit_from or TOLD
    return Text(
        "{what}, {unit} laut {source}",
        "{what}, {unit} by {source}",
    ).format(what=what, unit=unit, source=source)


def _distinct(channels: list[Channel]) -> tuple[Channel, ...]:
    names = numbered(channel.name for channel in channels)
    return tuple(replace(one, name=name) for one, name in zip(channels, names, strict=True))

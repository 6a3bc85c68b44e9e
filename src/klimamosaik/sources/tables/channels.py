"""Which meters a table holds: by column, by name in the rows, or both."""

import re
from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.tables.hints import Role
from klimamosaik.sources.tables.preview import Column
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.vocabulary import (
    carrier_of,
    is_unit,
    plain_header,
    role_of,
    unit_of,
    vocabulary,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

KEY_ROLES = (Role.BUILDING, Role.METER, Role.CARRIER, Role.UNIT)
TOLD = Text("Angabe", "what was told")
WORD = re.compile(r"[^\W\d_]{3,}")
MERGED = 0.3  # share of empty names from which on cells were merged downwards


@dataclass(frozen=True)
class Channel:
    """One series to be."""

    number: int  # key while reading
    group: int  # key of the rows it comes from
    column: Column
    name: str
    carrier: Carrier | None
    unit: str | None  # in the file
    why: Text
    building: str | None
    meter: str | None
    foreign: bool  # the file gives a unit that is neither energy nor volume


@dataclass(frozen=True)
class Channels:
    """All series of a table."""

    group: pl.Series  # UInt32 key per row of the body
    all: tuple[Channel, ...]


def find_channels(table: Table) -> Channels:
    """Number the combinations of names, and per value column one series each."""
    keys = [column for role in KEY_ROLES for column in table.having(role)[:1]]
    values = table.having(Role.VALUE, Role.COUNTER)
    if not keys:
        group = pl.zeros(len(table.body), dtype=pl.UInt32, eager=True)
        combos = [dict[Role, str]()]
    else:
        group, combos = _combinations(table, keys)
    channels = [
        _channel(table, len(combos) * at + number, number, combo, column, len(values), combos)
        for at, column in enumerate(values)
        for number, combo in enumerate(combos)
    ]
    return Channels(group, _distinct(channels))


def _combinations(table: Table, keys: list[Column]) -> tuple[pl.Series, list[dict[Role, str]]]:
    names = pl.DataFrame({column.role: _key(table, column) for column in keys})
    distinct = names.unique(maintain_order=True).with_row_index("group")
    rows = names.join(
        distinct, on=names.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    combos = [
        {Role(role): text for role, text in record.items() if text is not None}
        for record in distinct.drop("group").to_dicts()
    ]
    return rows["group"].cast(pl.UInt32), combos


def _key(table: Table, column: Column) -> pl.Series:
    cells = table.cells(column)
    empty = is_missing(cells)
    if column.role in (Role.BUILDING, Role.METER) and not empty[0]:
        share = float(empty.mean() or 0)  # type: ignore[arg-type]
        if share > MERGED:
            cells = pl.select(pl.when(~empty).then(cells)).to_series().forward_fill()
    return cells.str.strip_chars().alias(column.role)


def _channel(
    table: Table,
    number: int,
    group: int,
    combo: dict[Role, str],
    column: Column,
    width: int,
    combos: list[dict[Role, str]],
) -> Channel:
    told = table.hints.of(column.header)
    said_unit = combo.get(Role.UNIT)
    unit = told.unit or table.hints.unit or unit_of(said_unit or "") or column.unit or table.unit
    named = carrier_of(combo.get(Role.CARRIER, "")) or column.carrier
    carrier = (
        told.carrier or table.hints.carrier or _narrower(named, table.carrier) or _of_names(combo)
    )
    foreign = said_unit is not None and unit_of(said_unit) is None and told.unit is None
    return Channel(
        number,
        group,
        column,
        told.name or _name(table, combo, column, width, combos),
        carrier,
        unit,
        _why(table, carrier, unit, column, combo),
        combo.get(Role.BUILDING),
        combo.get(Role.METER),
        foreign and table.hints.unit is None,
    )


def _narrower(named: Carrier | None, of_file: Carrier | None) -> Carrier | None:
    """ "heating load" in a file called gas is gas."""
    if named in vocabulary().general and of_file is not None and of_file.heats:
        return of_file
    return named or of_file


def _of_names(combo: dict[Role, str]) -> Carrier | None:
    return carrier_of(" ".join(combo.get(role, "") for role in (Role.METER, Role.BUILDING)))


def _name(
    table: Table,
    combo: dict[Role, str],
    column: Column,
    width: int,
    combos: list[dict[Role, str]],
) -> str:
    parts = [combo[role] for role in (Role.BUILDING, Role.METER) if role in combo]
    if Role.CARRIER in combo and len({each.get(Role.CARRIER) for each in combos}) > 1:
        parts.append(combo[Role.CARRIER])
    header = plain_header(column.header)
    if width > 1 or (not parts and not _generic(header)):
        parts.append(header)
    return " · ".join(parts) or table.hints.series or table.stem


def _generic(header: str) -> bool:
    """A header that names no meter: "Verbrauch", "kWh", "Wert", "Spalte B"."""
    last = header.lower()
    if is_unit(last) or last.startswith("spalte "):
        return True
    if role_of(header) in (Role.VALUE, Role.COUNTER):
        return not names_a_place(header)
    words = WORD.findall(last)
    return bool(words) and all(vocabulary().nowhere.fullmatch(word) for word in words)


def names_a_place(header: str) -> bool:
    """True where a word is left that tells where: "Zählerstand Strom Bauhof"."""
    words = WORD.findall(header.lower())
    return any(not (_says_what(word) or vocabulary().nowhere.fullmatch(word)) for word in words)


def _says_what(word: str) -> bool:
    return carrier_of(word) is not None or role_of(word) is not None or is_unit(word)


def _why(
    table: Table, carrier: Carrier | None, unit: str | None, column: Column, combo: dict[Role, str]
) -> Text:
    if carrier is None:
        what = Text("Energieträger unbekannt", "carrier unknown")
    elif column.carrier == carrier:
        what = Text(f"{carrier.text.de} laut Überschrift", f"{carrier.text.en} by the header")
    elif Role.CARRIER in combo and carrier_of(combo[Role.CARRIER]) == carrier:
        what = Text(f"{carrier.text.de} laut Zeile", f"{carrier.text.en} by the row")
    else:
        source = table.carrier_from or TOLD
        what = Text(f"{carrier.text.de} laut {source.de}", f"{carrier.text.en} by {source.en}")
    if unit is None:
        return Text(f"{what.de}, Einheit unbekannt", f"{what.en}, unit unknown")
    if column.unit == unit or Role.UNIT in combo:
        return Text(f"{what.de}, {unit} laut Tabelle", f"{what.en}, {unit} by the table")
    source = table.unit_from or TOLD
    return Text(f"{what.de}, {unit} laut {source.de}", f"{what.en}, {unit} by {source.en}")


def _distinct(channels: list[Channel]) -> tuple[Channel, ...]:
    seen: dict[str, int] = {}
    distinct = []
    for channel in channels:
        seen[channel.name] = seen.get(channel.name, 0) + 1
        again = seen[channel.name]
        name = channel.name if again == 1 else f"{channel.name} ({again})"
        distinct.append(Channel(**{**channel.__dict__, "name": name}))
    return tuple(distinct)

"""How a series is called: by its rows, its column, its sheet or its file."""

import re
from dataclasses import replace
from functools import lru_cache

from klimamosaik.sources.sheets.headings import numbered
from klimamosaik.sources.tables.basics.channel import SPARE, Channel, Combo, RowsSay
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.obis import obis_within, without_codes
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import (
    BRACKET,
    WORD,
    carrier_of,
    is_tariff,
    is_unit,
    names_a_place,
    place_in,
    plain_header,
    role_of,
    unit_in,
    unit_of,
    vocabulary,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

TOLD = Text("Angabe", "what was told")
NUMBER_OF_METER = re.compile(r"(?=.*\d)(?!.*[^\W\d_]{3,}[a-zäöü]).*")


def building_of(table: Table, combo: Combo, column: FileColumn) -> str | None:
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
    word = re.sub(
        r"(?i)(?:s?nummer|[- ]?(?:nr|no|id|number))\b\.?", "", plain_header(column.header)
    )
    return f"{word.strip(' -_') or column.header} {building}"


def meter_of(combo: Combo) -> str | None:
    """The meter's number with the register that tells two rows of it apart."""
    parts = [combo[role] for role in (ColumnRole.METER, ColumnRole.TARIFF) if role in combo]
    return " · ".join(parts) if ColumnRole.METER in combo else None


NUMBER_AND_NAME = re.compile(r"(\d{6,})\s*\(.*[^\W\d_]{3,}.*\)")  # shorter ones may be years


def number_in(header: str) -> str | None:
    """The number before a name in brackets: "100031297 (Promenade)". The name may change."""
    found = NUMBER_AND_NAME.fullmatch(header.strip())
    return found[1] if found else None


@lru_cache(maxsize=4096)  # asked for each series of a column
def kin(header: str) -> str:
    """What is left of a header without units and words for amounts, levels and power."""
    plain = re.sub(r" \(\d+\)$", "", plain_header(without_codes(header))).lower()
    words = re.findall(r"[^\W_]+", BRACKET.sub(" ", plain))
    unit = (unit_in(header) or "").lower()
    kept = [word for word in words if not _says_amount(word, unit)]
    tariffs = [word for word in words if is_tariff(word) and word not in kept]
    return " ".join([*kept, *tariffs])


def _says_amount(word: str, unit: str) -> bool:
    """True for units and general words; a single letter may be a name: "Haus A" is no ampere."""
    measures = is_unit(word) and (len(word) > 1 or word == unit)
    general = carrier_of(word) or vocabulary().nowhere.fullmatch(word) or word in PLAIN_WORDS
    return bool(measures or general) or role_of(word) in AMOUNTS


PLAIN_WORDS = ("spalte", "wert", "avg", "durchschnitt", "ø")
AMOUNTS = (ColumnRole.VALUE, ColumnRole.COUNTER, ColumnRole.METER)


def name_of(
    table: Table, combo: Combo, column: FileColumn, width: int, varied: set[ColumnRole]
) -> str:
    """What the series is called on pages and in hints."""
    parts = [combo[role] for role in (ColumnRole.BUILDING, ColumnRole.METER) if role in combo]
    parts += [combo[key] for key in combo if key.startswith(("building ", "meter "))]
    parts += [combo[role] for role in SPARE if role in combo and not parts]
    for role in (ColumnRole.CARRIER, ColumnRole.TARIFF, ColumnRole.DIRECTION, ColumnRole.OBIS):
        if role in combo and role in varied:
            parts.append(combo[role])
    header = _without_unit(plain_header(column.header), column)
    if width > 1 or (not parts and not _generic(header)):
        parts.append(header)
    named = any(key in combo for key in NAMING)
    if parts and table.sheet and not named and not names_a_place(header):
        parts.insert(0, table.sheet)
    named = width > 1 or named
    if parts and combo and not named:
        parts.insert(0, table.hints.series or table.stem)
    return " · ".join(dict.fromkeys(parts)) or table.hints.series or table.stem


def _without_unit(header: str, column: FileColumn) -> str:
    """A name without the single letter that was read as its unit: "Schule Pellets t"."""
    head, _, last = header.rpartition(" ")
    return head if head and column.carrier and last == column.unit else header


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


def why_so(
    table: Table, carrier: Carrier | None, unit: str | None, column: FileColumn, said: RowsSay
) -> Text:
    """Where carrier and unit come from."""
    if carrier is None:
        what = Text("Energieträger unbekannt", "carrier unknown")
    elif column.carrier == carrier:
        what = Text("{carrier} laut Überschrift", "{carrier} by the header").format(
            carrier=carrier.text
        )
    elif said.carrier == carrier:
        what = Text("{carrier} laut Zeile", "{carrier} by the row").format(carrier=carrier.text)
    else:
        source = table.carrier_from or TOLD
        what = Text("{carrier} laut {source}", "{carrier} by {source}").format(
            carrier=carrier.text, source=source
        )
    if unit is None:
        return Text("{what}, Einheit unbekannt", "{what}, unit unknown").format(what=what)
    if column.unit == unit or table.having(ColumnRole.UNIT):
        return Text("{what}, {unit} laut Tabelle", "{what}, {unit} by the table").format(
            what=what, unit=unit
        )
    source = table.unit_from or TOLD
    return Text("{what}, {unit} laut {source}", "{what}, {unit} by {source}").format(
        what=what, unit=unit, source=source
    )


def told_apart(channels: list[Channel]) -> tuple[Channel, ...]:
    """The same series, the second of a name with "(2)" behind it."""
    names = numbered(channel.name for channel in channels)
    return tuple(replace(one, name=name) for one, name in zip(channels, names, strict=True))

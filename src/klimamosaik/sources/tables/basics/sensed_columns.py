"""Columns of what is no use of energy or water: soil moisture, level, noise, rain, air of rooms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from klimamosaik.sources.quantities.words import conventions, entry_of, entry_of_unit, words_of
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import (
    other_unit,
    plain_header,
    role_of,
    strange_unit,
    unit_in,
)
from klimamosaik.terms.text import Text

BRACKETED = re.compile(r"[\[(<{]([^\[\]{}<>]+)[\])>}]\s*$")
NOT_OF_A_PLACE = frozenset(
    {"sensor", "fühler", "probe", "messung", "messwert", "wert", "value", "mittel", "mittelwert"}
    | {"mean", "avg", "average", "rel", "relative", "in", "am", "im", "der", "die", "das", "of"}
    | {
        "zum",
        "zur",
        "zu",
        "bis",
        "vom",
        "unter",
        "u",
        "to",
        "the",
        "at",
        "vwc",
        "smp",
        "deg",
        "tot",
        "du",
        "de",
        "d",
        "van",
        "het",
        "capteur",
    }
)
ONLY_SAID = "said"  # a quantity that only its unit tells
LEVEL = re.compile(r"(?i)l[acz]?[fsi]?(?:eq|max|min|peak)")  # of sound; names no place
KELVIN = "K"
SHARE = "0-1"  # kept as per cent
IN_ROWS = "rows"  # a quantity that only rows tell: "Luftdruck" in a column of quantities
DOMAIN = re.compile(r"^(?:sensor|number|input_number|climate|weather)\.(?=\w)")  # of Home Assistant


@dataclass(frozen=True)
class SensedQuantity:
    """What a column is of."""

    label: Text
    unit: str | None  # None: several fit and none is told
    units: tuple[str, ...]  # that fit
    rest: str  # of the header, besides quantity and unit: "Stadtpark"
    assumed: bool = False  # the unit is the usual one; the column tells none
    falls: bool = False  # it grows while what it tells of falls: the distance to the water


def sensed_in(header: str, unit_text: str = "") -> SensedQuantity | None:
    """What a header says that is measured; None for energy, money, and all it does not know."""
    header = header.replace("₂", "2")
    unit = written_unit(unit_text) or unit_behind(header)
    entry = entry_of(words_of(header)) or entry_of_unit(unit or "")
    if entry is None or entry.get("sheets") in (None, IN_ROWS):
        return None
    rest = rest_of(header, entry)
    if unit is not None and unit not in units_of(entry):
        return None
    if unit is None and (entry["sheets"] == ONLY_SAID or speaks_of_more(header, rest, unit_text)):
        return None
    return quantity_of(entry, unit, rest)


def may_be_air(header: str, unit_text: str = "") -> SensedQuantity | None:
    """What a column may hold that only a unit would tell, and no unit does: "co2"; None else."""
    entry = entry_of(words_of(header.replace("₂", "2")))
    if entry is None or entry.get("sheets") != ONLY_SAID:
        return None
    rest = rest_of(header, entry)
    unit = written_unit(unit_text) or unit_behind(header)
    if unit is not None or speaks_of_more(header, rest, unit_text):
        return None
    return quantity_of(entry, None, rest)


def sensed_in_rows(cell: str, unit_text: str = "") -> SensedQuantity | None:
    """What a cell says that is measured in its row, in the unit the row tells, if any.

    None for energy and for all it does not know, and where the unit is that of something else.
    """
    name = DOMAIN.sub("", cell.strip()).replace("₂", "2")
    entry = entry_of(words_of(name))
    if entry is None or not entry.get("sheets"):
        return None
    rest = rest_of(name, entry)
    unit = written_unit(unit_text) or unit_behind(name)
    if unit not in (None, *units_of(entry)) or (
        unit is None and speaks_of_more(name, rest, unit_text)
    ):
        return None
    found = quantity_of(entry, unit, rest)
    return found if unit or entry["sheets"] != ONLY_SAID else replace(found, unit=None)


def sensed_by_title(title: str, header: str, unit_text: str = "") -> SensedQuantity | None:
    """What a column holds that names only its place, by the title, sheet or file it stands in."""
    entry = entry_of(words_of(title.replace("₂", "2")))
    if entry is None or entry.get("sheets") in (None, IN_ROWS):
        return None
    if entry_of(words_of(header)) not in (None, entry):
        return None  # the pressure above a gauge is no level
    unit = written_unit(unit_text) or unit_behind(header) or unit_behind(title)
    told = unit_text.strip() or unit_in(header) or other_unit(header)
    if unit not in (None, *units_of(entry)) or (unit is None and told):
        return None
    if unit is None and entry["sheets"] == ONLY_SAID:
        return None
    return quantity_of(entry, unit, rest_of(header, entry))


def sensed_as_named(header: str, unit_text: str = "") -> SensedQuantity:
    """What a column holds that a person calls a quantity of its own: by its own header."""
    entry = entry_of(words_of(header.replace("₂", "2")))
    unit = written_unit(unit_text) or unit_behind(header)
    if entry is not None and unit in (None, *units_of(entry)):
        return quantity_of(entry, unit, rest_of(header, entry))
    plain = plain_header(header)
    symbol = unit or other_unit(header) or strange_unit(header) or unit_text.strip()
    return SensedQuantity(Text(plain, plain), symbol, (symbol,), "")


def units_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The units that fit; per cent are also told as shares of 0 to 1, °C as kelvin."""
    also = {"%": SHARE, "°C": KELVIN}
    return (*entry["units"], *(also[unit] for unit in entry["units"] if unit in also))


def quantity_of(entry: Mapping[str, Any], unit: str | None, rest: str) -> SensedQuantity:
    """A quantity in the unit told, or in the usual one."""
    units = units_of(entry)
    usual = entry.get("unit") or (units[0] if len(entry["units"]) == 1 else None)
    label = Text(entry["de"], entry["en"])
    falls = bool(entry.get("falls"))
    return SensedQuantity(label, unit or usual, units, rest, assumed=unit is None, falls=falls)


def speaks_of_more(header: str, rest: str, unit_text: str) -> bool:
    """True where another unit is told, or use: "Verbrauch Regenwasser", "Pegel Öltank [l]"."""
    if unit_text.strip() or unit_in(header) or other_unit(header) or strange_unit(header):
        return True
    return role_of(rest) in (ColumnRole.VALUE, ColumnRole.COUNTER, ColumnRole.COST)


def unit_behind(header: str) -> str | None:
    """The unit a header tells: in brackets, as its last or first words, in any of its rows."""
    remark = re.sub(r"\s*\([^()]*[:/][^()]*\)\s*$", "", header)  # "Temp, °C (LGR S/N: 20412345)"
    parts = [*reversed(header.split(" · ")), *([remark] if remark != header else [])]
    whole = parts if " · " in header else ()  # a row of units
    told = (
        unit_at_an_end(part) or (written_unit(part) if part in whole else None) for part in parts
    )
    return next(filter(None, told), None)


def unit_at_an_end(text: str) -> str | None:
    """The unit in brackets, behind or before a text; a single letter before it is none."""
    bracketed = BRACKETED.search(text)
    words = re.split(r"[\s_,;:]+", text.strip())
    ends = [bracketed[1], bracketed[0].strip()] if bracketed else []
    ends += [" ".join(words[-count:]) for count in (3, 2, 1) if len(words) > count]
    ends += [words[0]] if len(words) > 1 and (len(words[0]) > 1 or words[0] == "%") else []
    return next((unit for end in ends if (unit := written_unit(end))), None)


def written_unit(text: str) -> str | None:
    """The unit a text consists of."""
    plain = " ".join(text.split()).lower()
    inner = re.sub(r"^[\[({<]\s*(.*?)\s*[\])}>]$", r"\1", plain)
    return spellings().get(plain) or spellings().get(inner)


@cache
def spellings() -> Mapping[str, str]:
    """How tables write units, in small letters, with the unit meant."""
    written: Mapping[str, list[str]] = conventions()["written"]
    return {each: unit for unit, known in written.items() for each in known}


def rest_of(header: str, entry: Mapping[str, Any]) -> str:
    """What is left of a header without quantity and unit."""
    plain = BRACKETED.sub(" ", header)
    known = {word for name in entry["names"] for word in name.split()} | NOT_OF_A_PLACE
    tokens = [token for token in re.split(r"[\s_·,;:]+", plain) if token.strip("-–/|")]
    left = [besides(token, known) for token in tokens]
    return " ".join(token for token in left if token).strip(" -–/|")


def besides(token: str, known: frozenset[str] | set[str]) -> str:
    """A word of a header; only its number where the word is that of the quantity, "" for a unit."""
    if written_unit(token.strip("[](){}")) is not None:
        return ""
    strange = [word for word in words_of(token) if word not in known]
    return token if any(not word.isdigit() for word in strange) else " ".join(strange)


def place_within(name: str) -> str:
    """The place a title or file is called by besides its quantity; all of it where it is none."""
    entry = entry_of(words_of(name))
    rest = rest_of(name, entry) if entry is not None else ""
    return rest if names_a_place(rest) else name


def names_a_place(rest: str) -> bool:
    """True where a rest of a header names a place, not only a number or a depth."""
    words = [word for word in rest.split() if not LEVEL.fullmatch(word)]
    return any(len("".join(filter(str.isalpha, word))) > 2 for word in words)

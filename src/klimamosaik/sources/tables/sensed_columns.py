"""Columns of what is no use of energy or water: soil moisture, level, noise, rain, air of rooms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from klimamosaik.sources.quantities.words import conventions, entry_of, entry_of_unit, words_of
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.vocabulary import (
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
    | {"the", "at", "vwc"}
)
ONLY_SAID = "said"  # a quantity that only its unit tells


@dataclass(frozen=True)
class SensedQuantity:
    """What a column is of."""

    label: Text
    unit: str | None  # None: several fit and none is told
    units: tuple[str, ...]  # that fit
    rest: str  # of the header, besides quantity and unit: "Stadtpark"
    assumed: bool = False  # the unit is the usual one; the column tells none


def sensed_in(header: str, unit_text: str = "") -> SensedQuantity | None:
    """What a header says that is measured; None for energy, money, and all it does not know."""
    header = header.replace("₂", "2")
    unit = written_unit(unit_text) or unit_behind(header)
    entry = entry_of(words_of(header)) or entry_of_unit(unit or "")
    if entry is None or not entry.get("sheets"):
        return None
    rest = rest_of(header, entry)
    if unit is not None and unit not in entry["units"]:
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


def sensed_by_title(title: str, header: str, unit_text: str = "") -> SensedQuantity | None:
    """What a column holds that names only its place, by the title, sheet or file it stands in."""
    entry = entry_of(words_of(title.replace("₂", "2")))
    if entry is None or not entry.get("sheets"):
        return None
    unit = written_unit(unit_text) or unit_behind(header) or unit_behind(title)
    told = unit_text.strip() or unit_in(header) or other_unit(header)
    if unit not in (None, *entry["units"]) or (unit is None and told):
        return None
    if unit is None and entry["sheets"] == ONLY_SAID:
        return None
    return quantity_of(entry, unit, rest_of(header, entry))


def sensed_as_told(header: str, unit_text: str = "") -> SensedQuantity:
    """What a column holds that a person calls a quantity of its own: by its own header."""
    entry = entry_of(words_of(header.replace("₂", "2")))
    unit = written_unit(unit_text) or unit_behind(header)
    if entry is not None and unit in (None, *entry["units"]):
        return quantity_of(entry, unit, rest_of(header, entry))
    plain = plain_header(header)
    symbol = unit or other_unit(header) or strange_unit(header) or unit_text.strip()
    return SensedQuantity(Text(plain, plain), symbol, (symbol,), "")


def quantity_of(entry: Mapping[str, Any], unit: str | None, rest: str) -> SensedQuantity:
    """A quantity in the unit told, or in the usual one."""
    units = tuple(entry["units"])
    usual = entry.get("unit") or (units[0] if len(units) == 1 else None)
    label = Text(entry["de"], entry["en"])
    return SensedQuantity(label, unit or usual, units, rest, assumed=unit is None)


def speaks_of_more(header: str, rest: str, unit_text: str) -> bool:
    """True where another unit is told, or use: "Verbrauch Regenwasser", "Pegel Öltank [l]"."""
    if unit_text.strip() or unit_in(header) or other_unit(header) or strange_unit(header):
        return True
    return role_of(rest) in (ColumnRole.VALUE, ColumnRole.COUNTER, ColumnRole.COST)


def unit_behind(header: str) -> str | None:
    """The unit at the end of a header: in brackets or as its last word."""
    bracketed = BRACKETED.search(header)
    parts = re.split(r"[\s_,;:]+", header.strip())
    ends = [bracketed[1]] if bracketed else []
    ends += [" ".join(parts[-count:]) for count in (3, 2, 1) if len(parts) > count]
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


@cache
def sensed_units() -> tuple[str, ...]:
    """All units there are of such columns."""
    return tuple(conventions()["written"])


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
    return any(len("".join(filter(str.isalpha, word))) > 2 for word in rest.split())

"""What the name of a value tells: what is measured, in which unit, whether it is a register."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klimamosaik.sources.lorawan.measurement import Measurement
from klimamosaik.sources.quantities.words import conventions, entry_of, words_of
from klimamosaik.terms.text import Text
from klimamosaik.terms.unit import UNITS


@dataclass(frozen=True)
class NamedProperty:
    """What a value is about."""

    label: Text  # of what is measured; the value's own name where nobody knows it
    unit: str  # as written behind a number; "" where nobody said
    counter: bool  # a register of energy or volume that only grows
    known: bool  # False: the label is the value's own name


def property_named(measured: Measurement) -> NamedProperty:
    """What the value is about, by its name and by what its decoder says of it."""
    words = words_of(measured.name)
    entry = entry_of(words)
    plain = isinstance(measured.value, bool | str)  # a text or a truth has no unit
    unit = spelled(measured.unit) or ("" if plain else unit_of(words, entry))
    return NamedProperty(
        label=Text(entry["de"], entry["en"]) if entry else Text(measured.name, measured.name),
        unit=unit,
        counter=is_register(measured, words, unit),
        known=entry is not None,
    )


def spelled(told: str | None) -> str | None:
    """The unit a message tells, as it is written here: "m3" is m³."""
    if told is None or told in UNITS:
        return told
    return str(conventions()["units"].get(told.lower(), told))


def unit_of(words: tuple[str, ...], entry: Mapping[str, Any] | None) -> str:
    """The unit that the end of a name tells, else the one all makers mean; "" if neither."""
    if entry is None:
        return ""
    said = [conventions()["units"].get(word) for word in ends_of(words)]
    own = next((unit for unit in said if unit in entry["units"]), None)
    return str(own or entry.get("unit", ""))


def ends_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The last two words as one (`m3`, `hPa`), the last, the one before."""
    pair = "".join(words[-2:]) if len(words) > 1 else ""
    return tuple(filter(None, (pair, *reversed(words[-2:]))))


def is_register(measured: Measurement, words: tuple[str, ...], unit: str) -> bool:
    """True where a decoder or a name says so of energy or volume."""
    asked = conventions()["counters"]
    if unit not in UNITS or UNITS[unit].dimension not in asked["of"]:
        return False
    if isinstance(measured.value, bool | str):
        return False
    return measured.counter is True or bool(set(words) & set(asked["words"]))

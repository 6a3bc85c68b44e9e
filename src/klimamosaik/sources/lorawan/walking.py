"""A decoded object, however deep, as named values."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from klimamosaik.sources.lorawan.measurement import MeasuredValue, Measurement
from klimamosaik.terms.text import Text

DEEPEST = 6  # objects in objects
MOST = 200  # values of a message
LONGEST_TEXT = 500  # [characters] of a text value
RAW = {"bytes", "raw", "payload", "frm_payload", "hex", "buffer"}  # the payload again, undecoded
VALUE, UNIT, NAME = "value", "unit", "name"
UNIT_BEHIND = ("_unit", "Unit")  # of a field beside the one whose unit it tells


@dataclass(frozen=True)
class DecodedValues:
    """What is taken of an object, and the sentence on what is not."""

    values: tuple[Measurement, ...]
    left_out: Text | None = None  # None: nothing is


def values_in(decoded: Mapping[str, Any]) -> DecodedValues:
    """The numbers, texts and truths of an object; parts of names are joined by dots.

    {"value": 3, "unit": "kWh"} is one value with its unit, {"name": "energy", "value": 3} one of
    that name, and "water_unit" tells the unit of "water". null is nothing, and so is the payload in
    bytes, which decoders pass on by default.
    """
    found: list[Measurement] = []
    deep = None
    for each in walk("", decoded, 0):
        if isinstance(each, TooDeep):
            deep = deep or DEEP.format(name=each.name, deepest=DEEPEST)
        elif len(found) == MOST:
            return DecodedValues(tuple(found), MANY.format(most=MOST, name=each.name))
        else:
            found.append(each)
    return DecodedValues(tuple(found), deep)


@dataclass(frozen=True)
class TooDeep:
    """An object or list that is not looked into."""

    name: str


def walk(name: str, value: Any, depth: int) -> Iterator[Measurement | TooDeep]:
    """One value, or the values inside."""
    if isinstance(value, Mapping) and is_quantity(value):
        yield from leaf(name or VALUE, value[VALUE], value.get(UNIT))
    elif isinstance(value, list) and is_raw(name, value):
        return
    elif not isinstance(value, Mapping | list):
        yield from leaf(name, value, None)
    elif depth < DEEPEST:
        yield from inside(name, value, depth)
    elif value:
        yield TooDeep(name)


def inside(
    name: str, value: Mapping[str, Any] | list[Any], depth: int
) -> Iterator[Measurement | TooDeep]:
    """The values of an object or a list."""
    if isinstance(value, list):
        for label, each in zip(labels_of(value), value, strict=True):
            yield from walk(joined(name, label), each, depth + 1)
        return
    units = units_beside(value)
    for key, each in value.items():
        if units.get(key) and is_measured(each):
            yield from leaf(joined(name, key), each, units[key])
        elif units.get(key, key):
            yield from walk(joined(name, key), each, depth + 1)


def is_quantity(value: Mapping[str, Any]) -> bool:
    """True for a value that carries its own unit."""
    plain = not isinstance(value.get(VALUE), dict) and isinstance(value.get(NAME, ""), str)
    return VALUE in value and value.keys() <= {VALUE, UNIT, NAME} and plain


def labels_of(listed: list[Any]) -> list[object]:
    """What each entry of a list is called: the name it carries, else its number.

    Numbers, too, where two carry the same name.
    """
    own = [each.get(NAME) if isinstance(each, Mapping) and is_quantity(each) else None
           for each in listed]  # fmt: skip
    return [name if name and own.count(name) == 1 else place for place, name in enumerate(own, 1)]


def units_beside(value: Mapping[str, Any]) -> dict[str, str | None]:
    """The units of fields that a field beside them tells; None for those that tell them."""
    found: dict[str, str | None] = {}
    for key, each in value.items():
        of = next((key.removesuffix(end) for end in UNIT_BEHIND if key.endswith(end)), "")
        if of in value and of and isinstance(each, str):
            found |= {of: each, key: None}
    return found


def is_raw(name: str, value: list[Any]) -> bool:
    """True for bytes that are listed one by one."""
    return name.rpartition(".")[2].lower() in RAW and all(isinstance(each, int) for each in value)


def joined(name: str, part: object) -> str:
    """A name with the next part of it, printable and not endless."""
    own = printable(str(part))[:80]
    return f"{name}.{own}" if name else own


def leaf(name: str, value: Any, unit: Any) -> Iterator[Measurement]:
    """A number, text or truth; nothing for null, for what is no number, and for raw bytes."""
    if is_measured(value) and name.rpartition(".")[2].lower() not in RAW:
        told = printable(unit).strip() if isinstance(unit, str) else ""
        yield Measurement(name, kept(value), told or None)


def kept(value: MeasuredValue) -> MeasuredValue:
    """Texts without what cannot be stored or shown."""
    if not isinstance(value, str):
        return value
    return printable(value)[:LONGEST_TEXT]


def printable(text: str) -> str:
    """The text without control characters, which no database and no page takes."""
    return "".join(each for each in text if each.isprintable())


def is_measured(value: Any) -> bool:
    """True for truths, texts, and numbers that a double can carry."""
    if isinstance(value, bool | str):
        return value != ""
    if isinstance(value, int):
        return abs(value) < 10**300
    return isinstance(value, float) and math.isfinite(value)


MANY = Text(
    "Die Meldung hat mehr als {most} Werte: ab „{name}“ ist nichts gespeichert. Bitte den Decoder "
    "im Netz weniger schicken lassen oder auf mehrere Meldungen verteilen.",
    "The message has more than {most} values: from “{name}” on nothing is stored. Please let the "
    "network's decoder send fewer, or spread them over several messages.",
)
DEEP = Text(
    "„{name}“ liegt tiefer als {deepest} Ebenen: Was darin steht, ist nicht gespeichert.",
    "“{name}” lies deeper than {deepest} levels: what stands in it is not stored.",
)

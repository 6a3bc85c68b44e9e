"""The form in which a device type's bytes are described, checked when it is read.

A decoder has messages; the first whose port, length and conditions fit reads the payload. Its
fields are read one after the other, or at a place of their own (`at`). Where a message has
`records` instead, a tag says what follows, again and again. docs/how-to/lorawan.md shows it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from klimamosaik.terms.complaint import InputRejected, rejected

KINDS = re.compile(r"([us])(8|16|24|32|64)(le)?|f(32|64)(le)?|(hex|text|skip)(\d{1,3})")
TAG = re.compile(r"(?:[0-9a-f]{2}|\*\*)+")
MOST_FIELDS = 500  # of a decoder; nobody describes a device with more
MOST_REPEATS = 64
DEEPEST = 3  # groups in groups
MEANINGS = {"", "counter", "time"}
PLACE_MOST = 511


@dataclass(frozen=True)
class Condition:
    """A byte that must be so."""

    at: int  # place of the byte, from 0; from the end where negative
    equals: int
    mask: int = 0xFF


@dataclass(frozen=True)
class OnlyIf:
    """A field that is there where a bit of an earlier one is set, or the value is so."""

    name: str
    bit: int | None = None
    equals: int | None = None


@dataclass(frozen=True)
class ByteField:
    """Some bytes of a payload and what they mean."""

    name: str  # begins with "_" where it is only asked by others; "{n}" counts, "{0}" is a tag byte
    kind: str  # u16, s16le, f32, hex4, text8, skip2 …; "" for a group
    at: int | None = None  # place from 0; None: behind the field before
    bits: tuple[int, int] | None = None  # lowest bit and how many of them
    less: Decimal = Decimal(0)  # taken away before all else
    scale: Decimal = Decimal(1)
    divide: Decimal = Decimal(1)
    plus: Decimal = Decimal(0)
    unit: str = ""
    meaning: str = ""  # counter: a register that only grows; time: when it was measured [s, 1970]
    values: Mapping[int, str | bool] = field(default_factory=dict)  # what numbers stand for
    missing: frozenset[int] = frozenset()  # numbers that stand for nothing measured
    only_if: OnlyIf | None = None
    repeat: int = 1  # of a group; 0: as often as there are bytes
    count_from: int = 1  # what {n} begins with
    fields: tuple["ByteField", ...] = ()  # of a group


@dataclass(frozen=True)
class PayloadForm:
    """One kind of message of a device."""

    ports: frozenset[int] = frozenset()  # empty: any
    length: int | None = None  # [bytes] exactly; None: any
    when: tuple[Condition, ...] = ()
    fields: tuple[ByteField, ...] = ()
    tag: int = 0  # [bytes] of a tag; 0: no records
    records: Mapping[str, tuple[ByteField, ...]] = field(default_factory=dict)  # by tag, in hex


@dataclass(frozen=True)
class PayloadDecoder:
    """A device type's bytes."""

    code: str
    name: str
    source: str  # where its maker says so
    devices: frozenset[str]  # models as networks call them, small letters
    messages: tuple[PayloadForm, ...]


def decoder_from(code: str, written: Any) -> PayloadDecoder:
    """The decoder as written in YAML or JSON.

    Raises InputRejected with what cannot be, and where.
    """
    try:
        if not isinstance(written, Mapping) or not written.get("messages"):
            raise ValueError("messages")
        found = PayloadDecoder(
            code=code,
            name=str(written.get("name") or code),
            source=str(written.get("source") or ""),
            devices=frozenset(str(each).lower() for each in written.get("devices", ())),
            messages=tuple(form_from(each) for each in written["messages"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise no_decoder(code, str(error)) from error
    if sum(weight(form) for form in found.messages) > MOST_FIELDS:
        raise no_decoder(code, "fields")
    return found


def no_decoder(code: str, where: str) -> InputRejected:
    """The refusal of a decoder."""
    return rejected(
        "no_decoder",
        "Der Decoder „{decoder}“ ist nicht lesbar, Fehler bei: {where}. Die Anleitung zu LoRaWAN "
        "zeigt die Form.",
        "The decoder “{decoder}” cannot be read, at: {where}. The guide to LoRaWAN shows the form.",
        decoder=code,
        where=where,
    )


def weight(form: PayloadForm) -> int:
    """How many fields a form has."""

    def of(fields: Sequence[ByteField]) -> int:
        return sum(1 + of(each.fields) for each in fields)

    return of(form.fields) + sum(of(each) for each in form.records.values())


def form_from(written: Mapping[str, Any]) -> PayloadForm:
    """One message. Raises ValueError, TypeError or KeyError naming what cannot be."""
    known(written, {"ports", "length", "when", "fields", "tag", "records"})
    records = {
        str(tag).lower(): fields_from(each) for tag, each in written.get("records", {}).items()
    }
    size = int(written.get("tag", 0))
    if bool(records) != bool(size) or bool(records) == bool(written.get("fields")):
        raise ValueError("fields / records + tag")
    if any(not TAG.fullmatch(tag) or len(tag) != 2 * size for tag in records):
        raise ValueError("records")
    return PayloadForm(
        ports=frozenset(int(each) for each in written.get("ports", ())),
        length=int(written["length"]) if "length" in written else None,
        when=tuple(condition_from(each) for each in written.get("when", ())),
        fields=fields_from(written.get("fields", ())),
        tag=size,
        records=records,
    )


def condition_from(written: Mapping[str, Any]) -> Condition:
    """A condition of a message."""
    known(written, {"at", "equals", "mask"})
    return Condition(int(written["at"]), int(written["equals"]), int(written.get("mask", 0xFF)))


def known(written: Mapping[str, Any], names: set[str]) -> None:
    """Raises ValueError naming what nobody knows: a slip of the pen must not be passed over."""
    strange = sorted(set(map(str, written)) - names)
    if strange:
        raise ValueError(", ".join(strange))


FIELD = {
    "name", "type", "at", "bits", "less", "scale", "divide", "plus", "unit", "meaning", "values",
    "missing", "if", "repeat", "count_from", "fields",
}  # fmt: skip


def fields_from(written: Sequence[Mapping[str, Any]], depth: int = 0) -> tuple[ByteField, ...]:
    """The fields of a message, a record or a group."""
    if depth > DEEPEST:
        raise ValueError("fields")
    return tuple(field_from(each, depth) for each in written)


def field_from(written: Mapping[str, Any], depth: int) -> ByteField:
    """One field or group."""
    known(written, FIELD)
    kind, name = str(written.get("type", "")), str(written.get("name", ""))
    inside = fields_from(written["fields"], depth + 1) if "fields" in written else ()
    if bool(inside) == bool(kind) or (kind and not KINDS.fullmatch(kind)):
        raise ValueError(name or kind or "type")
    if kind and not name and not kind.startswith("skip"):
        raise ValueError("name")
    return ByteField(
        name=name,
        kind=kind,
        at=within(written["at"], 0, PLACE_MOST) if "at" in written else None,
        bits=bits_from(written.get("bits")),
        **{each: decimal(written[each]) for each in DECIMALS if each in written},
        unit=str(written.get("unit", "")),
        meaning=one_of(str(written.get("meaning", "")), MEANINGS),
        values={int(number): said(each) for number, each in written.get("values", {}).items()},
        missing=frozenset(int(each) for each in written.get("missing", ())),
        only_if=only_if_from(written.get("if")),
        repeat=within(written.get("repeat", 1), 0, MOST_REPEATS),
        count_from=within(written.get("count_from", 1), 0, PLACE_MOST),
        fields=inside,
    )


DECIMALS = ("less", "scale", "divide", "plus")


def decimal(written: object) -> Decimal:
    """A number as it was written, neither endless nor beyond all measure."""
    found = Decimal(str(written))
    if not found.is_finite() or abs(found.adjusted()) > 30:
        raise ValueError(str(written))
    return found


def within(written: object, least: int, most: int) -> int:
    """A whole number between two others. Raises ValueError."""
    if isinstance(written, bool) or not isinstance(written, int) or not least <= written <= most:
        raise ValueError(str(written))
    return written


def one_of(written: str, allowed: set[str]) -> str:
    """A word that is allowed. Raises ValueError."""
    if written not in allowed:
        raise ValueError(written)
    return written


def said(written: object) -> str | bool:
    """What a number stands for."""
    return written if isinstance(written, bool) else str(written)


def bits_from(written: Any) -> tuple[int, int] | None:
    """Lowest bit and number of bits; one number is a single bit."""
    if written is None:
        return None
    if isinstance(written, int):
        return within(written, 0, 63), 1
    first, count = written
    return within(first, 0, 63), within(count, 1, 64)


def only_if_from(written: Mapping[str, Any] | None) -> OnlyIf | None:
    """The condition of a field."""
    if written is None:
        return None
    known(written, {"name", "bit", "equals"})
    bit, equals = written.get("bit"), written.get("equals")
    if (bit is None) == (equals is None):
        raise ValueError("if")
    return OnlyIf(str(written["name"]), bit, equals)

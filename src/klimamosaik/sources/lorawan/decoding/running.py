"""A decoder run over a payload."""

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

from klimamosaik.sources.lorawan.decoding.language import (
    KINDS,
    ByteField,
    OnlyIf,
    PayloadDecoder,
    PayloadForm,
)
from klimamosaik.sources.lorawan.measurement import MeasuredValue, Measurement
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

MOST = 1000  # fields of a message, hidden ones and those that come again included
LATEST = 4_102_444_800  # [s since 1970] 2100; beyond, bytes are no time


@dataclass(frozen=True)
class DecodedPayload:
    """What a decoder found."""

    measurements: tuple[Measurement, ...]
    rest: Text | None = None  # what was not understood, in a sentence; None: nothing


class TooShort(Exception):
    """The payload ends before a field does."""


@dataclass
class Run:
    """Where a run stands in its payload."""

    payload: bytes
    tag: bytes = b""
    place: int = 0
    raw: dict[str, int] = field(default_factory=dict)  # numbers by name, for those that ask
    found: list[Measurement] = field(default_factory=list)
    at: datetime | None = None
    steps: int = 0  # fields read

    def take(self, count: int, at: int | None) -> bytes:
        """The next bytes, or those at a place of their own. Raises TooShort."""
        self.steps += 1
        begin = self.place if at is None else at
        taken = self.payload[begin : begin + count]
        if len(taken) < count or self.steps > MOST:
            raise TooShort
        if at is None:
            self.place += count
        return taken


def decode(decoder: PayloadDecoder, *, payload: bytes, port: int) -> DecodedPayload:
    """What the payload says.

    Raises InputRejected where no message of the decoder fits or the payload is too short.
    """
    form = next((each for each in decoder.messages if fits(each, payload, port)), None)
    if form is None:
        raise not_decodable(decoder, payload, port)
    run = Run(payload)
    if form.tag:
        rest = read_records(run, form)
    else:
        try:
            read_fields(run, form.fields)
        except TooShort as error:
            raise not_decodable(decoder, payload, port) from error
        rest = None
    timed = (replace(each, at=each.at or run.at) for each in run.found)
    return DecodedPayload(tuple(timed), rest)


def fits(form: PayloadForm, payload: bytes, port: int) -> bool:
    """True where port, length and bytes are those of the form."""
    if form.ports and port not in form.ports:
        return False
    if form.length is not None and len(payload) != form.length:
        return False
    return all(
        -len(payload) <= each.at < len(payload) and payload[each.at] & each.mask == each.equals
        for each in form.when
    )


def read_records(run: Run, form: PayloadForm) -> Text | None:
    """Records one after the other; a tag nobody knows ends it, since its length is not known."""
    while run.place < len(run.payload):
        begin, before = run.place, len(run.found)
        tag = run.payload[begin : begin + form.tag]
        fields = record_of(form, tag)
        try:
            if fields is None:
                raise TooShort
            run.tag, run.place = tag, begin + form.tag
            read_fields(run, fields)
        except TooShort:
            del run.found[before:]
            return not_understood(run.payload[begin:])
    return None


def record_of(form: PayloadForm, tag: bytes) -> tuple[ByteField, ...] | None:
    """What follows a tag; `**` stands for any byte."""
    exact = form.records.get(tag.hex())
    if exact is not None:
        return exact
    return next((fields for each, fields in form.records.items() if tag_fits(each, tag)), None)


def tag_fits(pattern: str, tag: bytes) -> bool:
    """True where a tag is one of a pattern."""
    pairs = (pattern[place : place + 2] for place in range(0, len(pattern), 2))
    return len(pattern) == 2 * len(tag) and all(
        pair in ("**", f"{byte:02x}") for pair, byte in zip(pairs, tag, strict=True)
    )


def read_fields(run: Run, fields: Sequence[ByteField], count: int = 0) -> None:
    """Fields and groups in their order. count: which of a repeated group this is."""
    for each in fields:
        if each.only_if and not holds(each.only_if, run):
            continue
        if each.fields:
            for number in turns(run, each):
                read_fields(run, each.fields, number)
        else:
            read_field(run, each, count)


def turns(run: Run, group: ByteField) -> Iterator[int]:
    """The numbers of a group's turns; as often as there are bytes, where it says so."""
    if group.repeat:
        yield from range(group.count_from, group.count_from + group.repeat)
        return
    number, place = group.count_from, -1
    while place < run.place < len(run.payload):
        place = run.place
        yield number
        number += 1


def holds(asked: OnlyIf, run: Run) -> bool:
    """True where an earlier field says that this one is there."""
    value = run.raw.get(asked.name)
    if value is None:
        return False
    return value == asked.equals if asked.bit is None else bool(value >> asked.bit & 1)


def read_field(run: Run, each: ByteField, count: int) -> None:
    """One field: noted for those that ask, and measured unless it is hidden or missing."""
    kind = KINDS.fullmatch(each.kind)
    assert kind is not None
    if kind[6]:
        octets = run.take(int(kind[7]), each.at)
        if kind[6] != "skip" and not each.name.startswith("_"):
            value = octets.hex() if kind[6] == "hex" else text_of(octets)
            run.found.append(Measurement(named(each.name, run, count), value, None))
        return
    if kind[4]:
        real = real_of(run.take(int(kind[4]) // 8, each.at), little=kind[5] is not None)
        if math.isfinite(real):  # not a number: nothing was measured
            note(run, each, Decimal(repr(real)), count)
        return
    octets = run.take(int(kind[2]) // 8, each.at)
    whole = int.from_bytes(octets, "little" if kind[3] else "big", signed=kind[1] == "s")
    if each.bits:
        whole = whole >> each.bits[0] & (1 << each.bits[1]) - 1
    run.raw[each.name] = whole
    if whole not in each.missing:
        note(run, each, Decimal(whole), count)


def real_of(octets: bytes, *, little: bool) -> float:
    """A floating point number of four or eight bytes."""
    (real,) = struct.unpack(("<" if little else ">") + ("f" if len(octets) == 4 else "d"), octets)
    return float(real)


def note(run: Run, each: ByteField, raw: Decimal, count: int) -> None:
    """A value as a measurement, or as the time of the others."""
    if each.meaning == "time":
        seconds = int(raw)
        run.at = datetime.fromtimestamp(seconds, UTC) if 0 < seconds < LATEST else None
    elif not each.name.startswith("_"):
        counter = each.meaning == "counter" or None
        name = named(each.name, run, count)
        run.found.append(Measurement(name, value_of(each, raw), each.unit or None, counter))


def value_of(each: ByteField, raw: Decimal) -> MeasuredValue:
    """What a number stands for, or the number in its unit: in decimals, so that 0.1 stays 0.1."""
    if each.values and raw == int(raw) and int(raw) in each.values:
        return each.values[int(raw)]
    value = (raw - each.less) * each.scale / (each.divide or Decimal(1)) + each.plus
    return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else float(value)


def named(name: str, run: Run, count: int) -> str:
    """The name with the number of its turn and the bytes of its tag."""
    name = name.replace("{n}", str(count))
    for place, byte in enumerate(run.tag):
        name = name.replace("{" + str(place) + "}", str(byte))
    return name


def text_of(octets: bytes) -> str:
    """Bytes as text, without what fills them up."""
    return "".join(each for each in octets.decode("latin-1") if each.isprintable()).strip()


def not_understood(rest: bytes) -> Text:
    """What is said of bytes behind the last record that is known."""
    return Text(
        "Ab „{rest}“ kennt der Decoder die Nutzlast nicht.",
        "From “{rest}” on the decoder does not know the payload.",
    ).format(rest=rest[:16].hex())


def not_decodable(decoder: PayloadDecoder, payload: bytes, port: int) -> InputRejected:
    """The refusal of a payload that is none of the decoder's."""
    return rejected(
        "not_decodable",
        "Der Decoder „{name}“ kennt keine Meldung auf Port {port} mit {count} Byte ({payload}).",
        "The decoder “{name}” knows no message on port {port} with {count} bytes ({payload}).",
        name=decoder.name,
        port=str(port),
        count=str(len(payload)),
        payload=payload[:24].hex(),
    )

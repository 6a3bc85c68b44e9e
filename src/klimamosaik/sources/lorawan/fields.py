"""Fields of a message in JSON: there and of the right kind, or a sentence that says what is not."""

import base64
import binascii
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from klimamosaik.terms.complaint import InputRejected, rejected

Json = Mapping[str, Any]
EUI = re.compile(r"[0-9a-f]{16}")
DIGITS = re.compile(r"\d{1,10}", re.ASCII)
LARGEST_COUNTER = 2**32 - 1  # frame counters have 32 bits
LARGEST_PORT = 255
USUAL = str.maketrans("-_", "+/")  # letters of base64 as they stand in addresses
LONGEST_PAYLOAD = 512  # [bytes] LoRaWAN passes at most 242
LONGEST_NAME = 160


def part(message: Json, *path: str) -> Json:
    """The object at a path; empty where there is none or something else stands there."""
    found: Any = message
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def parts(message: Json, name: str) -> Sequence[Json]:
    """The objects of a list; empty where there is none."""
    found = message.get(name)
    listed = found if isinstance(found, list) else []
    return [each for each in listed if isinstance(each, Mapping)]


def words(message: Json, *names: str, most: int = LONGEST_NAME) -> str:
    """The first of these fields that holds a text, without control characters; "" if none."""
    for name in names:
        found = message.get(name)
        if isinstance(found, str) and found.strip():
            return "".join(each for each in found if each.isprintable()).strip()[:most]
    return ""


def number(message: Json, *names: str) -> float | None:
    """The first of these fields that holds a finite number, be it written as text."""
    for name in names:
        found = message.get(name)
        if isinstance(found, str):
            found = _number_in(found)
        if isinstance(found, int | float) and not isinstance(found, bool):
            value = _double(found)
            if math.isfinite(value):
                return value
    return None


def _double(found: float) -> float:
    try:
        return float(found)
    except OverflowError:
        return math.inf


def _number_in(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def whole(message: Json, name: str, *, most: int) -> int:
    """A whole number of a field; 0 where it is left out, as The Things Stack leaves out zeros.

    Null and 7.0 are read, too: what stands between network and us writes them so. Raises
    InputRejected for what is no whole number from 0 to `most`.
    """
    found = message.get(name)
    if found is None:
        return 0
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= most:
        raise rejected(
            "uplink_number",
            "„{name}“ ist keine ganze Zahl von 0 bis {most}: {found}.",
            "“{name}” is no whole number from 0 to {most}: {found}.",
            name=name,
            most=str(most),
            found=shown(found),
        )
    return found


def whole_in_text(message: Json, name: str, *, most: int) -> int:
    """A whole number as `whole` reads it, or its digits: older ThingPark writes all as text."""
    found = message.get(name)
    if isinstance(found, str) and DIGITS.fullmatch(found):
        message = {name: int(found)}
    return whole(message, name, most=most)


def shown(found: object) -> str:
    """A value as a sentence quotes it."""
    text = str(found) if not isinstance(found, int) or found.bit_length() < 200 else "…"
    plain = "".join(each for each in text[:41] if each.isprintable())
    return plain if len(text) <= 40 else plain[:40] + " …"


def eui_of(written: str) -> str:
    """The EUI of a device: in hexadecimal digits, with or without dashes, or in base64.

    Raises InputRejected for anything else.
    """
    plain = re.sub(r"[-:\s]", "", written).lower()
    if EUI.fullmatch(plain):
        return plain
    try:
        octets = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        octets = b""
    if len(octets) == 8:
        return octets.hex()
    raise rejected(
        "no_device_eui",
        "Die Meldung nennt keine DevEUI: gefunden „{found}“, erwartet 16 Hexadezimalziffern.",
        "The message names no DevEUI: found “{found}”, expected 16 hexadecimal digits.",
        found=shown(written),
    )


def base64_bytes(message: Json, name: str) -> bytes | None:
    """The bytes of a field in base64, also that of addresses, with or without "=" at its end.

    None where it is left out or empty.
    """
    return _bytes(message, name, _base64)


def _base64(text: str) -> bytes:
    usual = text.rstrip("=").translate(USUAL)
    return base64.b64decode(usual + "=" * (-len(usual) % 4), validate=True)


def hex_bytes(message: Json, name: str) -> bytes | None:
    """The bytes of a field in hexadecimal digits; None where it is left out or empty."""
    return _bytes(message, name, bytes.fromhex)


def _bytes(message: Json, name: str, read: Any) -> bytes | None:
    text = message.get(name)
    if text is None or text == "":
        return None
    try:
        if not isinstance(text, str) or len(text) > 4 * LONGEST_PAYLOAD:
            raise ValueError
        octets = bytes(read(text))
    except (binascii.Error, ValueError) as error:
        raise unreadable_payload(name, text) from error
    if len(octets) > LONGEST_PAYLOAD:
        raise unreadable_payload(name, text)
    return octets


def unreadable_payload(name: str, found: object) -> InputRejected:
    """The refusal of a payload."""
    return rejected(
        "uplink_payload",
        "Die Nutzlast „{name}“ ist nicht lesbar: {found}.",
        "The payload “{name}” cannot be read: {found}.",
        name=name,
        found=shown(found),
    )


def instant(message: Json, *names: str) -> datetime | None:
    """The first of these fields that holds a moment with its zone, in UTC; None if none does."""
    for name in names:
        found = message.get(name)
        if not isinstance(found, str):
            continue
        try:
            at = datetime.fromisoformat(found.upper())  # digits beyond microseconds are cut
            if at.tzinfo is not None:
                return at.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def of_milliseconds(message: Json, name: str) -> datetime | None:
    """The moment of a field in milliseconds since 1970; None where there is none."""
    found = number(message, name)
    if found is None or not 0 < found < 4e12:
        return None
    return datetime.fromtimestamp(int(found) // 1000, UTC).replace(
        microsecond=int(found) % 1000 * 1000
    )

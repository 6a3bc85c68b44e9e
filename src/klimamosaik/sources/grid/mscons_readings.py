"""The values of an MSCONS interchange, each with message, place, register and times."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from sys import intern

from klimamosaik.sources.grid.edifact import Segment

OBIS = re.compile(r"^(\d)-(\d+):(\d+)\.(\d+)\.(\d+)")
ACTIVE = ("1", "2")  # active energy drawn and fed in; 3 to 8 are reactive
ENERGY = ("8", "9", "10", "29", "30")  # integrals over time; 6 is a maximum of power
STAMP = re.compile(r"^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d{2})(\d{2})?$")
UNITS = {"KWH": "kWh", "MWH": "MWh", "KWT": "kW", "MTQ": "m³", "KW": "kW"}
CANCELLATION = "1"  # BGM 1225; 9 is an original


@dataclass(frozen=True, slots=True)
class MsconsReading:
    """One value of an interchange."""

    place: str  # Marktlokation or Messlokation
    register: str  # OBIS code, or another code
    medium: bool  # the register is no OBIS code
    kind: str  # QTY 6063
    value: str
    unit: str
    start: str
    end: str
    at: str  # of a counter
    message: int  # which of the interchange, from 1
    cancelled: bool  # the message takes back what an earlier one said


def readings_in(segments: Iterable[Segment]) -> Iterator[MsconsReading]:
    """Every QTY with the message, place, register and times around it.

    What comes again in many of them is held once.
    """
    at = MessagePlace()
    value: list[str] = []
    times: dict[str, str] = {}
    for segment in chain(segments, [[["UNT"]]]):
        tag = segment[0][0]
        if value and tag in ("QTY", "LIN", "LOC", "NAD", "UNT", "UNH", "UNZ", "PIA"):
            yield _reading(at, value, times)
            value, times = [], {}
        if tag == "QTY":
            value, times = segment[1] if len(segment) > 1 else [], {}
        elif tag == "DTM" and value:
            times[_part(segment, 1, 0)] = intern(_time(_part(segment, 1, 1)))
        else:
            at = at.after(segment)


@dataclass(frozen=True)
class MessagePlace:
    """Where in an interchange a value stands."""

    message: int = 0
    cancelled: bool = False
    place: str = ""
    register: str = ""
    medium: bool = False

    def after(self, segment: Sequence[Sequence[str]]) -> "MessagePlace":
        """Where it stands behind one more segment."""
        tag = segment[0][0]
        if tag == "UNH":
            return MessagePlace(self.message + 1)
        if tag == "BGM":
            return replace(self, cancelled=_part(segment, 3, 0) == CANCELLATION)
        if tag == "LOC" and _part(segment, 1, 0) == "172":
            return replace(self, place=intern(_part(segment, 2, 0)), register="")
        if tag == "PIA":
            medium = _part(segment, 2, 1) == "Z08"
            return replace(self, register=intern(_part(segment, 2, 0)), medium=medium)
        return self


def newest_of(readings: Sequence[MsconsReading]) -> list[MsconsReading]:
    """Of a value that several messages say only what the last of them says: it corrects.

    What one message says twice stays twice: nobody knows which is right, and it is asked about.
    """
    messages: dict[tuple[str, str], set[int]] = {}
    for each in readings:
        messages.setdefault((each.place, each.register), set()).add(each.message)
    once = {meter for meter, said in messages.items() if len(said) == 1}  # most are
    again = [each for each in readings if (each.place, each.register) not in once]
    last = {_key(each): each.message for each in again}
    if not last:
        return list(readings)
    return [each for each in readings if each.message == last.get(_key(each), each.message)]


def _key(reading: MsconsReading) -> tuple[str, ...]:
    return reading.place, reading.register, reading.start, reading.end, reading.at


def _part(segment: Sequence[Sequence[str]], element: int, component: int) -> str:
    if len(segment) <= element or len(segment[element]) <= component:
        return ""
    return segment[element][component]


def _reading(at: MessagePlace, value: Sequence[str], times: dict[str, str]) -> MsconsReading:
    kind, amount, unit = [*value, "", "", ""][:3]
    return MsconsReading(
        place=at.place,
        register=at.register,
        medium=at.medium,
        kind=intern(kind),
        value=amount.replace(",", "."),  # UNA says which mark is decimal; thousands have none
        unit=intern(UNITS.get(unit, unit)) or implied_unit(at.register),
        start=times.get("163", ""),
        end=times.get("164", ""),
        at=times.get("7", "") or times.get("9", ""),
        message=at.message,
        cancelled=at.cancelled,
    )


def implied_unit(register: str) -> str:
    """The unit an OBIS code implies; only that of active energy is certain."""
    code = OBIS.match(register)
    active = code and code[1] == "1" and code[3] in ACTIVE and code[4] in ENERGY
    return "kWh" if active else ""


def _time(written: str) -> str:
    """CCYYMMDDHHMMZZZ with the offset, as ISO 8601; other forms as they are."""
    told = STAMP.match(written)
    if not told:
        return f"{written[:4]}-{written[4:6]}-{written[6:8]}" if len(written) == 8 else written
    year, month, day, hour, minute, offset, rest = told.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:00{offset}:{rest or '00'}"

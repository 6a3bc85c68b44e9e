"""MSCONS: meter readings as grid operators exchange them (UN/EDIFACT D.04B, EDI@Energy MIG).

Codes from "MSCONS MIG 2.4c" (BDEW, 26 July 2024): QTY 6063 says what a value is, PIA 7143 how the
register is named (SRW, Z02: OBIS; Z08: a medium such as curtailed energy, which is no use).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.part import FilePart, Grid, OpenedFile, made_grid
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

WRITTEN = Detected("edifact", Text("MSCONS (EDIFACT)", "MSCONS (EDIFACT)"))
BEGIN = re.compile(r"^(?:UNA.{6}\s*)?UNB.", re.DOTALL)
STANDARD = ":+.? '"  # separators where no UNA says others
TAKEN = {"220": "wahrer Wert", "67": "Ersatzwert", "Z18": "vorläufig", "79": ""}
OBIS = re.compile(r"^(\d)-(\d+):(\d+)\.(\d+)\.(\d+)")
CARRIERS = {"1": "Strom", "5": "Kälte", "6": "Wärme", "7": "Gas", "8": "Wasser", "9": "Wasser"}
ACTIVE = ("1", "2")  # active energy drawn and fed in; 3 to 8 are reactive
ENERGY = ("8", "9", "10", "29", "30")  # integrals over time; 6 is a maximum of power
CALORIFIC = ("52", "53", "54", "55", "70")  # of gas: state number, calorific value and the like
STAMP = re.compile(r"^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d{2})(\d{2})?$")
UNITS = {"KWH": "kWh", "MWH": "MWh", "KWT": "kW", "MTQ": "m³", "KW": "kW"}


@dataclass(frozen=True)
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


def recognises(head: FileHead) -> bool:
    """True for any interchange of UN/EDIFACT."""
    return bool(BEGIN.match(head.text))


def read(content: Content, told: FormatHints) -> OpenedFile:
    """The readings of an interchange; raises Refused where it has none, naming what it is."""
    text, encoding = decode(content.data, told.encoding)
    segments = list(segments_of(text))
    types = {segment[2][0] for segment in segments if segment[0][0] == "UNH" and len(segment) > 2}
    if "MSCONS" not in types:
        raise _other_message(", ".join(sorted(types)) or "?")
    readings = list(_readings(segments))
    check_cells(len(readings) * 8)
    taken, left = _sorted_out(readings)
    if not taken:
        raise _nothing(left)
    parts = []
    for title, rows in _grouped(taken).items():
        parts.append(FilePart(title, _grid(rows, encoding)))
    return OpenedFile(tuple(parts), tuple(_left_out(why, count) for why, count in left.items()))


def segments_of(text: str) -> Iterator[list[list[str]]]:
    """Segments as data elements of components, release characters undone."""
    text = text.lstrip("\ufeff \n")
    marks = text[3:9] if text.startswith("UNA") and len(text) > 9 else STANDARD
    body = text[9:] if text.startswith("UNA") else text
    component, element, release, end = marks[0], marks[1], marks[3], marks[5]
    for segment in _split(body, end, release):
        stripped = segment.strip("\n\t ")
        if stripped:
            yield [
                [_released(part, release) for part in _split(each, component, release)]
                for each in _split(stripped, element, release)
            ]


def _split(text: str, at: str, release: str) -> list[str]:
    """Cut at a mark that is not released."""
    if release not in text:
        return text.split(at)
    pattern = rf"(?:[^{re.escape(at + release)}]|{re.escape(release)}.)*"
    return re.findall(rf"(?s)({pattern})(?:{re.escape(at)}|$)", text)


def _released(text: str, release: str) -> str:
    return re.sub(rf"(?s){re.escape(release)}(.)", r"\1", text) if release in text else text


def _readings(segments: Sequence[list[list[str]]]) -> Iterator[MsconsReading]:
    """Every QTY with the place, register and times around it."""
    place = register = ""
    medium = False
    value: list[str] = []
    times: dict[str, str] = {}
    for segment in [*segments, [["UNT"]]]:
        tag = segment[0][0]
        if value and tag in ("QTY", "LIN", "LOC", "NAD", "UNT", "UNH", "UNZ", "PIA"):
            yield _reading(place, register, medium, value, times)
            value, times = [], {}
        if tag == "LOC" and _part(segment, 1, 0) == "172":
            place, register = _part(segment, 2, 0), ""
        elif tag == "PIA":
            register, medium = _part(segment, 2, 0), _part(segment, 2, 1) == "Z08"
        elif tag == "QTY":
            value, times = segment[1] if len(segment) > 1 else [], {}
        elif tag == "DTM" and value:
            times[_part(segment, 1, 0)] = _time(_part(segment, 1, 1))
        elif tag == "UNH":
            place = register = ""


def _part(segment: Sequence[Sequence[str]], element: int, component: int) -> str:
    if len(segment) <= element or len(segment[element]) <= component:
        return ""
    return segment[element][component]


def _reading(
    place: str,
    register: str,
    medium: bool,
    value: Sequence[str],
    times: dict[str, str],
) -> MsconsReading:
    kind, amount, unit = [*value, "", "", ""][:3]
    return MsconsReading(
        place,
        register,
        medium,
        kind,
        amount.replace(",", "."),  # UNA says which mark is decimal; thousands have none
        UNITS.get(unit, unit) or _implied(register),
        times.get("163", ""),
        times.get("164", ""),
        times.get("7", "") or times.get("9", ""),
    )


def _implied(register: str) -> str:
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


def _sorted_out(readings: Sequence[MsconsReading]) -> tuple[list[MsconsReading], Counter[str]]:
    """The readings that are amounts or counters, and why others are none, counted."""
    taken, left = [], Counter[str]()
    for reading in readings:
        why = _why_not(reading)
        if why:
            left[why] += 1
        else:
            taken.append(reading)
    return taken, left


def _why_not(reading: MsconsReading) -> str:
    code = OBIS.match(reading.register)
    if reading.medium or (reading.register and not code):
        return f"medium {reading.register}"
    if reading.kind not in TAKEN:
        return f"kind {reading.kind}"
    if code and code[1] == "1" and (code[3] not in ACTIVE or code[4] not in ENERGY):
        return f"register {reading.register}"
    if code and code[1] == "7" and code[3] in CALORIFIC:
        return f"register {reading.register}"
    return "" if reading.at or (reading.start and reading.end) else "time"


def _grouped(readings: Sequence[MsconsReading]) -> dict[str, list[MsconsReading]]:
    """Amounts and counters apart, and amounts by what they are integrals of."""
    grouped: dict[str, list[MsconsReading]] = {}
    for reading in readings:
        code = OBIS.match(reading.register)
        if reading.at and not reading.start:
            title = "Zählerstände"
        else:
            title = f"Verbrauch {code[4]}" if code else "Verbrauch"
        grouped.setdefault(title, []).append(reading)
    return grouped if len(grouped) > 1 else {"": list(readings)}


def _grid(readings: Sequence[MsconsReading], encoding: Detected) -> Grid:
    counters = bool(readings[0].at and not readings[0].start)
    columns: dict[str, list[str | None]] = {
        "Zähler": [each.place or None for each in readings],
        "Energieträger": [_carrier(each.register) for each in readings],
        "OBIS": [each.register or None for each in readings],
    }
    if counters:
        columns["Zeitpunkt"] = [each.at for each in readings]
    else:
        columns["von"] = [each.start for each in readings]
        columns["bis"] = [each.end for each in readings]
    columns["Zählerstand" if counters else "Verbrauch"] = [each.value for each in readings]
    columns["Einheit"] = [each.unit or None for each in readings]
    columns["Status"] = [TAKEN[each.kind] or None for each in readings]
    filled = {key: cells for key, cells in columns.items() if any(cells)}
    return made_grid(list(filled), list(filled.values()), container=WRITTEN, encoding=encoding)


def _carrier(register: str) -> str | None:
    code = OBIS.match(register)
    return CARRIERS.get(code[1]) if code else None


def _left_out(why: str, count: int) -> Detected:
    text = _reason(why)
    return Detected(
        why,
        Text(
            "MSCONS: {count:n} Werte nicht gelesen: {text}.",
            "MSCONS: {count:n} values not read: {text}.",
        ).format(count=count, text=text),
    )


def _reason(why: str) -> Text:
    what, _, code = why.partition(" ")
    if what == "time":
        return Text("Beginn oder Ende fehlt", "start or end is missing")
    known = KINDS.get(code) if what == "kind" else MEDIA.get(code) if what == "medium" else None
    if known:
        return Text(
            "{known} ({code})",
            "{known} ({code})",
        ).format(known=known, code=code)
    return Text(
        "Kennzahl {code} ist keine Energiemenge",
        "code {code} is no amount of energy",
    ).format(code=code)


KINDS = {
    "201": Text("Vorschlagswert", "proposed value"),
    "20": Text("nicht verwendbarer Wert", "value not to be used"),
    "187": Text("Prognosewert", "forecast"),
    "Z30": Text("fehlender Wert", "missing value"),
    "Z31": Text("Angabe für Lieferschein", "for the delivery note"),
    "Z47": Text("Grundlage der Preisobergrenze", "basis of the price limit"),
}
MEDIA = {
    "AUA": Text("Ausfallarbeit, kein Verbrauch", "curtailed energy, no use"),
    "SOL": Text("Sonneneinstrahlung", "solar radiation"),
    "WID": Text("Windgeschwindigkeit", "wind speed"),
}


def _nothing(left: Counter[str]) -> InputRejected:
    reasons = [_reason(why) for why in left]
    de = "; ".join(each.de for each in reasons[:5])
    en = "; ".join(each.en for each in reasons[:5])
    return rejected(
        "mscons_without_readings",
        "Die MSCONS-Nachricht (EDIFACT) enthält keine lesbaren Verbräuche oder Zählerstände"
        + (f": {de}." if de else ".")
        + " Bitte die Nachricht mit den Messwerten hochladen oder die Werte als CSV anfordern.",
        "The MSCONS message (EDIFACT) holds no readable use or meter readings"
        + (f": {en}." if en else ".")
        + " Please upload the message with the readings or ask for them as CSV.",
    )


def _other_message(types: str) -> InputRejected:
    return rejected(
        "other_edifact",
        "Das ist eine EDIFACT-Nachricht ({types}) ohne Messwerte; gelesen wird MSCONS. Bitte die "
        "Messwerte als MSCONS oder CSV anfordern.",
        "This is an EDIFACT message ({types}) without readings; MSCONS is read. Please ask for "
        "the readings as MSCONS or CSV.",
        types=types,
    )


MSCONS = FileFormat(WRITTEN, recognises, read, (".edi", ".txt"))

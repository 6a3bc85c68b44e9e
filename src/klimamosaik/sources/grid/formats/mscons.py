"""MSCONS: meter readings as grid operators exchange them (UN/EDIFACT D.04B, EDI@Energy MIG).

Codes from "MSCONS MIG 2.4c" (BDEW, 26 July 2024): QTY 6063 says what a value is, PIA 7143 how the
register is named (SRW, Z02: OBIS; Z08: a medium such as curtailed energy, which is no use).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.edifact import Segment, whole_segments
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.limits import MESSAGE_COST, check_cells
from klimamosaik.sources.grid.mscons_readings import (
    ACTIVE,
    ENERGY,
    OBIS,
    MsconsReading,
    newest_of,
    readings_in,
)
from klimamosaik.sources.grid.part import FilePart, Grid, OpenedFile, made_grid
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

WRITTEN = Detected("edifact", Text("MSCONS (EDIFACT)", "MSCONS (EDIFACT)"))
BEGIN = re.compile(r"^(?:UNA.{6}\s*)?UNB.", re.DOTALL)
CELLS = 8  # of the row that a reading becomes
TAKEN = {"220": "wahrer Wert", "67": "Ersatzwert", "Z18": "vorläufig", "79": ""}
CARRIERS = {"1": "Strom", "5": "Kälte", "6": "Wärme", "7": "Gas", "8": "Wasser", "9": "Wasser"}
CALORIFIC = ("52", "53", "54", "55", "70")  # of gas: state number, calorific value and the like


def recognises(head: FileHead) -> bool:
    """True for any interchange of UN/EDIFACT."""
    return bool(BEGIN.match(head.text))


def read(content: Content, told: FormatHints) -> OpenedFile:
    """The readings of an interchange; raises InputRejected where it has none, naming what it is."""
    text, encoding = decode(content.data, told.encoding)
    frame = InterchangeFrame()
    readings = []
    for reading in readings_in(frame.noted(whole_segments(text))):
        readings.append(reading)
        check_cells(len(readings) * CELLS, cost=MESSAGE_COST)
    del text
    if "MSCONS" not in frame.types:
        raise _other_message(", ".join(sorted(frame.types)) or "?")
    taken, left = _sorted_out(newest_of(readings))
    del readings
    if not taken:
        raise _nothing(left)
    parts = []
    for title, rows in _grouped(taken).items():
        parts.append(FilePart(title, _grid(rows, encoding)))
    left_out = tuple(_left_out(why, count) for why, count in left.items())
    return OpenedFile(tuple(parts), left_out, cut=() if frame.is_complete else (CUT,))


@dataclass
class InterchangeFrame:
    """What stands around the readings of an interchange, as far as it was read."""

    types: set[str] = field(default_factory=set)  # of its messages
    messages: int = 0
    last: Segment | None = None

    def noted(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """The same segments, looked at as they pass."""
        for segment in segments:
            self.last = segment
            if segment[0][0] == "UNH":
                self.messages += 1
                self.types.update(part[0] for part in segment[2:3])
            yield segment

    @property
    def is_complete(self) -> bool:
        """True where it is closed and holds as many messages as it says."""
        if self.last is None or self.last[0][0] != "UNZ":
            return False
        said = self.last[1][0] if len(self.last) > 1 else ""
        return not said.isdigit() or self.messages >= int(said)


CUT = Detected(
    "mscons",
    Text(
        "Die MSCONS-Datei ist unvollständig: Ihr Ende (UNZ) oder eine ihrer Nachrichten fehlt.",
        "The MSCONS file is incomplete: its end (UNZ) or one of its messages is missing.",
    ),
)


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
    if reading.cancelled:
        return "cancelled"
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
            "MSCONS: {count:Wert|Werte} nicht gelesen: {text}.",
            "MSCONS: {count:value|values} not read: {text}.",
        ).format(count=count, text=text),
    )


def _reason(why: str) -> Text:
    what, _, code = why.partition(" ")
    if what == "time":
        return Text("Beginn oder Ende fehlt", "start or end is missing")
    if what == "cancelled":
        return Text(
            "storniert; den Import, der sie brachte, bitte zurücknehmen",
            "cancelled; please take the import back that brought them",
        )
    known = KINDS.get(code) if what == "kind" else MEDIA.get(code) if what == "medium" else None
    if known:
        return Text("{known} ({code})", "{known} ({code})").format(known=known, code=code)
    return Text(
        "Kennzahl {code} ist keine Energiemenge", "code {code} is no amount of energy"
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

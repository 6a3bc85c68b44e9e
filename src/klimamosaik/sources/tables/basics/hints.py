"""Corrections by a person, remembered for the next file of the same kind."""

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, Literal, get_args

from klimamosaik.sources.quantities.words import conventions
from klimamosaik.sources.sheets.corrections import (
    not_allowed,
    read_again,
    what_is_set,
    written_down,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.unit import UNITS


class ColumnRole(TextEnum):
    """What a column is for."""

    TIME = "time", Text("Zeit", "time")  # stamp, day, month or year of a reading
    CLOCK = "clock", Text("Uhrzeit", "time of day")  # beside a column with the day
    YEAR = "year", Text("Jahr", "year")
    MONTH = "month", Text("Monat", "month")
    DAY = "day", Text("Tag des Monats", "day of the month")  # beside year and month
    FROM = "from", Text("Beginn des Zeitraums", "start of the period")
    TO = "to", Text("Ende des Zeitraums", "end of the period")
    # in a column of its own
    FROM_CLOCK = "from_clock", Text("Uhrzeit des Beginns", "time of day of the start")
    TO_CLOCK = "to_clock", Text("Uhrzeit des Endes", "time of day of the end")
    VALUE = "value", Text("Verbrauch oder Leistung", "use or power")  # or volume
    COUNTER = "counter", Text("Zählerstand", "meter reading")
    # or name of the series
    METER = "meter", Text("Zähler oder Zählernummer", "meter or its number")
    BUILDING = "building", Text("Gebäude", "building")
    CARRIER = "carrier", Text("Energieträger", "energy carrier")
    UNIT = "unit", Text("Einheit", "unit")
    # rows of one meter add up
    TARIFF = "tariff", Text("Tarif oder Zählwerk (HT, NT)", "tariff or register")
    DIRECTION = (
        "direction",
        Text("Richtung: bezogen oder eingespeist", "direction: drawn or fed in"),
    )
    # tells direction, register and carrier (IEC 62056-61)
    OBIS = "obis", Text("OBIS-Kennzahl", "OBIS code")
    # values and counters are multiplied by it
    FACTOR = "factor", Text("Faktor (Wandler)", "factor (transformer)")
    ZONE = "zone", Text("Zeitzone", "time zone")  # of the row's times: UTC, MESZ, +02:00
    COST = "cost", Text("Kosten", "cost")
    # a measured or a substitute value
    QUALITY = "quality", Text("Güte: gemessen oder Ersatzwert", "quality: measured or substitute")
    CALORIFIC_VALUE = "calorific_value", Text("Brennwert", "calorific value")
    STATE_NUMBER = "state_number", Text("Zustandszahl", "state number")
    ADDRESS = "address", Text("Adresse", "address")
    POSTCODE = "postcode", Text("Postleitzahl", "postcode")
    PLACE = "place", Text("Ort", "place")
    DISTRICT = "district", Text("Stadtteil oder Ortsteil", "district")
    AREA = "area", Text("Fläche", "area")
    KIND = "kind", Text("Gebäudeart", "kind of building")
    SINCE = "since", Text("Baujahr", "year built")
    TEMPERATURE = "temperature", Text("Temperatur", "temperature")  # of the air outside
    # soil, level, noise, air of a room
    SENSED = "sensed", Text("Messgröße, kein Verbrauch", "quantity, no use")
    IGNORED = "ignored", Text("nicht verwendet", "not used")
    UNKNOWN = "unknown", Text("nicht erkannt", "not recognised")  # asked where it matters


Stamp = Literal["start", "end"]
DateOrder = Literal["day", "month"]  # which comes first in 03/04/2024


@dataclass(frozen=True)
class ColumnHint:
    """Correction for the column with this header; None leaves the guess."""

    header: str  # as shown in the preview
    role: ColumnRole | None = None
    carrier: Carrier | None = None
    unit: str | None = None  # symbol of terms.UNITS; of a sensed column one of its quantity
    decimal: Literal[",", "."] | None = None
    name: str | None = None  # name of the series
    direction: Direction | None = None

    def updated(self, newer: "ColumnHint") -> "ColumnHint":
        """This hint with every newer word on top."""
        told = {key: value for key, value in vars(newer).items() if value is not None}
        return replace(self, **told)


LISTS = ("columns", "words", "accepted")  # fields that grow with every correction


@dataclass(frozen=True)
class FileHints:
    """Corrections for a whole file; None leaves the guess."""

    sheet: str | None = None
    encoding: str | None = None  # a Python codec name
    delimiter: str | None = None
    decimal: Literal[",", "."] | None = None
    header_row: int | None = None  # last row of the header, from 1; 0 = no header
    timezone: str | None = None  # IANA name of naive time stamps
    stamp: Stamp | None = None  # whether a time stamp marks start or end of its interval
    counter: bool | None = None  # all value columns are cumulative, or none is
    carrier: Carrier | None = None
    unit: str | None = None  # symbol of terms.UNITS
    direction: Direction | None = None  # of all series
    date_order: DateOrder | None = None
    year: int | None = None  # of months that stand without one
    season: str | None = None  # first and last month of "2022/23", e.g. "10-09"
    calorific_value: float | None = None  # kWh per standard m³
    state_number: float | None = None  # standard m³ per metered m³
    series: str | None = None  # name of the only series
    columns: tuple[ColumnHint, ...] = ()
    words: tuple[tuple[str, Direction], ...] = ()  # what a cell of a column of directions means
    accepted: tuple[str, ...] = ()  # codes of questions answered with "yes, it is so"

    def __post_init__(self) -> None:
        """Refuse what cannot be, wherever the corrections come from."""
        _check(self)

    def of(self, header: str) -> ColumnHint:
        """The hint for the column with this header, or an empty one."""
        for hint in self.columns:
            if hint.header == header:
                return hint
        return ColumnHint(header)

    def updated(self, newer: "FileHints") -> "FileHints":
        """These hints, with every correction of `newer` on top."""
        changed: dict[str, Any] = {
            field.name: getattr(newer, field.name)
            for field in fields(newer)
            if field.name not in LISTS and getattr(newer, field.name) is not None
        }
        headers = dict.fromkeys(hint.header for hint in (*self.columns, *newer.columns))
        columns = tuple(self.of(header).updated(newer.of(header)) for header in headers)
        accepted = tuple(dict.fromkeys((*self.accepted, *newer.accepted)))
        words = tuple({**dict(self.words), **dict(newer.words)}.items())
        return replace(self, columns=columns, words=words, accepted=accepted, **changed)

    def to_remember(self) -> "FileHints":
        """Without what was said of this one file only: its year, that its oddities are right."""
        return replace(self, accepted=(), year=None)

    def to_json(self) -> str:
        """Write what is set as JSON."""
        columns = [what_is_set(asdict(hint)) for hint in self.columns]
        named = {"columns": columns or None, "words": dict(self.words) or None}
        return written_down({**asdict(self), **named})

    @classmethod
    def from_json(cls, written: str) -> "FileHints":
        """What `to_json` or a person wrote; raises InputRejected for anything not understood."""
        with read_again():
            record = json.loads(written)
            columns = tuple(_column_hint(each) for each in record.pop("columns", ()))
            accepted = tuple(record.pop("accepted", ()))
            words = tuple((w, Direction(way)) for w, way in record.pop("words", {}).items())
            told = {"columns": columns, "words": words, "accepted": accepted}
            return cls(**{**record, **_named(record), **told})


def _column_hint(record: dict[str, Any]) -> ColumnHint:
    return ColumnHint(**{**record, **_named(record)})


KINDS: dict[str, type[StrEnum]] = {"role": ColumnRole, "carrier": Carrier, "direction": Direction}


def _named(record: dict[str, Any]) -> dict[str, StrEnum]:
    """The fields that are one of a list of names, as such."""
    return {key: kind(record[key]) for key, kind in KINDS.items() if record.get(key) is not None}


NUMBERS = ("calorific_value", "state_number")
SEASON = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1[0-2])")
YEARS = (1900, 2100)


def _check(hints: FileHints) -> None:
    allowed: dict[str, tuple[str, ...]] = {
        "carrier": tuple(Carrier),
        "unit": tuple(dict.fromkeys((*UNITS, *conventions()["written"]))),
        "direction": tuple(Direction),
        "decimal": (",", "."),
        "stamp": get_args(Stamp),
        "date_order": get_args(DateOrder),
    }
    for name, choices in allowed.items():
        for part in (hints, *hints.columns):
            told = getattr(part, name, None)
            if told is not None and told not in choices:
                raise not_allowed(name, told, " ".join(choices))
    year, season = hints.year, hints.season
    if year is not None and not (type(year) is int and YEARS[0] <= year <= YEARS[1]):
        raise not_allowed("year", year, f"{YEARS[0]} … {YEARS[1]}")
    if season is not None and not (isinstance(season, str) and SEASON.fullmatch(season)):
        raise not_allowed("season", season, '"10-09"')
    for name in NUMBERS:
        number = getattr(hints, name)
        if number is not None and not (isinstance(number, int | float) and 0 < number < 100):
            raise not_allowed(name, number, "0 < x < 100")

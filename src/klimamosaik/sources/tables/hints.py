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
from klimamosaik.terms.unit import UNITS


class ColumnRole(StrEnum):
    """What a column is for."""

    TIME = "time"  # time stamp, day, month or year of a reading
    CLOCK = "clock"  # time of day, beside a column with the day
    YEAR = "year"
    MONTH = "month"
    DAY = "day"  # day of the month, beside columns of year and month
    FROM = "from"
    TO = "to"
    FROM_CLOCK = "from_clock"  # time of day of "from", in a column of its own
    TO_CLOCK = "to_clock"
    VALUE = "value"  # consumption, power or volume
    COUNTER = "counter"  # cumulative meter reading
    METER = "meter"  # meter number or name of the series
    BUILDING = "building"
    CARRIER = "carrier"
    UNIT = "unit"
    TARIFF = "tariff"  # HT, NT, register: rows of one meter that add up
    DIRECTION = "direction"  # drawn or fed in, in words
    OBIS = "obis"  # code that tells direction, register and carrier (IEC 62056-61)
    FACTOR = "factor"  # what a value or counter is multiplied by (transformer ratio)
    ZONE = "zone"  # UTC, MESZ, +02:00 of the row's times
    COST = "cost"
    QUALITY = "quality"  # measured or substitute value
    CALORIFIC_VALUE = "calorific_value"
    STATE_NUMBER = "state_number"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PLACE = "place"
    DISTRICT = "district"  # a part of the town
    AREA = "area"
    KIND = "kind"
    SINCE = "since"
    TEMPERATURE = "temperature"  # of the air outside
    SENSED = "sensed"  # soil moisture, level, noise, rain, air of a room: no use of anything
    IGNORED = "ignored"
    UNKNOWN = "unknown"  # not understood; asked where it matters


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

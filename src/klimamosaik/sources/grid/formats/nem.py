"""NEM12 and NEM13: interval values and meter readings of Australian meters.

Records as in AEMO's "Meter Data File Format Specification NEM12 & NEM13" 2.x: 200 describes a
register, each 300 below it is one day of values, 400 says the quality of parts of a day; 250 is a
register's reading at the begin and end of a period. Times are Eastern Standard Time all year
(UTC+10). The first letter of a register's suffix tells what it counts: E is drawn from the grid,
B is fed in, K and Q are reactive.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.part import FilePart, Grid, OpenedFile, made_grid
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text, first_few

FIRST = re.compile(
    r"\s*\"?(?:100\"?[,;]\"?NEM1[23]\b|200[,;][^,;\n]{6,12}[,;].*\n\s*\"?300[,;]\d{8}[,;])"
)
MARKET_TIME = "+10:00"
WAYS = {"E": "Bezug", "B": "Einspeisung"}
SIDES = {"E": "Bezug", "I": "Einspeisung"}  # of a 250, seen from the grid
UNITS = {"KWH": "kWh", "WH": "Wh", "MWH": "MWh", "KW": "kW", "W": "W", "MW": "MW"}
QUALITIES = {"A": "gemessen", "V": "", "N": ""}  # others are estimates or substitutes
SUBSTITUTE = "Ersatzwert"
DAY = 1_440  # minutes
WRITTEN = Detected("nem12", Text("NEM12/NEM13", "NEM12/NEM13"))


@dataclass(frozen=True)
class Value:
    """One value of a register."""

    meter: str
    register: str
    way: str
    start: datetime  # market time
    end: datetime
    amount: str
    unit: str
    quality: str


@dataclass(frozen=True)
class NemRegister:
    """What a 200 record says of the days below it."""

    meter: str
    suffix: str
    unit: str
    minutes: int  # of an interval

    @property
    def left_out(self) -> bool:
        """True for what is no active energy."""
        return self.suffix[:1] not in WAYS or self.unit not in UNITS


def recognises(head: FileHead) -> bool:
    """True for a text that begins as such a file does, with or without its first record."""
    return bool(FIRST.match(head.text))


def read(content: Content, told: FormatHints) -> OpenedFile:
    """The values of all registers; raises InputRejected where there are none."""
    text, encoding = decode(content.data, told.encoding)
    left: Counter[str] = Counter()
    first = text.lstrip()[:200].split("\n")[0]
    rows = csv.reader(text.splitlines(), delimiter=";" if first.count(";") > 3 else ",")
    values = list(_values(rows, left))
    if not values:
        raise _nothing(left)
    check_cells(len(values) * 8)
    return OpenedFile((FilePart("", _grid(values, encoding)),), tuple(map(_left_out, left.items())))


def _values(rows: Iterator[list[str]], left: Counter[str]) -> Iterator[Value]:
    register: NemRegister | None = None
    day: list[Value] = []
    for row in rows:
        record = [cell.strip() for cell in row]
        kind = record[0] if record else ""
        if kind == "400" and day:
            day = _with_quality(day, record)
            continue
        yield from day
        day = []
        if kind == "200":
            register = _register(record)
        elif kind == "300" and register is not None:
            if register.left_out:
                left[f"{register.suffix} ({register.unit})"] += DAY // register.minutes
            else:
                day = _day(register, record)
        elif kind == "250" and (period := _period(record, left)):
            yield period
    yield from day


def _register(record: Sequence[str]) -> NemRegister:
    told = [*record, *[""] * 9]
    minutes = int(told[8]) if told[8].isdigit() else 0
    if minutes not in (5, 10, 15, 30, 60):
        raise _damaged(" , ".join(record[:9]))
    return NemRegister(told[1], told[4].upper(), told[7].upper(), minutes)


def _day(register: NemRegister, record: Sequence[str]) -> list[Value]:
    """The values of one day; empty ones stay out."""
    count = DAY // register.minutes
    begin = _moment(record[1] if len(record) > 1 else "")
    if begin is None or len(record) < count + 3:
        raise _damaged(", ".join(record[:4]))
    quality = record[count + 2][:1]
    step = timedelta(minutes=register.minutes)
    told = QUALITIES.get(quality, SUBSTITUTE)
    return [
        Value(
            register.meter, register.suffix, WAYS[register.suffix[0]], begin + at * step,
            begin + (at + 1) * step, amount, UNITS[register.unit], told,
        )
        for at, amount in enumerate(record[2 : count + 2])
        if amount and quality != "N"
    ]  # fmt: skip


def _with_quality(day: list[Value], record: Sequence[str]) -> list[Value]:
    """The same values with what a 400 says of those from one number to another."""
    first, last, quality = [*record[1:4], "", "", ""][:3]
    if not (first.isdigit() and last.isdigit()):
        return day
    step = day[0].end - day[0].start
    midnight = day[0].start.replace(hour=0, minute=0)
    begin, end = midnight + (int(first) - 1) * step, midnight + int(last) * step
    told = QUALITIES.get(quality[:1], SUBSTITUTE)
    return [
        Value(**{**vars(each), "quality": told}) if begin <= each.start < end else each
        for each in day
        if not (quality[:1] == "N" and begin <= each.start < end)
    ]


def _period(record: Sequence[str], left: Counter[str]) -> Value | None:
    """What a register counted between two readings (NEM13)."""
    told = [*record, *[""] * 20]
    start, end, unit = _moment(told[9]), _moment(told[14]), told[19].upper()
    if unit not in UNITS or told[7] not in SIDES:
        left[f"{told[4]} ({unit})"] += 1
        return None
    if start is None or end is None or not told[18]:
        raise _damaged(", ".join(record[:10]))
    quality = QUALITIES.get(told[15][:1], SUBSTITUTE)
    way = SIDES[told[7]]
    return Value(told[1], told[4], way, start, end, told[18], UNITS[unit], quality)


def _moment(written: str) -> datetime | None:
    form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}.get(len(written))
    try:
        return datetime.strptime(written, form) if form else None  # noqa: DTZ007 - market time
    except ValueError:
        return None


def _grid(values: Sequence[Value], encoding: Detected) -> Grid:
    columns: dict[str, list[str | None]] = {
        "Zähler": [each.meter for each in values],
        "Zählwerk": [each.register for each in values],
        "Energieträger": ["Strom"] * len(values),
        "Richtung": [each.way for each in values],
        "von": [f"{each.start.isoformat()}{MARKET_TIME}" for each in values],
        "bis": [f"{each.end.isoformat()}{MARKET_TIME}" for each in values],
        "Verbrauch": [each.amount for each in values],
        "Einheit": [each.unit for each in values],
        "Status": [each.quality or None for each in values],
    }
    return made_grid(list(columns), list(columns.values()), container=WRITTEN, encoding=encoding)


def _left_out(register: tuple[str, int]) -> Detected:
    name, count = register
    return Detected(
        name,
        Text(
            "NEM12: {count:n} Werte des Zählwerks {name} nicht gelesen: keine Wirkarbeit.",
            "NEM12: {count:n} values of register {name} not read: no active energy.",
        ).format(count=count, name=name),
    )


def _damaged(where: str) -> InputRejected:
    return rejected(
        "damaged_nem",
        "Die NEM12-Datei ist beschädigt, bei „{where}“. Bitte noch einmal herunterladen.",
        "The NEM12 file is damaged, at “{where}”. Please download it again.",
        where=where,
    )


def _nothing(left: Counter[str]) -> InputRejected:
    return rejected(
        "nem_without_values",
        "Die NEM12-Datei enthält keine Wirkarbeit (Zählwerke: {names}).",
        "The NEM12 file holds no active energy (registers: {names}).",
        names=first_few(left) or Text("keine", "none"),
    )


NEM = FileFormat(WRITTEN, recognises, read, (".csv", ".txt", ".zip"))

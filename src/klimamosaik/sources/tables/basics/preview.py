"""What a file was taken for, shown to a person before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import polars as pl

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.sensed_columns import SensedQuantity
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question
from klimamosaik.terms.reading import INSTANT, READING
from klimamosaik.terms.text import Text

READINGS_SCHEMA = {"series": pl.Categorical(), **READING}
TEMPERATURES_SCHEMA = {  # degC, means of the intervals
    "place": pl.String(),  # as the file names it; "" where it names none
    "start": INSTANT,
    "end": INSTANT,
    "value": pl.Float64(),
}
SENSED_SCHEMA = {"series": pl.String(), **READING}


class FileKind(StrEnum):
    """What a file is about."""

    READINGS = "readings"
    BUILDINGS = "buildings"
    COSTS = "costs"  # bills; their quantities are readings too
    WEATHER = "weather"  # read it with sources.weather
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Format:
    """How the file is written."""

    container: Detected  # "csv", "json", "xlsx", "xls", "ods"
    encoding: Detected | None = None
    delimiter: Detected | None = None
    decimal: Detected | None = None  # of the first numeric column; columns may differ
    sheet: Detected | None = None
    header: Detected | None = None  # rows of the header, from 1, e.g. "3" or "3-4" or "-"
    times: Detected | None = None  # how time stamps are written and what they mark
    timezone: Detected | None = None
    layout: Detected | None = None  # "wide", "long", "months and years", "bills", "counters"


@dataclass(frozen=True)
class FileColumn:
    """One column of the file and what it was taken for."""

    index: int  # from 0
    header: str  # all header rows, joined by " · "
    role: ColumnRole
    why: Text
    unit: str | None = None  # symbol as in terms.UNITS, None unknown
    unit_text: str | None = None  # found where a unit stands, but known to be none
    carrier: Carrier | None = None
    quantity: SensedQuantity | None = None  # of a column that holds no use
    direction: Direction | None = None  # as the header says
    of: int | None = None  # unit or status: index of the only column of values it is of
    minus: int | None = None  # index of the column whose meter reading is taken off this one
    decimal: str | None = None  # "," or "."
    decimal_known: bool = True  # False: nothing in the column decides the mark
    stored: bool = False  # most of its cells are numbers of a workbook, not texts
    sample: tuple[str, ...] = ()  # first cells that are not empty
    sheet: str = ""  # where columns of several sheets or tables stand together


@dataclass(frozen=True)
class SeriesPreview:
    """One meter as it would be stored."""

    name: str  # key in `readings.series`
    carrier: Carrier | None
    unit: str  # of the values in `readings`: "kWh", "m³", or "" where nothing says it
    spacing: str  # "PT15M", "PT1H", "P1D", "P1M", "P1Y" or "irregular"
    first: datetime | None  # UTC start of the first interval
    last: datetime | None  # UTC end of the last interval
    count: int  # readings
    gaps: int  # intervals missing between first and last; 0 where irregular
    total: float  # sum of the values [unit]
    source_unit: str  # unit in the file
    why: Text  # how carrier and unit were found, and what was converted
    building: str | None = None
    meter: str | None = None  # meter number, where the file gives one
    counter: bool = False  # made from cumulative meter readings
    direction: Direction = Direction.DRAWN

    @property
    def counts(self) -> bool:
        """True where the series is final energy use of its own, not fed in or a part."""
        return self.direction.counts


@dataclass(frozen=True)
class SensedSeries:
    """Readings of what is no use: soil moisture, water level, noise, rain, air of a room."""

    name: str  # key in `sensed_readings.series`
    place: str  # as the file names it, else the name of its sheet or of the file
    label: Text  # of what is measured
    unit: str
    spacing: str  # "PT10M", "P1D" ..., "" where readings are single instants
    first: datetime  # UTC start of the first one
    last: datetime  # UTC end of the last one
    count: int
    least: float  # [unit]
    most: float  # [unit]
    why: Text  # how quantity and unit were found


@dataclass(frozen=True)
class ListedBuilding:
    """One building as listed in a file."""

    row: int  # as the office's own program counts it
    name: str
    address: str | None = None
    postcode: str | None = None
    place: str | None = None
    district: str | None = None
    area: float | None = None  # m²
    area_kind: str | None = None  # "NGF", "BGF", "NUF", "EBF" ..., None where not named
    kind: str | None = None  # school, town hall, ... as written
    since: int | None = None  # year of construction or start of use


@dataclass(frozen=True)
class CostRow:
    """One line of a bill."""

    row: int
    series: str | None  # key in `readings.series`, where the line also gives a quantity
    building: str | None
    carrier: Carrier | None
    start: datetime  # UTC
    end: datetime  # UTC, exclusive
    cost: float  # EUR as written; whether with tax is not known
    quantity: float | None = None  # kWh, or m³ where `unit` says so
    unit: str | None = None


Spot = tuple[float, float]  # degrees north and east


@dataclass(frozen=True)
class Preview:
    """Everything a person needs to see before saying yes, and the data itself."""

    name: str  # of the file
    kind: FileKind
    why: Text  # why it was taken for that kind
    format: Format
    columns: tuple[FileColumn, ...]
    series: tuple[SeriesPreview, ...] = ()
    refused: tuple[Problem, ...] = ()  # at most MOST of sheets.problems
    refused_total: int = 0  # rows or cells refused in all
    warnings: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()  # open ones; nothing is stored before they are answered
    rows: int = 0  # of all tables, without headers
    zone_assumed: bool = False  # neither file nor person names the zone of clock times
    skipped: tuple[Detected, ...] = ()  # rows left out on purpose: titles, sums, footers
    readings: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=READINGS_SCHEMA), compare=False, repr=False
    )  # READINGS_SCHEMA; sorted by series and start; no row where the cell was empty
    temperatures: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=TEMPERATURES_SCHEMA), compare=False, repr=False
    )  # TEMPERATURES_SCHEMA; sorted by place and start
    spots: Mapping[str, Spot] = field(default_factory=dict)  # where places of temperatures stand
    sensed: tuple[SensedSeries, ...] = ()
    sensed_readings: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=SENSED_SCHEMA), compare=False, repr=False
    )  # SENSED_SCHEMA; an instant ends where it starts
    buildings: tuple[ListedBuilding, ...] = ()
    costs: tuple[CostRow, ...] = ()

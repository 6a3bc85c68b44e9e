"""A series of a table: one column of values, of the rows of one name."""

from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.obis import Obis
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

KEY_ROLES = (
    *(
        ColumnRole.BUILDING,
        ColumnRole.METER,
        ColumnRole.CARRIER,
        ColumnRole.OBIS,
        ColumnRole.TARIFF,
        ColumnRole.DIRECTION,
    ),
    *(ColumnRole.PLACE, ColumnRole.DISTRICT, ColumnRole.ADDRESS),
)
SPARE = (
    ColumnRole.PLACE,
    ColumnRole.DISTRICT,
    ColumnRole.ADDRESS,
)  # tell rows apart only where neither building nor meter does
USES = (ColumnRole.VALUE, ColumnRole.COUNTER)  # of energy or water
MEASURED_ROLES = (*USES, ColumnRole.TEMPERATURE, ColumnRole.SENSED)  # columns of readings
Combo = dict[str, str]  # key of a column -> cell, of one combination of names


@dataclass(frozen=True)
class RowsSay:
    """What the cells of one combination say."""

    combo: Combo
    obis: Obis | None
    carrier: Carrier | None
    direction: Direction | None
    silent: bool  # a direction is given, but not understood
    remark: str = ""  # that stands beside all its rows


@dataclass(frozen=True)
class Channel:
    """One series to be."""

    number: int  # key while reading
    group: int  # key of the rows it comes from
    column: FileColumn
    name: str
    carrier: Carrier | None
    unit: str | None  # in the file; None where none is told, or where each row tells its own
    why: Text
    building: str | None
    meter: str | None
    foreign: bool  # the file gives a unit that is neither energy nor volume
    direction: Direction | None = None  # None: nothing speaks of it
    counter: bool = False  # an OBIS code says that it is a running total
    strange: str | None = None  # found where a unit stands, but no known one
    kin: str = ""  # what is left of the column's name; equal where columns may tell the same use
    said: RowsSay | None = None  # by the cells of its rows


@dataclass(frozen=True)
class Channels:
    """All series of a table."""

    group: pl.Series  # UInt32 key per row of the body
    all: tuple[Channel, ...]

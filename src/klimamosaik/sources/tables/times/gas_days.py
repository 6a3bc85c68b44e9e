"""Gas days: what is metered "per gas day" begins at 6:00 and ends at 6:00 of the next day.

Source: Regulation (EU) 2017/459, article 3 number 16 (5:00 to 5:00 UTC in winter, 4:00 in summer).
"""

import re
from dataclasses import dataclass
from enum import Enum

import polars as pl

from klimamosaik.sources.grid.times import parse_times
from klimamosaik.sources.grid.zones import BERLIN, locate
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.questions import answer
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.calendar.dayparts import AUTUMN, COUNTS, whole
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

GAS_DAY = re.compile(r"(?i)(?<![^\W_])gas(?:-?(?:wirtschafts)?tage?s?|[ -]?days?)(?![^\W_])")
FROM_SIX = re.compile(
    r"(?i)(?<!\d)0?6(?:[:.]00)?(?: ?uhr)? ?(?:-|–|bis|to|until) ?0?6(?:[:.]00)?(?!\d)"
)
SIX, MIDNIGHT = "gas_day_six", "gas_day_midnight"  # what a person says of the beginning
BEGINS = 6 * 60  # minutes after midnight
CLOCK = r"^(\d{1,2})[:.](\d{2})"


class Parts(Enum):
    """What the rows of a gas day are told by."""

    NONE = "none"  # whole days
    NUMBERS = "numbers"  # its first hour, its second ...
    CLOCKS = "clocks"  # times of day


@dataclass(frozen=True)
class GasDays:
    """A table whose days are gas days, or may be."""

    day: FileColumn
    clock: FileColumn | None
    parts: Parts
    sure: bool  # a person, a header or a title says when they begin, and the rows fit


def gas_days(table: Table) -> GasDays | None:
    """How a table tells its gas days; None where nothing speaks of them or a person denies it."""
    day, clock = table.one(ColumnRole.TIME), table.one(ColumnRole.CLOCK)
    if day is None or MIDNIGHT in table.hints.accepted:
        return None
    titles = f"{table.titles}\n{table.file}"
    named = bool(GAS_DAY.search(re.sub(r"[\s_]+(?=tag)|_", "-", day.header.lower())))
    if not (named or GAS_DAY.search(titles)):
        return None
    told = SIX in table.hints.accepted
    sure = named or bool(FROM_SIX.search(f"{day.header}\n{titles}"))
    if clock is None:
        return GasDays(day, None, Parts.NONE, told or sure)
    numbers = whole(table.cells(clock))
    if numbers.null_count() < len(numbers) and int(numbers.max() or 0) <= max(AUTUMN.values()):  # type: ignore[arg-type]
        return GasDays(day, clock, Parts.NUMBERS, told or (sure and numbers.min() == 1))
    return GasDays(day, clock, Parts.CLOCKS, told or (sure and _begin_at_six(table, day, clock)))


def _begin_at_six(table: Table, day: FileColumn, clock: FileColumn) -> bool:
    """True where the rows of most days begin with 6:00 and go on past midnight."""
    frame = pl.DataFrame({"day": table.cells(day), "minute": _minutes(table.cells(clock))})
    first = frame.drop_nulls().group_by("day", maintain_order=True).agg(
        (pl.col("minute").first() == BEGINS) & (pl.col("minute").last() < BEGINS)
    )["minute"]  # fmt: skip
    return bool(len(first)) and 2 * int(first.sum()) > len(first)


def _minutes(clocks: pl.Series) -> pl.Series:
    """Minutes after midnight of "06:15"."""
    text = clocks.str.strip_chars()
    hour, minute = (text.str.extract(CLOCK, part).cast(pl.Int64) for part in (1, 2))
    return hour * 60 + minute


def cells_of_parts(table: Table, found: GasDays) -> pl.Series:
    """The times at which the parts of gas days begin, as a file would write them.

    Numbered parts count the hours that pass, so that days of 23 and 25 hours come out right.
    """
    assert found.clock is not None
    order, zone = table.hints.date_order, table.hints.timezone or BERLIN
    times = parse_times(table.cells(found.day).forward_fill(), order=order)
    cells = table.cells(found.clock)
    if times is None:
        return cells
    day = times.stamps.dt.truncate("1d")
    if found.parts is Parts.CLOCKS:
        minutes = _minutes(cells)
        late = minutes.is_not_null() & (minutes < BEGINS)
        at = _later(day, minutes + 24 * 60 * late.cast(pl.Int64))
        return at.dt.strftime("%Y-%m-%d %H:%M")
    numbers = whole(cells)
    largest, first = int(numbers.max()), int(numbers.min())  # type: ignore[arg-type]
    parts = next(count for count in COUNTS if largest <= AUTUMN[count])
    begins = locate(day.dt.offset_by(f"{BEGINS}m"), numbers * 0, zone).utc
    return _later(begins, (numbers - first) * (1440 // parts)).dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def _later(stamps: pl.Series, minutes: pl.Series) -> pl.Series:
    frame = pl.DataFrame({"at": stamps, "minutes": minutes})
    return frame.select(pl.col("at") + pl.duration(minutes="minutes")).to_series()


def from_six(instants: pl.Series, zone: str) -> pl.Series:
    """Midnights here (Datetime(us, UTC)) -> 6:00 of the same days."""
    wall = instants.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    group = pl.Series([0]).new_from_index(0, len(wall))
    return locate(wall.dt.offset_by(f"{BEGINS}m"), group, zone).utc.dt.replace_time_zone("UTC")


SAID = Text("Gastage, von 6:00 bis 6:00 Uhr", "gas days, from 6:00 to 6:00")


def ask_gas_day(found: GasDays) -> Question:
    """When the days of this file begin: gas days do at 6:00, its hours may not."""
    return Question(
        "gas_day",
        Text(
            "Die Datei spricht von Gastagen; die gehen von 6:00 bis 6:00 Uhr. Beginnen die Tage in "
            "„{header}“ um 6:00 Uhr?",
            "The file speaks of gas days, which go from 6:00 to 6:00. Do the days in “{header}” "
            "begin at 6:00?",
        ).format(header=found.day.header),
        column=found.day.header,
        answers=(
            answer(Text("ja, um 6:00 Uhr", "yes, at 6:00"), accepted=[SIX]),
            answer(Text("nein, um Mitternacht", "no, at midnight"), accepted=[MIDNIGHT]),
        ),
    )

"""Rows that give start and end themselves: bills and load profiles with "von" and "bis"."""

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.grid.time_forms import written
from klimamosaik.sources.grid.times import Times, parse_times
from klimamosaik.sources.grid.zones import BERLIN, locate
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.complaints import NEGATIVE_PERIOD
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.times.timecells import with_clock, with_zone
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

DAY = 86_400_000_000  # microseconds
MOST = 0.5  # share of rows whose ends meet the next start a second or minute later
SHORT = (timedelta(seconds=1), timedelta(minutes=1))  # ends written one step short
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Periods:
    """Start and end of each row."""

    frame: pl.DataFrame  # start, end: Datetime(us, UTC); null where not decidable
    first: Times
    last: Times
    starts: pl.Series  # cells
    ends: pl.Series
    why: Text  # whether ends belong to the period
    zoned: bool


def read_periods(
    table: Table, group: pl.Series, starts: FileColumn, ends: FileColumn, zone: str | None
) -> Periods:
    """Read both ends of all rows. zone: IANA name of times without an offset."""
    cells = (
        with_own_clock(table, starts, ColumnRole.FROM_CLOCK),
        with_own_clock(table, ends, ColumnRole.TO_CLOCK),
    )
    first, last = _in_one_order(*cells, table.hints.date_order)
    if first is None or last is None:
        raise rejected(
            "unreadable_periods",
            "In „{header}“ und „{header_2}“ stehen keine lesbaren Daten wie 31.12.2024.",
            "“{header}” and “{header_2}” hold no readable dates such as 31.12.2024.",
            header=starts.header,
            header_2=ends.header,
        )
    end, why = _exclusive(first, last)
    used = zone or BERLIN
    if first.form.zoned and last.form.zoned:
        frame = pl.DataFrame({"start": first.stamps, "end": end})
        frame = _local_days(frame, used)
    else:
        frame = _located(first, end, group, used)
    frame = frame.select(pl.all().dt.replace_time_zone("UTC"))
    return Periods(frame, first, last, *cells, why, first.form.zoned)


def _in_one_order(
    starts: pl.Series, ends: pl.Series, told: str | None
) -> tuple[Times | None, Times | None]:
    """Both columns; where only one shows whether day or month comes first, the other follows."""
    first, last = (parse_times(each, order=told) for each in (starts, ends))
    if first is None or last is None or first.order_open == last.order_open:
        return first, last
    shown = last if first.order_open else first
    if shown.day_first is None:
        return first, last
    order = "day" if shown.day_first else "month"
    return parse_times(starts, order=order), parse_times(ends, order=order)


def with_own_clock(table: Table, day: FileColumn, role: ColumnRole) -> pl.Series:
    """The cells of a day with the time of day that stands in a column of its own."""
    clock = table.one(role)
    cells = table.cells(day)
    return with_zone(table, with_clock(cells, table.cells(clock)) if clock else cells)


def say_backwards(
    table: Table, ends: FileColumn, found: Periods, complaints: SheetProblems
) -> Periods:
    """Name rows that end before they start, and leave their times open."""
    bad = (found.frame["end"] <= found.frame["start"]).fill_null(False)
    if not bad.any():
        return found
    complaints.add_cells(
        "empty_period", ends.header, table.body[ROW].filter(bad), found.ends.filter(bad),
        NEGATIVE_PERIOD,
    )  # fmt: skip
    frame = found.frame.with_columns(pl.when(~bad).then(pl.all()))
    return Periods(frame, found.first, found.last, found.starts, found.ends, found.why, found.zoned)


def _exclusive(first: Times, last: Times) -> tuple[pl.Series, Text]:
    """Ends as the moment from which on the period is over."""
    timed = last.form.grain == "time" and bool(
        (last.stamps.drop_nulls().cast(pl.Int64) % DAY != 0).any()
    )
    if timed:
        short = _short(first.stamps, last.stamps)
        if short is None:
            why = Text("von/bis mit Uhrzeit", "from and to with time of day")
            return _rounded(first.stamps, last.stamps), why
        return last.stamps + short, Text(
            "„bis“ nennt die letzte Sekunde oder Minute; sie gehört dazu",
            "the end is the last second or minute, which belongs to the period",
        )
    if not _inclusive(first.stamps, last):
        return last.stamps, Text(
            "der letzte Tag ist der erste der nächsten Rechnung und gehört nicht dazu",
            "the last day is the first of the next bill and does not belong to the period",
        )
    return last.stamps.dt.offset_by(_step(last)), Text(
        "der letzte Tag gehört dazu", "the last day belongs to the period"
    )


def _rounded(starts: pl.Series, ends: pl.Series) -> pl.Series:
    """Single ends a second or minute short of the usual length, as 23:59 for midnight."""
    frame = pl.DataFrame({"start": starts, "end": ends})
    usual = (frame["end"] - frame["start"]).drop_nulls().mode().min()
    if usual is None:
        return ends
    length = pl.col("end") - pl.col("start")
    end = pl.col("end")
    for short in SHORT:
        end = pl.when(length + short == pl.lit(usual)).then(pl.col("end") + short).otherwise(end)
    return frame.select(end).to_series()


def _short(starts: pl.Series, ends: pl.Series) -> timedelta | None:
    """By how much ends are written short of the next start; None where they meet it."""
    known = set(starts.drop_nulls())
    closing = ends.drop_nulls()
    for short in SHORT:
        meets = (closing + short).is_in(list(known)).mean() or 0
        seconds = (
            (closing.dt.second() == 59) if short == SHORT[0] else (closing.dt.minute() % 5 == 4)
        )
        if (len(closing) > 1 and float(meets) >= MOST) or (  # type: ignore[arg-type]
            short == SHORT[0] and bool(seconds.all())
        ):
            return short
    late = (closing.dt.hour() == 23) & (closing.dt.minute() == 59)
    return SHORT[1] if bool(late.all()) else None


def _inclusive(starts: pl.Series, last: Times) -> bool:
    """Whether the last day belongs to the period: the next bill's first day tells."""
    firsts = set(starts.drop_nulls())
    follows_same = sum(end in firsts for end in last.stamps.drop_nulls())
    one_day = (last.stamps == starts).fill_null(False).any()  # from and to on the same day
    if one_day:
        return True
    follows_next = sum(end in firsts for end in last.stamps.dt.offset_by(_step(last)).drop_nulls())
    return follows_same <= follows_next


def _step(times: Times) -> str:
    return {"month": "1mo", "year": "1y"}.get(times.form.grain, "1d")


def _local_days(frame: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Instants as they are; whole days and months told in UTC are local ones."""
    return frame if _within_a_day(frame) else _as_days(frame, zone)


def _within_a_day(frame: pl.DataFrame) -> bool:
    return bool(((frame["end"] - frame["start"]) < timedelta(hours=22)).any())


def _as_days(frame: pl.DataFrame, zone: str) -> pl.DataFrame:
    micros = [frame[name].drop_nulls().cast(pl.Int64) % DAY for name in ("start", "end")]
    if not all(bool((each == 0).all()) for each in micros):
        return frame
    return frame.select(
        pl.all().dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        .dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    )  # fmt: skip


def _located(first: Times, end: pl.Series, group: pl.Series, zone: str) -> pl.DataFrame:
    """Local wall clock -> UTC; short intervals keep their length across a change of the clock."""
    frame = pl.DataFrame(
        {
            "start": locate(first.stamps, group, zone, first.fold).utc,
            "end": locate(end, group, zone).utc,
            "wall": end - first.stamps,
        }
    )
    usual = frame["wall"].drop_nulls().mode()
    if not len(usual) or usual[0] is None or usual[0] >= timedelta(hours=12):
        return frame.select("start", "end")
    step = usual.min()
    near = (pl.col("wall") - pl.lit(step)).abs().is_in([timedelta(0), HOUR])
    return frame.select(
        "start", end=pl.when(near).then(pl.col("start") + pl.lit(step)).otherwise(pl.col("end"))
    )


def periods_fact(found: Periods) -> tuple[str, Text]:
    """How the times are written, and why they are read so."""
    return f"{written(found.first.form)} – {written(found.last.form)}", found.why

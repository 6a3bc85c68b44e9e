"""Time stamps -> the intervals they stand for, in UTC."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import polars as pl

from klimamosaik.sources.grid.few_rows import by_few_groups, by_few_rows
from klimamosaik.sources.grid.times import Times
from klimamosaik.sources.grid.zones import BERLIN, WITHOUT_SUMMER, Located, locate

DAY = 86_400_000_000  # microseconds
REGULAR = 0.5  # share of steps of the most common length that makes a series regular
IRREGULAR = "irregular"
FIXED = {
    "P1D": "1d", "P7D": "7d", "P1M": "1mo", "P2M": "2mo", "P3M": "3mo", "P6M": "6mo", "P1Y": "1y"
}  # fmt: skip


@dataclass(frozen=True)
class Spans:
    """Intervals per row of the file."""

    frame: pl.DataFrame  # start, end: Datetime(us, UTC), null where not decidable
    spacing: dict[int, str]  # group -> "PT15M", "P1D", "P1M", "P1Y", "irregular", ...
    stamp: Literal["start", "end"]  # what the file's stamps mark
    zone: str  # zone the wall clock was read in; "UTC" where the file says it
    without_summer: bool  # the clock was not moved in spring although days cover it
    nonexistent: pl.Series  # True where the wall clock never showed that time


def spans(
    times: Times, group: pl.Series, *, zone: str | None = None, stamp: str | None = None
) -> Spans:
    """Find each row's interval.

    group: UInt32 key of the series of each row; zone: IANA name if told; stamp: "start" or
    "end" if told. Irregular series get null intervals: their caller knows what dates mean.
    """
    wall, grain, zoned = _labels(times, zone or BERLIN)
    if grain == "time":
        return _of_clock(wall, group, times.fold, zoned, zone, stamp)
    spacing = _day_spacings(wall, group)
    if grain in ("month", "year"):
        told = "P1M" if grain == "month" else "P1Y"
        spacing = dict.fromkeys(spacing, told)
    return _of_calendar(wall, group, spacing, zone or BERLIN, stamp)


def instants(
    times: Times, group: pl.Series, *, zone: str | None = None, stamp: str | None = None
) -> pl.Series:
    """UTC moments of meter readings: a day means its beginning, a month or year its end.

    Dates that are all the last of their month mean the end of that day.
    """
    wall, grain, zoned = _labels(times, zone or BERLIN)
    if grain == "time":
        return _located(wall, group, times.fold, zoned, zone)[0].utc.dt.replace_time_zone("UTC")
    if grain in ("month", "year") and stamp != "start":
        wall = wall.dt.offset_by("1mo" if grain == "month" else "1y")
    elif grain == "day" and (stamp == "end" or _all(wall, wall.dt.month_end() == wall)):
        wall = wall.dt.offset_by("1d")
    return locate(wall, group, zone or BERLIN).utc.dt.replace_time_zone("UTC")


def grain_of(times: Times, zone: str | None = None) -> str:
    """What the stamps name: "time", "day", "month" or "year"; stamps at midnight only are days."""
    return _labels(times, zone or BERLIN)[1]


def iso(step: int) -> str:
    """Name a number of microseconds: PT15M, PT1H, P1D."""
    seconds = step // 1_000_000
    if seconds % 86_400 == 0:
        return f"P{seconds // 86_400}D"
    if seconds % 3600 == 0:
        return f"PT{seconds // 3600}H"
    return f"PT{seconds // 60}M" if seconds % 60 == 0 else f"PT{seconds}S"


def _labels(times: Times, zone: str) -> tuple[pl.Series, str, bool]:
    """Wall clock, grain and whether it is UTC; stamps at midnight only are days.

    Month starts written in UTC are labels of months, not 01:00 or 02:00 local.
    """
    wall, grain, zoned = times.stamps, times.form.grain, times.form.zoned
    if grain != "time":
        return wall, grain, False
    if not zoned:
        return wall, "day" if _all(wall, _midnight(wall)) else "time", False
    local = _wall_of(wall, zone)
    if _all(local, _midnight(local)):
        return local, "day", False
    if _all(wall, _midnight(wall)):
        return wall, "day", False
    return wall, "time", True


def _midnight(wall: pl.Series) -> pl.Series:
    return wall.cast(pl.Int64) % DAY == 0


def _all(wall: pl.Series, mask: pl.Series) -> bool:
    return wall.is_not_null().any() and bool(mask.fill_null(True).all())


def _steps(stamped: pl.DataFrame) -> pl.DataFrame:
    """Sorted distinct stamps of each group, as group, wall and step [µs] from the one before."""
    frame = stamped.drop_nulls().sort("group", "wall")
    step = pl.col("wall").cast(pl.Int64).diff()
    same_group = pl.col("group") == pl.col("group").shift()
    frame = frame.with_columns(step=pl.when(same_group).then(step))
    return frame.filter(pl.col("step").is_null() | (pl.col("step") != 0))


def _usual(steps: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The most common step of a group (of several the shortest) and its share of all."""
    common = steps.drop_nulls().mode().min()
    return common.alias("common"), (steps == common).mean().alias("share")


def _day_spacings(wall: pl.Series, group: pl.Series) -> dict[int, str]:
    """The spacing of the days of each group."""
    days = pl.col("wall")
    told = by_few_groups(
        pl.DataFrame({"group": group, "wall": wall}),
        lambda some: (
            _steps(some)
            .with_columns(step=pl.col("step") // DAY)
            .group_by("group", maintain_order=True)
            .agg(
                days.first().alias("first"),
                ((days.dt.day() == 1).all() | (days.dt.month_end() == days).all()).alias("edges"),
                pl.col("step").min().alias("least"),
                *_usual(pl.col("step")),
            )
        ),
    )
    return {
        group: _lonely(first) if least is None else _day_spacing(common, share, least, edges)
        for group, first, edges, least, common, share in told.iter_rows()
    }


def _day_spacing(common: int, share: float, least: int, edges: bool) -> str:
    """The spacing of days by their most common step with its share, and their shortest.

    edges: all of them are the first of their month, or all are the last.
    """
    if edges and least >= 28:
        by_months = {28: "P1M", 59: "P2M", 89: "P3M", 181: "P6M", 364: "P1Y"}
        return [name for days, name in by_months.items() if common >= days][-1]
    if share < REGULAR or common not in (1, 7):
        return IRREGULAR
    return iso(common * DAY)


def _lonely(day: date) -> str:
    """A single date: 31 December and 1 January stand for a year, others for their day."""
    return "P1Y" if (day.month, day.day) in ((1, 1), (12, 31)) else "P1D"


def _of_calendar(
    wall: pl.Series, group: pl.Series, spacing: dict[int, str], zone: str, stamp: str | None
) -> Spans:
    names = pl.DataFrame(
        {"group": list(spacing), "step": [FIXED.get(name) for name in spacing.values()]},
        schema={"group": pl.UInt32, "step": pl.String},
    )
    frame = by_few_rows(
        pl.DataFrame({"group": group, "wall": wall}),
        lambda some: _periods(
            some.join(names, on="group", how="left", maintain_order="left"), stamp
        ),
    )
    utc = {}
    for name in ("start", "end"):  # one after the other, and what is read is not held any more
        utc[name] = locate(frame.drop_in_place(name), group, zone).utc.dt.replace_time_zone("UTC")
    absent = pl.zeros(len(wall), dtype=pl.Int8, eager=True).cast(pl.Boolean)
    marks: Literal["start", "end"] = "end" if stamp == "end" else "start"
    return Spans(pl.DataFrame(utc), spacing, marks, zone, False, absent)


def _periods(frame: pl.DataFrame, stamp: str | None) -> pl.DataFrame:
    """Local start and end of each row's day, month or year, of a step that is its spacing."""
    frame = frame.with_columns(wall=pl.when(pl.col("step").is_not_null()).then(pl.col("wall")))
    months = pl.col("step").str.ends_with("mo") | pl.col("step").str.ends_with("y")
    start = pl.when(months).then(_period_start()).otherwise(pl.col("wall"))
    frame = frame.with_columns(start=start)
    if stamp == "end":  # the first of a month then closes the month before it
        last_days = pl.col("wall").dt.month_end() == pl.col("wall")
        frame = frame.with_columns(
            start=pl.when(last_days).then(pl.col("start")).otherwise(_back())
        )
    return frame.select("start", end=pl.col("start").dt.offset_by(pl.col("step")))


def _period_start() -> pl.Expr:
    year = pl.col("step") == "1y"
    return (
        pl.when(year)
        .then(pl.col("wall").dt.truncate("1y"))
        .otherwise(pl.col("wall").dt.truncate("1mo"))
    )


def _back() -> pl.Expr:
    return pl.col("start").dt.offset_by("-" + pl.col("step"))


def _of_clock(
    wall: pl.Series,
    group: pl.Series,
    fold: pl.Series | None,
    zoned: bool,
    zone: str | None,
    stamp: str | None,
) -> Spans:
    told = _clock_steps(wall, group)
    steps = dict(told.select("group", "step").iter_rows())
    ends = _marks(told) == "end"
    if zoned and not ends and wall.drop_nulls().min() is not None:
        local = _clock_steps(_wall_of(wall, zone or BERLIN), group)
        ends = _marks(local) == "end" and not _begins_at_midnight(wall)
    marks: Literal["start", "end"] = "end" if stamp == "end" or (ends and not stamp) else "start"
    step = _per_row(group, steps)
    located, used, start = _located_best(wall, group, fold, zoned, zone, step, marks)
    frame = pl.DataFrame({"start": start, "step": step})
    frame = frame.with_columns(start=pl.when(pl.col("step").is_not_null()).then(pl.col("start")))
    frame = frame.select("start", end=pl.col("start") + pl.col("step"))
    frame = frame.select(pl.all().dt.replace_time_zone("UTC"))
    spacing = {key: iso(step) if step else IRREGULAR for key, step in steps.items()}
    return Spans(frame, spacing, marks, used, used == WITHOUT_SUMMER and zone is None, located)


def _wall_of(utc: pl.Series, zone: str) -> pl.Series:
    """What a clock shows at UTC stamps."""
    return utc.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)


def _begins_at_midnight(utc: pl.Series) -> bool:
    """True where the first stamp is midnight in UTC: then the file's days are those of UTC."""
    first = utc.drop_nulls().min()
    return isinstance(first, datetime) and (first.hour, first.minute) == (0, 0)


def _per_row(group: pl.Series, steps: dict[int, int | None]) -> pl.Series:
    if len(set(steps.values())) == 1:
        (step,) = set(steps.values())
        value = None if step is None else timedelta(microseconds=step)
        return pl.Series("step", [value], dtype=pl.Duration("us")).new_from_index(0, len(group))
    table = pl.DataFrame(
        {"group": list(steps), "step": list(steps.values())},
        schema={"group": pl.UInt32, "step": pl.Int64},
    )
    rows = (
        group.alias("group").to_frame().join(table, on="group", how="left", maintain_order="left")
    )
    return rows["step"].cast(pl.Duration("us"))


def _clock_steps(wall: pl.Series, group: pl.Series) -> pl.DataFrame:
    """Of each group: step [µs], null where none is regular; first and last clock of day [µs]."""
    clock = pl.col("wall").cast(pl.Int64) % DAY
    told = by_few_groups(
        pl.DataFrame({"group": group, "wall": wall}),
        lambda some: (
            _steps(some)
            .group_by("group", maintain_order=True)
            .agg(*_usual(pl.col("step")), first=clock.first(), last=clock.last())
        ),
    )
    regular = (pl.col("share") >= REGULAR) & (pl.col("common") >= 1_000_000)
    return told.select("group", pl.when(regular).then("common").alias("step"), "first", "last")


def _marks(told: pl.DataFrame) -> str:
    """Stamps mark the end where series begin one step after midnight and end at midnight."""
    fine = told.filter(pl.col("step") < DAY)
    ends = (fine["first"] == fine["step"]) & (fine["last"] == 0)
    return "end" if 2 * ends.sum() > len(fine) else "start"


def _located_best(
    wall: pl.Series,
    group: pl.Series,
    fold: pl.Series | None,
    zoned: bool,
    zone: str | None,
    step: pl.Series,
    marks: str,
) -> tuple[pl.Series, str, pl.Series]:
    """(stamps that never were, zone, naive UTC starts); the reading with fewest troubles wins."""
    if marks == "start":
        located, used = _located(wall, group, fold, zoned, zone)
        return located.utc.is_null() & wall.is_not_null(), used, located.utc
    ends, used = _located(wall, group, fold, zoned, zone)
    starts, used_for_starts = _located(_minus(wall, step), group, fold, zoned, zone)
    # some exports shift the start by one step on paper, others write the clock's true end
    if starts.troubles() < ends.troubles() or (used == WITHOUT_SUMMER != used_for_starts):
        return starts.utc.is_null() & wall.is_not_null(), used_for_starts, starts.utc
    return ends.utc.is_null() & wall.is_not_null(), used, _minus(ends.utc, step)


def _minus(stamps: pl.Series, step: pl.Series) -> pl.Series:
    return pl.DataFrame({"a": stamps, "b": step}).select(pl.col("a") - pl.col("b")).to_series()


def _located(
    wall: pl.Series, group: pl.Series, fold: pl.Series | None, zoned: bool, zone: str | None
) -> tuple[Located, str]:
    if zoned:
        return Located(wall, group, 0), "UTC"
    located = locate(wall, group, zone or BERLIN, fold)
    if zone is None and located.missing:
        steady = locate(wall, group, WITHOUT_SUMMER)
        if steady.troubles() < located.troubles():
            return steady, WITHOUT_SUMMER
    return located, zone or BERLIN

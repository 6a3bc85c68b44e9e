"""Parts of a day as numbers: hours 0 to 23 or 1 to 24, half hours, quarters, 15 to 2400."""

import polars as pl

from klimamosaik.sources.grid.repeated import as_texts
from klimamosaik.sources.grid.times import parse_times
from klimamosaik.sources.tables.basics.few_series import distinct

COUNTS = (24, 48, 96)  # parts of an ordinary day
ENOUGH = 20  # different numbers a day needs to be told from other small numbers
FITS = 0.8  # share of the days
AUTUMN = {24: 25, 48: 50, 96: 100}
SPRING = {24: 23, 48: 46, 96: 92}


def runs_through_days(days: pl.Series, numbers: pl.Series) -> bool:
    """True where whole numbers run from 0 or 1 through most days, one step a row."""
    pairs = as_texts(distinct(pl.DataFrame({"day": days, "number": numbers})))
    frame = pairs.with_columns(whole(pairs["number"])).drop_nulls()
    if frame.is_empty():
        return False
    per_day = frame.group_by("day").agg(
        first=pl.col("number").min(), last=pl.col("number").max(), parts=pl.col("number").n_unique()
    )
    span = pl.col("last") - pl.col("first") + 1
    fits = (
        pl.col("first").is_in([0, 1]) & (span == pl.col("parts")) & (pl.col("parts") >= ENOUGH)
        & (pl.col("parts") <= max(AUTUMN.values()))
    )  # fmt: skip
    return float(per_day.select(fits.mean()).item() or 0) >= FITS


def whole(cells: pl.Series) -> pl.Series:
    """Whole numbers of cells, null elsewhere."""
    return cells.str.strip_chars().cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)


def clock_of(days: pl.Series, cells: pl.Series) -> pl.Series:
    """Time of day ("07:15") at which each numbered part of its day begins.

    0..23 names the hour itself, 1..24 the first to the last of the day. A day of 25 hours that
    counts one further repeats its third hour; one of 23 leaves it out. 15, 30 ... 2400 are hours
    and minutes. Cells that are no whole numbers stay as they are.
    """
    numbers = whole(cells)
    if numbers.null_count() == len(numbers):
        return cells
    largest = int(numbers.max())  # type: ignore[arg-type]
    if largest > max(AUTUMN.values()):
        return _hours_and_minutes(numbers, cells)
    parts = next(count for count in COUNTS if largest <= AUTUMN[count])
    first = 0 if int(numbers.min()) == 0 else (1 if largest >= parts else 0)  # type: ignore[arg-type]
    spring = _spring_days(days)
    frame = pl.DataFrame({"day": days, "at": numbers - first, "cell": cells, "spring": spring})
    steps, last = parts // 24, pl.col("at").max().over("day") + 1
    third = 3 * steps  # the hour from 2:00 ends here
    at = pl.col("at")
    at = (
        pl.when((last == AUTUMN[parts]) & (at >= third)).then(at - steps)
        .when((last == SPRING[parts]) & pl.col("spring") & (at >= 2 * steps)).then(at + steps)
        .otherwise(at)
    )  # fmt: skip
    minutes = at * (1440 // parts)
    hour, minute = (minutes // 60).cast(pl.String), (minutes % 60).cast(pl.String)
    clock = hour.str.zfill(2) + ":" + minute.str.zfill(2)
    return frame.select(pl.coalesce(clock, pl.col("cell"))).to_series()


def _spring_days(days: pl.Series) -> pl.Series:
    """True on the last Sunday of March."""
    times = parse_times(days)
    if times is None:
        return pl.Series([False]).new_from_index(0, len(days))
    day = times.stamps.dt
    return ((day.month() == 3) & (day.day() >= 25) & (day.weekday() == 7)).fill_null(False)


def _hours_and_minutes(numbers: pl.Series, cells: pl.Series) -> pl.Series:
    frame = pl.DataFrame({"number": numbers, "cell": cells})
    number = pl.col("number")
    fits = (number >= 0) & (number <= 2400) & (number % 100 < 60)
    clock = (
        (number // 100).cast(pl.String).str.zfill(2)
        + ":"
        + (number % 100).cast(pl.String).str.zfill(2)
    )
    return frame.select(pl.when(fits).then(clock).otherwise(pl.col("cell"))).to_series()

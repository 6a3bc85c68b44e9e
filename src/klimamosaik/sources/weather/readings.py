"""Stamps and values of a weather file as WEATHER_SCHEMA."""

from typing import Literal

import polars as pl

from klimamosaik.sources.grid.zones import BERLIN, locate
from klimamosaik.sources.weather.station import TEMPERATURE, WEATHER_SCHEMA

MISSING = -999.0  # DWD's mark of a missing value
USUAL = 3_600  # [s] where a station's stamps tell no step
LONGEST = 6 * 3_600  # [s] a reading of the moment stands for no longer time
NAIVE = pl.Datetime("us")


def of_moments(
    station: pl.Series,
    wall: pl.Series,
    value: pl.Series,
    *,
    zone: str | int,
    stamp: Literal["start", "end"] | None = None,
) -> pl.DataFrame:
    """Readings of hours and parts of hours; each lasts as long as its station's usual step.

    station: id of each row; wall: naive stamps; value [°C]; zone: IANA name, or the clock's
    constant offset to UTC [s]; stamp: what a stamp marks, its interval's start unless told.
    """
    frame = pl.DataFrame(
        {"station": station, "start": in_utc(wall, station, zone), "value": value}
    ).drop_nulls("start")
    step = steps(frame.drop_nulls("value"))
    length = pl.duration(seconds=pl.col("step").fill_null(USUAL))
    shift = length if stamp == "end" else pl.duration(seconds=0)
    frame = frame.join(step, on="station", how="left").with_columns(pl.col("start") - shift)
    return finished(frame.with_columns(end=pl.col("start") + length))


def of_days(station: pl.Series, day: pl.Series, value: pl.Series) -> pl.DataFrame:
    """Means of local days. day: naive stamps, whose clock time does not count; value [°C]."""
    start = day.cast(NAIVE).dt.truncate("1d")
    frame = pl.DataFrame({"station": station, "start": start, "value": value})
    return finished(local(frame.with_columns(end=pl.col("start").dt.offset_by("1d"))))


def of_months(station: pl.Series, month: pl.Series, value: pl.Series) -> pl.DataFrame:
    """Means of local months. month: naive stamps within the month; value [°C]."""
    start = month.cast(NAIVE).dt.truncate("1mo")
    frame = pl.DataFrame({"station": station, "start": start, "value": value})
    return finished(local(frame.with_columns(end=pl.col("start").dt.offset_by("1mo"))))


def local(frame: pl.DataFrame) -> pl.DataFrame:
    """Naive local start and end as UTC."""
    return frame.with_columns(
        pl.col("start", "end").dt.replace_time_zone(BERLIN).dt.convert_time_zone("UTC")
    )


def naive(written: pl.Series) -> pl.Series:
    """ISO stamps without an offset, down to minute, hour or day: "2024-03-30T01:00"."""
    text = written.str.strip_chars().str.replace("T", " ").str.slice(0, 16)
    text = text.str.replace(r"^(\d{4}-\d\d-\d\d)$", "${1} 00:00")
    text = text.str.replace(r"^(\d{4}-\d\d-\d\d \d\d)$", "${1}:00")
    return text.str.to_datetime("%Y-%m-%d %H:%M", strict=False, time_unit="us")


def in_utc(wall: pl.Series, station: pl.Series, zone: str | int) -> pl.Series:
    """Naive stamps as instants; null where the clock never showed that time."""
    if isinstance(zone, int):
        utc = wall.cast(NAIVE) - pl.Series([zone * 1_000_000]).cast(pl.Duration("us"))
    else:
        utc = locate(wall.cast(NAIVE), station, zone).utc
    return utc.dt.replace_time_zone("UTC")


def steps(frame: pl.DataFrame) -> pl.DataFrame:
    """The usual distance of readings [s] per station, where it is one of a moment's."""
    return (
        frame.unique(["station", "start"])
        .sort("station", "start")
        .with_columns(step=pl.col("start").diff().over("station").dt.total_seconds())
        .filter(pl.col("step") <= LONGEST)
        .group_by("station")
        .agg(pl.col("step").mode().min())
    )


def station_ids(cells: pl.Series) -> pl.Series:
    """Station numbers without blanks, leading zeros and ".0"."""
    return cells.str.strip_chars().str.replace(r"\.0$", "").str.replace(r"^0+(\d)", "${1}")


def one_station(name: str, rows: int) -> pl.Series:
    """The same station for all rows."""
    return pl.Series("station", [name], dtype=pl.String).new_from_index(0, rows)


def measured(values: pl.Series) -> pl.Series:
    """Values of DWD, without its marks of missing ones."""
    return values.set(values <= MISSING, None)


def finished(long: pl.DataFrame) -> pl.DataFrame:
    """In WEATHER_SCHEMA, sorted, without missing values or repeated rows.

    long: station, start, end, value, and property where it is not the temperature.
    """
    if "property" not in long.columns:
        long = long.with_columns(property=pl.lit(TEMPERATURE))
    frame = long.select(list(WEATHER_SCHEMA)).cast(WEATHER_SCHEMA)  # type: ignore[arg-type]
    frame = frame.filter(pl.col("value").is_finite()).drop_nulls()
    frame = frame.unique(["station", "property", "start"], keep="last")
    return frame.sort("station", "property", "start")

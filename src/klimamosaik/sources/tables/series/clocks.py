"""Whether the clock of a load profile may be another than local time: its course of the day tells.

People and machines keep local time. Stamps in UTC or all-year winter time, taken for local time,
let the whole day begin an hour earlier from the night on which summer time begins, and an hour
later from the night on which it ends. What the sun drives does the opposite.
"""

import re
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from klimamosaik.sources.grid.zones import BERLIN
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.times.when import When

FINE = ("PT10M", "PT15M", "PT30M", "PT1H")
AROUND = 21  # days before and after a change of the clock
ENOUGH = 8  # working days with whole courses on either side
SUN = re.compile(r"(?i)\bpv\b|photovolt|solar|einspeis|feed-?in")
BETTER = 0.5  # a shift must at least halve what is left unexplained
SHIFTS = (-2, -1, 0, 1, 2)  # [h]
NIGHT = 5  # values of a night
STILL, NOON = 0.001, 0.6  # most of all that falls into the night; least about noon
Course = npt.NDArray[np.float64]


def doubt_clock(long: pl.DataFrame, channels: tuple[Channel, ...], when: When) -> bool:
    """True where the course of the day speaks against local time.

    long: series (channel number), start, end (UTC), value. Only stamps that were taken for local
    time because nothing says otherwise are looked at.
    """
    fine = {c.number for c in channels if when.spacing.get(c.group) in FINE}
    if not when.zone_assumed or not fine:
        return False
    sunny = {c.number for c in channels if SUN.search(c.name)}
    days = courses(long.filter(pl.col("series").is_in(list(fine))))
    by_people = changes_of_clock(days.filter(~pl.col("series").is_in(list(sunny))))
    by_sun = changes_of_clock(days.filter(pl.col("series").is_in(list(sunny))))
    shifted = len(by_people) >= 2 and all(shift == -1 for shift in by_people)
    return shifted or (len(by_sun) >= 2 and all(shift == 0 for shift in by_sun))


def courses(long: pl.DataFrame) -> pl.DataFrame:
    """Whole working days as 24 hourly shares: series, day, course (24 shares of the day's sum)."""
    local = pl.col("start").dt.convert_time_zone(BERLIN)
    hours = (
        long.lazy()
        .select("series", "value", local.dt.date().alias("day"), local.dt.hour().alias("hour"))
        .filter(pl.col("day").dt.weekday() <= 5, near_a_change(pl.col("day")))
        .group_by("series", "day", "hour")
        .agg(pl.col("value").sum())
        .sort("series", "day", "hour")
        .group_by("series", "day", maintain_order=True)
        .agg(pl.col("value").alias("course"), pl.len().alias("hours"))
        .filter(pl.col("hours") == 24, pl.col("course").list.sum() > 0)
        .with_columns(pl.col("course") / pl.col("course").list.sum())
    )
    return hours.select("series", "day", "course").collect()


def driven_by_the_sun(long: pl.DataFrame) -> set[int]:
    """Series that stand still every night and have most about noon: no use is like that.

    long: series, start, end (UTC), value; only intervals of at most an hour are looked at.
    """
    hour = pl.col("start").dt.convert_time_zone(BERLIN).dt.hour()
    night, noon = ~hour.is_between(4, 22), hour.is_between(9, 15)
    value = pl.col("value")
    fine = pl.col("end") - pl.col("start") <= timedelta(hours=1)
    sums = by_few_series(
        long,
        lambda part: part.filter(fine).group_by("series").agg(
            all=value.sum(), night=value.filter(night).abs().sum(), noon=value.filter(noon).sum(),
            nights=night.sum(),
        ),
    )  # fmt: skip
    still = (pl.col("nights") >= NIGHT) & (pl.col("night") <= STILL * pl.col("all"))
    sunny = sums.filter(still, pl.col("all") > 0, pl.col("noon") >= NOON * pl.col("all"))
    return set(sunny["series"].to_list())


def near_a_change(day: pl.Expr) -> pl.Expr:
    """True on days so near the last Sunday of March or October that they are looked at."""
    since_march = day - pl.date(day.dt.year(), 3, 28)
    since_october = day - pl.date(day.dt.year(), 10, 28)
    limit = timedelta(days=AROUND + 4)
    return (since_march.abs() <= limit) | (since_october.abs() <= limit)


def changes_of_clock(days: pl.DataFrame) -> list[int]:
    """By how many hours the course moved, each time counted in the direction of summer time.

    -1: it is an hour earlier in summer than in winter; 0: it stays; None of it is told where
    days are missing or no shift fits clearly better than none.
    """
    if not len(days):
        return []
    years = days["day"].dt.year().unique().sort().to_list()
    found = []
    for year in years:
        for month, sign in ((3, 1), (10, -1)):
            change = last_sunday(year, month)
            near = pl.col("day") - change
            span = timedelta(days=AROUND)
            before = days.filter(near < timedelta(0), near >= -span)
            after = days.filter(near > timedelta(0), near <= span)
            if min(before["day"].n_unique(), after["day"].n_unique()) >= ENOUGH:
                moved = shift_between(mean_course(before), mean_course(after))
                if moved is not None:
                    found.append(sign * moved)
    return found


def last_sunday(year: int, month: int) -> date:
    """The day on which the clock changes in the night, in March and October."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def mean_course(days: pl.DataFrame) -> Course:
    """The mean day of all series, each with the same weight, shape (24,)."""
    whole: Course = np.array(days["course"].to_list(), dtype=np.float64)
    return np.asarray(whole.mean(axis=0))


def shift_between(before: Course, after: Course) -> int | None:
    """Hours by which `after` is later than `before`, shapes (24,); None where that is unclear.

    A day without a course tells nothing, nor does one that changes its shape.
    """
    left = {moved: float(np.sum((np.roll(before, moved) - after) ** 2)) for moved in SHIFTS}
    best = min(left, key=lambda moved: left[moved])
    spread = float(np.sum((before - before.mean()) ** 2))
    if spread <= 0 or left[best] > 0.1 * spread:
        return None
    others = [left[moved] for moved in SHIFTS if moved != best]
    return best if left[best] <= BETTER * min(others) else None

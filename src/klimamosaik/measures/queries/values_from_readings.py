"""Values made of readings: the last one, a month, a year, the highest day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from klimamosaik.measures.models.kinds import ReadingBasis
from klimamosaik.measures.queries.live_reading import LiveReading
from klimamosaik.observations.kernel.instants import moment, stored_day
from klimamosaik.observations.models import SUMMED, Datastream, Latest
from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.observations.queries.last_readings import last_readings
from klimamosaik.observations.queries.readings import daily_matrix
from klimamosaik.terms.reading import GUESSED
from klimamosaik.terms.text import Text, joined

WHOLE = 0.8  # share of a span's days that must have readings, or the span is not told
YEAR = 365  # [d]
WEEK = 7  # [d] of which a point of the small picture is the mean
Basis = tuple[int, ReadingBasis]  # id of a datastream, and what is taken of it
LIVE = {  # another value with each newer reading, and of how long before it
    ReadingBasis.LAST: timedelta(0),
    ReadingBasis.YEAR: timedelta(days=YEAR),
}
SOURCES = {
    ReadingBasis.LAST: Text("Messwert", "reading"),
    ReadingBasis.MONTH: Text("Messwerte, {first:month}", "readings, {first:month}"),
    ReadingBasis.YEAR: Text("Messwerte, zwölf Monate", "readings, twelve months"),
    ReadingBasis.HIGHEST_DAY: Text("höchster Tag in zwölf Monaten", "highest day in a year"),
}


ESTIMATED = Text("mit geschätzten Ablesungen", "with estimated readings")


@dataclass(frozen=True)
class ReadValue:
    """A value made of readings, the last day it tells of, and how it was made."""

    day: date
    value: float  # [unit of the datastream]
    source: Text
    live: LiveReading | None = None  # None: the next reading makes no other value
    estimated: bool = False  # a reading of it is not said to be measured


def values_read(asked: Iterable[Basis]) -> Mapping[Basis, ReadValue]:
    """The value of each; absent where there are no readings, or too few of the span."""
    asked = set(asked)
    if not asked:
        return {}  # most measures have no indicator of readings: nothing is scanned for them
    latest = latest_of(sorted({stream for stream, _ in asked}))
    spans = sorted({stream for stream, basis in asked if basis is not ReadingBasis.LAST})
    days = days_of([stream for stream in spans if stream in latest], latest)
    sums = summed(spans)
    guessed = last_estimated({stream for stream, basis in asked if basis is ReadingBasis.LAST})
    found = {}
    for stream, basis in asked:
        row = latest.get(stream)
        if row is None:
            continue
        made = (
            last(row, estimated=stream in guessed)
            if basis is ReadingBasis.LAST
            else of_days(days.filter(pl.col("datastream") == stream), basis, total=stream in sums)
        )
        if made is not None:
            said = joined([made.source, ESTIMATED]) if made.estimated else made.source
            found[stream, basis] = replace(made, live=live(row, basis), source=said)
    return found


def live(row: Latest, basis: ReadingBasis) -> LiveReading | None:
    """The newest reading of a datastream, where a value goes on with each newer one."""
    back = LIVE.get(basis)
    if row.end is None or back is None:
        return None
    return LiveReading(row.pk, moment(row.end), back)


def latest_of(streams: Sequence[int]) -> dict[int, Latest]:
    """The newest reading of each, where there is one."""
    return {row.pk: row for row in Latest.objects.filter(datastream__in=streams, end__gt=0)}


def summed(streams: Sequence[int]) -> set[int]:
    """Those of which a span is the sum of its days, as of rain."""
    rows = Datastream.objects.filter(pk__in=streams, quantity__in=SUMMED)
    return set(rows.values_list("pk", flat=True))


def days_of(streams: Sequence[int], latest: Mapping[int, Latest]) -> pl.DataFrame:
    """Their days of a year and a month up to the newest, as `DailyMatrix.frame` has them."""
    newest = max((stored_day(latest[each].end or 0) for each in streams), default=date(1990, 1, 1))
    first = newest - timedelta(days=2 * YEAR)
    last = newest + timedelta(days=1)
    return daily_matrix(datastreams=streams, first=first, last=last).frame()


def last_estimated(streams: Collection[int]) -> frozenset[int]:
    """Those of these datastreams whose newest reading is not said to be measured."""
    if not streams:
        return frozenset()
    rows = last_readings(known_spans(sorted(streams)))
    guessed = rows.filter(GUESSED)
    return frozenset(guessed["datastream"].to_list())


def last(row: Latest, *, estimated: bool) -> ReadValue | None:
    """The newest reading."""
    if row.end is None or row.value is None:
        return None
    source = SOURCES[ReadingBasis.LAST]
    return ReadValue(stored_day(row.end), row.value, source, estimated=estimated)


def of_days(days: pl.DataFrame, basis: ReadingBasis, *, total: bool) -> ReadValue | None:
    """A span's value from the known days of one datastream; None where too few are known."""
    newest = days["day"].max()
    if not isinstance(newest, date):
        return None
    first, end = month_before(newest) if basis is ReadingBasis.MONTH else year_before(newest)
    inside = days.filter(pl.col("day").is_between(first, end, closed="left"))
    if inside.height < WHOLE * (end - first).days:
        return None
    if basis is ReadingBasis.HIGHEST_DAY:
        highest = inside.sort("value", descending=True).row(0, named=True)
        day, value, guessed = (highest[name] for name in ("day", "value", "estimated"))
        return ReadValue(day, value, SOURCES[basis], estimated=guessed)
    value = inside["value"].sum() if total else inside["value"].mean()
    assert isinstance(value, float)
    source, guessed = SOURCES[basis].format(first=first), bool(inside["estimated"].any())
    return ReadValue(end - timedelta(days=1), value, source, estimated=guessed)


def month_before(newest: date) -> tuple[date, date]:
    """First day and first day after of the last month that is over on this day."""
    after = (newest + timedelta(days=1)).replace(day=1)
    return (after - timedelta(days=1)).replace(day=1), after


def year_before(newest: date) -> tuple[date, date]:
    """The 365 days that end with this one."""
    end = newest + timedelta(days=1)
    return end - timedelta(days=YEAR), end


def courses(streams: Sequence[int]) -> Mapping[int, tuple[float | None, ...]]:
    """Small pictures: the weekly means of each datastream's last year."""
    latest = latest_of(streams)
    days = days_of(sorted(latest), latest)
    found = {}
    for (stream,), rows in days.group_by("datastream"):
        newest = rows["day"].max()
        assert isinstance(newest, date)
        first, end = year_before(newest)
        week = ((pl.col("day") - first).dt.total_days() // WEEK).alias("week")
        means = rows.filter(pl.col("day").is_between(first, end, closed="left")).group_by(week)
        known = dict(means.agg(pl.col("value").mean()).iter_rows())
        begin = min(known, default=0)
        found[int(str(stream))] = tuple(known.get(week) for week in range(begin, YEAR // WEEK + 1))
    return found

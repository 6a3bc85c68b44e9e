"""Months of meter points: what was read, billed and paid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

import numpy as np
import polars as pl
from django.db import connection

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries import readings as observations
from klimamosaik.observations.queries.bills import bills_at
from klimamosaik.observations.queries.resolution import says_use
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.memory_cache import LastMade
from klimamosaik.reports.kernel.months import (
    Floats,
    MonthSums,
    Whole,
    day_number,
    merge,
    of_days,
    share_out,
    stack,
)
from klimamosaik.terms.period import LOCAL, midnight
from klimamosaik.terms.reading import GUESSED

FINE = ("PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "P1D")  # spacings kept as days
FEW = 200  # meter points named in a statement; of more, all are read and these are picked
FEW_STREAMS = 100  # at most, whose readings are kept: of some buildings, or of a small town
COARSE = LastMade[pl.DataFrame](most=8)  # by datastreams
LONGEST_READING = 2  # [years] a reading may start this long before the years it tells of


@dataclass(frozen=True, slots=True)
class StreamOfUse:
    """A datastream that tells the use of a meter point."""

    pk: int
    meter_point_id: int
    spacing: str


@dataclass(frozen=True)
class MeterMonths:
    """Months of the datastreams that tell the use of meter points, fine ones first."""

    streams: tuple[StreamOfUse, ...]
    sums: MonthSums  # [datastream, month] kWh or m³
    owner: Whole  # place of the meter point of each


def series_of(place: dict[int, int], edges: Floats, as_of: int | None) -> MeterMonths | None:
    """Each datastream of these meter points by month; None where there is none.

    place: of each meter point, by its id.
    """
    fine, coarse = streams_of(list(place))
    parts = []
    if fine:
        parts.append(fine_by_month(fine, edges, as_of))
    if coarse:
        parts.append(coarse_by_month(coarse, edges, as_of))
    if not parts:
        return None
    owner = np.array([place[s.meter_point_id] for s in fine + coarse], dtype=np.int64)
    return MeterMonths((*fine, *coarse), stack(parts), owner)


def streams_of(points: Sequence[int]) -> tuple[list[StreamOfUse], list[StreamOfUse]]:
    """The datastreams that tell the use of meter points: those kept as days, and the others."""
    found = streams_of_use(points)
    fine = [stream for stream in found if stream.spacing in FINE]
    return fine, [stream for stream in found if stream.spacing not in FINE]


def streams_of_use(points: Sequence[int]) -> list[StreamOfUse]:
    """The datastreams that tell the use of meter points, in the order they came to be."""
    return [
        StreamOfUse(pk, point, spacing)
        for pk, point, spacing, quantity, carrier in datastreams_at(points)
        if says_use(quantity, carrier)
    ]


def datastreams_at(points: Sequence[int]) -> Iterator[tuple[int, int, str, str, str]]:
    """Id, meter point, spacing, quantity and carrier of the datastreams at meter points.

    Also of meters that went since: an earlier report knows them. Of many they are picked here: each
    id in a statement takes longer than a row of its answer.
    """
    asked = frozenset(points)
    held = Datastream.everything.filter(meter_point__isnull=False).order_by("pk")
    if len(asked) <= FEW:
        held = held.filter(meter_point__in=asked)
    told = held.values_list("pk", "meter_point", "spacing", "quantity", "meter_point__carrier")
    return (row for row in told if row[1] in asked)


def readings_by_month(
    points: Sequence[MeterPoint], place: dict[int, int], edges: Floats, as_of: int | None
) -> MonthSums:
    """Use by meter point and month from all its datastreams, fine ones by their days."""
    found = series_of(place, edges, as_of)
    if found is None:
        return nothing(len(points), edges)
    return merge(found.sums, found.owner, count=len(points), edges=edges)


def nothing(count: int, edges: Floats) -> MonthSums:
    """No day known of any series."""
    shape = (count, len(edges) - 1)
    none = np.zeros(shape)
    return MonthSums(none, none, np.zeros(shape, dtype=np.bool_), none, none)


def fine_by_month(streams: Sequence[StreamOfUse], edges: Floats, as_of: int | None) -> MonthSums:
    """Months of quarter-hourly, hourly and daily datastreams from the roll-up."""
    matrix = observations.daily_matrix(
        datastreams=[s.pk for s in streams],
        first=day_of(edges[0]),
        last=day_of(edges[-1]),
        as_of=as_of,
    )
    days = matrix.days.astype("datetime64[D]").astype(np.float64)
    covered = matrix.covered.astype(np.float64)
    return of_days(matrix.values, covered, matrix.estimated, days, edges)


def day_of(number: float) -> date:
    """The local day that many days after 1970-01-01."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(number))


def estimated_spans(
    streams: Sequence[StreamOfUse], first: date, last: date
) -> list[tuple[date, date]]:
    """Days from `first` up to, not including, `last` with estimated readings, runs as one.

    Each as its first local day and the first day after. A reading longer than a day is one run.
    """
    fine = [stream.pk for stream in streams if stream.spacing in FINE]
    coarse = [stream for stream in streams if stream.spacing not in FINE]
    found: set[int] = set()  # local days since 1970-01-01
    if fine:
        matrix = observations.daily_matrix(datastreams=fine, first=first, last=last)
        found |= set(matrix.days[matrix.estimated.any(axis=0)].astype(np.int64).tolist())
    if coarse:
        begin = midnight(first.replace(year=first.year - LONGEST_READING))
        frame = readings_of(coarse, begin, midnight(last))
        rows = frame.filter(GUESSED)
        spans = zip(local_days(rows["start"]), np.ceil(local_days(rows["end"])), strict=True)
        inside = range(int(day_number(first)), int(day_number(last)))
        for start, end in spans:
            found |= set(range(int(start), int(end))).intersection(inside)
    return [(day_of(start), day_of(end)) for start, end in runs(sorted(found))]


def runs(days: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Days that follow one another as their first and the one after the last."""
    start = before = None
    for day in days:
        if before is None or day != before + 1:
            if start is not None and before is not None:
                yield start, before + 1
            start = day
        before = day
    if start is not None and before is not None:
        yield start, before + 1


def coarse_by_month(streams: Sequence[StreamOfUse], edges: Floats, as_of: int | None) -> MonthSums:
    """Months of monthly, yearly and uneven readings, shared out by days."""
    first = day_of(edges[0])
    begin = midnight(first.replace(year=first.year - LONGEST_READING))
    frame = readings_of(streams, begin, midnight(day_of(edges[-1])), as_of)
    row = {s.pk: i for i, s in enumerate(streams)}
    series = np.array([row[i] for i in frame["datastream"].to_list()], dtype=np.int64)
    start, end = (local_days(frame[name]) for name in ("start", "end"))
    value = frame["value"].to_numpy().astype(np.float64)
    guessed = frame.select(GUESSED).to_series().to_numpy()
    return share_out(series, start, end, value, count=len(streams), edges=edges, guessed=guessed)


def readings_of(
    streams: Sequence[StreamOfUse],
    start: datetime | None = None,
    end: datetime | None = None,
    as_of: int | None = None,
) -> pl.DataFrame:
    """Readings that start in [start, end); of a few datastreams all are read once they changed.

    A report asks for their months, their doubts and their bills, each in years of its own.
    """
    keys = [stream.pk for stream in streams]
    if as_of is not None or len(keys) > FEW_STREAMS or connection.in_atomic_block:
        return observations.readings(datastreams=keys, start=start, end=end, as_of=as_of)
    read = partial(observations.readings, datastreams=keys)
    found = COARSE.of(repr(keys), observations.newest_change(datastreams=keys), read)
    if start is not None:
        found = found.filter(pl.col("start") >= start.astimezone(UTC))
    return found if end is None else found.filter(pl.col("start") < end.astimezone(UTC))


def local_days(moments: pl.Series) -> Floats:
    """Moments (UTC) as local days since 1970-01-01, with fractions."""
    local = moments.dt.convert_time_zone(str(LOCAL)).dt.replace_time_zone(None)
    return local.dt.epoch("us").to_numpy().astype(np.float64) / 86_400e6


def bills_by_month(
    place: dict[int, int], edges: Floats, as_of: int | None
) -> tuple[MonthSums, MonthSums]:
    """Quantities and amounts of all bills, shared out by days."""
    bills = bills_at(as_of).filter(
        meter_point__in=place, end__gt=day_of(edges[0]), start__lt=day_of(edges[-1])
    )
    rows = list(bills.values_list("meter_point", "start", "end", "amount", "quantity"))
    count = len(place)
    if not rows:
        return nothing(count, edges), nothing(count, edges)
    points, starts, ends, amounts, quantities = zip(*rows, strict=True)
    series = np.array([place[point] for point in points], dtype=np.int64)
    start = np.array([day_number(day) for day in starts])
    end = np.array([day_number(day) for day in ends])
    stated = np.array([np.nan if q is None else float(q) for q in quantities])
    paid = np.array([float(amount) for amount in amounts])
    return (
        share_out(series, start, end, stated, count=count, edges=edges),
        share_out(series, start, end, paid, count=count, edges=edges),
    )

"""Stored readings as the series the kernel reads."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np
import polars as pl

from klimamosaik.evidence.kernel.series import Numbers, Series, Times
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.queries.resolution import ORDER, place_of
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.batched_ids import at_once
from klimamosaik.terms.period import LOCAL, midnight

FINE = ORDER[: ORDER.index("P1D") + 1]  # spacings that fill local days
TOGETHER = 200  # datastreams whose days are in memory at a time
WHOLE_DAY = 0.9  # share of a day's hours from which they stand for the missing ones


def energy_datastream(point: MeterPoint) -> Datastream | None:
    """The datastream that tells most about a meter point: the finest, then the longest kept."""
    return energy_datastreams([point.pk]).get(point.pk)


def energy_datastreams(points: Iterable[int]) -> dict[int, Datastream]:
    """The same of many meter points, by their ids."""
    streams = Datastream.objects.filter(meter_point__in=points, quantity=Quantity.ENERGY)
    found: dict[int, Datastream] = {}
    for stream in streams.order_by("pk"):
        point = stream.meter_point_id or 0
        known = found.get(point)
        if known is None or place_of(stream.spacing) < place_of(known.spacing):
            found[point] = stream
    return found


def energy_series(stream: Datastream, *, first: date, last: date, as_of: int | None) -> Series:
    """Use [kWh] of local days from `first` up to `last`, or of months and bills as they are."""
    if stream.spacing in FINE:
        return daily_series([stream.pk], first=first, last=last, as_of=as_of)
    return interval_series(stream, first=first, last=last, as_of=as_of)


def daily_series(streams: Sequence[int], *, first: date, last: date, as_of: int | None) -> Series:
    """Sums from the first known local day to the last; one with too few hours is missing."""
    frame = queries.daily(datastreams=streams, first=first, last=last, as_of=as_of)
    kept = frame.filter(pl.col("covered") >= WHOLE_DAY).sort("day")
    if kept.is_empty():
        return Series.of_days(np.array([], "datetime64[D]"), np.array([]))
    known = kept["day"].to_numpy().astype("datetime64[D]")
    days = np.arange(known[0], known[-1] + np.timedelta64(1, "D"))
    values = np.full(days.size, np.nan)
    scaled = kept["value"] / kept["covered"].clip(upper_bound=1.0)
    values[(known - known[0]).astype(np.int64)] = scaled.to_numpy()
    return Series.of_days(days, values)


def every_series(
    streams: Sequence[Datastream], *, first: date, last: date, as_of: int | None
) -> Iterator[tuple[Datastream, Series]]:
    """Use of many datastreams, as `energy_series` has it of one; in any order.

    Only years of which something is known by now are looked at.
    """
    fine = [stream for stream in streams if stream.spacing in FINE]
    for some in at_once(fine, TOGETHER):
        ids = [stream.pk for stream in some]
        known = queries.years_of_days(datastreams=ids) or (first.year, first.year)
        matrix = queries.daily_matrix(
            datastreams=ids,
            first=max(first, date(known[0], 1, 1)),
            last=min(last, date(known[1] + 1, 1, 1)),
            as_of=as_of,
        )
        spans: dict[tuple[int, int], Series] = {}
        for row, stream in enumerate(some):
            yield stream, days_known(matrix.days, matrix.values[row], matrix.covered[row], spans)
    for stream in streams:
        if stream.spacing not in FINE:
            yield stream, interval_series(stream, first=first, last=last, as_of=as_of)


def days_known(
    days: Times, values: Numbers, covered: Numbers, spans: dict[tuple[int, int], Series]
) -> Series:
    """Sums of local days, shape (d,), from the first known to the last; see `daily_series`.

    spans: a series of each first and last place met so far; those of the same days share them.
    """
    places = np.flatnonzero(covered >= WHOLE_DAY)
    if not places.size:
        return Series.of_days(np.array([], "datetime64[D]"), np.array([]))
    span = slice(int(places[0]), int(places[-1]) + 1)
    known = covered[span] >= WHOLE_DAY
    scaled = np.full(known.size, np.nan)
    scaled[known] = values[span][known] / np.minimum(covered[span][known], 1.0)
    like = spans.get((span.start, span.stop))
    if like is None:
        like = spans[span.start, span.stop] = Series.of_days(days[span], scaled)
    return like.with_values(scaled)


def interval_series(stream: Datastream, *, first: date, last: date, as_of: int | None) -> Series:
    """Readings as their own intervals: months, years, bills."""
    frame = queries.readings(
        datastreams=[stream.pk], start=midnight(first), end=midnight(last), as_of=as_of
    )
    starts = frame["start"].to_numpy().astype("datetime64[s]")
    local = frame["start"].dt.convert_time_zone(str(LOCAL)).dt.replace_time_zone(None)
    seconds = (frame["end"] - frame["start"]).dt.total_seconds().to_numpy().astype(np.float64)
    return Series(
        starts,
        local.to_numpy().astype("datetime64[s]"),
        seconds,
        frame["value"].to_numpy().astype(np.float64),
    )

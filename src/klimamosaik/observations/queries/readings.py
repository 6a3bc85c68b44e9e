"""The doors that read what is stored."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.kernel.instants import microseconds, moment
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.resolution import place_of
from klimamosaik.observations.queries.states import DatastreamState, Gaps, states
from klimamosaik.observations.queries.versions import data_version
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store import latest, pending
from klimamosaik.observations.store.days import DailyMatrix
from klimamosaik.observations.store.rebuilding import days_at
from klimamosaik.observations.store.stretch import StretchAsked, stretch
from klimamosaik.observations.weather.queries.stations import asked_about
from klimamosaik.observations.weather.queries.temperatures import PlaceWeather, weather_for
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.query_log import aside
from klimamosaik.terms.carrier import Carrier

Flags = NDArray[np.bool_]

__all__ = [
    "DatastreamState",
    "Gaps",
    "PlaceWeather",
    "asked_about",
    "changed_since",
    "city_days",
    "daily",
    "daily_matrix",
    "data_version",
    "first_readings",
    "newest_change",
    "readings",
    "states",
    "weather_for",
    "years_of_days",
]


def changed_since(*, datastreams: Sequence[int], seq: int) -> list[int]:
    """Those datastreams whose readings a version newer than `seq` changed."""
    return latest.changed_since(datastreams, seq)


def newest_change(*, datastreams: Sequence[int]) -> int:
    """The newest version that changed the readings of any of a few datastreams; 0: none did."""
    return latest.newest_change(datastreams)


def readings(
    *,
    datastreams: Sequence[int],
    start: datetime | None = None,
    end: datetime | None = None,
    as_of: int | None = None,
) -> pl.DataFrame:
    """The readings that start in [start, end), as they stood at version `as_of` or stand now.

    Returns datastream, start, end (UTC), value, quality, seq; sorted by datastream and start.
    """
    upto = data_version() if as_of is None else as_of
    return store.state(datastreams=list(datastreams), start=start, end=end, upto=upto)


def first_readings(
    *, datastream: int, start: datetime, end: datetime, most: int, as_of: int, last: bool = False
) -> tuple[pl.DataFrame, datetime]:
    """The first readings of a datastream that start in [start, end), at version `as_of`.

    About `most` of them, as `readings` returns them, and from when on others follow. last: those
    that start last, and before when there are others.
    """
    begin, finish = microseconds(start), microseconds(end)
    found = stretch(StretchAsked(datastream, begin, finish, as_of, most + 1, last))
    return found.frame, moment(found.begin if last else found.finish)


def daily_matrix(
    *, datastreams: Sequence[int], first: date, last: date, as_of: int | None = None
) -> DailyMatrix:
    """Local days from `first` up to, not including, `last` of many datastreams as arrays.

    as_of: the version whose state is asked for; None for what stands now.
    """
    return days_at(list(datastreams), first=first, last=last, as_of=as_of)


def daily(
    *, datastreams: Sequence[int], first: date, last: date, as_of: int | None = None
) -> pl.DataFrame:
    """Local days from `first` up to, not including, `last`: datastream, day, value, covered.

    value is the sum of a use and the mean of a temperature over the share `covered` (0..1) of
    the day's 23, 24 or 25 hours that has readings. Days without readings are absent; readings
    longer than a day (months, bills) never become days.
    """
    matrix = daily_matrix(datastreams=datastreams, first=first, last=last, as_of=as_of)
    return matrix.frame().drop("estimated")


def years_of_days(
    *, datastreams: Sequence[int], as_of: int | None = None
) -> tuple[int, int] | None:
    """The first and last local year of which any of these datastreams has days; None: no days.

    as_of: a version, whose days lie in these years; newer ones may have days in more of them.
    """
    if as_of is None:
        return pending.years(datastreams)
    with aside():
        return pending.years(datastreams)


def city_days(
    *,
    municipality: Municipality,
    quantity: str,
    carrier: Carrier,
    first: date,
    last: date,
) -> pl.DataFrame:
    """What a municipality used of a carrier on local days, by all meters that count.

    Returns day, value (sum over the meter points with readings), datastreams (how many of these
    have readings that day). A day without any reading is absent. Where a meter point has several
    datastreams, each day counts once: by the finest that knows it.
    """
    counting = MeterPoint.objects.counting().filter(
        building__municipality=municipality, carrier=carrier
    )
    asked = Datastream.objects.filter(meter_point__in=counting, quantity=quantity).values_list(
        "pk", "meter_point", "spacing"
    )
    rows = sorted(asked, key=lambda row: (place_of(row[2]), row[0]))
    several = Counter(point for _, point, _ in rows)
    alone = [pk for pk, point, _ in rows if several[point] == 1]
    beside = [(pk, point) for pk, point, _ in rows if several[point] > 1]
    found = pending.summed(datastreams=alone, first=first, last=last)
    if beside:
        matrix = pending.read(datastreams=[pk for pk, _ in beside], first=first, last=last)
        found += matrix.summed(once(matrix.covered > 0, [point for _, point in beside]))
    curve = pl.DataFrame(
        {
            "day": pl.date_range(first, last, closed="left", eager=True),
            "value": found.values,
            "datastreams": pl.Series(found.known, dtype=pl.Int64),
        }
    )
    return curve.filter(pl.col("datastreams") > 0)


def once(known: Flags, points: Sequence[int | None]) -> Flags:
    """Of the rows of one meter point only the first that knows a day counts, shape (n, d)."""
    counted = known.copy()
    told: dict[int | None, Flags] = {}
    for row, point in enumerate(points):
        if point in told:
            counted[row] &= ~told[point]
            told[point] = told[point] | known[row]
        else:
            told[point] = known[row]
    return counted

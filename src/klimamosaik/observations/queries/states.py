"""How each datastream is doing: its last reading, its gaps, whether it has fallen silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.models import Datastream, Latest
from klimamosaik.observations.queries.cache import cached
from klimamosaik.observations.store import hot, pending, version
from klimamosaik.observations.store.frames import moment
from klimamosaik.observations.store.merging import newest
from klimamosaik.places.models import Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import LOCAL

USUAL = {  # spacing -> how long until the next reading is expected
    "PT15M": timedelta(minutes=15),
    "PT30M": timedelta(minutes=30),
    "PT1H": timedelta(hours=1),
    "P1D": timedelta(days=1),
    "P1M": timedelta(days=31),
    "P1Y": timedelta(days=366),
}
HOLE = 0.01  # of a day; less is rounding
DAY = timedelta(days=1)
NONE = timedelta(0)


@dataclass(frozen=True)
class Gaps:
    """What is missing between the first and the last reading."""

    first: date | None  # first local day with readings
    count: int  # stretches without readings
    longest: timedelta  # of these
    missing: float  # share of the time 0..1


@dataclass(frozen=True)
class DatastreamState:
    """One line of the list of meters."""

    datastream: int
    name: str
    building: int
    building_name: str
    meter_point: int
    meter_point_name: str
    carrier: Carrier
    unit: str
    spacing: str  # as in Datastream
    last_start: datetime | None  # UTC, of the last reading; None: there is none
    last_end: datetime | None  # UTC
    last_value: float | None  # [unit]
    gaps: Gaps
    silent: bool | None  # nothing for twice the usual time; None: not decidable
    direction: Direction = Direction.DRAWN
    silent_from: datetime | None = None  # UTC, where nothing comes till then; None: not decidable

    @property
    def counts(self) -> bool:
        """True where the readings are final energy use."""
        return self.direction.counts


def states(*, municipality: Municipality, now: datetime) -> tuple[DatastreamState, ...]:
    """The state of every datastream of a municipality's meters, by building and meter."""
    streams = list(
        Datastream.objects.filter(meter_point__building__municipality=municipality)
        .select_related("meter_point__building")
        .order_by("meter_point__building__name", "meter_point__name", "name", "pk")
    )
    ids = [stream.pk for stream in streams]
    latest = {row.pk: row for row in Latest.objects.filter(datastream__in=ids)}
    gaps = cached("gaps", datastreams=ids, work=lambda: gaps_of_days(ids) | gaps_of_intervals(ids))
    return tuple(
        state_of(stream, latest.get(stream.pk), gaps.get(stream.pk, NO_GAPS), now)
        for stream in streams
    )


NO_GAPS = Gaps(None, 0, NONE, 0.0)


def state_of(
    stream: Datastream, latest: Latest | None, gaps: Gaps, now: datetime
) -> DatastreamState:
    """Put together what is known of one datastream."""
    point = stream.meter_point
    if point is None:
        raise AssertionError("a municipality's datastreams belong to meter points")
    known = latest if latest and latest.start is not None else None
    end = moment(known.end) if known and known.end is not None else None
    return DatastreamState(
        datastream=stream.pk,
        name=stream.name,
        building=point.building.pk,
        building_name=point.building.name,
        meter_point=point.pk,
        meter_point_name=point.name,
        carrier=Carrier(point.carrier),
        unit=stream.unit,
        spacing=stream.spacing,
        last_start=moment(known.start) if known and known.start is not None else None,
        last_end=end,
        last_value=known.value if known else None,
        gaps=gaps,
        silent=is_silent(stream, end, now),
        direction=Direction(point.direction),
        silent_from=falls_silent(stream, end),
    )


def is_silent(stream: Datastream, last_end: datetime | None, now: datetime) -> bool | None:
    """True where nothing came for twice the usual time; None where no time is usual."""
    silent_from = falls_silent(stream, last_end)
    return None if silent_from is None else now > silent_from


def falls_silent(stream: Datastream, last_end: datetime | None) -> datetime | None:
    """After twice the usual time without a reading; None where no time is usual."""
    usual = stream.expected_every or USUAL.get(stream.spacing)
    return None if usual is None or last_end is None else last_end + 2 * usual


def next_silence(states: Sequence[DatastreamState], now: datetime) -> datetime | None:
    """When the next datastream falls silent unless something comes; None: none does."""
    coming = [each.silent_from for each in states if each.silent_from and each.silent_from >= now]
    return min(coming, default=None)


def gaps_of_days(datastreams: Sequence[int]) -> dict[int, Gaps]:
    """Gaps by the daily roll-up, of datastreams that have one."""
    years = pending.years(datastreams)
    if years is None:
        return {}
    opened, closed = date(years[0], 1, 1), date(years[1] + 1, 1, 1)
    matrix = pending.read(datastreams=datastreams, first=opened, last=closed)
    return {
        int(datastream): gaps_in(covered, opened)
        for datastream, covered in zip(matrix.datastreams, matrix.covered, strict=True)
        if covered.any()
    }


def gaps_in(covered: NDArray[np.float64], opened: date) -> Gaps:
    """Gaps in the covered shares of consecutive days from `opened`, shape (d,), not all 0.

    Readings may begin and end within a day: the first and last day count as whole.
    """
    first, last = np.flatnonzero(covered)[[0, -1]]
    missing = 1.0 - covered[first : last + 1]
    missing[[0, -1]] = 0.0
    missing[missing < HOLE] = 0.0
    begun = opened + timedelta(days=int(first))
    if not missing.any():
        return Gaps(begun, 0, NONE, 0.0)
    edges = np.flatnonzero(np.diff(missing > 0, prepend=False, append=False))
    sums = np.concatenate([[0.0], np.cumsum(missing)])
    lengths = sums[edges[1::2]] - sums[edges[::2]]
    return Gaps(
        first=begun,
        count=lengths.size,
        longest=DAY * float(lengths.max(initial=0.0)),
        missing=float(missing.mean()),
    )


def gaps_of_intervals(datastreams: Sequence[int]) -> dict[int, Gaps]:
    """Gaps between months and bills, of datastreams that have such readings."""
    intervals = newest(hot.long(datastreams=datastreams, upto=version.current().newest))
    empty = (pl.col("start").shift(-1) - pl.col("end").cum_max()).over("datastream")
    gap = pl.when(empty > DAY / 24).then(empty).otherwise(NONE)
    whole = pl.col("end").max() - pl.col("start").min()
    found = (
        intervals.with_columns(gap=gap)
        .group_by("datastream")
        .agg(
            first=pl.col("start").min().dt.convert_time_zone(LOCAL.key).dt.date(),
            count=(pl.col("gap") > NONE).sum(),
            longest=pl.col("gap").max(),
            missing=pl.col("gap").sum().dt.total_seconds() / whole.dt.total_seconds(),
        )
    )
    return {datastream: Gaps(*gaps) for datastream, *gaps in found.iter_rows()}

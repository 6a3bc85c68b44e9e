"""How each datastream is doing: its last reading, its gaps, whether it has fallen silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.models import Datastream, Latest
from klimamosaik.observations.queries.cache import cached
from klimamosaik.observations.store import hot, pending, version
from klimamosaik.observations.store.frames import moment
from klimamosaik.observations.store.merging import newest
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
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
    last_end: datetime | None  # UTC, of the last reading; None: there is none
    gaps: Gaps
    silent: bool | None  # nothing for twice the usual time; None: not decidable
    direction: Direction = Direction.DRAWN
    number: str = ""  # of the meter point
    address: str = ""  # of the building
    silent_from: datetime | None = None  # UTC, where nothing comes till then; None: not decidable

    @property
    def counts(self) -> bool:
        """True where the readings are final energy use."""
        return self.direction.counts


def states(*, municipality: Municipality, now: datetime) -> tuple[DatastreamState, ...]:
    """The state of every datastream of a municipality's meters, by building and meter."""

    def told() -> StatesAt:
        read = once(("states", municipality.pk), lambda: known_of(municipality), of=(municipality,))
        found = tuple(state_of(*each, now) for each in read)
        return StatesAt(found, now, next_silence(found, now))

    name = ("states told", municipality.pk)  # by view and agenda of one page alike
    return once(name, told, lambda kept: kept.at(now), of=(municipality,)).states


@dataclass(frozen=True)
class StatesAt:
    """States as they are from a moment on, until the next datastream falls silent."""

    states: tuple[DatastreamState, ...]
    since: datetime
    until: datetime | None  # None: none does

    def at(self, now: datetime) -> bool:
        """True where they are the same now."""
        return self.since <= now and (self.until is None or now <= self.until)


def known_of(municipality: Municipality) -> "list[tuple[Line, int | None, Gaps]]":
    """What is known of each, whatever time it is: the end of its last reading, its gaps."""
    streams = Datastream.objects.filter(meter_point__building__municipality=municipality)
    order = ("meter_point__building__name", "meter_point__name", "name", "pk")
    rows = streams.order_by(*order).values_list(*LINE.values())
    lines = [dict(zip(LINE, row, strict=True)) for row in rows]
    ids = [line["datastream"] for line in lines]
    heard = Latest.objects.filter(datastream__in=ids, start__isnull=False)
    ends = dict(heard.values_list("pk", "end"))
    gaps = cached("gaps", datastreams=ids, work=lambda: gaps_of(ids), again=gaps_again)
    return [
        (line, ends.get(line["datastream"]), gaps.get(line["datastream"], NO_GAPS))
        for line in lines
    ]


Line = dict[str, Any]  # what of a datastream and its place a line needs: a town has thousands
LINE = {  # where it stands
    "datastream": "pk",
    "name": "name",
    "unit": "unit",
    "spacing": "spacing",
    "expected_every": "expected_every",
    "meter_point": "meter_point",
    "meter_point_name": "meter_point__name",
    "number": "meter_point__number",
    "carrier": "meter_point__carrier",
    "direction": "meter_point__direction",
    "building": "meter_point__building",
    "building_name": "meter_point__building__name",
    "address": "meter_point__building__address",
}


NO_GAPS = Gaps(None, 0, NONE, 0.0)


def state_of(line: Line, last: int | None, gaps: Gaps, now: datetime) -> DatastreamState:
    """Put together what is known of one datastream; last: end of its last reading [µs, UTC]."""
    told = dict(line)
    end = None if last is None else moment(last)
    silent_from = falls_silent(told["spacing"], told.pop("expected_every"), end)
    told["carrier"], told["direction"] = Carrier(told["carrier"]), Direction(told["direction"])
    return DatastreamState(
        **told,
        last_end=end,
        gaps=gaps,
        silent=None if silent_from is None else now > silent_from,
        silent_from=silent_from,
    )


def is_silent(stream: Datastream, last_end: datetime | None, now: datetime) -> bool | None:
    """True where nothing came for twice the usual time; None where no time is usual."""
    silent_from = falls_silent(stream.spacing, stream.expected_every, last_end)
    return None if silent_from is None else now > silent_from


def falls_silent(
    spacing: str, expected_every: timedelta | None, last_end: datetime | None
) -> datetime | None:
    """After twice the usual time without a reading; None where no time is usual."""
    usual = expected_every or USUAL.get(spacing)
    return None if usual is None or last_end is None else last_end + 2 * usual


def next_silence(states: Sequence[DatastreamState], now: datetime) -> datetime | None:
    """When the next datastream falls silent unless something comes; None: none does."""
    coming = [each.silent_from for each in states if each.silent_from and each.silent_from >= now]
    return min(coming, default=None)


def gaps_of(datastreams: Sequence[int]) -> dict[int, Gaps]:
    """Gaps of each datastream that has readings."""
    return gaps_of_days(datastreams) | gaps_of_intervals(datastreams)


def gaps_again(held: dict[int, Gaps], changed: Sequence[int]) -> dict[int, Gaps]:
    """The same, looked for only where readings changed."""
    gone = frozenset(changed)
    return {pk: gaps for pk, gaps in held.items() if pk not in gone} | gaps_of(changed)


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

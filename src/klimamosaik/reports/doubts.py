"""The one rule for readings in doubt, and the months of meter points without them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from hashlib import sha256

import numpy as np
from django.db import connection
from django.db.models import Count, Max

from klimamosaik.observations.models import ConfirmedReadings
from klimamosaik.observations.queries import readings as observations
from klimamosaik.observations.queries.bills import bills_at, mark_of_bills
from klimamosaik.observations.queries.cache import cached
from klimamosaik.observations.queries.confirmations import confirmations
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.records.query_cache import once
from klimamosaik.reports.kernel.months import MONTHS, Floats, MonthSums, month_edges
from klimamosaik.reports.kernel.unit_check import Flags, doubted_months, without
from klimamosaik.reports.metering import (
    StreamOfUse,
    bills_by_month,
    readings_by_month,
    readings_of,
    streams_of,
    streams_of_use,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.years import YEARS

TOGETHER = 200  # meter points whose whole past is in memory at a time
KEPT = 26 * 3600  # [s]


@dataclass(frozen=True)
class MeteredMonths:
    """Months of all meter points: use by readings, use as billed, cost."""

    points: tuple[MeterPoint, ...]
    read: MonthSums  # [point, month] kWh or m³
    billed: MonthSums  # [point, month] kWh or m³, of bills that state a quantity
    cost: MonthSums  # [point, month] EUR
    doubted: Flags  # [point, month] left out of `read`: the unit is in doubt
    edges: Floats
    doubts: Mapping[int, frozenset[int]]  # all months in doubt, see `doubts_of`


@dataclass(frozen=True)
class MonthsInDoubt:
    """What was found at all meter points, before people said what is right."""

    years: tuple[int, int] | None  # first and last that were looked at; None: no reading
    months: Mapping[int, frozenset[int]]  # since 1970-01, by meter point


LOOKED_AS_OF = HeldResults[MonthsInDoubt](most=100, seconds=KEPT)  # as versions knew it


def months_of(
    points: Sequence[MeterPoint],
    years: Sequence[int],
    as_of: int | None,
    said_until: datetime | None = None,
) -> MeteredMonths:
    """Read and share out everything of all meter points; months in doubt are left out.

    said_until: the moment up to which what people called right counts; None: all of it.
    """
    edges = month_edges(years[0], years[-1])
    place = {point.pk: i for i, point in enumerate(points)}
    read = readings_by_month(points, place, edges, as_of)
    billed, cost = bills_by_month(place, edges, as_of)
    doubts = doubts_of(points=points, as_of=as_of, said_until=said_until)
    doubted = flags_of(points, doubts, edges) & (read.days > 0)
    left = without(read, doubted)
    return MeteredMonths(tuple(points), left, billed, cost, doubted, edges, doubts)


def doubts_of(
    *,
    points: Sequence[MeterPoint],
    as_of: int | None = None,
    said_until: datetime | None = None,
) -> dict[int, frozenset[int]]:
    """The one rule for readings in doubt: months (since 1970-01) that enter no sum, by meter point.

    All that is known of a meter point is looked at, whatever years are asked about, so that
    report, energy page, list of meters and "why?" leave out the same. Months a person confirmed
    up to `said_until` are in no doubt. Meter points without any doubt are absent.
    """
    points = sorted(points, key=lambda point: point.pk)  # asked in any order, looked at once
    held = [point.pk for point in points]
    if as_of is not None:
        found = looked_as_of(points, as_of).months
    else:
        billed = bills_at(None).filter(meter_point__in=held)
        more = (*billed.aggregate(Count("pk"), Max("pk")).values(), [p.carrier for p in points])
        found = cached(
            "doubts",
            datastreams=[stream.pk for stream in streams_of_use(held)],
            more=more,
            work=lambda: looked_for(points),
            again=partial(looked_again, points),
        ).months
    confirmed = confirmed_months(points, said_until)
    left = {pk: months - confirmed.get(pk, frozenset()) for pk, months in found.items()}
    return {pk: months for pk, months in left.items() if months}


def doubts_in(*, municipality: Municipality) -> Mapping[int, frozenset[int]]:
    """The same for all meter points of a municipality that count."""
    points = MeterPoint.objects.counting().filter(building__municipality=municipality)
    name = ("doubts", municipality.pk)
    return once(name, lambda: doubts_of(points=list(points)), of=(municipality,))


def looked_for(points: Sequence[MeterPoint], as_of: int | None = None) -> MonthsInDoubt:
    """Months in doubt by meter point, whatever people said of them."""
    years = years_known(*streams_of([point.pk for point in points]), as_of)
    return MonthsInDoubt(years, looked_in(points, years, as_of))


def looked_as_of(points: Sequence[MeterPoint], as_of: int) -> MonthsInDoubt:
    """The same as a version knew it, which stays; held by all else it stands on.

    Pages compare the years before and after a correction, each page other years: the whole past of
    the meters is looked at once. Not held inside a transaction, which may never come to be.
    """
    if connection.in_atomic_block:
        return looked_for(points, as_of)
    ids = [point.pk for point in points]
    carriers = [point.carrier for point in points]
    stands = (as_of, ids, carriers, streams_of_use(ids), mark_of_bills(points=ids))
    name = sha256(repr(stands).encode()).hexdigest()
    return LOOKED_AS_OF.once(name, lambda: looked_for(points, as_of))


def looked_again(
    points: Sequence[MeterPoint], held: MonthsInDoubt, changed: Sequence[int]
) -> MonthsInDoubt:
    """The same, looked for only at meter points whose datastreams changed."""
    fine, coarse = streams_of([point.pk for point in points])
    years = years_known(fine, coarse, None)
    if years != held.years:
        return MonthsInDoubt(years, looked_in(points, years, None))
    moved = frozenset(changed)
    touched = {stream.meter_point_id for stream in (*fine, *coarse) if stream.pk in moved}
    left = {pk: months for pk, months in held.months.items() if pk not in touched}
    some = [point for point in points if point.pk in touched]
    return MonthsInDoubt(years, left | looked_in(some, years, None))


def looked_in(
    points: Sequence[MeterPoint], years: tuple[int, int] | None, as_of: int | None
) -> dict[int, frozenset[int]]:
    """Months in doubt in these years, a few meter points at a time: all their years are read."""
    if years is None:
        return {}
    edges = month_edges(*years)
    first = (years[0] - 1970) * MONTHS
    found = {}
    for begin in range(0, len(points), TOGETHER):
        some = points[begin : begin + TOGETHER]
        place = {point.pk: i for i, point in enumerate(some)}
        read = readings_by_month(some, place, edges, as_of)
        billed, _ = bills_by_month(place, edges, as_of)
        flags = doubted_months(read, billed, [Carrier(point.carrier) for point in some], edges)
        for point, row in zip(some, flags, strict=True):
            if row.any():
                found[point.pk] = frozenset((np.flatnonzero(row) + first).tolist())
    return found


def years_known(
    fine: Sequence[StreamOfUse], coarse: Sequence[StreamOfUse], as_of: int | None
) -> tuple[int, int] | None:
    """First and last year of any reading; None where there is none."""
    keys = [stream.pk for stream in fine]
    years = list(observations.years_of_days(datastreams=keys, as_of=as_of) or ())
    if coarse:
        rows = readings_of(coarse, as_of=as_of)
        starts = rows["start"].dt.convert_time_zone(str(LOCAL)).dt.year()
        years += [int(str(year)) for year in (starts.min(), starts.max()) if year is not None]
    if not years:
        return None
    return max(min(years), YEARS[0]), min(max(years), YEARS[1]) + 1


def flags_of(
    points: Sequence[MeterPoint], doubts: Mapping[int, frozenset[int]], edges: Floats
) -> Flags:
    """Months in doubt as flags, shape (point, month of `edges`)."""
    months = edges[:-1].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    found = np.zeros((len(points), len(months)), dtype=np.bool_)
    for row, point in enumerate(points):
        if point.pk in doubts:
            found[row] = np.isin(months, sorted(doubts[point.pk]))
    return found


def confirmed_months(
    points: Sequence[MeterPoint], until: datetime | None
) -> dict[int, frozenset[int]]:
    """Months (since 1970-01) whose readings a person called right, by meter point."""
    found: dict[int, set[int]] = defaultdict(set)
    for said in confirmations(points=[point.pk for point in points], until=until):
        found[said.meter_point_id] |= months_said(said)
    return {pk: frozenset(months) for pk, months in found.items()}


def months_said(said: ConfirmedReadings) -> frozenset[int]:
    """The months (since 1970-01) somebody spoke of."""
    return frozenset(range(month_number(said.start), month_number(said.end)))


def month_number(day: date) -> int:
    """The month of a day since 1970-01."""
    return (day.year - 1970) * MONTHS + day.month - 1

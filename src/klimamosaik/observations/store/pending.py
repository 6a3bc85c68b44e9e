"""Days that are not written yet: who brings one reading does not have its day written again.

Of each datastream it is noted from when on its days are out of date (`Latest.pending`). Who reads
days gets these from the readings; settling writes them down.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from django.db import transaction
from django.db.models import Max, Min

from klimamosaik.observations.kernel.instants import stored_day
from klimamosaik.observations.models import Latest, YearOfDays
from klimamosaik.observations.store import days, version, writing
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.days import DailyMatrix, DailySum
from klimamosaik.observations.store.frames import LONGEST_ON_A_DAY, moment
from klimamosaik.observations.store.roll_up import DAYS, midnights, roll_up
from klimamosaik.records.batched_ids import ASKED_AT_ONCE, at_once

TOGETHER = 200  # datastreams whose last days are computed together
FAR = timedelta(days=40)  # of readings of one datastream; of more, few are taken together
FEW = 5


def read(*, datastreams: Sequence[int], first: date, last: date) -> DailyMatrix:
    """Local days from `first` up to, not including, `last`, as all readings say by now.

    What is out of date is asked first: what is written down meanwhile is computed once more, the
    other way round it would be missed.
    """
    waiting = waiting_of(datastreams)
    matrix = days.written(datastreams=datastreams, first=first, last=last)
    asked = {each: span for each, span in waiting.items() if span.since < last}
    for since, group in alike(asked):
        rolled = rolled_up(group, since=since, last=last)
        matrix.replace(rolled, datastreams=group, since=max(since, first))
    return matrix


def summed(*, datastreams: Sequence[int], first: date, last: date) -> DailySum:
    """The same added up day by day."""
    waiting = {each for each, span in waiting_of(datastreams).items() if span.since < last}
    settled = [each for each in datastreams if each not in waiting]
    found = days.summed(datastreams=settled, first=first, last=last)
    if not waiting:
        return found
    matrix = read(datastreams=sorted(waiting), first=first, last=last)
    return found + matrix.summed(matrix.covered > 0)


def years(datastreams: Sequence[int]) -> tuple[int, int] | None:
    """The first and last local year with days of any of them, written or not; None: no days."""
    waiting = waiting_of(datastreams)
    held = YearOfDays.objects.filter(datastream__in=datastreams)
    span = held.aggregate(first=Min("year"), last=Max("year"))
    found = [year for year in span.values() if year is not None]
    found += [day.year for span in waiting.values() for day in (span.since, span.last)]
    return (min(found), max(found)) if found else None


def write_down() -> int:
    """Bring the written days up to all readings; returns of how many datastreams.

    A few datastreams a transaction, in which nobody delivers: those who do wait no longer.
    """
    waiting = waiting_of(None)
    for _, group in alike(waiting):
        with transaction.atomic():
            version.hold()
            still = waiting_of(group)
            for since, some in alike(still):
                rolled = rolled_up(some, since=since, last=None)
                days.write(rolled, touched=rolled.select("datastream", "day"))
            Latest.objects.filter(pk__in=group).update(pending=None)
    return len(waiting)


@dataclass(frozen=True)
class OutdatedDays:
    """The local days of a datastream that are out of date."""

    since: date
    last: date  # the last day with readings at all


def waiting_of(datastreams: Collection[int] | None) -> dict[int, OutdatedDays]:
    """The days that are out of date, of those datastreams where some are.

    datastreams: None for all.
    """
    rows = Latest.objects.filter(pending__isnull=False)
    asked = None if datastreams is None else set(datastreams)
    if asked is not None and len(asked) <= ASKED_AT_ONCE:
        rows = rows.filter(pk__in=asked)
    return {
        pk: OutdatedDays(stored_day(start), stored_day(max(start, until - 1)))
        for pk, start, until in rows.values_list("pk", "pending", "until")
        if start is not None and until is not None and (asked is None or pk in asked)
    }


def alike(waiting: Mapping[int, OutdatedDays]) -> Iterator[tuple[date, list[int]]]:
    """Datastreams out of date since the same day, as many together as memory allows."""
    groups: dict[date, list[int]] = defaultdict(list)
    for datastream, span in waiting.items():
        groups[span.since].append(datastream)
    for since, members in sorted(groups.items()):
        last = max(waiting[each].last for each in members)
        size = FEW if last - since > FAR else TOGETHER
        for some in at_once(members, size):
            yield since, list(some)


def rolled_up(datastreams: Sequence[int], *, since: date, last: date | None) -> pl.DataFrame:
    """Days (DAYS) of these datastreams from `since` up to, not including, `last`."""
    end = None if last is None else moment(midnights(last, last)[0])
    readings = store.state(
        datastreams=datastreams,
        start=moment(midnights(since, since)[0]) - LONGEST_ON_A_DAY,
        end=end,
        upto=version.current().newest,
    )
    if readings.is_empty():
        return pl.DataFrame(schema=DAYS)
    rolled = roll_up(readings, averaged=writing.averaged(datastreams))
    return rolled.filter(pl.col("day") >= since)

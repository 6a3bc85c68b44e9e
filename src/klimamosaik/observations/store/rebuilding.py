"""The roll-up of earlier versions: made anew from the readings on the days changed since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from klimamosaik.observations.kernel.instants import microseconds, stored_day
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store import latest, pending, writing
from klimamosaik.observations.store.days import DailyMatrix
from klimamosaik.observations.store.frames import LONGEST_ON_A_DAY, moment
from klimamosaik.observations.store.roll_up import midnights, roll_up
from klimamosaik.records.query_log import aside

AT_ONCE = 20  # datastreams whose readings are held in memory together, however long they are
TOGETHER = AT_ONCE * 1096  # days of all of them together, up to which more are


@dataclass(frozen=True)
class ChangedDays:
    """Local days of some datastreams."""

    datastreams: Sequence[int]
    since: date
    until: date  # the day after the last one


def days_at(
    datastreams: Sequence[int], *, first: date, last: date, as_of: int | None
) -> DailyMatrix:
    """Local days from `first` up to, not including, `last`, now or as of a version.

    The roll-up stands for now. It is read first, and what a version newer than `as_of` has
    changed by then is computed from the readings.
    """
    if as_of is None:
        return pending.read(datastreams=datastreams, first=first, last=last)
    with aside():  # they stay as they stood
        matrix = pending.read(datastreams=datastreams, first=first, last=last)
        newer = latest.changed_since(datastreams, as_of)
        days_as_of(matrix, datastreams=newer, first=first, last=last, upto=as_of)
    return matrix


def days_as_of(
    matrix: DailyMatrix, *, datastreams: Sequence[int], first: date, last: date, upto: int
) -> None:
    """Replace the days of `datastreams` that changed since `upto` by what they were then."""
    if not datastreams:
        return
    starts = store.starts(since=upto + 1, datastreams=datastreams)
    for some in together(starts, first=first, last=last):
        begin, end = (moment(bound) for bound in midnights(some.since, some.until)[[0, -1]])
        readings = store.state(
            datastreams=some.datastreams, start=begin - LONGEST_ON_A_DAY, end=end, upto=upto
        )
        rolled = roll_up(readings, averaged=writing.averaged(some.datastreams))
        matrix.replace(rolled, datastreams=some.datastreams, since=some.since, until=some.until)


def together(
    starts: Mapping[int, tuple[int, int]], *, first: date, last: date
) -> Iterator[ChangedDays]:
    """The days from `first` to before `last` on which readings lie, as many as memory holds.

    starts: the earliest and the latest start of readings [µs since 1970, UTC], by datastream.
    """
    spans = {pk: span for pk, each in starts.items() if (span := days_on(*each, first, last))}
    members: list[int] = []
    since = until = first
    for pk, (begin, end) in sorted(spans.items(), key=lambda item: (item[1], item[0])):
        longer = max(until, end)
        size = (len(members) + 1) * (longer - since).days
        if members and len(members) >= AT_ONCE and size > TOGETHER:
            yield ChangedDays(members, since, until)
            members = []
        if not members:
            since, longer = begin, end
        members.append(pk)
        until = longer
    if members:
        yield ChangedDays(members, since, until)


def days_on(start: int, latest: int, first: date, last: date) -> tuple[date, date] | None:
    """The days, up to before a second one, that readings may lie on; None: none of those asked.

    start, latest: where the first and the last of them start [µs since 1970, UTC].
    """
    end = stored_day(microseconds(moment(latest) + LONGEST_ON_A_DAY)) + timedelta(days=1)
    begin, end = max(stored_day(start), first), min(end, last)
    return (begin, end) if begin < end else None

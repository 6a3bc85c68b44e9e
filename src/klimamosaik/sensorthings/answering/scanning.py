"""Readings of many datastreams in order, piece by piece: never more than a page needs at once.

By number: one datastream after the other, each from its first reading on. By time: through windows
of time over all datastreams. How long a window must be follows from how many readings there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from klimamosaik.observations.queries.known_spans import KnownSpan
from klimamosaik.observations.queries.last_readings import no_readings
from klimamosaik.observations.queries.readings import first_readings, readings

LARGEST_PIECE = 500_000  # readings
SHORTEST = timedelta(seconds=1)
MARGIN = 1.2  # a window is so much longer than an even spacing asks for
JUST_AFTER = timedelta(microseconds=1)
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Scan:
    """Which readings are looked through."""

    spans: Mapping[int, KnownSpan]  # of datastreams with readings
    version: int  # of the data
    start: datetime | None = None  # readings that start in [start, end)
    end: datetime | None = None
    first: int = 100  # readings that are wanted first; later pieces are larger

    @property
    def begin(self) -> datetime:
        """The earliest start there can be."""
        first = min(span.first for span in self.spans.values())
        return max(first, self.start or EARLIEST)

    @property
    def finish(self) -> datetime:
        """Just after the latest start there can be."""
        last = max(span.last for span in self.spans.values()) + JUST_AFTER
        return min(last, self.end or LATEST)

    def read(self, datastreams: Sequence[int], start: datetime, end: datetime) -> pl.DataFrame:
        """Readings of a window."""
        if not datastreams or start >= end:
            return no_readings()
        return readings(datastreams=datastreams, start=start, end=end, as_of=self.version)


def by_number(scan: Scan, after: tuple[int, datetime] | None = None) -> Iterator[pl.DataFrame]:
    """Readings by datastream and start; after: the key of the last one that is known."""
    group: list[int] = []
    size, most = 0, scan.first * 2
    for pk in sorted(scan.spans):
        if after is not None and pk < after[0]:
            continue
        span = scan.spans[pk]
        if after is not None and pk == after[0]:
            yield from alone(scan, pk, after[1] + JUST_AFTER, scan.finish)
            continue
        if group and size + span.count > most:
            yield from whole(scan, group)
            group, size, most = [], 0, min(most * 2, LARGEST_PIECE)
        if span.count > most or len(scan.spans) == 1:
            yield from alone(scan, pk, span.first, span.last + JUST_AFTER)
        else:
            group.append(pk)
            size += span.count
    yield from whole(scan, group)


def whole(scan: Scan, group: Sequence[int]) -> Iterator[pl.DataFrame]:
    """All readings of a few datastreams."""
    if group:
        found = scan.read(group, scan.begin, scan.finish)
        if not found.is_empty():
            yield found


def by_time(scan: Scan, *, newest_first: bool) -> Iterator[pl.DataFrame]:
    """Readings of all datastreams by start, then by datastream."""
    if len(scan.spans) == 1:
        (pk,) = scan.spans
        yield from alone(scan, pk, scan.begin, scan.finish, newest_first=newest_first)
        return
    windows = backward if newest_first else forward
    for piece in windows(scan, sorted(scan.spans), scan.begin, scan.finish):
        yield piece.sort("start", "datastream", descending=[newest_first, False])


def alone(
    scan: Scan, pk: int, begin: datetime, finish: datetime, *, newest_first: bool = False
) -> Iterator[pl.DataFrame]:
    """Readings of one datastream that start in [begin, finish), by start."""
    begin = max(begin, scan.start or EARLIEST)
    finish = min(finish, scan.end or LATEST)
    wanted = scan.first
    while begin < finish:
        found, edge = first_readings(
            datastream=pk, start=begin, end=finish, most=wanted, as_of=scan.version,
            last=newest_first,
        )  # fmt: skip
        begin, finish = (begin, edge) if newest_first else (edge, finish)
        if not found.is_empty():
            yield found[::-1] if newest_first else found
        wanted = min(wanted * 4, LARGEST_PIECE)


def forward(
    scan: Scan, datastreams: Sequence[int], begin: datetime, finish: datetime
) -> Iterator[pl.DataFrame]:
    """Readings that start in [begin, finish), window after window."""
    begin = max(begin, scan.start or EARLIEST)
    finish = min(finish, scan.end or LATEST)
    wanted = scan.first
    while begin < finish:
        end = min(finish, begin + length_for(scan, datastreams, wanted))
        asked = [pk for pk in datastreams if scan.spans[pk].last >= begin]
        asked = [pk for pk in asked if scan.spans[pk].first < end]
        found = scan.read(asked, begin, end)
        if not found.is_empty():
            yield found
        begin, wanted = end, min(wanted * 2, LARGEST_PIECE)


def backward(
    scan: Scan, datastreams: Sequence[int], begin: datetime, finish: datetime
) -> Iterator[pl.DataFrame]:
    """Readings that start in [begin, finish), from the last window to the first."""
    wanted = scan.first
    while begin < finish:
        start = max(begin, finish - length_for(scan, datastreams, wanted))
        asked = [pk for pk in datastreams if scan.spans[pk].first < finish]
        asked = [pk for pk in asked if scan.spans[pk].last >= start]
        found = scan.read(asked, start, finish)
        if not found.is_empty():
            yield found
        finish, wanted = start, min(wanted * 2, LARGEST_PIECE)


def length_for(scan: Scan, datastreams: Sequence[int], wanted: int) -> timedelta:
    """How long a window must be to hold so many readings, were they evenly spread."""
    spans = [scan.spans[pk] for pk in datastreams]
    count = sum(span.count for span in spans)
    length = max(span.last for span in spans) - min(span.first for span in spans)
    return max(SHORTEST, length * min(1.0, MARGIN * wanted / max(count, 1)))

"""Runs of odd readings as spans, and spans found anew beside those known before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Instants = NDArray[np.int64]  # [µs since 1970, UTC]


@dataclass(frozen=True)
class MarkedSpan:
    """Odd readings in a row."""

    first: int  # start of the first [µs since 1970, UTC]
    last: int  # start of the last [the same]
    count: int  # readings
    value: float | None  # the one farthest off [their unit]


def spans_of(
    flags: Flags, starts: Instants, values: Numbers, *, usual: float = 0.0
) -> list[MarkedSpan]:
    """Neighbouring odd readings as one span each; `value` is the one farthest from `usual`."""
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False)).tolist()
    found = []
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        own = values[begin:end]
        known = own[np.isfinite(own)]
        far = float(known[np.abs(known - usual).argmax()]) if known.size else None
        found.append(MarkedSpan(int(starts[begin]), int(starts[end - 1]), end - begin, far))
    return found


def anew(
    found: Iterable[MarkedSpan],
    known: Iterable[MarkedSpan],
    starts: Instants,
    *,
    first: int,
    last: int,
) -> list[MarkedSpan]:
    """Spans as they stand after readings from `first` to `last` came.

    found: among the readings at `starts` (sorted), which hold those and some on either side; known:
    before. What was known of other readings stays; spans that meet are one.
    """
    kept = [
        part for each in known for part in outside(each, starts, first, last) if part is not None
    ]
    united: list[MarkedSpan] = []
    for each in sorted([*kept, *found], key=lambda span: (span.first, span.last)):
        if united and meets(united[-1], each, starts):
            united[-1] = union(united[-1], each, starts)
        else:
            united.append(each)
    return united


def outside(
    span: MarkedSpan, starts: Instants, first: int, last: int
) -> tuple[MarkedSpan | None, MarkedSpan | None]:
    """What is left of a known span before `first` and behind `last`."""
    if span.last < first or span.first > last:
        return span, None
    low, high = place(starts, first), place(starts, last, after=True)
    before = after = None
    if span.first < first and low:
        gone = within(starts, first, span.last)
        before = replace(span, last=int(starts[low - 1]), count=max(1, span.count - gone))
    if span.last > last and high < len(starts):
        gone = within(starts, span.first, last)
        after = replace(span, first=int(starts[high]), count=max(1, span.count - gone))
    return before, after


def place(starts: Instants, at: int, *, after: bool = False) -> int:
    """How many readings start before `at`, or at it as well."""
    return int(np.searchsorted(starts, at, side="right" if after else "left"))


def within(starts: Instants, first: int, last: int) -> int:
    """How many readings start from `first` to `last`."""
    return max(0, place(starts, last, after=True) - place(starts, first))


def meets(one: MarkedSpan, next_one: MarkedSpan, starts: Instants) -> bool:
    """True where two spans overlap, or no reading lies between them."""
    if next_one.first <= one.last:
        return True
    if not starts.size or starts[0] > one.last or next_one.first > starts[-1]:
        return False
    return place(starts, next_one.first) == place(starts, one.last, after=True)


def union(one: MarkedSpan, next_one: MarkedSpan, starts: Instants) -> MarkedSpan:
    """Two spans that meet as one, each reading counted once."""
    overlap = within(starts, next_one.first, min(one.last, next_one.last))
    values = [value for value in (one.value, next_one.value) if value is not None]
    return MarkedSpan(
        first=one.first,
        last=max(one.last, next_one.last),
        count=one.count + next_one.count - overlap,
        value=max(values, key=abs, default=None),
    )

"""The first or the last readings of one datastream in a span of time: as many as a page needs.

How long a span holds a hundred readings nobody knows before: a sensor that was quiet for months
may say something each second today. So rows are counted while they are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.kernel.instants import moment
from klimamosaik.observations.store import checksums, cold, hot, parquet, row_marks, version
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.delta_log import CUT_OFF, TableVersion
from klimamosaik.observations.store.frames import empty
from klimamosaik.observations.store.merging import newest
from klimamosaik.observations.store.row_marks import EVERY

MORE = 8  # times as many rows are read where so many versions of a single reading come first


@dataclass(frozen=True)
class StretchAsked:
    """Which readings of a datastream are wanted, and how many."""

    datastream: int
    begin: int  # they start in [begin, finish) [µs since 1970, UTC]
    finish: int
    upto: int  # as they stood at this version of the data
    most: int  # rows, every version of a reading counted
    last: bool = False  # those that start last instead of first

    def until(self, start: int) -> "StretchAsked":
        """The same, as far as to a start that is not known whole itself."""
        if self.last:
            return replace(self, begin=max(self.begin, start + 1))
        return replace(self, finish=min(self.finish, start))

    def beyond(self, least: int, most: int) -> bool:
        """True where starts from `least` to `most` are none of these."""
        return most < self.begin or least >= self.finish

    def enough(self, first: int, stop: int) -> tuple[int, int]:
        """Of rows [first, stop) as many as are needed; all, where hardly more follow."""
        rows = -(-self.most // EVERY) * EVERY + EVERY
        if stop - first <= rows:
            return first, stop
        return ((stop - rows) // EVERY * EVERY, stop) if self.last else (first, first + rows)

    def narrowed(self, starts: NDArray[np.int64]) -> "StretchAsked":
        """The same, only as far as enough of these starts reach, all of which are known."""
        if starts.size < self.most:
            return self
        place = starts.size - self.most if self.last else self.most - 1
        edge = int(np.partition(starts, place)[place])
        return self.until(edge - 1 if self.last else edge + 1)


class SpannedFile(NamedTuple):
    """A file of settled readings."""

    path: str
    least: int  # earliest start of its rows [µs since 1970, UTC]
    most: int  # latest


@dataclass(frozen=True)
class Stretch:
    """All readings of a datastream that start in [begin, finish) [µs since 1970, UTC]."""

    frame: pl.DataFrame  # STORED, by start
    begin: int
    finish: int


def stretch(asked: StretchAsked) -> Stretch:
    """The first or last readings as they stood; never none of a span that holds some.

    Hot is taken first, as in `hot_and_cold.versions`.
    """
    found = merged(asked)
    while found.finish <= found.begin and asked.begin < asked.finish:
        asked = replace(asked, most=asked.most * MORE)
        found = merged(asked)
    return found


def merged(asked: StretchAsked) -> Stretch:
    """The same; an empty span where nothing is known whole."""
    known = version.current()
    fresh, narrower = hot_rows(asked)
    settled, narrower = cold_rows(store.settled_since(known), narrower)
    rows = [each for each in (fresh, *(within(each, narrower) for each in settled)) if each.height]
    found = newest(pl.concat(rows)) if rows else empty()
    return Stretch(within(found, narrower), narrower.begin, narrower.finish)


def hot_rows(asked: StretchAsked) -> tuple[pl.DataFrame, StretchAsked]:
    """Rows that have not settled, and how far they are known."""
    rows, edge = hot.rows_in_turn(
        asked.datastream, first=asked.begin, stop=asked.finish,
        upto=asked.upto, most=asked.most, last=asked.last,
    )  # fmt: skip
    if edge is not None:
        asked = asked.until(edge)
    asked = asked.narrowed(hot.starts_in(rows, first=asked.begin, stop=asked.finish))
    return hot.unpacked_rows(rows, first=asked.begin, stop=asked.finish), asked


def cold_rows(
    table: TableVersion | None, asked: StretchAsked
) -> tuple[list[pl.DataFrame], StretchAsked]:
    """Settled rows, and how far they are known: file after file, until there are enough."""
    found: list[pl.DataFrame] = []
    files, some = files_in_turn(table, asked), 1
    while files:
        part = [each for each in files[:some] if not asked.beyond(each.least, each.most)]
        if not part:
            break
        for frame, edge in rows_in([each.path for each in part], asked):
            found.append(frame)
            asked = asked if edge is None else asked.until(edge)
        asked = asked.narrowed(np.concatenate([starts_of(each) for each in found]))
        files, some = files[some:], some * 2
    return found, asked


def files_in_turn(table: TableVersion | None, asked: StretchAsked) -> list[SpannedFile]:
    """The files that may hold such readings, by their first start, or by their last."""
    if table is None or asked.begin >= asked.finish:
        return []
    start, end = moment(asked.begin), moment(asked.finish)
    places = table.places(datastreams=[asked.datastream], start=start, end=end)
    least, most = table.bounds["min.start"][places], table.bounds["max.start"][places] + CUT_OFF
    order = np.argsort(-most if asked.last else least, kind="stable").tolist()
    files = [table.places_on_disk[place] for place in places]
    return [SpannedFile(files[each], int(least[each]), int(most[each])) for each in order]


def rows_in(files: list[str], asked: StretchAsked) -> Iterator[tuple[pl.DataFrame, int | None]]:
    """The rows of each file that are wanted; and the edge they end at, where others follow.

    Raises StoreDamaged.
    """
    checksums.refuse_damaged(cold.folder(), files)
    places, parted = [], []
    for file in files:
        marks = row_marks.marks_of(file, row_marks.mark_of(file))
        if marks is None:
            yield not_in_order(file, asked), None
            continue
        first, stop = marks.around(asked.datastream, asked.begin, asked.finish)
        kept = asked.enough(first, stop)
        places.append((file, kept[0], kept[1] - kept[0]))
        parted.append(kept != (first, stop))
    for rows, others in zip(row_marks.rows_at(places) if places else (), parted, strict=True):
        found = within(of_datastream(rows, asked.datastream), asked)
        edge = int(starts_of(found)[0 if asked.last else -1]) if others and found.height else None
        yield standing(found, asked.upto), edge


def not_in_order(file: str, asked: StretchAsked) -> pl.DataFrame:
    """All rows of the datastream in a file that we did not write."""
    rows = parquet.read([file], datastreams=[asked.datastream], upto=asked.upto)
    return within(rows.sort("start"), asked)


def standing(rows: pl.DataFrame, upto: int) -> pl.DataFrame:
    """Rows without those of later versions."""
    later = rows.height and rows["seq"].to_numpy().max() > upto
    return rows.filter(pl.col("seq") <= upto) if later else rows


def of_datastream(rows: pl.DataFrame, datastream: int) -> pl.DataFrame:
    """The rows of a datastream, of rows in order."""
    first, stop = np.searchsorted(rows["datastream"].to_numpy(), (datastream, datastream + 1))
    return rows.slice(int(first), int(stop - first))


def within(rows: pl.DataFrame, asked: StretchAsked) -> pl.DataFrame:
    """The rows of one datastream, by start, that start in the span."""
    first, stop = np.searchsorted(starts_of(rows), (asked.begin, asked.finish)).tolist()
    return rows.slice(first, stop - first)


def starts_of(rows: pl.DataFrame) -> NDArray[np.int64]:
    """Their starts [µs since 1970, UTC]."""
    starts: NDArray[np.int64] = rows["start"].to_numpy().view(np.int64)
    return starts

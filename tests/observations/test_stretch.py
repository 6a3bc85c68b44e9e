"""The first or last readings of a datastream are those that all of its readings begin or end with.

Whatever is hot or settled, in whichever files, corrected or taken away.
"""

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.store import cold, hot, parquet, row_marks, stretch
from klimamosaik.observations.store.parquet import RowPlace
from tests.observations.conftest import NOW, deliver, rows

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
END = BEGIN + timedelta(days=400)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_rows_between_marks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So that a small file has many; nothing is held from other tests."""
    for module in (row_marks, stretch):
        monkeypatch.setattr(module, "EVERY", 16)
    monkeypatch.setattr(row_marks, "AT_ONCE", 64)
    row_marks.marks_of.cache_clear()
    row_marks.HELD.clear()
    yield
    row_marks.marks_of.cache_clear()
    row_marks.HELD.clear()


def pieces(
    stream: Datastream, most: int, *, last: bool, as_of: int
) -> Iterator[tuple[pl.DataFrame, datetime]]:
    """All readings of a datastream, some at a time."""
    start, end = BEGIN, END
    while start < end:
        found, edge = queries.first_readings(
            datastream=stream.pk, start=start, end=end, most=most, as_of=as_of, last=last
        )
        assert found.height <= most * 2 + 4 * 16 + 64
        start, end = (start, edge) if last else (edge, end)
        yield found, edge


def together(stream: Datastream, most: int, *, last: bool, as_of: int) -> pl.DataFrame:
    """The same as one table."""
    found = [each for each, _ in pieces(stream, most, last=last, as_of=as_of)]
    return pl.concat(found[::-1] if last else found)


def assert_all_there(*streams: Datastream) -> None:
    """Piece by piece they are what they are at once, at every version."""
    for stream in streams:
        now = queries.data_version()
        for as_of in sorted({1, now // 2, now}):
            whole = queries.readings(datastreams=[stream.pk], as_of=as_of)
            for most in (5, 100, 10_000):
                for last in (False, True):
                    assert together(stream, most, last=last, as_of=as_of).equals(whole)


def test_hot_settled_corrected_and_in_many_files(meter: Datastream) -> None:
    other = Datastream.objects.create(name="neben", quantity=meter.quantity, unit="kWh")
    deliver(pl.concat([rows(each, BEGIN, range(300), step=MINUTE) for each in (meter, other)]))
    operations.settle(at=NOW)
    deliver(rows(meter, BEGIN + 100 * MINUTE, [7.5] * 40, step=MINUTE))
    deliver(rows(meter, BEGIN + timedelta(days=40), range(50), step=MINUTE))
    operations.settle(at=NOW)
    deliver(rows(meter, BEGIN + 280 * MINUTE, [9.25] * 40, step=MINUTE))
    for place in range(12):
        deliver(rows(meter, BEGIN + (400 + place) * MINUTE, [place], step=MINUTE))
    assert_all_there(meter, other)


def test_one_reading_corrected_many_times_hides_none_after_it(meter: Datastream) -> None:
    for value in range(12):
        deliver(rows(meter, BEGIN, [value], step=MINUTE))
    deliver(rows(meter, BEGIN + MINUTE, [1, 2, 3], step=MINUTE))
    assert_all_there(meter)
    operations.settle(at=NOW)
    assert_all_there(meter)


def test_readings_taken_back_are_left_out(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, range(60), step=MINUTE))
    wrong = deliver(rows(meter, BEGIN + 60 * MINUTE, range(40), step=MINUTE))
    operations.settle(at=NOW)
    operations.withdraw(delivery=wrong, by=None, at=NOW)
    deliver(rows(meter, BEGIN + 200 * MINUTE, [1, 2], step=MINUTE))
    assert_all_there(meter)


def test_a_file_in_another_order_is_read_whole(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, range(300), step=MINUTE))
    operations.settle(at=NOW)
    (file,) = cold.folder().rglob("*.parquet")
    shutil.copy(file, copy := Path(f"{file}.copy"))
    (file.parent.parent / "_checksums").unlink()
    pl.read_parquet(copy, hive_partitioning=False)[::-1].write_parquet(file)
    assert_all_there(meter)


def test_only_the_rows_of_a_page_are_read(
    meter: Datastream, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(rows(meter, BEGIN, range(5_000), step=MINUTE))
    operations.settle(at=NOW)
    read: list[int] = []
    usual = parquet.read_rows

    def noted(places: Sequence[RowPlace]) -> list[pl.DataFrame]:
        read.extend(count for *_, count in places)
        return usual(places)

    monkeypatch.setattr(parquet, "read_rows", noted)
    ask = partial(
        queries.first_readings,
        datastream=meter.pk, end=END, most=10, as_of=queries.data_version(),
    )  # fmt: skip
    first, edge = ask(start=BEGIN + 2_000 * MINUTE)
    assert first["value"].to_list()[:3] == [2000, 2001, 2002]
    assert sum(read) <= 3 * 16
    ask(start=edge)
    assert sum(read) <= 6 * 16  # and what was read is held


@pytest.mark.parametrize("last", [False, True])
def test_of_large_deliveries_only_those_a_page_needs_are_read(
    meter: Datastream, *, last: bool
) -> None:
    for part in range(5):
        deliver(rows(meter, BEGIN + part * timedelta(hours=1), [float(part)] * 40, step=MINUTE))
    asked = {"first": hot.FIRST, "stop": hot.LAST, "upto": queries.data_version()}
    found, edge = hot.rows_in_turn(meter.pk, most=50, last=last, **asked)
    assert [row[2] for row in found] == [40] * 3
    frame = hot.unpacked_rows(found)
    starts = frame["start"].to_physical()
    known = frame.filter(starts > edge) if last else frame.filter(starts < edge)
    assert known.height == 80
    everything, none = hot.rows_in_turn(meter.pk, most=500, last=last, **asked)
    assert len(everything) == 5
    assert none is None

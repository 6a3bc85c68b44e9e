"""Fresh readings settle; whoever reads notices nothing."""

import os
from datetime import UTC, datetime, timedelta
from itertools import product

import polars as pl
import pytest
from deltalake.exceptions import CommitFailedError
from django.conf import settings

from klimamosaik.observations.models import Chunk, Datastream, DataVersion
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.store import cold, cold_writing, hot, parquet, version
from klimamosaik.observations.store import compacting as settling
from klimamosaik.records.exclusive_work import SETTLING, alone
from klimamosaik.terms.complaint import InputRejected
from tests.observations.conftest import NOW, deliver, rows

NEW_YEAR = datetime(2023, 12, 31, 23, tzinfo=UTC)
MONTH = timedelta(days=31)

pytestmark = pytest.mark.django_db


def read(meter: Datastream, as_of: int | None = None) -> pl.DataFrame:
    return queries.readings(datastreams=[meter.pk], as_of=as_of)


def test_settled_readings_are_the_same_readings(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, range(2000), quality="estimated"))
    before = read(meter)
    assert operations.settle(at=NOW).readings == 2000
    assert not Chunk.objects.exists()
    assert read(meter).equals(before)


def test_settling_again_has_nothing_to_do(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [1, 2, 3]))
    operations.settle(at=NOW)
    before = cold.opened()
    assert operations.settle(at=NOW).readings == 0
    assert cold.opened() is before


def test_months_and_bills_stay_at_hand(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [100.0], step=MONTH))
    assert operations.settle(at=NOW).readings == 0
    assert read(meter)["value"].to_list() == [100.0]


def test_a_figure_is_reproduced_after_corrections_and_settling(meter: Datastream) -> None:
    first = deliver(rows(meter, NEW_YEAR, [1.0] * 800))
    figure = read(meter, as_of=first.seq)["value"].sum()
    operations.settle(at=NOW)
    deliver(rows(meter, NEW_YEAR, [5.0] * 10))
    operations.settle(at=NOW)
    second = deliver(rows(meter, NEW_YEAR, [7.0] * 5))
    assert read(meter)["value"].sum() == 790 + 5 * 5 + 5 * 7
    assert read(meter, as_of=second.seq - 1)["value"].sum() == 790 + 10 * 5
    assert read(meter, as_of=first.seq)["value"].sum() == figure == 800


def test_what_settled_is_known_and_not_written_again(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [1, 2, 3]))
    operations.settle(at=NOW)
    again = deliver(rows(meter, NEW_YEAR, [1, 2, 4]))
    assert (again.new, again.changed, again.same) == (0, 1, 2)


def test_a_crash_between_commit_and_deletion_doubles_nothing(
    meter: Datastream, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(rows(meter, NEW_YEAR, [1, 2, 3]))
    before = read(meter)

    def crash(cut: int) -> None:
        if cut:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(settling, "finish", crash)
        with pytest.raises(KeyboardInterrupt):
            operations.settle(at=NOW)
    assert Chunk.objects.exists()
    assert cold.settled_upto(cold.opened()) == 1
    assert read(meter).equals(before)
    assert operations.settle(at=NOW).readings == 0
    assert not Chunk.objects.exists()
    assert read(meter).equals(before)


def test_a_large_amount_settles_in_portions(
    meter: Datastream, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(5):
        deliver(rows(meter, NEW_YEAR + timedelta(days=place), [1.0] * 24))
    before = read(meter)
    monkeypatch.setattr(settling, "PORTION", 50)
    assert list(hot.portions(newest=5, readings=50)) == [2, 4, 5]
    assert operations.settle(at=NOW).readings == 120
    assert read(meter).equals(before)


def test_many_small_files_become_one_sorted_file(meter: Datastream) -> None:
    for place in range(cold_writing.FILES_A_MONTH + 1):
        deliver(rows(meter, NEW_YEAR + timedelta(days=2, hours=-place), [float(place)] * 3))
        operations.settle(at=NOW, keep=timedelta(0))
    table = cold.opened()
    assert table is not None
    assert len(table.paths) == 1
    assert len(list(cold.folder().rglob("*.parquet"))) == 1, "old files are swept"
    assert read(meter)["value"].to_list()[:3] == [8.0, 8.0, 8.0]
    assert read(meter, as_of=1)["value"].to_list() == [0.0, 0.0, 0.0]


def test_a_sensor_that_reports_each_second_takes_few_bytes_a_reading(meter: Datastream) -> None:
    many = 300_000  # times that differ: more than a column's dictionary holds
    begin = pl.lit(NEW_YEAR + timedelta(days=2)) + pl.duration(seconds=pl.int_range(many))
    given = (
        pl.concat([rows(meter, NEW_YEAR, [1.0])] * many)
        .with_columns(begin.alias("start"), (begin + timedelta(seconds=1)).alias("end"))
        .with_columns(seq=pl.lit(1, pl.Int64), details=pl.lit(None, pl.String))
    )
    cold_writing.append([given], upto=1)
    [settled] = cold.folder().rglob("part-*.parquet")
    seen = cold.opened()
    assert seen is not None
    cold_writing.rewrite("2024-01", table=seen)
    [written_anew] = set(cold.folder().rglob("part-*.parquet")) - {settled}
    assert max(settled.stat().st_size, written_anew.stat().st_size) < many


def test_what_a_killed_process_had_half_written_is_swept_once_it_is_old(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR + timedelta(days=2), [1, 2, 3]))
    operations.settle(at=NOW)
    [known] = cold.folder().rglob("*.parquet")
    left, now_written = (known.with_name(f"{name}.parquet") for name in ("left", "now-written"))
    for half in (left, now_written):
        half.write_bytes(known.read_bytes()[:100])
    long_ago = datetime.now(UTC).timestamp() - 2 * operations.KEPT.total_seconds()
    os.utime(left, (long_ago, long_ago))
    operations.settle(at=NOW)
    assert set(cold.folder().rglob("*.parquet")) == {known, now_written}
    assert read(meter)["value"].to_list() == [1.0, 2.0, 3.0]


def test_what_was_written_anew_just_now_stays_for_readers_however_old_it_is(
    meter: Datastream,
) -> None:
    for place in range(2):
        deliver(rows(meter, NEW_YEAR + timedelta(days=2 + place), [1, 2, 3]))
        operations.settle(at=NOW)
    before = set(cold.folder().rglob("part-*.parquet"))
    long_ago = datetime.now(UTC).timestamp() - 2 * operations.KEPT.total_seconds()
    for file in before:
        os.utime(file, (long_ago, long_ago))
    table = cold.opened()
    assert table is not None
    cold_writing.rewrite("2024-01", table=table)
    operations.settle(at=NOW)
    assert len(before) == 2
    assert before < set(cold.folder().rglob("part-*.parquet"))


def test_a_month_written_anew_holds_each_version_once_and_all_it_says(meter: Datastream) -> None:
    """A crash may have left readings in two files; what is beside a value goes with it."""
    given = rows(meter, NEW_YEAR + timedelta(days=2), [1.5, 2.0, 3.0]).with_columns(
        seq=pl.lit(1, pl.Int64), details=pl.Series(['{"result":"zu"}', None, None], dtype=pl.String)
    )
    unsaid = given.with_columns(
        value=pl.when(pl.col("details").is_null()).then("value"), seq=pl.lit(2, pl.Int64)
    )
    for part in (given, given.reverse(), unsaid):
        cold_writing.append([part], upto=2)
    seen = cold.opened()
    assert seen is not None
    expected = pl.concat([given, unsaid]).sort("datastream", "start", "seq")
    cold_writing.rewrite("2024-01", table=seen)
    table = cold.opened()
    assert table is not None
    [file] = table.at(table.places())
    found = parquet.read([file]).select(expected.columns)
    assert found.equals(expected.cast(found.schema))
    [told] = table.files.to_dicts()
    assert (told["num_records"], told["min.seq"], told["max.seq"]) == (6, 1, 2)
    assert told["min.start"] == given["start"].min()
    assert not table.places(seq=3).size
    assert not table.places(datastreams=[meter.pk + 1]).size


def test_whatever_edges_are_asked_for_exactly_what_lies_between_is_read(meter: Datastream) -> None:
    """The log tells edges of files, with times cut off behind milliseconds."""
    begin, step = NEW_YEAR + timedelta(days=2), timedelta(microseconds=700)
    deliver(rows(meter, begin, [1.0, 2.0, 3.0], step=step))
    deliver(rows(meter, begin, [4.0], step=step))
    operations.settle(at=NOW)
    table = cold.opened()
    whole = cold.read(table, datastreams=[meter.pk], start=None, end=None, upto=9)
    assert sorted(whole["value"]) == [1.0, 2.0, 3.0, 4.0]
    edges = [begin + timedelta(microseconds=each) for each in (-1, 0, 1, 700, 1_001, 1_400, 1_401)]
    for start, end in product([None, *edges], [None, *edges]):
        for upto in (0, 1, 2):
            found = cold.read(table, datastreams=[meter.pk], start=start, end=end, upto=upto)
            wanted = pl.col("seq") <= upto
            wanted &= (pl.col("start") >= start) if start else True
            wanted &= (pl.col("start") < end) if end else True
            assert found.equals(whole.filter(wanted)), (start, end, upto)


def test_what_is_true_of_a_whole_file_is_not_asked_of_its_rows(
    meter: Datastream, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(rows(meter, NEW_YEAR + timedelta(days=2), [1.0, 2.0]))
    operations.settle(at=NOW)
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(parquet, "read", lambda files, **given: asked.append(given))
    later = NEW_YEAR + timedelta(days=2, minutes=1)
    for start in (NEW_YEAR, later):
        table, end = cold.opened(), NEW_YEAR + MONTH
        cold.read(table, datastreams=[meter.pk], start=start, end=end, upto=1)
    assert [each["start"] for each in asked] == [None, later]
    assert all(each["end"] is each["upto"] is None for each in asked)


def test_what_a_killed_sorting_left_beside_the_readings_goes_with_the_next(
    meter: Datastream,
) -> None:
    deliver(rows(meter, NEW_YEAR, [1]))
    operations.settle(at=NOW)
    left = cold.folder().with_name(".unsorted-abc")
    left.mkdir()
    (left / "waiting.tmp").write_bytes(b"x")
    table = cold.opened()
    assert table is not None
    cold_writing.rewrite("2023-12", table=table)
    assert not left.exists()
    assert not [
        each for each in cold.folder().parent.iterdir() if each.name.startswith(".unsorted")
    ]


def test_only_one_compactor_is_at_work(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [1]))
    with alone(SETTLING) as free:
        assert free
        assert operations.settle(at=NOW).busy
    assert operations.settle(at=NOW).readings == 1


def test_two_compactors_without_a_lock_cannot_both_commit(meter: Datastream) -> None:
    readings = rows(meter, NEW_YEAR, [1]).with_columns(
        seq=pl.lit(1, pl.Int64), details=pl.lit(None, pl.String)
    )
    cold_writing.created()
    one, other = cold.opened(), cold.opened()
    assert one is not None
    assert other is not None
    cold_writing.append([readings], upto=1, table=one)
    with pytest.raises(CommitFailedError):
        cold_writing.append([readings], upto=1, table=other)


def test_a_month_is_not_rewritten_over_readings_that_came_meanwhile(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [1]))
    operations.settle(at=NOW)
    seen = cold.opened()
    assert seen is not None
    deliver(rows(meter, NEW_YEAR, [2]))
    operations.settle(at=NOW)
    cold_writing.rewrite("2023-12", table=seen)
    assert read(meter)["value"].to_list() == [2.0]
    assert read(meter, as_of=1)["value"].to_list() == [1.0]
    with pytest.raises(CommitFailedError):  # what it knew of the month is gone
        cold_writing.rewrite("2023-12", table=seen)
    assert read(meter)["value"].to_list() == [2.0]


def test_a_lost_folder_of_readings_is_noticed(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [1]))
    operations.settle(at=NOW)
    cold.folder().rename(cold.folder().with_name("elsewhere"))
    with pytest.raises(InputRejected, match="ends at version 0, the database knows of 1"):
        read(meter)
    with pytest.raises(InputRejected, match="same backup"):
        operations.settle(at=NOW)


def test_an_older_database_is_noticed(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [1]))
    operations.settle(at=NOW)
    DataVersion.objects.update(seq=0, settled=0)
    with pytest.raises(InputRejected, match="The database knows version 0"):
        read(meter)
    with pytest.raises(InputRejected, match="same backup"):
        deliver(rows(meter, NEW_YEAR, [1]))


def test_the_table_has_no_deletion_vectors(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [1]))
    operations.settle(at=NOW)
    table = cold.opened()
    assert table is not None
    assert table.to_change().metadata().configuration["delta.enableDeletionVectors"] == "false"
    assert str(settings.READINGS_DIR) in str(cold.folder())
    assert version.current().settled == 1

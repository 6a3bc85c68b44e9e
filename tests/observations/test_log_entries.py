"""The log of the table, read without the library that writes it, says the same."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.store import cold, cold_writing
from klimamosaik.observations.store.delta_log import (
    LOG,
    TableVersion,
    opened,
    plainly_read,
    read_by_library,
)
from klimamosaik.observations.store.log_entries import entries_since_checkpoint
from tests.observations.conftest import rows
from tests.observations.test_settling import NEW_YEAR

pytestmark = pytest.mark.django_db


def add(meter: Datastream, seq: int, month: int = 0) -> None:
    """Commit a day of readings."""
    begin = NEW_YEAR + timedelta(days=31 * month, hours=1, milliseconds=seq)
    readings = rows(meter, begin, [1.0, 2.0]).with_columns(
        seq=pl.lit(seq, pl.Int64), details=pl.lit(None, pl.String)
    )
    cold_writing.append([readings], upto=seq)


def plain() -> TableVersion | None:
    """As we read it ourselves."""
    return plainly_read(cold.folder(), entries_since_checkpoint(cold.folder() / LOG))


def same() -> TableVersion:
    """Asserts that both say the same; what they say."""
    ours, theirs = plain(), read_by_library(cold.folder())
    assert ours is not None
    files = theirs.files.select(ours.files.columns).sort("path")
    assert ours.files.sort("path").equals(files)
    assert ours.files.schema == files.schema
    assert (ours.version, ours.settled) == (theirs.version, theirs.settled)
    return ours


def test_an_empty_table_has_no_files(meter: Datastream) -> None:
    cold_writing.created()
    assert same().files.is_empty()


def test_what_was_added_and_written_anew_is_told_alike(meter: Datastream) -> None:
    for seq in range(1, 6):
        add(meter, seq, month=seq % 2)
        assert same().settled == seq
    table = cold.opened()
    assert table is not None
    cold_writing.rewrite("2024-01", table=table)
    assert same().files.height < table.files.height
    cold_writing.sweep(keep=timedelta(0))
    same()


def test_what_a_checkpoint_holds_is_told_alike(meter: Datastream) -> None:
    for seq in range(1, 4):
        add(meter, seq)
    DeltaTable(str(cold.folder())).create_checkpoint()
    log = entries_since_checkpoint(cold.folder() / LOG)
    assert (log.checkpoint is not None, log.records) == (True, ())
    assert same().settled == 3
    add(meter, 4)
    assert same().files.height == 4


def entry(change: Callable[[dict[str, object]], None]) -> None:
    """Change the records of the first entry."""
    path = cold.folder() / LOG / f"{0:020}.json"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for record in records:
        change(record)
    path.write_text("\n".join(json.dumps(each) for each in records), "utf-8")


def needs_more(record: dict[str, object]) -> None:
    """A table that only a newer reader understands."""
    if "protocol" in record:
        record["protocol"] = {"minReaderVersion": 2, "minWriterVersion": 5}


def parted_otherwise(record: dict[str, object]) -> None:
    """A table that somebody made with other folders."""
    if isinstance(about := record.get("metaData"), dict):
        about["partitionColumns"] = ["month", "datastream"]


@pytest.mark.parametrize("other", [needs_more, parted_otherwise])
def test_what_we_do_not_write_is_left_to_the_library(
    meter: Datastream, other: Callable[[dict[str, object]], None]
) -> None:
    add(meter, 1)
    assert plain() is not None
    entry(other)
    assert plain() is None


def test_a_checkpoint_in_parts_and_one_that_is_none_are_left_to_the_library(
    meter: Datastream,
) -> None:
    for seq in range(1, 4):
        add(meter, seq)
    DeltaTable(str(cold.folder())).create_checkpoint()
    [whole] = (cold.folder() / LOG).glob("*.checkpoint.parquet")
    parts = whole.with_name(whole.name.replace(".parquet", ".0000000001.0000000001.parquet"))
    whole.rename(parts)
    assert plain() is None
    parts.rename(whole)
    assert plain() is not None
    whole.write_bytes(b"no checkpoint")
    assert plain() is None


def test_an_entry_tidied_away_amid_reading_is_asked_of_the_library(
    meter: Datastream, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(meter, 1)

    def gone(path: Path) -> None:
        """It was there a moment ago."""

    with monkeypatch.context() as patch:
        patch.setattr("klimamosaik.observations.store.log_entries.records_of", gone)
        assert plain() is None
    table = opened(cold.folder())
    assert table is not None
    assert table.settled == 1

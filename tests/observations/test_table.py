"""The settled readings are a table that others can read, and one town's open only its part."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from deltalake import DeltaTable, WriterProperties

from klimamosaik.observations.store import cold, cold_writing
from klimamosaik.observations.store.file_sums import ENGINES
from klimamosaik.terms.reading import QUALITY

BEGIN = datetime(2024, 3, 1, tzinfo=UTC)
TOWNS, METERS, QUARTERS = 20, 10, 2_000  # a town's meters have numbers in a row
COUNTED = Path("/proc/self/io")  # what this process has read
GROUP = 20_000  # readings; smaller than in earnest, so that a small table has many groups


def of_everybody() -> pl.DataFrame:
    """A month of a state, STORED, in no order."""
    meters = pl.DataFrame({"datastream": range(1, TOWNS * METERS + 1)})
    times = [BEGIN + timedelta(minutes=15) * place for place in range(QUARTERS)]
    readings = pl.DataFrame({"start": times}).join(meters, how="cross").sample(fraction=1, seed=1)
    return readings.select(
        pl.col("datastream").cast(pl.Int64),
        pl.col("start").cast(pl.Datetime("us", "UTC")),
        (pl.col("start") + timedelta(minutes=15)).cast(pl.Datetime("us", "UTC")).alias("end"),
        (pl.int_range(pl.len()) * 0.37).alias("value"),
        pl.lit("measured", QUALITY).alias("quality"),
        pl.lit(None, pl.String).alias("details"),
        pl.lit(1, pl.Int64).alias("seq"),
    )


@pytest.fixture
def table(db: None, monkeypatch: pytest.MonkeyPatch) -> DeltaTable:
    """The month, settled."""
    small = WriterProperties(compression="ZSTD", max_row_group_size=GROUP)
    monkeypatch.setattr(cold_writing, "WRITER", small)
    cold_writing.append([of_everybody()], upto=1)
    return DeltaTable(str(cold.folder()))


def files(table: DeltaTable) -> list[Path]:
    return [Path(each.removeprefix("file://")) for each in table.file_uris()]


def test_any_reader_of_delta_lake_may_read_it(table: DeltaTable) -> None:
    protocol = table.protocol()
    assert (protocol.min_reader_version, protocol.min_writer_version) == (1, 2)
    assert not protocol.reader_features
    assert table.metadata().configuration["delta.enableDeletionVectors"] == "false"
    assert table.metadata().partition_columns == ["month"]
    types = {field.name: field.type.type for field in table.schema().fields}
    assert {types["start"], types["end"]} == {"timestamp"}  # of UTC; timestamp_ntz has no zone
    asked = "SELECT name, logical_type FROM parquet_schema(?) WHERE name IN ('start', 'end')"
    logical = duckdb.execute(asked, [str(files(table)[0])]).fetchall()
    assert len(logical) == 2
    assert all("isAdjustedToUTC=1" in str(kind) for _, kind in logical)


def test_each_month_is_sorted_by_datastream_and_time(table: DeltaTable) -> None:
    (file,) = files(table)
    assert file.parent.name == "month=2024-03"
    keys = pl.read_parquet(file).select("datastream", "start").rows()
    assert len(keys) == TOWNS * METERS * QUARTERS
    assert keys == sorted(keys)


def bytes_read(streams: list[int]) -> int:
    """How much this process reads from files to read all of these datastreams."""
    ENGINES.clear()  # what was seen of the file before is forgotten
    before = taken()
    found = cold.read(cold.opened(), datastreams=streams, start=None, end=None, upto=9)
    assert found.height == len(streams) * QUARTERS
    return taken() - before


def taken() -> int:
    """Bytes this process has read so far."""
    lines = COUNTED.read_text().splitlines()
    return int(dict(line.split(": ") for line in lines)["rchar"])


@pytest.mark.skipif(not COUNTED.exists(), reason="the system does not count")
def test_one_town_opens_only_its_row_groups(table: DeltaTable) -> None:
    (file,) = files(table)
    groups = duckdb.execute(
        "SELECT stats_min_value::BIGINT, stats_max_value::BIGINT FROM parquet_metadata(?) "
        "WHERE path_in_schema = 'datastream'",
        [str(file)],
    ).fetchall()
    town = list(range(7 * METERS + 1, 8 * METERS + 1))
    touched = [low <= town[-1] and high >= town[0] for low, high in groups]
    assert (len(touched), sum(touched)) == (TOWNS * METERS * QUARTERS // GROUP, 1)
    size = file.stat().st_size
    everybody = bytes_read(list(range(1, TOWNS * METERS + 1)))
    assert everybody > 0.7 * size  # the control: who asks for all reads all
    assert bytes_read(town) < 0.3 * everybody


@pytest.mark.parametrize(
    ("sizes", "rewritten"),
    [
        ([100] * 8, False),
        ([100] * 9, True),
        ([10_000] + [100] * 9, False),  # too little for all of it to be written again
        ([10_000] + [100] * 13, True),
        ([10_000] + [1] * 39, False),
        ([10_000] + [1] * 40, True),
    ],
)
def test_a_large_month_is_not_written_again_for_a_little(sizes: list[int], rewritten: bool) -> None:
    files = pl.DataFrame({"partition.month": ["2024-03"] * len(sizes), "num_records": sizes})
    other = pl.DataFrame({"partition.month": ["2024-04"], "num_records": [5]})
    assert cold_writing.crowded(pl.concat([other, files])) == (["2024-03"] if rewritten else [])

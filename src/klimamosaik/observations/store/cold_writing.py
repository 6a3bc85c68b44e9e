"""Settled readings are added to their Delta table, and its months kept in few files.

A commit carries the newest version it brought, so a second run after a crash knows what is there
already.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache

import polars as pl
from arro3.core import RecordBatch, RecordBatchReader
from arro3.core import Schema as ArrowSchema
from deltalake import (
    ColumnProperties,
    CommitProperties,
    DeltaTable,
    Field,
    Schema,
    Transaction,
    WriterProperties,
)
from deltalake import write_deltalake as write_delta
from deltalake.schema import PrimitiveType

from klimamosaik.observations.store import checksums, delta_log
from klimamosaik.observations.store.cold import folder, opened
from klimamosaik.observations.store.delta_log import SETTLING, TableVersion
from klimamosaik.observations.store.frames import DETAILS, KEY, empty, in_order
from klimamosaik.observations.store.log_entries import MONTH
from klimamosaik.observations.store.one_file import as_one

COLUMNS = {  # STORED in the words of Delta Lake, and the partition
    "datastream": "long",
    "start": "timestamp",
    "end": "timestamp",
    "value": "double",
    "quality": "string",
    DETAILS: "string",
    "seq": "long",
    MONTH: "string",
}
ORDER = [*KEY, "seq"]
FILES_A_MONTH = 8  # more are rewritten as one, where that is worth it
MOST_FILES_A_MONTH = 40  # more always are
WORTH = 8  # times what the other files of a month hold must reach what its largest does
ROWS_A_GROUP = 131_072  # read as a whole when one of its readings is wanted
IN_STEPS = ColumnProperties(dictionary_enabled=False, encoding="DELTA_BINARY_PACKED")
WRITER = WriterProperties(
    compression="ZSTD",
    compression_level=3,
    max_row_group_size=ROWS_A_GROUP,
    column_properties={"start": IN_STEPS, "end": IN_STEPS},  # a tenth of it for each second's value
)
CONFIGURATION = {"delta.enableDeletionVectors": "false", "delta.checkpointInterval": "20"}


def created() -> TableVersion:
    """The table, made if it is not there yet."""
    DeltaTable.create(
        str(folder()),
        Schema([Field(name, PrimitiveType(kind)) for name, kind in COLUMNS.items()]),
        mode="ignore",
        partition_by=[MONTH],
        configuration=CONFIGURATION,
    )
    return delta_log.view(folder())


def append(
    readings: Iterable[pl.DataFrame], *, upto: int, table: TableVersion | None = None
) -> int:
    """Commit readings (STORED) in one act, noting that everything up to `upto` has settled.

    readings: no month in two of them; one at a time is in memory.
    table: as it was when `readings` were found to be missing in it; the newest if not given.

    Returns how many they are. Raises deltalake's CommitFailedError where somebody else settled at
    the same time.
    """
    counts = [0]
    write_delta(
        (table or opened() or created()).to_change(),
        RecordBatchReader.from_batches(schema(), batches(readings, counts)),
        mode="append",
        writer_properties=WRITER,
        commit_properties=CommitProperties(app_transactions=[Transaction(SETTLING, upto, None)]),
    )
    note_checksums()
    return sum(counts)


def batches(readings: Iterable[pl.DataFrame], counts: list[int]) -> Iterator[RecordBatch]:
    """The readings as Delta Lake takes them, the number of each part noted in `counts`."""
    for part in readings:
        counts.append(part.height)
        yield from RecordBatchReader.from_arrow(by_month(part).select(list(COLUMNS)))


@cache
def schema() -> ArrowSchema:
    """The columns of the parts, made once, and not before it is needed: see frames.EARLIEST."""
    texts = [pl.lit(None, pl.String).alias(name) for name in ("quality", DETAILS, MONTH)]
    return RecordBatchReader.from_arrow(empty().with_columns(texts)).schema


def note_checksums() -> None:
    """Write down the checksums of what was just committed."""
    table = opened()
    if table is not None:
        checksums.note(table)


def by_month(readings: pl.DataFrame) -> pl.DataFrame:
    """Put readings (STORED) in order and into the table's columns."""
    ordered = in_order(readings, ORDER)
    months = ordered["start"].dt.truncate("1mo")
    names = {month: month.strftime("%Y-%m") for month in months.unique()}
    return ordered.with_columns(
        pl.col("quality").cast(pl.String),
        pl.col(DETAILS).cast(pl.String),
        months.replace_strict(names, return_dtype=pl.String).alias(MONTH),
    )


def tidy() -> int:
    """Rewrite months of many files as one sorted file; returns how many months."""
    table = opened()
    if table is None:
        return 0
    months = crowded(table.files)
    for month in months:
        rewrite(month, table=opened() or table)
    return len(months)


def crowded(files: pl.DataFrame) -> list[str]:
    """Months of many files that are worth rewriting.

    Where a little settles every minute, a large month is not written again for each hour of it.
    """
    held = pl.col("num_records").sum(), pl.col("num_records").max().alias("largest")
    months = files.group_by(f"partition.{MONTH}").agg(pl.len(), *held)
    others = pl.col("num_records") - pl.col("largest")
    worth = others * WORTH >= pl.col("largest")
    many = pl.col("len") > FILES_A_MONTH
    found = months.filter((many & worth) | (pl.col("len") > MOST_FILES_A_MONTH))
    return found[f"partition.{MONTH}"].sort().to_list()


def rewrite(month: str, *, table: TableVersion) -> None:
    """Write all readings that a month has in `table` anew, sorted, every version once.

    What settled meanwhile stays beside it. Raises deltalake's CommitFailedError where the month
    was written anew meanwhile.
    """
    paths = table.files.filter(pl.col(f"partition.{MONTH}") == month)["path"]
    files = [str(folder() / path) for path in paths.sort()]
    checksums.refuse_damaged(folder(), files)
    one = as_one(files, folder=folder(), partition=(MONTH, month), group=ROWS_A_GROUP)
    change = table.to_change()
    only = [(MONTH, "=", month)]
    change.create_write_transaction([one], "overwrite", change.schema(), [MONTH], only)
    note_checksums()


def sweep(*, keep: timedelta) -> int:
    """Remove files that no version younger than `keep` needs; returns how many.

    What a killed process had half written stands in no version: it goes when it is as old.
    """
    table = opened()
    if table is None:
        return 0
    hours = int(keep / timedelta(hours=1))
    change = table.to_change()
    return len(change.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True))

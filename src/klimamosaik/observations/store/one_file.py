"""Many files of settled readings become one, sorted, in memory that does not grow with them."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import duckdb
from deltalake.transaction import AddAction

from klimamosaik.observations.kernel.instants import moment
from klimamosaik.observations.store.parquet import CONFIGURATION, damage_named

MEMORY = "600MB"  # what does not fit waits on the disk
UNSORTED = ".unsorted-"  # how the folder begins where it waits
KNOWN = ("datastream", "start", "seq")  # columns whose bounds the table's log tells
# Every version of a reading once: a crash may have left it in two files.
SORTED = """
    COPY (
        SELECT DISTINCT ON (datastream, start, seq)
            datastream, start, "end", value, quality, details, seq
        FROM read_parquet($files, hive_partitioning = false)
        ORDER BY datastream, start, seq
    ) TO '{file}' (
        FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 3,
        ROW_GROUP_SIZE {group}
    )
"""
BOUNDS = """
    SELECT count(*), min(datastream), epoch_us(min(start)), min(seq),
        max(datastream), epoch_us(max(start)), max(seq)
    FROM read_parquet($file, hive_partitioning = false)
"""


def as_one(
    files: Sequence[str], *, folder: Path, partition: tuple[str, str], group: int
) -> AddAction:
    """Write all their readings into a new file of a partition, by datastream, start and version.

    The file belongs to the table of `folder` once what is returned is committed. group: rows that
    are read as a whole. Raises StoreDamaged where one of the files cannot be read.
    """
    path = f"{'='.join(partition)}/part-00000-{uuid4()}-c000.zstd.parquet"
    with TemporaryDirectory(dir=emptied(folder.parent), prefix=UNSORTED) as beside:
        limited = {**CONFIGURATION, "memory_limit": MEMORY, "threads": 1, "temp_directory": beside}
        with duckdb.connect(config=limited) as engine, damage_named(files, duckdb.Error):
            place = str(folder / path).replace("'", "''")
            engine.execute(SORTED.format(file=place, group=group), {"files": list(files)})
            held = engine.execute(BOUNDS, {"file": str(folder / path)}).fetchall()[0]
    written = (folder / path).stat()
    return AddAction(
        path=path,
        size=written.st_size,
        partition_values=dict([partition]),
        modification_time=int(1000 * written.st_mtime),
        data_change=True,
        stats=stats(held),
    )


def emptied(folder: Path) -> Path:
    """The same folder without what an earlier sorting left when its process was killed.

    What waits lies with the readings: a system's own temporary folder may be part of its memory.
    """
    for left in folder.glob(f"{UNSORTED}*"):
        shutil.rmtree(left, ignore_errors=True)
    return folder


def stats(held: tuple[int, ...]) -> str:
    """What the log tells of a file: its readings, the least and the most of KNOWN."""
    count, *bounds = held
    least, most = (
        {"datastream": stream, "start": in_the_log(start), "seq": seq}
        for stream, start, seq in (bounds[:3], bounds[3:])
    )
    told = {"numRecords": count, "minValues": least, "maxValues": most}
    return json.dumps({**told, "nullCount": dict.fromkeys(KNOWN, 0)})


def in_the_log(instant: int) -> str:
    """An instant [µs since 1970] as Delta Lake writes it, cut off behind the milliseconds."""
    return moment(instant).isoformat(timespec="milliseconds").replace("+00:00", "Z")

"""Large deliveries in parts, so that memory does not grow with them.

What a delivery changes is found out datastream by datastream: some of them at a time say the same
as all at once.
"""

from collections.abc import Iterator

import polars as pl

from klimamosaik.observations.store.frames import checked
from klimamosaik.terms.complaint import InputRejected

PORTION = 500_000  # readings; of one datastream all are taken together


def portions(readings: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The readings of a few datastreams at a time, checked: DELIVERED, sorted by KEY.

    Raises InputRejected as `frames.checked` does of all readings together.
    """
    for part in parted(readings):
        try:
            given = checked(part)
        except InputRejected:
            checked(readings)  # complains about all of them
            raise
        yield given


def parted(readings: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The readings of a few datastreams at a time; as one where datastreams are no numbers."""
    numbered = readings.schema.get("datastream") == pl.Int64
    if readings.height <= PORTION or not numbered or readings["datastream"].null_count():
        yield readings
        return
    for first, last in neighbours(readings["datastream"]):
        yield readings.filter(pl.col("datastream").is_between(first, last))


def neighbours(datastreams: pl.Series) -> Iterator[tuple[int, int]]:
    """First and last id of groups that have about PORTION readings together."""
    counts = list(datastreams.value_counts().sort(datastreams.name).iter_rows())
    begin, waiting = 0, 0
    for place, (_, count) in enumerate(counts):
        if waiting and waiting + count > PORTION:
            yield counts[begin][0], counts[place - 1][0]
            begin, waiting = place, 0
        waiting += count
    yield counts[begin][0], counts[-1][0]

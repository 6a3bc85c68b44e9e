"""The last reading of each datastream, kept with every delivery."""

from collections.abc import Sequence

import polars as pl

from klimamosaik.observations import store
from klimamosaik.observations.models import Latest

ASKED_AT_ONCE = 500  # datastreams a query; SQLite allows a limited number of parameters


def note(after: pl.DataFrame, *, datastreams: Sequence[int], seq: int) -> None:
    """Bring the last readings up to version `seq`.

    after: the state around everything that changed (STORED); later readings may lie outside.
    """
    held = {
        row.datastream_id: row.start or 0
        for begin in range(0, len(datastreams), ASKED_AT_ONCE)
        for row in Latest.objects.filter(
            datastream__in=datastreams[begin : begin + ASKED_AT_ONCE], start__isnull=False
        )
    }
    found = last_of(after, seq=seq)
    behind = [d for d, start in held.items() if d not in found or (found[d].start or 0) < start]
    if behind:
        everything = store.state(datastreams=behind, start=None, end=None, upto=seq)
        found.update(last_of(everything, seq=seq))
    put([found.get(d) or Latest(datastream_id=d, seq=seq) for d in datastreams])


def last_of(readings: pl.DataFrame, *, seq: int) -> dict[int, Latest]:
    """The reading that starts last of each datastream. readings: STORED, sorted by KEY."""
    last = readings.group_by("datastream").last()
    rows = last.select(
        "datastream", pl.col("start").to_physical(), pl.col("end").to_physical(), "value"
    )
    return {
        datastream: Latest(datastream_id=datastream, seq=seq, start=start, end=end, value=value)
        for datastream, start, end, value in rows.iter_rows()
    }


def put(rows: Sequence[Latest]) -> None:
    """Write the rows over those that are there."""
    Latest.objects.bulk_create(
        rows,
        batch_size=ASKED_AT_ONCE,
        update_conflicts=True,
        unique_fields=["datastream"],
        update_fields=["seq", "start", "end", "value"],
    )

"""The last reading of each datastream, kept with every delivery."""

from collections.abc import Mapping, Sequence

import polars as pl

from klimamosaik.observations.models import Latest
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.terms.reading import WITHDRAWN

ASKED_AT_ONCE = 500  # datastreams a query; SQLite allows a limited number of parameters


def note(fresh: pl.DataFrame, *, after: pl.DataFrame, seq: int) -> None:
    """Bring the last readings up to version `seq`.

    fresh: what this version writes (DELIVERED); after: the state around it (STORED, by KEY),
    while later readings may lie outside.
    """
    datastreams = fresh["datastream"].unique().to_list()
    held = held_of(datastreams)
    found = last_of(after)
    gone = fresh.filter(pl.col("quality") == WITHDRAWN)
    withdrawn = set(gone.select("datastream", pl.col("start").to_physical()).iter_rows())
    lost = [d for d, row in held.items() if (d, row.start) in withdrawn]
    if lost:
        found.update(last_of(store.state(datastreams=lost, start=None, end=None, upto=seq)))
    rows = (later(found.get(d), None if d in lost else held.get(d)) for d in datastreams)
    put({d: row or Latest() for d, row in zip(datastreams, rows, strict=True)}, seq=seq)


def held_of(datastreams: Sequence[int]) -> dict[int, Latest]:
    """The last readings as noted so far, of datastreams that have one."""
    return {
        row.datastream_id: row
        for begin in range(0, len(datastreams), ASKED_AT_ONCE)
        for row in Latest.objects.filter(
            datastream__in=datastreams[begin : begin + ASKED_AT_ONCE], start__isnull=False
        )
    }


def last_of(readings: pl.DataFrame) -> dict[int, Latest]:
    """The reading that starts last of each datastream. readings: STORED, sorted by KEY."""
    last = readings.group_by("datastream", maintain_order=True).last()
    times = (pl.col(name).to_physical() for name in ("start", "end"))
    return {
        datastream: Latest(start=start, end=end, value=value)
        for datastream, start, end, value in last.select("datastream", *times, "value").iter_rows()
    }


def later(found: Latest | None, held: Latest | None) -> Latest | None:
    """The one that starts later; of two with the same start the one found now."""
    if found is None or held is None:
        return found or held
    return held if (held.start or 0) > (found.start or 0) else found


def put(rows: Mapping[int, Latest], *, seq: int) -> None:
    """Note these as the last readings of their datastreams at version `seq`."""
    Latest.objects.bulk_create(
        [
            Latest(datastream_id=d, seq=seq, start=row.start, end=row.end, value=row.value)
            for d, row in rows.items()
        ],
        batch_size=ASKED_AT_ONCE,
        update_conflicts=True,
        unique_fields=["datastream"],
        update_fields=["seq", "start", "end", "value"],
    )


def changed_since(datastreams: Sequence[int], seq: int) -> list[int]:
    """Those datastreams that a version newer than `seq` changed."""
    return [
        pk
        for begin in range(0, len(datastreams), ASKED_AT_ONCE)
        for pk in Latest.objects.filter(
            datastream__in=datastreams[begin : begin + ASKED_AT_ONCE], seq__gt=seq
        ).values_list("datastream_id", flat=True)
    ]

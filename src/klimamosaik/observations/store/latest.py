"""The last reading of each datastream, kept with every delivery."""

from collections.abc import Mapping, Sequence

import polars as pl

from klimamosaik.observations.models import Latest
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.frames import KEY
from klimamosaik.terms.reading import WITHDRAWN

NOTED = ("start", "end", "value", "first", "until", "count")
ASKED_AT_ONCE = 500  # datastreams a query; SQLite allows a limited number of parameters


def note(fresh: pl.DataFrame, *, before: pl.DataFrame, after: pl.DataFrame, seq: int) -> None:
    """Bring the last readings up to version `seq`.

    fresh: what this version writes (DELIVERED); before, after: the state around it (STORED, by
    KEY), while earlier and later readings may lie outside.
    """
    datastreams = fresh["datastream"].unique().to_list()
    held = held_of(datastreams)
    found = spans_of(after)
    lost = shortened(fresh, held)
    if lost:
        found |= spans_of(store.state(datastreams=lost, start=None, end=None, upto=seq))
    more = gained(fresh, before)
    rows = {}
    for each in datastreams:
        known = held.get(each, Latest())
        row = wider(found.get(each), None if each in lost else known) or Latest()
        row.count = known.count + more.get(each, 0)
        rows[each] = row
    put(rows, seq=seq)


def shortened(fresh: pl.DataFrame, held: Mapping[int, Latest]) -> list[int]:
    """Datastreams whose first or last reading is taken away, or ends otherwise than it did."""
    table = pl.DataFrame(
        [(row.datastream_id, row.start, row.first, row.until) for row in held.values()],
        schema=["datastream", "last", "first", "until"],
        orient="row",
        schema_overrides=dict.fromkeys(("datastream", "last", "first", "until"), pl.Int64),
    )
    start, end = (pl.col(name).to_physical() for name in ("start", "end"))
    gone = pl.col("quality") == WITHDRAWN
    edge = (start == pl.col("last")) | (start == pl.col("first")) | (end == pl.col("until"))
    shorter = (start == pl.col("last")) & (end < pl.col("until"))
    touched = fresh.join(table, on="datastream").filter((gone & edge) | shorter)
    return touched["datastream"].unique().sort().to_list()


def gained(fresh: pl.DataFrame, before: pl.DataFrame) -> dict[int, int]:
    """How many readings more each datastream has by these."""
    known = fresh.join(before.select(KEY), on=KEY, how="semi").select(*KEY, known=pl.lit(True))
    marked = fresh.join(known, on=KEY, how="left")
    there = pl.col("known").fill_null(False)
    gone = pl.col("quality") == WITHDRAWN
    change = pl.when(gone & there).then(-1).when(~gone & ~there).then(1).otherwise(0)
    return dict(marked.group_by("datastream").agg(change.sum()).iter_rows())


def held_of(datastreams: Sequence[int]) -> dict[int, Latest]:
    """The last readings as noted so far, of datastreams that have one."""
    return {
        row.datastream_id: row
        for begin in range(0, len(datastreams), ASKED_AT_ONCE)
        for row in Latest.objects.filter(
            datastream__in=datastreams[begin : begin + ASKED_AT_ONCE], start__isnull=False
        )
    }


def spans_of(readings: pl.DataFrame) -> dict[int, Latest]:
    """The reading that starts last of each datastream, and the span of all of them.

    readings: STORED, sorted by KEY.
    """
    start, end = (pl.col(name).to_physical() for name in ("start", "end"))
    table = readings.group_by("datastream", maintain_order=True).agg(
        start.last(), end.last(), pl.col("value").last(), start.first().alias("first"),
        end.max().alias("until"), pl.len().alias("count"),
    )  # fmt: skip
    return {
        datastream: Latest(start=last, end=end, value=value, first=first, until=until, count=count)
        for datastream, last, end, value, first, until, count in table.iter_rows()
    }


def wider(found: Latest | None, held: Latest | None) -> Latest | None:
    """The last reading of both, of two with the same start the one found now, and their span."""
    if found is None or held is None or held.start is None:
        return found or held
    last = held if held.start > (found.start or 0) else found
    return Latest(
        start=last.start,
        end=last.end,
        value=last.value,
        first=min(found.first or 0, held.first or 0),
        until=max(found.until or 0, held.until or 0),
    )


def put(rows: Mapping[int, Latest], *, seq: int) -> None:
    """Note these as the last readings of their datastreams at version `seq`."""
    Latest.objects.bulk_create(
        [
            Latest(
                datastream_id=datastream,
                seq=seq,
                **{name: getattr(row, name) for name in NOTED},
            )
            for datastream, row in rows.items()
        ],
        batch_size=ASKED_AT_ONCE,
        update_conflicts=True,
        unique_fields=["datastream"],
        update_fields=["seq", *NOTED],
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

"""The store with one of its rules broken: what the crash test must notice."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

import polars as pl
from django.db import connection

from klimamosaik.observations.store import cold, cold_writing, frames, hot
from klimamosaik.observations.store import compacting as settling
from klimamosaik.observations.store import hot_and_cold as store

PAUSE = 0.1  # s between the two halves, so that others come between


def delete_before_commit() -> None:
    """Break: hot rows are deleted before the cold has them."""

    def settle_upto(newest: int) -> int:
        readings = list(hot.take(upto=newest))
        settling.finish(newest)
        time.sleep(PAUSE)
        return cold_writing.append(readings, upto=newest) if readings else 0

    settling.settle_upto = settle_upto
    ignore_foreign()


def cold_before_hot() -> None:
    """Break: a reader takes the cold first, then the hot."""

    def versions(
        *, datastreams: Sequence[int], start: datetime | None, end: datetime | None, upto: int
    ) -> pl.DataFrame:
        span = {"datastreams": datastreams, "start": start, "end": end, "upto": upto}
        settled = cold.read(cold.opened(), **span)  # type: ignore[arg-type]
        if not connection.in_atomic_block:  # a delivery holds everybody else off
            time.sleep(PAUSE)
        return pl.concat([hot.read(**span), settled])  # type: ignore[arg-type]

    store.versions = versions
    ignore_foreign()


def take_both() -> None:
    """Break: what is met in the hot and in the cold counts twice."""

    def newest(versions: pl.DataFrame) -> pl.DataFrame:
        latest = pl.col("seq") == pl.col("seq").max().over(frames.KEY)
        return versions.filter(latest).sort(frames.KEY)

    finish = settling.finish

    def finish_late(cut: int) -> None:
        time.sleep(PAUSE)
        finish(cut)

    store.newest = newest  # type: ignore[attr-defined]
    settling.finish = finish_late


def ignore_foreign() -> None:
    """Let the store not notice by itself."""
    store.refuse_missing = lambda *_, **__: None
    store.refuse_behind = lambda *_, **__: None


FAULTS: dict[str, Callable[[], None]] = {
    "none": lambda: None,
    "delete before commit": delete_before_commit,
    "cold before hot": cold_before_hot,
    "take both": take_both,
}

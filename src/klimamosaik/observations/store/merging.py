"""Which of several versions counts, and what a delivery changes: pure functions on tables."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from klimamosaik.observations.store.frames import (
    DELIVERED,
    DETAILS,
    KEY,
    STORED,
    in_order,
    repeated,
)
from klimamosaik.terms.reading import WITHDRAWN

NOW = np.iinfo(np.int64).max  # stands for the seq of what is being delivered
ALIKE = 1e-9  # relative difference of two values that say the same


@dataclass(frozen=True)
class ReadingDifference:
    """What a delivery says that was not known."""

    fresh: pl.DataFrame  # DELIVERED, by KEY: to be written
    replaced: pl.DataFrame  # STORED: what stood where `fresh` says otherwise
    same: int  # readings that say what was known

    @property
    def changed(self) -> int:
        """How many of the fresh readings correct others."""
        return self.replaced.height


def newest(versions: pl.DataFrame) -> pl.DataFrame:
    """Of each (datastream, start) the row with the newest seq; withdrawn ones are left out.

    versions: STORED, in any order, with exact doubles allowed. Returns STORED sorted by KEY.
    """
    ordered = in_order(versions.rechunk(), [*KEY, "seq"])  # of many files: rows are picked by place
    last = np.append(~repeated(ordered, KEY)[1:], np.ones(min(ordered.height, 1), np.bool_))
    kept = pl.Series(last) & (ordered["quality"] != WITHDRAWN)
    return ordered if kept.all() else ordered.filter(kept)


def difference(given: pl.DataFrame, before: pl.DataFrame) -> ReadingDifference:
    """Compare a delivery with the state before it.

    given: DELIVERED, each key once; before: STORED, each key once. A reading is the same where
    end, value, quality and details are equal.
    """
    arriving = given.with_columns(seq=pl.lit(NOW, pl.Int64)).select(list(STORED))
    both = in_order(pl.concat([before, arriving]), [*KEY, "seq"])
    now = both["seq"].to_numpy() == NOW
    known = now & repeated(both, KEY)
    same = known & repeated(both, ["end", "value", "quality", DETAILS])
    corrected = np.append((known & ~same)[1:], np.zeros(min(both.height, 1), np.bool_))
    return ReadingDifference(
        fresh=both.filter(pl.Series(now & ~same)).select(list(DELIVERED)),
        replaced=both.filter(pl.Series(corrected)),
        same=int(same.sum()),
    )


def restored(
    brought: pl.DataFrame, versions: pl.DataFrame, *, void: Collection[int]
) -> pl.DataFrame:
    """What stands of some readings where some versions count no more; DELIVERED.

    brought: the readings asked about; versions: all versions of at least their keys; void: the
    numbers (seq) that count no more. Of each the newest of the others stands; those that have no
    other become tombstones.
    """
    counting = versions.filter(~pl.col("seq").is_in(list(void)))
    left = counting.sort("seq").unique(subset=KEY, keep="last")
    both = brought.select(*KEY, "end").join(left, on=KEY, how="left", suffix="_before")
    known = pl.col("quality").is_not_null()
    return both.select(
        *KEY,
        pl.when(known).then("end_before").otherwise("end").alias("end"),
        "value",
        pl.col("quality").fill_null(pl.lit(WITHDRAWN, DELIVERED["quality"])),
        DETAILS,
    ).sort(KEY)


def without_idle_tombstones(given: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Readings to be written (DELIVERED) by KEY, without tombstones where nothing stands.

    before: STORED, each key once: what stands.
    """
    gone = pl.col("quality") == WITHDRAWN
    lost = given.filter(gone).join(before, on=KEY, how="semi")
    return in_order(pl.concat([given.filter(~gone), lost]), KEY)

"""When the results of readings were there: as they say, of an interval at its end."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.kernel import details
from klimamosaik.observations.store.batch import ReadingBatch
from klimamosaik.observations.store.frames import DETAILS

NEVER = np.iinfo(np.int64).max  # no moment of a reading is as late


def result_times(
    start: NDArray[np.int64], end: NDArray[np.int64], told: Sequence[str | None] | None
) -> NDArray[np.int64]:
    """When each result was there [µs since 1970, UTC]; NEVER where nobody said.

    start, end: of the readings [µs since 1970, UTC], shape (n,); told: their details.
    """
    found: NDArray[np.int64] = np.where(end > start, end, NEVER)
    for place, stored in enumerate(told or ()):
        if stored is not None:
            said = details.result_time(stored, usual=int(found[place]))
            found[place] = NEVER if said is None else said
    return found


def of_batch(readings: ReadingBatch) -> NDArray[np.int64]:
    """When each result of a batch was there [µs since 1970, UTC]; NEVER where nobody said."""
    return result_times(readings.rows["start"], readings.rows["end"], readings.details)


def of_frame(readings: pl.DataFrame) -> pl.Series:
    """The same of a table with start, end and details; null where nobody said."""
    start, end = (readings[name].to_physical().to_numpy() for name in ("start", "end"))
    speaks = readings[DETAILS].is_not_null().any()
    found = result_times(start, end, readings[DETAILS].to_list() if speaks else None)
    return pl.Series("result", found, dtype=pl.Int64).replace(NEVER, None)

"""Hot and cold readings as one."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from klimamosaik.observations import cold, hot
from klimamosaik.observations.frames import newest


def versions(
    *, datastreams: Sequence[int], start: datetime | None, end: datetime | None, upto: int
) -> pl.DataFrame:
    """All versions with seq <= upto of readings that start in [start, end); STORED, unsorted.

    Hot is taken first: what leaves it meanwhile is in the cold already. The other way round
    a reading that settles between the two would be missed. What is met in both is there twice.
    """
    fresh = hot.read(datastreams=datastreams, start=start, end=end, upto=upto)
    settled = cold.read(datastreams=datastreams, start=start, end=end, upto=upto)
    return pl.concat([fresh, settled])


def state(
    *, datastreams: Sequence[int], start: datetime | None, end: datetime | None, upto: int
) -> pl.DataFrame:
    """The readings as they stood at version `upto`; STORED, sorted by KEY."""
    return newest(versions(datastreams=datastreams, start=start, end=end, upto=upto))

"""Daily means of temperatures as they stand, with what is known of days that lack hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store import rebuilding, version
from klimamosaik.observations.store.days import DailyMatrix
from klimamosaik.sources.weather.day_means import WHOLE, day_means
from klimamosaik.terms.period import LOCAL, midnight

Flags = NDArray[np.bool_]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class TemperatureDays:
    """Local days of temperatures as arrays."""

    matrix: DailyMatrix  # values [°C]; covered is 1 where the mean is known, else 0
    corrected: Flags  # the mean was worked out from the course of the hours, shape (n, d)

    def fullest(self) -> int:
        """The row that knows most days."""
        return int((self.matrix.covered > 0).sum(axis=1).argmax())


def temperature_days(
    *, datastreams: Sequence[int], first: date, last: date, as_of: int | None = None
) -> TemperatureDays:
    """Daily means from `first` up to, not including, `last`; a day known in part is no day.

    The roll-up knows whole days. Of a datastream with days in part the readings are read, and
    `sources.weather.day_means` says what such a day's mean is.
    """
    matrix = rebuilding.days_at(datastreams, first=first, last=last, as_of=as_of)
    corrected = np.zeros(matrix.covered.shape, np.bool_)
    partly = (matrix.covered > 0) & (matrix.covered < WHOLE)
    upto = version.current().newest if as_of is None else as_of
    for row in np.flatnonzero(partly.any(axis=1)).tolist():
        settle_parts(matrix, corrected, row, partly[row], upto=upto)
    matrix.covered[matrix.covered > 0] = 1.0
    return TemperatureDays(matrix, corrected)


def settle_parts(
    matrix: DailyMatrix, corrected: Flags, row: int, partly: Flags, *, upto: int
) -> None:
    """Put the means of the days known in part into a row, or nothing where they stay unknown."""
    first, last = matrix.days[0].astype(object), matrix.days[-1].astype(object)
    readings = store.state(
        datastreams=[int(matrix.datastreams[row])],
        start=midnight(first) - DAY,
        end=midnight(last + DAY),
        upto=upto,
    )
    wall = readings["start"].dt.convert_time_zone(LOCAL.key).dt.replace_time_zone(None)
    found = day_means(
        starts=readings["start"].dt.replace_time_zone(None).to_numpy().astype("datetime64[s]"),
        local=wall.to_numpy().astype("datetime64[s]"),
        seconds=(readings["end"] - readings["start"]).dt.total_seconds().to_numpy().astype(float),
        values=readings["value"].to_numpy().astype(float),
        days=matrix.days,
    )
    matrix.values[row, partly] = found.means[partly]
    matrix.covered[row, partly] = np.isfinite(found.means[partly])
    corrected[row] = found.corrected & partly

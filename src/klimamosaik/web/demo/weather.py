"""Synthetic temperatures of a town in northern Germany."""

import numpy as np
from numpy.typing import NDArray

MEAN = 9.8  # [degC] yearly mean
SWING = 8.6  # [K] half the distance of July and January
WARMEST_DAY = 201  # of the year
SCATTER = 3.4  # [K] standard deviation of days around their season
MEMORY = 0.78  # 1, correlation of a day with the day before


def synthetic_temperatures(
    days: NDArray[np.datetime64], generator: np.random.Generator
) -> NDArray[np.float64]:
    """Return daily mean temperatures [degC] of `days` (datetime64[D]), shape (n,)."""
    day_of_year = (days - days.astype("datetime64[Y]")).astype(np.int64)
    season = MEAN + SWING * np.cos(2 * np.pi * (day_of_year - WARMEST_DAY) / 365.25)
    scatter = SCATTER * persistent_noise(days.size, MEMORY, generator)
    return np.asarray(season + scatter, dtype=np.float64)


def persistent_noise(
    size: int, memory: float, generator: np.random.Generator
) -> NDArray[np.float64]:
    """Return first-order autoregressive noise of unit variance, shape (size,)."""
    shocks = generator.standard_normal(size) * np.sqrt(1 - memory**2)
    noise = np.empty(size)
    state = generator.standard_normal()
    for index, shock in enumerate(shocks):
        state = memory * state + shock
        noise[index] = state
    return noise

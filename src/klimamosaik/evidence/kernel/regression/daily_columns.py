"""The columns of the daily regression, and which meters have the same ones.

Days, weather and calendar are those of all meters; a meter's own are its balance points and, where
it has one, its season. Most meters of a town share them with others.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.regression.change_point import ChangePoints
from klimamosaik.evidence.kernel.regression.day_types import DayTypes
from klimamosaik.evidence.kernel.regression.least_squares import SharedColumns
from klimamosaik.evidence.kernel.series import Flags, Numbers

HARMONICS = 3  # waves a year in the smooth season
COLUMNS = (
    "base",
    "saturday",
    "sunday",
    "christmas",
    "easter",
    "heating",
    "cooling",
    "heating_rest",
    "cooling_rest",
    *(f"season_{wave}_{part}" for wave in range(1, HARMONICS + 1) for part in ("cos", "sin")),
    "open",
)
HEATING, COOLING = COLUMNS.index("heating"), COLUMNS.index("cooling")
REST = (COLUMNS.index("heating_rest"), COLUMNS.index("cooling_rest"))
OPEN = COLUMNS.index("open")
SEASON = slice(REST[1] + 1, OPEN)
SOLSTICE = 2 * np.pi * 10 / 365.25  # [rad] from 22 December to the turn of the year


@dataclass(frozen=True)
class AlikeMeters:
    """Meters that share their columns."""

    rows: NDArray[np.int64]  # which ones, shape (k,)
    heating: float  # [degC] balance point, -inf without one
    cooling: float  # [degC] the same, inf without one
    opened: Numbers  # 1 on days of the year they are open by their own season, shape (366,)

    def columns(self, felt: Numbers, types: DayTypes) -> SharedColumns:
        """Their columns on days with `felt` temperature [degC], zero where they lack the term."""
        warm, rest = np.nan_to_num(felt), types.rest
        below, above = np.maximum(self.heating - warm, 0), np.maximum(warm - self.cooling, 0)
        kinds = [np.ones(len(felt)), types.saturday, types.sunday, types.christmas, types.easter]
        degrees = [below, above, below * rest, above * rest]
        season = self.opened[types.day_of_year]
        return SharedColumns(np.column_stack([*kinds, *degrees, waves(types), season]))


def alike(points: ChangePoints, opened: Numbers) -> list[AlikeMeters]:
    """The m meters by what they share, each once; opened: as in `AlikeMeters`, shape (m, 366)."""
    heating = np.where(np.isnan(points.heating_balance), -np.inf, points.heating_balance)
    cooling = np.where(np.isnan(points.cooling_balance), np.inf, points.cooling_balance)
    groups: dict[tuple[float, float, bytes], list[int]] = defaultdict(list)
    own: Flags = np.asarray(opened.any(axis=1))
    for row, (below, above) in enumerate(zip(heating.tolist(), cooling.tolist(), strict=True)):
        groups[below, above, opened[row].tobytes() if own[row] else b""].append(row)
    return [
        AlikeMeters(np.array(rows), below, above, opened[rows[0]])
        for (below, above, _), rows in groups.items()
    ]


def waves(types: DayTypes) -> Numbers:
    """Cosine and sine of each wave of the year, shape (d, 2 x waves).

    The first cosine follows the length of the nights: lamps burn longest about the solstice.
    """
    turns = np.outer(types.year + SOLSTICE, np.arange(1, HARMONICS + 1))
    return np.stack([np.cos(turns), np.sin(turns)], axis=2).reshape(len(turns), -1)

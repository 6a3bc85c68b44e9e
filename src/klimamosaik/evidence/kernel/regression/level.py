"""The level of use beside weather, kinds of day and season: it may step, and stays.

A refit, a new tenant or a server room moves the level for good. Steps are few, and most of them
large or none at all: each is pulled to zero, and the less the larger it is (Student's t). What the
next year is expected to use stands on the level of the end. A step is believed once it has lasted
a quarter of a year: before that it may be the holidays of a school.
"""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.noise import mean_known
from klimamosaik.evidence.kernel.regression.least_squares import SharedColumns, solved
from klimamosaik.evidence.kernel.series import Numbers, days_known, filled

LASTED = 90  # [d] from the last place where the level may step to the end of the baseline
MONTH = 30  # [d] between two such places
TAIL = 1.0  # degrees of freedom of the steps: the fewer, the freer a large one
SEASON_TAIL = 30.0  # the same of the waves of the season
ROUNDS = 3  # solutions, each with pulls by the steps of the one before; with more it sees ghosts
BASE = 0  # column of the base among the columns of a fit


@dataclass(frozen=True)
class Level:
    """How freely the level moves; chosen by predicting the next year, see docs/methods."""

    season: float  # [d] penalty of the first wave of the season beside it
    pull: float  # [d] penalty of a step about as large as the scatter over the root of itself


def with_level(
    columns: Numbers, use: Numbers, penalties: Numbers, season: slice, level: Level
) -> tuple[Numbers, Numbers, Numbers]:
    """Least squares with a level that steps: coefficients, fit and level.

    columns: of all meters, shape (d, p), the base first; use: [kWh/d] nan where unknown, shape
    (m, d); penalties: of the columns, shape (p,), those of the `season` yield to a large one as
    the pulls of the steps do. The base returned, shape (m, p), is that of the end; the fit [kWh/d]
    follows the level, and the level [kWh/d] is how far it stood above that of the end, shape
    (m, d) each.
    """
    steps = _steps(use.shape[1])
    known, count = days_known(use), columns.shape[1]
    both = SharedColumns(np.concatenate([columns, steps], axis=1))
    normal, toward = both.normal(known.astype(np.float64)), both.toward(filled(use))
    at = np.arange(normal.shape[1])
    tails = np.full(len(at), np.inf)
    tails[season], tails[count:] = SEASON_TAIL, TAIL
    careful = np.concatenate([penalties, np.full(steps.shape[1], level.pull)])
    pulls = careful[None]
    for left in reversed(range(ROUNDS)):
        penalised = np.repeat(normal, len(pulls), axis=0) if len(normal) == 1 else normal.copy()
        penalised[:, at, at] += pulls
        found = solved(penalised, toward)
        fitted = both.fit(found)
        if left:
            pulls = _pulls(found, use - fitted, careful, tails)
    coefficients, stepped = found[:, :count], found[:, count:]
    coefficients[:, BASE] += stepped.sum(axis=1)
    return coefficients, fitted, np.matmul(stepped, steps.T) - stepped.sum(axis=1, keepdims=True)


def _steps(days: int) -> Numbers:
    """A column for each place where the level may step: 0 before it, 1 from it on, (d, k)."""
    places = days - np.arange(LASTED, days, MONTH)
    after: Numbers = (np.arange(days)[:, None] >= places[None, :]).astype(np.float64)
    return after


def _pulls(found: Numbers, residuals: Numbers, careful: Numbers, tails: Numbers) -> Numbers:
    """Pull of each term after Student's t, by its size [kWh/d] found so far, shape (m, k)."""
    scatter = mean_known(residuals**2)[:, None]
    surprise = np.divide(found**2 * careful, scatter, out=np.zeros_like(found), where=scatter > 0)
    pulls: Numbers = careful * (1 + 1 / tails) / (1 + surprise / tails)
    return pulls

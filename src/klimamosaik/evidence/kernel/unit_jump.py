"""Where a single meter changed its unit, by the detector that the preview of files uses, too."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.monthly_level import MonthlyLevel, monthly_level
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.signals.unit_factors import UnitFactor, factors_of
from klimamosaik.signals.unit_jumps import unit_jumps
from klimamosaik.terms.carrier import Carrier

YEAR = 12  # months


@dataclass(frozen=True)
class UnitJump:
    """Where use changed its unit."""

    month: np.datetime64  # first month on the new level [datetime64[M]]
    ratio: float  # 1, new level over old level
    factor: UnitFactor

    @property
    def may_be_saved(self) -> bool:
        """True for a fall that a measure may bring about as well."""
        return self.factor.savable and self.ratio < 1


def find_unit_jump(energy: Series, carrier: Carrier) -> UnitJump | None:
    """The clearest change of unit of all readings [kWh]."""
    level = monthly_level(energy)
    if not level.use.size:
        return None
    rates = _side_by_side(level)
    first = level.months[:1].astype(np.int64) % YEAR
    factors = factors_of(carrier)
    found = unit_jumps(rates, factors, first=first if carrier.heats else None)
    at = int(found.at[0])
    if at < 0:
        return None
    return UnitJump(level.months[0] + at, float(found.ratio[0]), factors[int(found.known[0])])


def _side_by_side(level: MonthlyLevel) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Every month from the first to the last, nan where unknown or not positive, shape (1, n)."""
    place = (level.months - level.months[0]).astype(np.int64)
    rates = np.full((1, int(place[-1]) + 1), np.nan)
    rates[0, place] = np.where(level.use > 0, level.use, np.nan)
    return rates

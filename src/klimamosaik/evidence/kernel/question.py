"""What is asked of the readings."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

import numpy as np

from klimamosaik.evidence.kernel.confirmed import Confirmed
from klimamosaik.evidence.kernel.degrees import StationMonths
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import CONFIDENCE

BASELINE_DAYS = 365  # CalTRACK 2.0, section 2.2.1.2: one full year before the measure


class BaselineMethod(StrEnum):
    """Ways from a baseline to what would have been used without the measure."""

    AUTO = "auto"  # what suits the spacing of the readings
    HOURLY = "hourly"  # time of week and temperature
    DAILY = "daily"  # change point with day types and seasons
    CALTRACK_DAILY = "caltrack-daily"  # change point as CalTRACK 2.0, grid of 1 F
    CALTRACK_DAILY_3F = "caltrack-daily-3f"  # the same on the coarser grid of 3 F
    BILLS = "bills"  # change point on bills, weighted by their days


@dataclass(frozen=True)
class EffectQuery:
    """Did use change from `start` on, compared with the baseline?

    Days are local. Those from `baseline_end` up to `start` belong to the installation and to
    neither side. Readings before `baseline_start` are history: they tell how much use drifts.
    """

    energy: Series  # [kWh]
    weather: Series  # [degC]
    carrier: Carrier
    baseline_start: np.datetime64  # first local day of the baseline
    baseline_end: np.datetime64  # first local day that is no longer baseline
    start: np.datetime64  # first local day of the effect
    end: np.datetime64  # first local day that is no longer asked about
    confidence: float = CONFIDENCE  # 0.5..0.99
    method: BaselineMethod = BaselineMethod.AUTO
    controls: tuple[Series, ...] = ()  # [kWh] comparison meters without the measure
    subdivision: str | None = None  # federal state of the holidays, e.g. "NI"
    country: str | None = None  # of the holidays, e.g. "DE"; neither: learnt from the readings
    station: StationMonths | None = None  # what a monthly weather table tells of its days
    confirmed: tuple[Confirmed, ...] = ()  # what a person said happened at the meter
    zeros_count: bool = False  # zeros are values by what the meter counts, e.g. own use

    @property
    def as_caltrack(self) -> bool:
        """Whether the answer is to be that of CalTRACK 2.0, whatever looks odd."""
        return self.method in (BaselineMethod.CALTRACK_DAILY, BaselineMethod.CALTRACK_DAILY_3F)

    @cached_property
    def sides(self) -> tuple[int, int, int, int]:
        """Begin and end of both sides as days since 1970: numpy's own are slow to compare."""
        return _numbers(self.baseline_start, self.baseline_end, self.start, self.end)

    @cached_property
    def baseline(self) -> Series:
        """Readings of the baseline."""
        return self.energy.between(self.baseline_start, self.baseline_end)

    @cached_property
    def reporting(self) -> Series:
        """Readings of the days asked about."""
        return self.energy.between(self.start, self.end)

    @property
    def history(self) -> Series:
        """Readings before the baseline."""
        return self.energy.between(np.datetime64("1900-01-01", "D"), self.baseline_start)


@lru_cache(maxsize=1_000)  # many meters are asked about the same days
def _numbers(*days: np.datetime64) -> tuple[int, int, int, int]:
    begin, last, start, end = np.array(days, "datetime64[D]").astype(np.int64).tolist()
    return begin, last, start, end

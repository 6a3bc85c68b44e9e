"""What is used for nothing: amounts a year, from least to most, by what a meter's values show."""

from dataclasses import dataclass

from klimamosaik.signals.base_load import BaseLoad
from klimamosaik.signals.leak import EndlessFlow
from klimamosaik.signals.summer_heat import SummerHeat
from klimamosaik.terms.estimate import Estimate

HOURS = 8760  # [h] of a year


@dataclass(frozen=True)
class NightLimits:
    """From when on nights are a trouble."""

    limit: float  # 1, of the power of working hours
    good: float  # 1, what like buildings reach
    hours: tuple[int, int]  # [h/a] surely without people, and likely so
    least_kw: float  # [kW] that are worth a look


def night_waste(load: BaseLoad, limits: NightLimits) -> Estimate | None:
    """What is used at night for nothing [kWh/a]; None where the night is quiet or not known.

    At least what lies above the limit in the hours measured, at most what lies above what like
    buildings reach in all hours in which nobody is there.
    """
    night, work, share = load.night_kw, load.working_kw, load.night_share
    if night is None or work is None or share is None:
        return None
    if share <= limits.limit or night < limits.least_kw:
        return None
    low = (night - limits.limit * work) * limits.hours[0]
    high = (night - limits.good * work) * limits.hours[1]
    return between(low, high, "kWh")


def weekend_waste(
    load: BaseLoad, *, limit: float, above_night: float, hours: float, least_kw: float
) -> Estimate | None:
    """What is used at weekends beyond the nights' load [kWh/a]; None where weekends are quiet.

    At most all that lies above the nights, at least what lies above the limit as well.
    """
    night, end, work, share = load.night_kw, load.weekend_kw, load.working_kw, load.weekend_share
    if night is None or end is None or work is None or share is None:
        return None
    if share <= limit or end <= above_night * night or end < least_kw:
        return None
    return between((end - max(night, limit * work)) * hours, (end - night) * hours, "kWh")


def summer_waste(
    found: SummerHeat, *, limit: float, days: float, least_a_day: float
) -> Estimate | None:
    """What a summer's heating takes [kWh/a]; None where warm days take little.

    At least what lies above the limit, at most all of it.
    """
    if found.share <= limit or found.warm < least_a_day:
        return None
    return between((found.warm - limit * found.cold) * days, found.warm * days, "kWh")


def leak_waste(found: EndlessFlow, *, least: float, unit: str) -> Estimate | None:
    """What runs all year [unit/a]; None below what is worth a look [unit/h].

    At least what ran in the least hour, at most what ran in a tenth of the hours at most.
    """
    if found.least < least:
        return None
    return between(found.least * HOURS, max(found.least, found.low) * HOURS, unit)


def between(low: float, high: float, unit: str) -> Estimate:
    """A range with its middle."""
    return Estimate((low + high) / 2, low, high, unit)

"""A saving in money and by the year: its range scaled, price and factor taken as certain."""

from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality

DAYS_A_YEAR = 365.25


def in_euros(saving: Estimate, price: float) -> Estimate:
    """What a saving [kWh] is worth at a price [EUR/kWh] of bills, taken as certain [EUR]."""
    return saving.times(price, "EUR", known_by=Quality.STATED)


def a_year(saving: Estimate, years: float) -> Estimate:
    """A saving [kWh] brought to a year [kWh/a] by the years of use it was made in [a].

    years: above zero, else ValueError; how many is told by `year_share`, taken as certain.
    """
    return saving.per(years, "kWh/a")


def in_tonnes(saving: Estimate, per_kwh: float, unit: str, *, known_by: Quality) -> Estimate:
    """A saving a year [kWh/a] at a factor [t/kWh] that is taken as certain, in its unit."""
    return saving.times(per_kwh, unit, known_by=known_by)

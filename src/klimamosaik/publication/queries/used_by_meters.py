"""How much each meter used, for the rule of few homes that have most of a sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from klimamosaik.places.models import MeterPoint
from klimamosaik.publication.kernel.dominance import HomesInSums, Meters, Uses
from klimamosaik.publication.queries.households import homes_of, medium_of
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.reports.queries.meter_use import use_by_month
from klimamosaik.terms.period import local_day

YEARS = 6  # calendar years a public figure of use goes back
MONTHS = 12


@dataclass(frozen=True)
class UsedByMeters:
    """What the meters of a municipality used; read when a sum has few homes in it."""

    points: Sequence[MeterPoint]
    at: datetime

    @cached_property
    def few(self) -> Meters:
        """Meters of fewer homes than the rule asks for."""
        least = homes_rule().least
        return frozenset(each.pk for each in self.points if 0 < homes_of(each) < least)

    @cached_property
    def months(self) -> Mapping[int, Uses]:
        """Use of each meter that counts what some home's meter counts, by month [kWh, m³]."""
        media = {medium_of(each) for each in self.points if each.pk in self.few}
        asked = [each for each in self.points if medium_of(each) in media]
        last = local_day(self.at).year
        return use_by_month(points=asked, years=range(last - YEARS, last + 1))

    @property
    def read(self) -> bool:
        """True once readings were looked at."""
        return "months" in self.__dict__

    @cached_property
    def by_month(self) -> HomesInSums:
        """Months of all meters."""
        return in_sums(self.points, self.months)

    @cached_property
    def by_year(self) -> HomesInSums:
        """Years of all meters; one without any month is not known."""
        return in_sums(self.points, {pk: years(use) for pk, use in self.months.items()})

    def guessed_of_years(self, meters: Meters) -> bool:
        """True where a year of these meters together is nearly that of few homes."""
        return self.mixed(meters) and self.by_year.guessed(meters)

    def guessed_of_months(self, meters: Meters) -> bool:
        """True where a month of these meters together is nearly that of few homes."""
        return self.mixed(meters) and self.by_month.guessed(meters)

    def mixed(self, meters: Meters) -> bool:
        """True where few homes stand beside others; only then readings have to be looked at."""
        return bool(meters & self.few) and not meters <= self.few


def in_sums(points: Sequence[MeterPoint], uses: Mapping[int, Uses]) -> HomesInSums:
    """The rule, with these uses."""
    rule = homes_rule()
    homes = {point.pk: homes_of(point) for point in points}
    return HomesInSums(homes, rule.least, rule.share, uses)


def years(months: Uses) -> Uses:
    """Calendar years of months; NaN where no month is known."""
    table = months.reshape(-1, MONTHS)
    return np.where(np.isnan(table).all(axis=1), np.nan, np.nansum(table, axis=1))

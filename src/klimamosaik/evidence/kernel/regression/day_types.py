"""What kind of day it is: the calendar of buildings."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
from dateutil.easter import easter  # type: ignore[import-untyped]
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.series import Flags, Numbers, Times

THURSDAY = 3  # weekday of 1970-01-01, counted from Monday as 0
SATURDAY, SUNDAY = 5, 6
DAYS_OF_YEAR = 365.25  # [d]
EASTER_BREAK = range(-3, 3)  # Maundy Thursday to Tuesday after Easter, about Easter Sunday


LIKELY = (
    ("DE", None),
    ("AT", None),
    ("CH", None),
    ("NL", None),
    ("FR", None),
    ("GB", "ENG"),
    ("US", None),
)


@dataclass(frozen=True)
class Holidays:
    """Where the public holidays come from; no country: none are known."""

    country: str | None  # ISO 3166-1, e.g. "DE"
    subdivision: str | None = None  # federal state, e.g. "NI"


NO_HOLIDAYS = Holidays(None)


@dataclass(frozen=True)
class DayTypes:
    """Flags of local days, shape (d,) each; a day belongs to at most one of the first four."""

    saturday: Flags
    sunday: Flags  # Sundays and public holidays
    christmas: Flags  # 24 December to 1 January: most buildings that are not lived in rest
    easter: Flags  # days about Easter that are no holiday themselves
    year: Numbers  # [rad] place in the year, 0..2 pi

    @cached_property
    def day_of_year(self) -> NDArray[np.int64]:
        """Days since the first of January, shape (d,)."""
        return np.rint(self.year * DAYS_OF_YEAR / (2 * np.pi)).astype(np.int64)

    @cached_property
    def rest(self) -> Flags:
        """Days that are no ordinary working days, shape (d,)."""
        return self.saturday | self.sunday | self.christmas


def day_types(days: Times, calendar: Holidays) -> DayTypes:
    """Sort local `days` [datetime64[D]] by `calendar`; raises ValueError on an unknown one."""
    weekday = (days.astype(np.int64) + THURSDAY) % 7
    years = tuple(int(y) + 1970 for y in np.unique(days.astype("datetime64[Y]").astype(np.int64)))
    public = np.isin(days, _public(calendar, years))
    after_new_year = (days - days.astype("datetime64[Y]")).astype(np.int64)
    before_new_year = ((days.astype("datetime64[Y]") + 1).astype("datetime64[D]") - days).astype(
        np.int64
    )
    christmas = (after_new_year == 0) | (before_new_year <= 8)
    sunday = ((weekday == SUNDAY) | public) & ~christmas
    return DayTypes(
        saturday=(weekday == SATURDAY) & ~sunday & ~christmas,
        sunday=sunday,
        christmas=christmas,
        easter=np.isin(days, _easter(years)) & ~sunday & ~christmas,
        year=after_new_year * (2 * np.pi / DAYS_OF_YEAR),
    )


@lru_cache(maxsize=64)
def _public(calendar: Holidays, years: tuple[int, ...]) -> Times:
    if calendar.country is None or not years:
        return np.array([], dtype="datetime64[D]")
    import holidays  # slow to import, and not every meter is told apart by days

    try:
        found = holidays.country_holidays(
            calendar.country, subdiv=calendar.subdivision, years=list(years)
        )
    except NotImplementedError as unknown:
        raise ValueError(f"no holidays known for {calendar}") from unknown
    return np.array(sorted(found), dtype="datetime64[D]")


@lru_cache(maxsize=64)
def _easter(years: tuple[int, ...]) -> Times:
    sundays: list[date] = [easter(year) for year in years]
    breaks = [sunday + timedelta(days=shift) for sunday in sundays for shift in EASTER_BREAK]
    return np.array(breaks, dtype="datetime64[D]")


def likely_calendars(country: str | None, subdivision: str | None) -> tuple[Holidays, ...]:
    """Calendars worth trying: the one named, or where none is, those the readings may follow."""
    if country is not None or subdivision is not None:
        return (Holidays(country or "DE", subdivision),)
    return (NO_HOLIDAYS, *(Holidays(*each) for each in LIKELY))

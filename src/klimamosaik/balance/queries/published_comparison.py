"""What municipalities published themselves, to hold a balance against; never fed into it."""

from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum
from pathlib import Path

from django.conf import settings

from klimamosaik.balance.kernel.comparison import (
    PublishedComparison,
    PublishedFigure,
    PublishedQuantity,
    compare,
)
from klimamosaik.balance.kernel.composition import Balance
from klimamosaik.balance.queries.national import facts
from klimamosaik.sources.statistics.keeping import kept_published, published_file
from klimamosaik.sources.statistics.published import PublishedRow, PublishedSeries, is_total
from klimamosaik.terms.text import Text

TONNES = 1_000.0  # per kilotonne


@dataclass(frozen=True)
class CityTotal:
    """What a city says it emitted in a year."""

    year: int
    value: float  # t CO2 or CO2e, whichever the city counts
    of_parts: bool  # the city gives parts only: their sum


@dataclass(frozen=True)
class CitySeries:
    """A city's published years with what is known of its method."""

    code: str
    totals: tuple[CityTotal, ...]
    method: tuple[Text, ...]
    doubts: tuple[Text, ...]

    def of(self, year: int) -> CityTotal | None:
        """The total of one year; None where it is not published."""
        return next((total for total in self.totals if total.year == year), None)


def comparisons(balance: Balance, ags: str) -> tuple[PublishedComparison, ...]:
    """The balance beside what the municipality published for the same year."""
    known = (
        figure for figure in published_figures() if (figure.ags, figure.year) == (ags, balance.year)
    )
    return tuple(found for figure in known if (found := compare(balance, figure)))


@cache
def published_figures() -> tuple[PublishedFigure, ...]:
    """The single figures that ship with their source."""
    return tuple(
        PublishedFigure(
            row["ags"],
            row["year"],
            PublishedQuantity(row["quantity"]),
            float(row["value"]),
            row["unit"],
            Text(**row["source"]),
        )
        for row in facts("published.yaml")["published"]
    )


def city_series(ags: str) -> tuple[CitySeries, ...]:
    """The series of a municipality that were kept with `klimamosaik statistics published`."""
    codes = {code for code, key in city_keys().items() if key == ags}
    path = published_file(Path(settings.DATA_DIR))
    if not codes or not path.is_file():
        return ()
    kept = all_series(path.parent.parent, path.stat().st_mtime_ns)
    return tuple(series for series in kept if series.code in codes)


@cache
def city_keys() -> dict[str, str]:
    """Key of the municipality each series is of, by the series' name."""
    keys: dict[str, str] = facts("cities.yaml")["cities"]
    return keys


@lru_cache(maxsize=2)
def all_series(data: Path, changed: int) -> tuple[CitySeries, ...]:
    """Every series kept; `changed` tells a newer file from the one before."""
    return tuple(series_of(series) for series in kept_published(data))


def series_of(series: PublishedSeries) -> CitySeries:
    """A series as totals by year."""
    years = sorted({point.year for point in series.points if point.kind is PublishedRow.REAL})
    totals = tuple(total_of(series, year) for year in years)
    return CitySeries(series.code, totals, series.method, series.doubts)


def total_of(series: PublishedSeries, year: int) -> CityTotal:
    """The total of a year; where only parts are published, their sum."""
    total = series.total(year)
    if total is not None:
        return CityTotal(year, total * TONNES, of_parts=False)
    parts = fsum(
        point.value
        for point in series.points
        if point.year == year and point.kind is PublishedRow.REAL and not is_total(point)
    )
    return CityTotal(year, parts * TONNES, of_parts=True)

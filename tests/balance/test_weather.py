"""What the weather did between two years, by the degree days of the station."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.change import BalanceCause, BalanceSubject
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.queries.balances import change_between
from klimamosaik.balance.weather import climate_factor_of, degree_days
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.reports.weather import weather_of
from klimamosaik.sources.weather.degree_days import year_factor
from klimamosaik.terms.period import midnight
from tests.balance import entering

AT = datetime(2026, 5, 3, 12, tzinfo=UTC)
USUAL, COLD = 3000.0, 3600.0  # [K d] a year


def stream(observed: Quantity, spacing: str) -> Datastream:
    station, _ = WeatherStation.objects.get_or_create(number="1766")
    Municipality.objects.update(station=station)
    return Datastream.objects.create(
        name=spacing, station=station, quantity=observed, unit="", spacing=spacing
    )


def put(series: Datastream, days: list[date], values: list[float]) -> None:
    """Store readings from each day to the next; the last day only ends."""
    ends = [midnight(day).astimezone(UTC) for day in days]
    frame = pl.DataFrame(
        {
            "datastream": [series.pk] * len(values),
            "start": ends[:-1],
            "end": ends[1:],
            "value": values,
            "quality": ["measured"] * len(values),
        }
    )
    municipality = Municipality.objects.get()
    deliver(municipality=municipality, name="Wetter", readings=frame, by=None, at=AT)


def monthly_table(first: int, last: int, coldest: int) -> None:
    days = [date(y, m, 1) for y in range(first, last + 1) for m in range(1, 13)]
    values = [(COLD if day.year == coldest else USUAL) / 12 for day in days]
    put(stream(Quantity.DEGREE_DAYS_G20_15, "P1M"), [*days, date(last + 1, 1, 1)], values)


def test_a_stations_table_tells_how_cold_years_were(town: Municipality) -> None:
    monthly_table(2020, 2025, coldest=2024)
    assert degree_days(town.ags, (2023, 2024)) == pytest.approx((USUAL, COLD))
    assert degree_days(town.ags, (2024, 2023)) == pytest.approx((COLD, USUAL))


def test_without_both_years_nothing_is_said(town: Municipality) -> None:
    assert degree_days(town.ags, (2023, 2024)) == (None, None)
    monthly_table(2020, 2023, coldest=2020)
    assert degree_days(town.ags, (2023, 2024)) == (None, None)


def test_daily_means_do_where_there_is_no_table(town: Municipality) -> None:
    first = date(2022, 1, 1)
    days = [first + timedelta(days=k) for k in range(731)]
    values = [5.0 if day.month in (1, 2, 12) else 18.0 for day in days[:-1]]
    put(stream(Quantity.AIR_TEMPERATURE, "P1D"), days, values)
    assert degree_days(town.ags, (2022, 2023)) == pytest.approx((90 * 15.0, 90 * 15.0))


def test_report_and_balance_know_the_same_degree_days_though_days_are_missing(
    town: Municipality,
) -> None:
    first = date(2019, 1, 1)
    days = [first + timedelta(days=k) for k in range(5 * 365 + 2)]
    values = [5.0 if day.month in (1, 2, 3, 10, 11, 12) else 18.0 for day in days[:-1]]
    series = stream(Quantity.AIR_TEMPERATURE, "P1D")
    cut = days.index(date(2023, 1, 11))
    put(series, days[: cut + 1], values[:cut])
    put(series, days[cut + 3 :], values[cut + 3 :])
    town.refresh_from_db()
    told = weather_of(town, (2022, 2023), None).degree_days
    assert degree_days(town.ags, (2022, 2023)) == (told[2022], told[2023])
    assert told[2023] == pytest.approx(182 * 15.0)
    assert climate_factor_of(town=town, year=2023) == year_factor(told, 2023)


def test_a_climate_factor_needs_five_whole_years(town: Municipality) -> None:
    monthly_table(2021, 2024, coldest=2024)
    assert climate_factor_of(town=town, year=2024) is None


def test_a_cold_year_is_brought_down_to_the_mean(town: Municipality) -> None:
    monthly_table(2019, 2024, coldest=2024)
    town.refresh_from_db()
    mean = (5 * USUAL + COLD) / 6
    assert climate_factor_of(town=town, year=2024) == pytest.approx(mean / COLD)


def test_weather_takes_its_part_in_the_change(town: Municipality) -> None:
    monthly_table(2023, 2024, coldest=2024)
    for year, energy in ((2023, 1000.0), (2024, 1200.0)):
        entering.enter(
            municipality=town,
            year=year,
            item=Item(Sector.HOUSEHOLDS, BalanceCarrier.GAS),
            energy=energy,
            grade=DataGrade.A,
            source="EWE Netz",
            by=None,
            at=AT,
        )
    change = change_between(ags=town.ags, first=2023, second=2024, subject=BalanceSubject.ENERGY)
    assert change.of_cause(BalanceCause.WEATHER) == pytest.approx(200.0)
    assert change.of_cause(BalanceCause.QUANTITY) == pytest.approx(0.0, abs=1e-9)

"""Bills and monthly readings: analytic truths, a synthetic population, four real buildings."""

import csv
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.evidence.kernel.checks.inspection import inspections
from klimamosaik.evidence.kernel.degrees import (
    StationMonths,
    bill_degrees,
    heating_degrees,
    spread_of,
)
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.ranges.bill_placebo import monthly
from klimamosaik.evidence.kernel.regression.billing import expect_bills
from klimamosaik.evidence.kernel.regression.bills import bills_grid, fit_bills
from klimamosaik.evidence.kernel.regression.normalised import (
    gradtag_factor,
    normal_year,
    normalised_use,
)
from klimamosaik.evidence.kernel.series import DAY, Numbers, Series, Times
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected

Day = np.datetime64


def months(start: str, end: str) -> Times:
    return np.arange(Day(start, "M"), Day(end, "M"))


def of_months(which: Times, values: Numbers) -> Series:
    starts = which.astype("datetime64[s]")
    lengths = ((which + 1).astype("datetime64[D]") - which.astype("datetime64[D]")).astype(float)
    return Series(starts, starts, lengths * DAY, values.astype(float))


def lengths_of(which: Times) -> Numbers:
    return of_months(which, np.zeros(len(which))).seconds / DAY


def german_days(start: str, end: str, rng: np.random.Generator, shift: float = 0) -> Series:
    """Daily means about a German year, with weather that lasts some days."""
    days = np.arange(Day(start), Day(end))
    at = (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(float)
    lasting = np.zeros(len(days))
    for place in range(1, len(days)):
        lasting[place] = 0.75 * lasting[place - 1] + rng.normal(0, 2.4)
    return Series.of_days(days, 10 + shift - 9 * np.cos(2 * np.pi * (at - 15) / 365.25) + lasting)


def monthly_use(weather: Series, which: Times, base: float, slope: float, limit: float) -> Numbers:
    """Use [kWh] of each month of a heating meter without scatter."""
    month = weather.days.astype("datetime64[M]")
    daily = base + slope * np.maximum(limit - weather.values, 0)
    return np.array([daily[month == each].sum() for each in which])


def ask(energy: Series, weather: Series, *, station: StationMonths | None = None) -> EffectQuery:
    return EffectQuery(
        energy=energy,
        weather=weather,
        carrier=Carrier.HEAT,
        baseline_start=Day("2022-01-01"),
        baseline_end=Day("2023-01-01"),
        start=Day("2023-01-01"),
        end=Day("2024-01-01"),
        station=station,
    )


def saved(found: AdjustedBaseline) -> float:
    return float(100 * (1 - np.nansum(found.measured) / np.nansum(found.expected)))


@pytest.fixture(scope="module")
def weather() -> Series:
    return german_days("2022-01-01", "2024-01-01", np.random.default_rng(3))


YEARS = months("2022-01", "2024-01")


def test_a_noiseless_meter_is_recovered_to_the_coefficient(weather: Series) -> None:
    limit = float(bills_grid()[11])  # 63 F = 17.2 degC
    energy = of_months(YEARS, monthly_use(weather, YEARS, 20, 8, limit))
    found = expect_bills(ask(energy, weather))
    assert found.model.type == "heating"
    assert found.model.balance_points == pytest.approx((limit,))
    assert [c.value for c in found.model.coefficients] == pytest.approx([20, 8], rel=1e-6)
    assert saved(found) == pytest.approx(0, abs=1e-6)


def test_a_known_cut_is_recovered_in_a_milder_year() -> None:
    rng = np.random.default_rng(4)
    cold = german_days("2022-01-01", "2023-01-01", rng)
    mild = german_days("2023-01-01", "2024-01-01", rng, shift=2)
    both = Series.of_days(
        np.concatenate([cold.days, mild.days]), np.concatenate([cold.values, mild.values])
    )
    use = monthly_use(both, YEARS, 20, 8, 15.5)
    use[12:] *= 0.85
    assert saved(expect_bills(ask(of_months(YEARS, use), both))) == pytest.approx(15, abs=0.5)


def test_a_flat_load_invents_no_temperature_response(weather: Series) -> None:
    found = expect_bills(ask(of_months(YEARS, 5 * lengths_of(YEARS)), weather))
    assert found.model.type == "constant"
    assert saved(found) == pytest.approx(0, abs=1e-9)


def test_heating_and_cooling_within_one_month_are_told_apart(weather: Series) -> None:
    grid = bills_grid()
    starts, ends = YEARS.astype("datetime64[D]"), (YEARS + 1).astype("datetime64[D]")
    hot = bill_degrees(starts, ends, weather, grid)
    cold = bill_degrees(starts, ends, weather, grid, cooling=True)
    use = 30 + 4 * hot[:, 9] + 6 * cold[:, 13]
    found = fit_bills(use[None], lengths_of(YEARS), hot, cold, grid)
    assert found.heating_balance[0] == pytest.approx(grid[9])
    assert found.cooling_balance[0] == pytest.approx(grid[13])
    assert found.heating[0] == pytest.approx(4)
    assert found.cooling[0] == pytest.approx(6)


def test_the_closed_form_equals_weighted_least_squares(weather: Series) -> None:
    rng = np.random.default_rng(8)
    grid = bills_grid()
    starts, ends = YEARS.astype("datetime64[D]"), (YEARS + 1).astype("datetime64[D]")
    hot, days = bill_degrees(starts, ends, weather, grid), lengths_of(YEARS)
    use = 20 + 8 * hot[:, 10] + rng.normal(0, 6, len(days))
    found = fit_bills(use[None], days, hot, None, grid)
    at = int(np.abs(grid - found.heating_balance[0]).argmin())
    root = np.sqrt(days)
    columns = np.stack([np.ones(len(days)), hot[:, at]], axis=1) * root[:, None]
    expected = np.linalg.lstsq(columns, use * root, rcond=None)[0]
    assert [found.base[0], found.heating[0]] == pytest.approx(expected, rel=1e-9)


def test_a_bill_across_the_date_belongs_to_neither_side(weather: Series) -> None:
    edges = np.array([Day("2021-12-20") + 30 * n for n in range(25)])
    starts = edges[:-1].astype("datetime64[s]")
    energy = Series(starts, starts, np.full(24, 30.0 * DAY), np.full(24, 100.0))
    found = expect_bills(ask(energy, weather))
    assert found.days.min() >= Day("2023-01-01")
    assert (found.residual_days + 30 <= Day("2023-01-01")).all()


def test_bills_without_weather_are_refused(weather: Series) -> None:
    elsewhere = Series.of_days(weather.days - 4000, weather.values)
    with pytest.raises(InputRejected, match="no whole bill"):
        expect_bills(ask(of_months(YEARS, np.ones(24)), elsewhere))


def test_the_noise_covers_the_scatter_of_simulated_years(weather: Series) -> None:
    clean, rng = monthly_use(weather, YEARS, 20, 8, 15), np.random.default_rng(11)
    inside = []
    for _ in range(300):
        use = clean + rng.normal(0, 0.08, 24) * clean.mean() * np.sqrt(lengths_of(YEARS) / 30)
        found = expect_bills(ask(of_months(YEARS, use), weather))
        difference = np.nansum(found.expected) - np.nansum(found.measured)
        inside.append(abs(difference) < 1.645 * found.noise_kwh)
    assert 0.86 <= np.mean(inside) <= 0.97


# What a month's table tells of its days


def station_of(weather: Series) -> StationMonths:
    which = np.unique(weather.days.astype("datetime64[M]"))
    month = weather.days.astype("datetime64[M]")
    parts = [weather.values[month == each] for each in which]
    return StationMonths(
        months=which,
        mean=np.array([part.mean() for part in parts]),
        heating_days=np.array([float((part < 15).sum()) for part in parts]),
        mean_on_heating_days=np.array(
            [part[part < 15].mean() if (part < 15).any() else np.nan for part in parts]
        ),
    )


def test_degree_days_of_a_normal_month_equal_their_simulation() -> None:
    draws = np.random.default_rng(1).normal(9, 3.5, 400_000)
    found = heating_degrees(np.array(9.0), np.array(3.5), np.array([6.0, 12.0, 18.0]))
    simulated = [np.maximum(base - draws, 0).mean() for base in (6, 12, 18)]
    assert found == pytest.approx(simulated, abs=0.02)


def test_the_learned_spread_returns_the_known_degree_days(weather: Series) -> None:
    station = station_of(weather)
    spread = spread_of(station)
    told = heating_degrees(station.mean, spread, np.array(15.0)) * lengths_of(station.months)
    transition = (station.mean > 8) & (station.mean < 18)
    assert transition.any()
    assert told[transition] == pytest.approx(station.gradtage[transition], abs=3)


def test_monthly_weather_answers_almost_as_daily_weather(weather: Series) -> None:
    station = station_of(weather)
    energy = of_months(YEARS, monthly_use(weather, YEARS, 20, 8, 14))
    by_days = np.nansum(expect_bills(ask(energy, weather)).expected)
    by_months = expect_bills(ask(energy, of_months(YEARS, station.mean), station=station))
    assert np.nansum(by_months.expected) == pytest.approx(by_days, rel=0.01)


# 2,000 synthetic meters that truly save 10 %


def test_twelve_bills_with_regression_find_ten_percent_where_scaling_misleads() -> None:
    """Mean over twenty pairs of years, the second milder by 0.5 K; bias in points."""
    rng = np.random.default_rng(2024)
    found = [_estimates(_milder_year(rng), rng, meters=100) for _ in range(20)]
    regression, scaled, raw = (np.concatenate(part) - 10 for part in zip(*found, strict=True))
    print("bias:", [round(float(part.mean()), 2) for part in (regression, scaled, raw)])
    print("scatter:", [round(float(part.std()), 2) for part in (regression, scaled, raw)])
    assert len(regression) == 2_000
    assert abs(regression.mean()) < 0.3
    assert scaled.mean() < -1
    assert raw.mean() > 3


def _milder_year(rng: np.random.Generator) -> Series:
    before = german_days("2022-01-01", "2023-01-01", rng)
    after = german_days("2023-01-01", "2024-01-01", rng, shift=0.5)
    return Series.of_days(
        np.concatenate([before.days, after.days]), np.concatenate([before.values, after.values])
    )


def _estimates(
    weather: Series, rng: np.random.Generator, *, meters: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Saving [%] of each meter by regression, by G20/15 scaling and as it stands."""
    grid, days = bills_grid(), lengths_of(YEARS)
    starts, ends = YEARS.astype("datetime64[D]"), (YEARS + 1).astype("datetime64[D]")
    fine = np.arange(10, 18.5, 0.5)
    true_degrees = bill_degrees(starts, ends, weather, fine)
    limit = rng.integers(0, len(fine), meters)
    base = rng.uniform(0.05, 0.35, meters)[:, None]  # hot water and losses
    heat = true_degrees[:, limit].T
    use = base + (1 - base) * heat / (heat[:, :12] * days[:12]).sum(1, keepdims=True) * 365
    use *= 1 + rng.normal(0, 0.06, use.shape)
    use[:, 12:] *= 0.9
    degrees = bill_degrees(starts, ends, weather, grid)
    points = fit_bills(use[:, :12], days[:12], degrees[:12], None, grid)
    chosen = degrees[12:, np.abs(grid[:, None] - np.nan_to_num(points.heating_balance)).argmin(0)].T
    expected = points.base[:, None] + points.heating[:, None] * chosen
    measured = use[:, 12:] @ days[12:]
    year_before = use[:, :12] @ days[:12]
    gradtage = station_of(weather).gradtagzahl()
    factor = gradtage[12:].sum() / gradtage[:12].sum()
    return (
        100 * (1 - measured / (expected @ days[12:])),
        100 * (1 - measured / (year_before * factor)),
        100 * (1 - measured / year_before),
    )


# Side by side


def test_normalised_figures_are_none_where_their_input_is_missing(weather: Series) -> None:
    energy = of_months(YEARS, np.full(24, 100.0))
    found = normalised_use(energy, start=Day("2022-01-01"))
    assert found.raw == 1200
    assert (found.gradtagzahl, found.klimafaktor, found.regression) == (None, None, None)


def test_a_klimafaktor_multiplies_the_year(weather: Series) -> None:
    energy = of_months(YEARS, np.full(24, 100.0))
    found = normalised_use(energy, start=Day("2022-01-01"), klimafaktor=1.1)
    assert found.klimafaktor == pytest.approx(1320)


def test_eleven_months_are_never_normalised(weather: Series) -> None:
    energy = of_months(YEARS[:11], np.full(11, 100.0))
    found = normalised_use(
        energy, start=Day("2022-01-01"), klimafaktor=1.1, station=station_of(weather)
    )
    assert (found.raw, found.gradtagzahl, found.klimafaktor) == (None, None, None)


def test_the_gradtag_factor_of_all_years_averages_to_one(weather: Series) -> None:
    station = station_of(weather)
    factors = [gradtag_factor(station, Day(start)) for start in ("2022-01-01", "2023-01-01")]
    assert all(factor is not None for factor in factors)
    assert np.mean([1 / factor for factor in factors if factor]) == pytest.approx(1)


def test_the_normal_year_of_a_noiseless_meter_is_its_mean_year(weather: Series) -> None:
    limit = float(bills_grid()[11])
    use = monthly_use(weather, YEARS, 20, 8, limit)
    grid = bills_grid()
    starts, ends = YEARS.astype("datetime64[D]"), (YEARS + 1).astype("datetime64[D]")
    degrees = bill_degrees(starts, ends, weather, grid)
    days = lengths_of(YEARS)
    points = fit_bills((use / days)[None], days, degrees, None, grid)
    found = normal_year(points, weather)
    assert found == pytest.approx(use.sum() / 2, rel=0.002)


# Four real buildings of Münster: "from 2022-10 on"

BUILDINGS = ("stadtbuecherei", "sentruper", "rathaus", "freiherr-von-stein")


def muenster_station(shared: Path) -> StationMonths:
    path = shared / "data" / "weather_monthly" / "monthly.csv.gz"
    with gzip.open(path, "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["station_id"] == "1766"]

    def column(name: str) -> Numbers:
        return np.array([float(row[name]) if row[name] else np.nan for row in rows])

    return StationMonths(
        months=np.array(
            [f"{r['year']}-{int(r['month']):02d}" for r in rows], dtype="datetime64[M]"
        ),
        mean=column("temperature_mean"),
        heating_days=column("heating_days_15"),
        mean_on_heating_days=column("temperature_mean_on_heating_days_15"),
    )


def muenster_meter(shared: Path, file: str, building: str) -> Series:
    rows = json.loads((shared / "data" / "buildings_muenster" / f"{file}.json").read_text())
    stamps = [datetime.fromtimestamp(row["Datum"] / 1000, UTC).date() for row in rows]
    which = np.array(stamps, dtype="datetime64[M]")
    values = np.array([np.nan if r[building] is None else float(r[building]) for r in rows])
    return of_months(which, values)


def test_muenster_uses_less_heat_per_degree_since_october_2022(shared: Path) -> None:
    station = muenster_station(shared)
    assert len(station.months) > 100
    weather = of_months(station.months, station.mean)
    percent = {}
    for building in BUILDINGS:
        question = EffectQuery(
            energy=muenster_meter(shared, "waerme", building),
            weather=weather,
            carrier=Carrier.HEAT,
            baseline_start=Day("2021-10-01"),
            baseline_end=Day("2022-10-01"),
            start=Day("2022-10-01"),
            end=Day("2023-10-01"),
            station=station,
        )
        assert not inspections([question])[0].blocking
        found = expect_bills(question)
        percent[building] = saved(found)
        assert found.counted.sum() == 12
        assert found.days_used == 365
        assert 0 < found.cvrmse < 0.5
    print({name: round(value, 1) for name, value in percent.items()})
    assert all(value > 0 for value in percent.values())


def test_a_month_with_some_unknown_days_is_scaled_up_and_one_with_many_unknown() -> None:
    days = np.arange(Day("2023-01-01"), Day("2023-03-01"))
    use = np.full(len(days), 10.0)
    use[:3] = np.nan  # 28 of 31 days of January are known: just over nine tenths
    found = monthly(Series.of_days(days, use))
    assert found.values == pytest.approx([310.0, 280.0])
    assert found.seconds.tolist() == [31 * DAY, 28 * DAY]
    use[3] = np.nan
    assert np.isnan(monthly(Series.of_days(days, use)).values[0])

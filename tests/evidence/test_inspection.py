"""What is counted, left out and doubted before a model speaks, on readings made for it."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.evidence.kernel.checks.cleaning import clean_energy
from klimamosaik.evidence.kernel.checks.sufficiency import sufficiency
from klimamosaik.evidence.kernel.checks.unit_jump import monthly_levels, unit_jumps_of
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.kernel.suspicion import is_counter, nets_to_zero
from klimamosaik.terms.carrier import Carrier
from tests.evidence.test_bills import german_days, of_months
from tests.evidence.test_hours import series

Day = np.datetime64
YEAR = np.arange(Day("2022-01-01"), Day("2023-01-01"))


COOL = Series.of_days(YEAR, np.full(len(YEAR), 5.0))


def test_days_need_nine_tenths_of_their_hours() -> None:
    hours = np.ones(8_760)
    hours[24 * 100 : 24 * 100 + 10] = np.nan  # most of a night
    use, warm = (series("2021-12-31T23", "2022-12-31T23", v) for v in (hours, 10.0))
    found = sufficiency(use, warm, Day("2022-01-01"), Day("2023-01-01"))
    assert (found.days_required, found.days_present, found.days_spanned) == (365, 364, 365)


def test_the_days_of_23_and_25_hours_count() -> None:
    hours = series("2021-12-31T23", "2022-12-31T23", 1.0)
    found = sufficiency(hours, hours, Day("2022-01-01"), Day("2023-01-01"))
    assert found.days_present == 365
    assert found.longest_gap == 0


def test_monthly_readings_cover_every_day_of_their_months() -> None:
    months = np.arange(Day("2022-01", "M"), Day("2023-01", "M"))
    values = np.ones(12)
    values[4] = np.nan
    found = sufficiency(
        of_months(months, values), of_months(months, np.ones(12)), YEAR[0], YEAR[-1] + 1
    )
    assert found.days_present == 365 - 31
    assert found.longest_gap == 31


def test_the_longest_gap_is_that_of_use_and_temperature_together() -> None:
    use, warm = np.ones(365), np.ones(365)
    use[100:110], warm[110:125] = np.nan, np.nan
    found = sufficiency(
        Series.of_days(YEAR, use), Series.of_days(YEAR, warm), YEAR[0], YEAR[-1] + 1
    )
    assert (found.days_metered, found.days_present, found.longest_gap) == (355, 340, 25)


def test_a_cold_night_is_no_spike() -> None:
    use = np.full(365, 10.0)
    use[20] = 60.0
    assert not clean_energy(Series.of_days(YEAR, use), Carrier.HEAT, COOL).warnings


def test_a_lasting_level_is_no_spike() -> None:
    use = np.full(365, 10.0)
    use[300:] = 1e6
    assert np.isfinite(
        clean_energy(Series.of_days(YEAR, use), Carrier.HEAT, COOL).series.values
    ).all()


def test_summer_to_winter_is_no_counter() -> None:
    rising = np.sort(np.random.default_rng(1).normal(100, 30, 365))
    assert is_counter(Series.of_days(YEAR, rising))
    seasons = 100 - 80 * np.cos(2 * np.pi * np.arange(365) / 365)
    assert not is_counter(Series.of_days(YEAR, seasons))


def test_a_meter_nets_to_zero_only_with_both_signs() -> None:
    assert nets_to_zero(np.array([5.0, -5.0, 4.0, -4.1]))
    assert not nets_to_zero(np.array([0.0, 0.0, 0.0]))
    assert not nets_to_zero(np.array([5.0, -1.0]))


def test_a_month_has_the_use_of_its_metered_days() -> None:
    use = np.full(365, 7.0)
    use[31:50] = np.nan  # nine days of February are left
    (found,) = monthly_levels([Series.of_days(YEAR, use)])
    (level,) = found.use
    assert np.flatnonzero(np.isnan(level)).tolist() == [1]
    assert np.delete(level, 1) == pytest.approx(np.full(11, 7.0))
    assert found.months[1] == Day("2022-02", "M")


@pytest.mark.parametrize("base", [0.5, 5.0, 50.0])
def test_no_heating_season_looks_like_a_change_of_unit(base: float) -> None:
    for seed in range(20):
        weather = german_days("2020-01-01", "2024-01-01", np.random.default_rng(seed))
        use = base + 60 * np.maximum(15 - weather.values, 0)
        for first in ("2020-01-01", "2022-07-01"):
            shorter = Series.of_days(weather.days, use).between(Day(first), Day("2024-01-01"))
            found = unit_jumps_of([shorter], Carrier.GAS)[0]
            assert found is None


def test_the_gas_of_several_real_buildings_changed_its_unit(shared: Path) -> None:
    path = shared / "data" / "buildings_cambridge_daily" / "daily.csv.gz"
    with gzip.open(path, "rt") as file:
        rows = [line.split(",") for line in file.read().splitlines()[1:]]
    meters: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for building, carrier, day, use, *_ in rows:
        meters.setdefault((building, carrier), []).append((day, float(use) if use else np.nan))
    found = set()
    for (building, carrier), readings in meters.items():
        days = np.array([day for day, _ in readings], dtype="datetime64[D]")
        order = np.argsort(days)
        energy = Series.of_days(days[order], np.array([use for _, use in readings])[order])
        kind = Carrier(carrier)
        jump = unit_jumps_of([energy], kind)[0]
        if jump is not None:
            found.add((building, carrier, str(jump.month)))
    print(sorted(found))
    at_new_year = {building for building, kind, month in found if month == "2018-01"}
    assert {"b2", "b25", "b64", "b91"} <= at_new_year
    assert len(found) < 14  # of seventy meters

"""Inputs the engine must survive: each is answered, or refused with the reason, never misread."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel import effect as engine
from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.evidence.kernel.model_choice import modelled
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.series import DAY, Numbers, Series
from klimamosaik.evidence.kernel.shared_models import ModelledMeters
from klimamosaik.evidence.kernel.suspicion import fell_together
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict
from tests.evidence.decided import decided
from tests.evidence.test_bills import german_days, lengths_of, months, of_months, station_of
from tests.evidence.test_hours import _as_series, _column

Day = np.datetime64
START, END = Day("2023-01-01"), Day("2024-01-01")
UNDECIDED = Verdict.NOT_DECIDABLE


@pytest.fixture(scope="module")
def weather() -> Series:
    return german_days("2020-10-01", "2024-01-01", np.random.default_rng(21))


def heat_use(weather: Series, seed: int = 1) -> Numbers:
    """Heat [kWh/d] of a building that rests at weekends and scatters by 5 %."""
    rng = np.random.default_rng(seed)
    weekday = (weather.days.astype(np.int64) + 3) % 7
    use = 100 + 60 * np.maximum(15 - weather.values, 0) * np.where(weekday < 5, 1, 0.8)
    return np.asarray(use * (1 + rng.normal(0, 0.05, len(use))), dtype=np.float64)


def power_use(weather: Series, seed: int = 2) -> Numbers:
    """Electricity [kWh/d] of the same building."""
    rng = np.random.default_rng(seed)
    weekday = (weather.days.astype(np.int64) + 3) % 7
    level = np.where(weekday < 5, 400.0, 150.0)
    return np.asarray(level * (1 + rng.normal(0, 0.05, len(level))), dtype=np.float64)


def question(
    weather: Series,
    use: Numbers,
    carrier: Carrier = Carrier.HEAT,
    *,
    days: int = 365,
    outside: Numbers | None = None,
) -> EffectQuery:
    """Daily readings; `outside` replaces the temperatures [degC]."""
    temperature = weather.values if outside is None else outside
    return EffectQuery(
        energy=Series.of_days(weather.days, use),
        weather=Series.of_days(weather.days, temperature),
        carrier=carrier,
        baseline_start=START - days,
        baseline_end=START,
        start=START,
        end=END,
        country="DE",
    )


def codes(effect: Effect) -> set[str]:
    return {warning.code for warning in effect.warnings}


def claims_nothing(effect: Effect) -> bool:
    saved = (effect.saving, effect.saved_percent)
    return effect.verdict is UNDECIDED and saved == (None, None)


def test_a_saving_whose_range_nobody_knows_is_no_figure(
    weather: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So few readings that even their scatter is unknown."""

    def unknown(asked: Sequence[EffectQuery]) -> ModelledMeters:
        found = modelled(asked)
        told = [replace(each, noise_kwh=float("nan")) for each in found.expectations]
        return replace(found, expectations=told)

    monkeypatch.setattr(engine, "modelled", unknown)
    found = effect_of(question(weather, heat_use(weather)))
    assert claims_nothing(found)
    assert found.measured_kwh is not None


def at(weather: Series, first: str, last: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    flags: np.ndarray[tuple[int], np.dtype[np.bool_]] = (weather.days >= Day(first)) & (
        weather.days < Day(last)
    )
    return flags


def test_an_ordinary_meter_needs_no_warning(weather: Series) -> None:
    effect = effect_of(question(weather, heat_use(weather)))
    assert effect.verdict is Verdict.NOT_DISTINGUISHABLE
    assert codes(effect) == set()


def test_a_cut_of_a_third_is_saved(weather: Series) -> None:
    use = heat_use(weather)
    use[weather.days >= START] *= 0.67
    effect = effect_of(question(weather, use))
    assert effect.verdict is Verdict.SAVED
    assert effect.saved_percent == pytest.approx(33, abs=2)


# Gaps


def test_gaps_up_to_a_tenth_are_fitted_and_counted(weather: Series) -> None:
    use = heat_use(weather)
    use[at(weather, "2022-02-01", "2022-03-03")] = np.nan
    effect = effect_of(question(weather, use))
    assert effect.days_used == 335
    assert "gaps_before" in codes(effect)
    assert effect.verdict is Verdict.NOT_DISTINGUISHABLE
    assert "30 of 365 days" in _sentence(effect, "gaps_before")


def test_more_gaps_are_refused_with_the_reason(weather: Series) -> None:
    use = heat_use(weather)
    use[at(weather, "2022-02-01", "2022-03-20")] = np.nan
    effect = effect_of(question(weather, use))
    assert claims_nothing(effect)
    assert "47 of 365 days" in _sentence(effect, "too_many_gaps")


def test_sixty_days_without_temperature_are_refused(weather: Series) -> None:
    outside = weather.values.copy()
    outside[at(weather, "2022-05-01", "2022-06-30")] = np.nan
    effect = effect_of(question(weather, heat_use(weather), outside=outside))
    assert claims_nothing(effect)
    assert "the temperature is missing on 60" in _sentence(effect, "too_many_gaps")


def test_sixty_days_without_temperature_afterwards_count_on_neither_side(weather: Series) -> None:
    outside = weather.values.copy()
    outside[at(weather, "2023-05-01", "2023-06-30")] = np.nan
    effect = effect_of(question(weather, heat_use(weather), outside=outside))
    assert effect.days_reported == 305
    assert "gaps_after" in codes(effect)


def test_a_baseline_of_half_a_year_is_not_decidable(weather: Series) -> None:
    use = heat_use(weather)
    use[weather.days < START - 180] = np.nan
    for asked in (question(weather, use), question(weather, use, days=180)):
        effect = effect_of(asked)
        assert claims_nothing(effect)
        assert "baseline_too_short" in codes(effect)


def test_of_800_days_the_last_365_are_the_baseline(weather: Series) -> None:
    effect = effect_of(question(weather, heat_use(weather), days=800))
    assert effect.days_used == 365
    assert "baseline_trimmed" in codes(effect)


# Values


def test_zeros_of_electricity_are_gaps(weather: Series) -> None:
    use = power_use(weather)
    use[at(weather, "2022-02-01", "2022-02-11")] = 0
    effect = effect_of(question(weather, use, Carrier.ELECTRICITY))
    assert effect.days_used == 355
    assert "zeros_as_missing" in codes(effect)


def test_zeros_of_heat_are_summer(weather: Series) -> None:
    use = np.where(weather.values > 15, 0, heat_use(weather))
    effect = effect_of(question(weather, use))
    assert effect.days_used == 365
    assert effect.verdict is Verdict.NOT_DISTINGUISHABLE


def test_negative_heat_is_named(weather: Series) -> None:
    use = heat_use(weather)
    use[at(weather, "2022-07-01", "2022-07-03")] = -50
    effect = effect_of(question(weather, use))
    assert "2 negative values left out" in _sentence(effect, "negative_heat")
    assert effect.days_used == 363


def test_a_net_meter_about_zero_has_no_per_cent(weather: Series) -> None:
    weekday = (weather.days.astype(np.int64) + 3) % 7
    scatter = np.random.default_rng(3).normal(0, 40, len(weekday))
    effect = effect_of(
        question(weather, np.where(weekday < 4, 150, -200) + scatter, Carrier.ELECTRICITY)
    )
    assert effect.saved_percent is None
    assert abs(decided(effect).mean) < 0.1 * 365 * 200
    assert "net_meter" in codes(effect)


def test_a_net_meter_with_the_sun_claims_no_per_cent_either(weather: Series) -> None:
    days = weather.days.astype(np.int64)
    use = 200 * np.cos(2 * np.pi * days / 365.25)
    effect = effect_of(question(weather, use, Carrier.ELECTRICITY))
    assert effect.saved_percent is None
    assert effect.verdict in (Verdict.NOT_DISTINGUISHABLE, UNDECIDED)
    assert "net_meter" in codes(effect)


def sunny(weather: Series, sun: float, saving: float) -> Numbers:
    """Net use [kWh/d] of a building with much sun on its roof; less of it from the start on."""
    day = weather.days.astype(np.int64)
    use = 350 - saving * (weather.days >= START) + np.random.default_rng(5).normal(0, 15, len(day))
    share = np.random.default_rng(6).beta(3, 2, len(day))
    return np.asarray(use - sun * (1 - 0.8 * np.cos(2 * np.pi * day / 365.25)) * 1.6 * share)


@pytest.mark.parametrize("sun", [300, 380, 420])
def test_a_net_meter_with_a_strong_season_is_judged_by_what_flows(
    weather: Series, sun: float
) -> None:
    calm = effect_of(question(weather, sunny(weather, sun, 0), Carrier.ELECTRICITY))
    less = effect_of(question(weather, sunny(weather, sun, 60), Carrier.ELECTRICITY))
    for effect in (calm, less):
        assert effect.verdict is not UNDECIDED
        assert effect.saved_percent is None
        assert "net_meter" in codes(effect)
    assert calm.verdict is Verdict.NOT_DISTINGUISHABLE
    assert decided(less).mean - decided(calm).mean == pytest.approx(60 * 365, rel=0.02)


def test_a_net_meter_that_counts_another_unit_is_still_named(weather: Series) -> None:
    use = sunny(weather, 380, 0)
    use[weather.days >= START] *= 1000
    assert claims_nothing(effect_of(question(weather, use, Carrier.ELECTRICITY)))


def test_weeks_at_zero_in_the_cold_are_gaps_if_the_meter_counts_on(weather: Series) -> None:
    use = heat_use(weather)
    use[at(weather, "2022-01-05", "2022-02-09")] = 0
    effect = effect_of(question(weather, use))
    assert "stood_still_in_the_cold" in codes(effect)
    assert effect.days_used == 330
    use[at(weather, "2022-01-05", "2022-02-20")] = 0
    assert claims_nothing(effect_of(question(weather, use)))


def test_a_short_closure_in_winter_is_a_value(weather: Series) -> None:
    use = heat_use(weather)
    use[at(weather, "2023-12-20", "2024-01-01")] = 0
    use[at(weather, "2022-12-20", "2023-01-05")] = 0
    assert "stood_still_in_the_cold" not in codes(effect_of(question(weather, use)))


def test_a_boiler_that_rests_for_good_is_no_gap(weather: Series) -> None:
    use = heat_use(weather)
    use[weather.days >= START] = 0
    effect = effect_of(question(weather, use))
    assert effect.saved_percent == pytest.approx(100)
    assert effect.verdict is Verdict.SAVED
    assert "use_changed" in codes(effect)


@pytest.mark.parametrize("carrier", [Carrier.HEAT, Carrier.GAS, Carrier.ELECTRICITY])
def test_nothing_but_zeros_is_not_decidable(weather: Series, carrier: Carrier) -> None:
    effect = effect_of(question(weather, np.zeros(len(weather.days)), carrier))
    assert claims_nothing(effect)
    assert "all_zero" in codes(effect)


def test_a_constant_saves_nothing_and_is_named(weather: Series) -> None:
    effect = effect_of(question(weather, np.full(len(weather.days), 24.0), Carrier.ELECTRICITY))
    assert effect.verdict in (Verdict.NOT_DISTINGUISHABLE, UNDECIDED)
    assert decided(effect).mean == pytest.approx(0, abs=0.01)
    assert "constant" in codes(effect)


def test_a_single_row_is_not_decidable(weather: Series) -> None:
    one = Series.of_days(np.array([Day("2022-05-05")]), np.array([12.0]))
    assert claims_nothing(effect_of(replace(question(weather, weather.values), energy=one)))


def test_no_rows_are_not_decidable(weather: Series) -> None:
    none = Series.of_days(np.array([], dtype="datetime64[D]"), np.array([]))
    asked = question(weather, heat_use(weather))
    for empty in (replace(asked, energy=none), replace(asked, weather=none)):
        for method in BaselineMethod:
            effect = effect_of(replace(empty, method=method))
            assert claims_nothing(effect)
            assert effect.warnings


@pytest.mark.parametrize("wild", [1e6, 1e12, np.inf, -np.inf])
def test_a_spike_is_named_and_left_out(weather: Series, wild: float) -> None:
    use = heat_use(weather)
    calm = effect_of(question(weather, use))
    use[at(weather, "2022-03-05", "2022-03-06")] = wild
    effect = effect_of(question(weather, use))
    assert "05 Mar 2022" in _sentence(effect, "spike_left_out")
    assert effect.days_used == 364
    assert calm.expected_kwh is not None
    assert effect.expected_kwh == pytest.approx(calm.expected_kwh, rel=0.01)


def test_fahrenheit_by_mistake_is_refused(weather: Series) -> None:
    effect = effect_of(question(weather, heat_use(weather), outside=weather.values * 1.8 + 32))
    assert claims_nothing(effect)
    assert "°F" in _sentence(effect, "implausible_temperature")


def test_a_single_impossible_temperature_is_left_out(weather: Series) -> None:
    outside = weather.values.copy()
    outside[500] = 999
    effect = effect_of(question(weather, heat_use(weather), outside=outside))
    assert "temperature_left_out" in codes(effect)
    assert effect.verdict is Verdict.NOT_DISTINGUISHABLE


# Meters


def test_coarse_steps_are_named(weather: Series) -> None:
    use = np.diff(np.floor(np.cumsum(np.r_[0, heat_use(weather)]) / 1_000)) * 1_000
    effect = effect_of(question(weather, use))
    assert "steps of 1,000 kWh" in _sentence(effect, "coarse_steps")


def test_counter_readings_are_not_taken_for_use(weather: Series) -> None:
    counted = 5_000 + np.cumsum(heat_use(weather))
    for values in (counted, counted % counted[600]):  # the second rolls over
        effect = effect_of(question(weather, values))
        assert claims_nothing(effect)
        assert "counter_not_use" in codes(effect)


def test_a_standing_meter_is_named(weather: Series) -> None:
    use = heat_use(weather)
    use[at(weather, "2022-02-01", "2022-03-01")] = 321.0
    assert "28 days" in _sentence(effect_of(question(weather, use)), "stuck_meter")


# Units


@pytest.mark.parametrize("when", ["2022-04-01", "2022-11-01", "2023-01-01", "2023-03-01"])
@pytest.mark.parametrize("factor", [11.2, 1 / 10, 35.3, 1 / 35.3, 1_000, 1 / 1_000])
def test_a_change_of_unit_is_named_and_no_saving_claimed(
    weather: Series, factor: float, when: str
) -> None:
    use = heat_use(weather)
    use[weather.days >= Day(when)] *= factor
    effect = effect_of(question(weather, use))
    assert claims_nothing(effect)
    assert "unit_jump" in codes(effect)


@pytest.mark.parametrize("factor", [3.6, 1_000, 1 / 1_000])
def test_a_change_of_unit_is_named_for_electricity(weather: Series, factor: float) -> None:
    use = power_use(weather)
    use[weather.days >= START] *= factor
    effect = effect_of(question(weather, use, Carrier.ELECTRICITY))
    assert claims_nothing(effect)
    assert "2023-01" in _sentence(effect, "unit_jump")


def test_a_change_of_unit_is_found_without_a_year_to_compare(weather: Series) -> None:
    use = heat_use(weather)
    use[weather.days < Day("2022-01-01")] = np.nan
    use[weather.days >= Day("2022-11-01")] /= 35.3
    effect = effect_of(replace(question(weather, use), end=Day("2023-04-01")))
    assert claims_nothing(effect)
    assert "unit_jump" in codes(effect)


def test_monthly_readings_that_change_their_unit_are_named(weather: Series) -> None:
    which = months("2021-01", "2024-01")
    month = weather.days.astype("datetime64[M]")
    use = np.array([heat_use(weather)[month == each].sum() for each in which])
    use[which >= Day("2023-01")] /= 1_000
    asked = replace(question(weather, heat_use(weather)), energy=of_months(which, use))
    effect = effect_of(asked)
    assert claims_nothing(effect)
    assert "unit_jump" in codes(effect)


@pytest.mark.parametrize("factor", [0.5, 1.9])
def test_yearly_ratios_outside_the_usual_ask_a_human(weather: Series, factor: float) -> None:
    use = heat_use(weather)
    use[weather.days >= START] *= factor
    effect = effect_of(question(weather, use))
    assert effect.saved_percent == pytest.approx(100 * (1 - factor), abs=3)
    assert "use_changed" in codes(effect)


def test_summer_and_winter_are_no_change_of_unit(weather: Series) -> None:
    for base in (1.0, 5.0, 30.0):
        use = base + 60 * np.maximum(15 - weather.values, 0)
        assert "unit_jump" not in codes(effect_of(question(weather, use, Carrier.GAS)))


def test_heat_and_electricity_that_fall_at_once_look_like_a_change_of_use() -> None:
    found = fell_together(0.7, 0.8)
    assert found is not None
    assert "-30 %" in found.text.en
    assert "-20 %" in found.text.de
    assert fell_together(0.7, 1.0) is None
    assert fell_together(1.0, 0.7) is None


# Months and years


def monthly(weather: Series, first: str, last: str) -> EffectQuery:
    which = months(first, last)
    month = weather.days.astype("datetime64[M]")
    use = np.array([heat_use(weather)[month == each].sum() for each in which])
    return replace(question(weather, heat_use(weather)), energy=of_months(which, use))


def test_twelve_monthly_readings_are_enough(weather: Series) -> None:
    effect = effect_of(monthly(weather, "2022-01", "2024-01"))
    assert effect.verdict is Verdict.NOT_DISTINGUISHABLE
    assert effect.method == BaselineMethod.BILLS
    assert effect.days_used == 365


def test_monthly_weather_with_its_heating_days_is_enough_too(weather: Series) -> None:
    station = station_of(weather)
    asked = monthly(weather, "2022-01", "2024-01")
    outside = of_months(station.months, station.mean)
    effect = effect_of(replace(asked, weather=outside, station=station))
    assert effect.verdict is Verdict.NOT_DISTINGUISHABLE


def test_nine_monthly_readings_are_not_decidable(weather: Series) -> None:
    effect = effect_of(monthly(weather, "2022-04", "2024-01"))
    assert claims_nothing(effect)
    assert codes(effect) & {"too_few_readings", "baseline_too_short"}


def test_yearly_readings_are_not_decidable_and_say_why(weather: Series) -> None:
    starts = np.array(["2021-01-01", "2022-01-01", "2023-01-01"], dtype="datetime64[s]")
    yearly = Series(starts, starts, np.full(3, 365.0 * DAY), np.array([9e4, 9.1e4, 8.5e4]))
    effect = effect_of(replace(question(weather, heat_use(weather)), energy=yearly))
    assert claims_nothing(effect)
    assert "twelve" in _sentence(effect, "too_few_readings")


def test_equal_monthly_readings_in_a_row_are_named_as_estimates(weather: Series) -> None:
    asked = monthly(weather, "2022-01", "2024-01")
    values = asked.energy.values.copy()
    values[3:8] = 4_000
    guessed = replace(asked, energy=of_months(months("2022-01", "2024-01"), values))
    assert "stuck_meter" in codes(effect_of(guessed))
    assert len(lengths_of(months("2022-01", "2024-01"))) == len(values)


# Order of rows


def test_rows_out_of_order_or_doubled_never_reach_a_model() -> None:
    for days in (["2022-01-02", "2022-01-01"], ["2022-01-01", "2022-01-01"]):
        with pytest.raises(ValueError, match="ascend"):
            Series.of_days(np.array(days, dtype="datetime64[D]"), np.array([1.0, 2.0]))


# The real case


@pytest.mark.long
@pytest.mark.parametrize(
    "method", [BaselineMethod.AUTO, BaselineMethod.HOURLY, BaselineMethod.DAILY]
)
@pytest.mark.parametrize("start", ["2017-12-15", "2018-01-01", "2018-06-01"])
def test_the_gas_of_b25_changed_its_unit_and_saved_nothing(
    shared: Path, method: BaselineMethod, start: str
) -> None:
    folder = shared / "data" / "buildings_cambridge_hourly"
    energy = _as_series(*_column(folder / "UCam_Building_b25_gas_2011-2022.csv.gz"))
    parts = [_column(path) for path in sorted((folder / "weather_bedford").glob("*.csv.gz"))]
    outside = _as_series(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    day = Day(start)
    asked = EffectQuery(
        energy, outside, Carrier.GAS, day - 365, day, day, day + 365, method=method, country="GB"
    )
    effect = effect_of(asked)
    assert claims_nothing(effect)
    assert "2018-01" in _sentence(effect, "unit_jump")


def _sentence(effect: Effect, code: str) -> str:
    found = [warning.text.en for warning in effect.warnings if warning.code == code]
    assert found, f"{code} missing from {codes(effect)}"
    return found[0]

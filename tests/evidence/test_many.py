"""Many meters at once get what each gets alone: the same checks, figures and words."""

from dataclasses import replace

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of, effects_of
from klimamosaik.evidence.kernel.checks.cleaning import clean_energy
from klimamosaik.evidence.kernel.days import all_days, daily_means, daily_sums, sums_of_days
from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.regression.own_season import LEVELS, _levels
from klimamosaik.evidence.kernel.series import (
    Numbers,
    Series,
    complete,
    days_known,
    filled,
    sum_on,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict
from tests.evidence.test_truths import BEFORE, DAYS, ask, cut, heating, temperatures

FIGURES = ("saving", "saved_percent", "expected_kwh", "measured_kwh", "cvrmse", "shared_drift")
OLD = all_days(BEFORE - 2 * 365, BEFORE)


def meters(temperature: Numbers) -> dict[str, Numbers]:
    """Use of meters [kWh/d], each odd in its own way."""
    plain = heating(temperature, seed=1)
    found = {"plain": plain, "saved": cut(plain, 0.3), "used more": cut(plain, -0.4)}
    found |= {name: plain.copy() for name in ("gaps", "spike", "too many gaps", "zero", "short")}
    found["gaps"][10:20] = np.nan
    found["spike"][100] *= 500
    found["too many gaps"][50:120] = np.nan
    found["zero"][:] = 0.0
    found["short"][370:] = np.nan
    found["another unit"] = np.where(DAYS[500] <= DAYS, 1000 * plain, plain)
    found["halved"] = cut(plain, 0.6)
    found["closed before"] = plain.copy()
    found["closed before"][273:365] *= 2
    return found


def questions(method: BaselineMethod) -> dict[str, EffectQuery]:
    """What is asked of them, of one with older years, and of others under other days or weather."""
    temperature = temperatures(milder=1.0)
    asked = {name: ask(use, temperature, method) for name, use in meters(temperature).items()}
    plain = asked["plain"]
    older = heating(temperatures(seed=9)[: len(OLD)], seed=3)
    days = np.concatenate([OLD, DAYS])
    long = replace(
        plain,
        energy=Series.of_days(days, np.concatenate([older, plain.energy.values])),
        weather=Series.of_days(
            days, np.concatenate([temperatures(seed=9)[: len(OLD)], temperature])
        ),
    )
    control = Series.of_days(DAYS, heating(temperature, seed=8))
    return asked | {
        "older years": long,
        "compared": replace(asked["saved"], controls=(control,)),
        "electricity": replace(plain, carrier=Carrier.ELECTRICITY),
        "later": replace(plain, start=plain.start + 40),
        "colder": replace(plain, weather=Series.of_days(DAYS, temperature - 2)),
        "bills": replace(plain, method=BaselineMethod.BILLS),
        "sure": replace(plain, confidence=0.99),
    }


@pytest.mark.parametrize("method", [BaselineMethod.DAILY, BaselineMethod.CALTRACK_DAILY_3F])
def test_each_gets_the_effect_it_gets_alone(method: BaselineMethod) -> None:
    asked = questions(method)
    together = dict(zip(asked, effects_of(list(asked.values())), strict=True))
    for name, question in asked.items():
        alone = effect_of(question)
        assert figures(together[name]) == pytest.approx(figures(alone), rel=1e-9), name
        assert together[name].warnings == alone.warnings, name
        assert (together[name].method, together[name].verdict) == (alone.method, alone.verdict)
        assert together[name].days_used == alone.days_used


def test_a_batch_checks_what_is_checked_alone() -> None:
    asked = questions(BaselineMethod.DAILY)
    effects = dict(zip(asked, effects_of(list(asked.values())), strict=True))
    told = {name: {each.code for each in effect.warnings} for name, effect in effects.items()}
    assert "spike_left_out" in told["spike"]
    assert "too_many_gaps" in told["too many gaps"]
    assert "all_zero" in told["zero"]
    assert "unit_jump" in told["another unit"]
    assert "use_changed" in told["halved"]
    assert "hangs_on_last_months" in told["closed before"]
    for name in ("too many gaps", "zero", "another unit", "short"):
        assert effects[name].verdict is Verdict.NOT_DECIDABLE, name
    assert effects["older years"].drift_source != effects["plain"].drift_source
    assert effects["compared"].control_change_percent is not None


def test_claims_of_a_batch_are_doubted_each_by_its_own_days() -> None:
    temperature = temperatures(milder=1.0)
    plain = heating(temperature, seed=1)
    closed = plain.copy()
    closed[273:365] *= 2
    kinds = {"closed": closed, "plain": plain, "saved": cut(plain, 0.3), "opened": closed * 1.1}
    asked = {name: ask(use, temperature, BaselineMethod.DAILY) for name, use in kinds.items()}
    effects = dict(zip(asked, effects_of(list(asked.values())), strict=True))
    for name, effect in effects.items():
        doubted = "hangs_on_last_months" in {each.code for each in effect.warnings}
        assert doubted == (name in ("closed", "opened")), name
        assert effect.warnings == effect_of(asked[name]).warnings, name


def test_meters_that_share_days_are_the_series_each_is_alone() -> None:
    use = np.array([heating(temperatures(), seed=seed) for seed in range(3)])
    for row, series in zip(use, Series.of_meters(DAYS, use), strict=True):
        alone = Series.of_days(DAYS, row)
        for name in ("starts", "local", "seconds", "values", "days", "every_day"):
            assert (getattr(series, name) == getattr(alone, name)).all(), name
        assert (series.spacing, series.whole_days, series.ends) == (
            alone.spacing,
            alone.whole_days,
            alone.ends,
        )
    assert Series.of_meters(DAYS, use[:0]) == []


def test_what_is_unknown_is_found_in_any_values() -> None:
    whole = np.array([[1.0, -np.inf, np.inf], [0.0, 2.0, 3.0]])
    gap = np.where(whole == 2.0, np.nan, whole)
    assert complete(whole)
    assert not complete(gap)
    assert complete(np.empty((0, 3)))
    assert filled(gap).tolist() == np.where(whole == 2.0, 0.0, whole).tolist()
    assert filled(whole) is whole
    assert sum_on(np.array([[True, False, False]]), whole).tolist() == [1.0, 0.0]
    assert sum_on(np.array([[True, False, False], [False, True, True]]), whole)[1] == 5.0


def test_nothing_asked_is_nothing_answered() -> None:
    assert list(effects_of([])) == []


def figures(effect: Effect) -> list[float]:
    """All numbers of an effect; nan where there is none."""
    found: list[float] = []
    for name in FIGURES:
        value = getattr(effect, name)
        parts = [value] if name != "saving" or value is None else ends(value)
        found += [np.nan if part is None else float(part) for part in parts]
    return [-1e99 if each != each else each for each in found]


def ends(estimate: object) -> list[float]:
    """Mean, ends and parts of a range."""
    return [getattr(estimate, name) for name in ("mean", "low", "high", "noise", "drift")]


def test_days_asked_of_a_series_do_not_depend_on_what_was_asked_before() -> None:
    values = np.where(np.arange(len(DAYS)) % 50 == 7, np.nan, np.arange(len(DAYS)) + 1.0)
    known = Series.of_days(DAYS, values)
    spans = [(DAYS[5], DAYS[40]), (DAYS[0] - 30, DAYS[20]), (DAYS[-9], DAYS[-1] + 90)]
    spans += [(DAYS[-1] + 5, DAYS[-1] + 9), (DAYS[3], DAYS[3])]
    for start, end in spans:
        days = all_days(start, end)
        for told in (daily_sums, daily_means):
            alone = told(Series.of_days(DAYS, values), days)
            np.testing.assert_array_equal(told(known, days), alone)
            inside = (days >= DAYS[0]) & (days <= DAYS[-1])
            assert np.isnan(alone[~inside]).all()
            at = (days[inside] - DAYS[0]).astype(int)
            np.testing.assert_array_equal(alone[inside], values[at])


def test_days_of_many_meters_are_those_of_each() -> None:
    dice = np.random.default_rng(2)
    use = dice.normal(50, 30, len(DAYS))
    use[[3, 77]] = np.nan, np.inf
    fine = np.repeat(DAYS.astype("datetime64[s]"), 2) + np.tile([0, 43_200], len(DAYS))
    halves = Series(fine, fine, np.full(len(fine), 43_200.0), np.repeat(use / 2, 2))
    gaps = Series.of_days(DAYS, use).where(np.arange(len(DAYS)) % 9 != 4)
    parts = [
        Series.of_days(DAYS[at], use[at]) for at in (slice(0, 50), slice(60, 400), slice(0, 0))
    ]
    meters = [Series.of_days(DAYS, use), halves, gaps, *parts]
    for start, end in [(DAYS[0] - 9, DAYS[-1] + 9), (DAYS[55], DAYS[58]), (DAYS[70], DAYS[70])]:
        days = all_days(start, end)
        alone = np.array([daily_sums(each, days) for each in meters])
        np.testing.assert_array_equal(sums_of_days(meters, days), alone)


def test_days_in_a_row_are_whole_days_and_others_are_not() -> None:
    whole = Series.of_days(DAYS, np.ones(len(DAYS)))
    assert whole.whole_days
    assert whole.ends == (DAYS[0].astype(int), DAYS[-1].astype(int))
    gap = np.delete(DAYS, 9)
    assert not Series.of_days(gap, np.ones(len(gap))).whole_days
    with pytest.raises(ValueError, match="ascend"):
        Series.of_days(DAYS[[0, 2, 1]], np.ones(3))
    with pytest.raises(ValueError, match="equally long"):
        Series.of_days(DAYS, np.ones(3))


def test_one_row_stands_for_all_meters_only_where_they_know_the_same_days() -> None:
    gap = np.array([[1.0, np.nan, 3.0], [4.0, np.nan, 6.0]])
    assert days_known(gap).tolist() == [[True, False, True]]
    assert filled(gap).tolist() == [[1, 0, 3], [4, 0, 6]]
    other = np.array([[1.0, np.nan, 3.0], [4.0, 5.0, 6.0]])
    assert days_known(other).shape == (2, 3)
    assert days_known(np.empty((0, 3))).shape == (0, 3)


def test_levels_of_a_season_are_percentiles() -> None:
    dice = np.random.default_rng(3)
    for days in (1, 2, 30, 365):
        use = dice.gamma(2, 10, (5, days))
        assert np.array(_levels(use)) == pytest.approx(np.percentile(use, LEVELS, axis=1))


def test_other_values_of_a_series_are_not_told_as_those_before() -> None:
    one = Series.of_days(DAYS, np.ones(len(DAYS)))
    assert daily_sums(one, DAYS).sum() == len(DAYS)
    two = one.with_values(2 * one.values)
    assert daily_sums(two, DAYS).sum() == 2 * len(DAYS)
    assert daily_sums(two.where(two.days > DAYS[9]), DAYS[:10] + 1)[:9] == pytest.approx(
        np.full(9, np.nan), nan_ok=True
    )
    with pytest.raises(ValueError, match="do not take"):
        one.with_values(np.ones(3))


def test_a_spike_is_seen_however_few_readings_are_beside_it() -> None:
    """What is skipped where nothing can be far out must not hide what is."""
    dice = np.random.default_rng(4)
    for count in (200, 201, 366, 1000):
        for _ in range(20):
            values = dice.gamma(dice.uniform(0.2, 3), 10, count)
            values[dice.integers(count)] *= dice.uniform(1, 60)
            series = Series.of_days(all_days(DAYS[0], DAYS[0] + count), values)
            beyond = values > 7 * np.percentile(values[values > 0], 99)
            seen = beyond if beyond.sum() <= max(1, 0.005 * count) else np.zeros_like(beyond)
            cleaned = clean_energy(series, Carrier.GAS, series)
            assert np.isnan(cleaned.series.values)[seen].all()
            if seen.any():
                assert "spike_left_out" in {each.code for each in cleaned.warnings}
            else:
                assert "spike_left_out" not in {each.code for each in cleaned.warnings}

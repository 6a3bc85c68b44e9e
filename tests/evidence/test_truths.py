"""Truths the engine must find: nothing where nothing was done, a cut where one was."""

from dataclasses import replace

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel.days import all_days
from klimamosaik.evidence.kernel.effect import Effect, unanswered
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.ranges.drift import DriftPrior, with_own_years
from klimamosaik.evidence.kernel.series import Numbers, Series, Times
from klimamosaik.evidence.priors import shipped_priors
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from tests.evidence.decided import decided

BEFORE, START, END = (np.datetime64(f"{year}-01-01", "D") for year in (2022, 2023, 2024))
DAYS = all_days(BEFORE, END)
DAILY = (BaselineMethod.DAILY, BaselineMethod.CALTRACK_DAILY, BaselineMethod.CALTRACK_DAILY_3F)


def temperatures(milder: float = 0.0, seed: int = 4) -> Numbers:
    """Daily means [degC]; the second year is `milder` [K]."""
    rng = np.random.default_rng(seed)
    wave = 10 - 9 * np.cos(2 * np.pi * (np.arange(len(DAYS)) - 20) / 365.25)
    warmer: Numbers = wave + rng.normal(0, 3, len(DAYS)) + np.where(DAYS >= START, milder, 0.0)
    return warmer


def heating(temperature: Numbers, scatter: float = 0.03, seed: int = 5) -> Numbers:
    """Heat [kWh/d] of a plain building."""
    rng = np.random.default_rng(seed)
    use: Numbers = 80 + 40 * np.maximum(16 - temperature, 0)
    return use * (1 + rng.normal(0, scatter, len(use)))


def cut(use: Numbers, part: float, days: Times = DAYS) -> Numbers:
    """Lower use from the start on."""
    lowered: Numbers = np.where(days >= START, use * (1 - part), use)
    return lowered


def ask(
    use: Numbers, temperature: Numbers, method: BaselineMethod = BaselineMethod.DAILY
) -> EffectQuery:
    return EffectQuery(
        energy=Series.of_days(DAYS, use),
        weather=Series.of_days(DAYS, temperature),
        carrier=Carrier.HEAT,
        baseline_start=BEFORE,
        baseline_end=START,
        start=START,
        end=END,
        method=method,
        country="DE",
    )


def saved(effect: Effect) -> float:
    return decided(effect).mean


def width(effect: Effect) -> float:
    return decided(effect).half_width


@pytest.mark.parametrize("method", DAILY)
def test_no_change_saves_nothing(method: BaselineMethod) -> None:
    temperature = temperatures(milder=1.5)
    effect = effect_of(ask(heating(temperature), temperature, method))
    assert effect.verdict is Verdict.NOT_DISTINGUISHABLE
    assert effect.saved_percent == pytest.approx(0, abs=1.5)


@pytest.mark.parametrize("method", DAILY)
@pytest.mark.parametrize("milder", [-1.5, 0.0, 1.5])
def test_a_known_cut_is_recovered_whatever_the_winter(
    method: BaselineMethod, milder: float
) -> None:
    temperature = temperatures(milder)
    effect = effect_of(ask(cut(heating(temperature), 0.3), temperature, method))
    assert effect.saved_percent == pytest.approx(30, abs=1.5)
    assert effect.verdict is Verdict.SAVED


def test_more_use_is_called_so_and_the_range_is_symmetrical() -> None:
    temperature = temperatures()
    effect = effect_of(ask(cut(heating(temperature), -0.4), temperature))
    assert effect.verdict is Verdict.USED_MORE
    found = decided(effect)
    assert found.mean == pytest.approx((found.low + found.high) / 2)


def test_noise_and_drift_add_up_to_the_range() -> None:
    temperature = temperatures()
    found = decided(effect_of(ask(heating(temperature), temperature)))
    assert found.noise > 0
    assert found.drift > 0
    assert found.half_width == pytest.approx(np.hypot(found.noise, found.drift))


def test_a_higher_confidence_asks_for_a_wider_range() -> None:
    temperature = temperatures()
    asked = ask(heating(temperature), temperature)
    widths = [
        width(effect_of(replace(asked, confidence=level))) for level in (0.5, 0.8, 0.9, 0.95, 0.99)
    ]
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


def test_a_large_cut_is_answered_and_a_human_is_asked() -> None:
    temperature = temperatures()
    effect = effect_of(ask(cut(heating(temperature), 0.5), temperature))
    assert effect.verdict is Verdict.SAVED
    assert effect.saved_percent == pytest.approx(50, abs=1.5)
    assert "use_changed" in [each.code for each in effect.warnings]


def test_what_comparison_meters_did_too_is_no_saving() -> None:
    temperature = temperatures()
    common = cut(heating(temperature), 0.12)
    others = tuple(
        Series.of_days(DAYS, cut(heating(temperature, seed=seed), 0.12)) for seed in range(6, 10)
    )
    alone = effect_of(ask(common, temperature))
    compared = effect_of(replace(ask(common, temperature), controls=others))
    assert alone.saved_percent == pytest.approx(12, abs=1.5)
    assert compared.saved_percent == pytest.approx(0, abs=1.5)
    assert compared.control_change_percent == pytest.approx(-12, abs=1.5)


def test_days_of_the_installation_belong_to_neither_side() -> None:
    temperature = temperatures()
    use = heating(temperature)
    building = (DAYS >= START) & (DAYS < START + 60)
    disturbed = np.where(building, use * 5, use)
    asked = replace(ask(disturbed, temperature), start=START + 60)
    assert effect_of(asked).saved_percent == pytest.approx(0, abs=2)


def test_own_measure_free_years_take_over_as_they_come_in() -> None:
    prior = shipped_priors().of(Carrier.ELECTRICITY, BaselineMethod.DAILY)
    none = np.array([])
    assert with_own_years(prior, none, none, none) == prior
    steady, restless = 0.1, 5.0
    few, many = (_moved(prior, steady, count) for count in (2, 40))
    assert many < few < prior.intercept < _moved(prior, restless, 2) < _moved(prior, restless, 40)


def test_pairs_as_the_prior_expects_them_leave_it_where_it_is() -> None:
    prior = shipped_priors().of(Carrier.ELECTRICITY, BaselineMethod.DAILY)
    changes = 0.05 * np.random.default_rng(1).standard_t(5, 2_000)
    spreads = np.full(2_000, 0.05)
    moved = with_own_years(prior, changes, np.zeros(2_000), spreads)
    assert moved.intercept == pytest.approx(prior.intercept, abs=0.06)


def _moved(prior: DriftPrior, ratio: float, count: int) -> float:
    spreads = np.full(count, 0.05)
    return with_own_years(prior, ratio * spreads, np.zeros(count), spreads).intercept


@pytest.mark.long
def test_the_range_covers_nine_of_ten_drifting_years() -> None:
    """Meters that drift exactly as the prior says: the stated range must hold the truth."""
    prior = shipped_priors().of(Carrier.GAS, BaselineMethod.DAILY)
    rng = np.random.default_rng(11)
    temperature = temperatures()
    ratios = []
    for seed in range(120):
        use = heating(temperature, scatter=0.05, seed=seed)
        effect = effect_of(replace(ask(use, temperature), carrier=Carrier.GAS))
        assert decided(effect).drift > 0
        one_scale = decided(effect).drift / float(prior.factor(0.9, np.array([START]))[0])
        drift = one_scale * rng.standard_t(5)
        ratios.append(abs(saved(effect) + drift) <= width(effect))
    assert 0.82 <= np.mean(ratios) <= 0.98


def test_a_share_is_told_only_where_it_makes_sense() -> None:
    saving = Estimate(100.0, 50.0, 150.0, "kWh")
    effect = replace(unanswered(method="daily"), saving=saving, expected_kwh=1_000.0)
    assert effect.share is None  # as of a meter of both directions: its sum is no use
    told = replace(effect, saved_percent=10.0).share
    assert told is not None
    assert (told.mean, told.unit) == (10.0, "%")
    assert replace(effect, saved_percent=10.0, expected_kwh=None).share is None
    assert unanswered(method="daily").share is None

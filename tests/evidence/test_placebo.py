"""On real buildings where nothing was done: the prediction, and a range that holds the truth."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.regression.days_expected import Days, tuning_of
from klimamosaik.evidence.kernel.regression.level import Level
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.learn import main
from klimamosaik.evidence.pairs import SEASONS, YearPairs, prior_of, read_days, year_pairs
from klimamosaik.evidence.priors import read_priors, shipped_priors
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict
from tests.evidence.held_out import (
    Judged,
    by_calm,
    by_history,
    by_season,
    judge,
    judge_nested,
    without_large,
)

READINGS = "buildings_cambridge_daily/daily.csv.gz"
WEATHER = "buildings_cambridge_hourly/weather_bedford"


def weather_files(shared: Path) -> list[Path]:
    found = sorted((shared / "data" / WEATHER).glob("*.csv.gz"))
    if not found:
        pytest.skip("the weather of the forty buildings is not there")
    return found


def buildings(shared: Path, carrier: Carrier) -> Days:
    return read_days(shared / "data" / READINGS, weather_files(shared), carrier)


@pytest.fixture(scope="module")
def electricity(shared: Path) -> Days:
    return buildings(shared, Carrier.ELECTRICITY)


@pytest.fixture(scope="module")
def pairs(electricity: Days) -> YearPairs:
    return year_pairs(electricity, BaselineMethod.DAILY)


@pytest.fixture(scope="module")
def alone(pairs: YearPairs) -> Judged:
    """No year before the baseline is known."""
    return judge(pairs, history=False)


@pytest.fixture(scope="module")
def judged(pairs: YearPairs) -> Judged:
    return judge(pairs)


def test_the_next_year_is_predicted_within_thirteen_percent(pairs: YearPairs) -> None:
    assert len(pairs.found.change) > 500
    assert np.median(pairs.found.cvrmse) < 0.13


def test_the_daily_model_beats_the_plain_change_point(electricity: Days, pairs: YearPairs) -> None:
    plain = year_pairs(electricity, BaselineMethod.CALTRACK_DAILY_3F)
    assert np.median(pairs.found.cvrmse) < 0.7 * np.median(plain.found.cvrmse)


def test_the_range_holds_the_truth_on_buildings_left_out(judged: Judged) -> None:
    assert 0.88 <= judged.covered <= 0.93
    assert judged.half_width < 0.14


def test_years_of_history_make_the_range_narrower_and_still_true(judged: Judged) -> None:
    parts = dict(by_history(judged))
    assert list(parts) == ["one year before", "two years", "three and more"]
    assert all(0.85 <= part.covered <= 0.95 for part in parts.values())
    assert parts["three and more"].half_width < 0.13 < parts["one year before"].half_width


def test_without_any_history_the_range_holds_the_truth_too(alone: Judged) -> None:
    assert 0.88 <= alone.covered <= 0.93
    assert not alone.history.any()


def test_a_building_with_few_years_is_held_as_well_as_one_with_many(alone: Judged) -> None:
    assert alone.covered_of_a_meter > 0.86


def test_nothing_done_is_seldom_called_a_saving_or_more_use(alone: Judged) -> None:
    assert 1 - alone.covered < 0.1
    saved, more = (np.mean(side > alone.width) for side in (alone.change, -alone.change))
    assert abs(saved - more) < 0.02


def test_it_does_not_matter_in_which_season_a_measure_starts(judged: Judged) -> None:
    assert len(by_season(judged)) == len(SEASONS)
    assert all(0.88 <= part.covered <= 0.94 for _, part in by_season(judged))


def test_calm_and_restless_meters_are_held_alike(alone: Judged) -> None:
    thirds = by_calm(alone)
    assert [name for name, _ in thirds] == ["calm meters", "middling meters", "restless meters"]
    assert all(0.86 <= part.covered <= 0.96 for _, part in thirds)
    assert thirds[0][1].half_width < 0.7 * thirds[2][1].half_width


def test_ranges_are_as_narrow_as_what_lies_outside_allows(electricity: Days, alone: Judged) -> None:
    """Narrower or wider ones would score worse; so would the mean of the last weeks carried on."""
    assert without_large(alone).score < 44.5
    for factor in (0.75, 1.35):
        assert replace(alone, width=alone.width * factor).score > alone.score
    still = replace(tuning_of(Carrier.ELECTRICITY), level=None)
    found = year_pairs(electricity, BaselineMethod.DAILY, tuning=still)
    assert judge(found, history=False).score > 1.04 * alone.score


@pytest.mark.parametrize("confidence", [0.5, 0.7, 0.8, 0.95])
def test_other_confidences_hold_what_they_state(pairs: YearPairs, confidence: float) -> None:
    found = judge(pairs, confidence=confidence, history=False)
    assert found.covered == pytest.approx(confidence, abs=0.05)


def test_the_range_of_gas_holds_the_truth_in_every_season(shared: Path) -> None:
    found = without_large(judge(year_pairs(buildings(shared, Carrier.GAS), BaselineMethod.DAILY)))
    assert 0.86 <= found.covered <= 0.93
    assert found.covered_of_a_meter > 0.9
    assert all(0.83 <= part.covered <= 0.95 for _, part in by_season(found))


def test_months_have_a_prior_of_their_own(electricity: Days) -> None:
    pairs = year_pairs(electricity, BaselineMethod.BILLS, months=(1,))
    shipped = shipped_priors().of(Carrier.ELECTRICITY, BaselineMethod.BILLS)
    assert shipped.method == "bills"
    found = pairs.found
    widths = shipped.half_width(found.noise, shipped.spread(found.unrest), 0.9, pairs.start)
    assert 0.87 <= np.mean(np.abs(found.change) <= widths) <= 0.95


@pytest.mark.long
def test_penalties_chosen_without_the_buildings_do_as_well(electricity: Days) -> None:
    shipped = tuning_of(Carrier.ELECTRICITY)
    tried = [replace(shipped, level=Level(30.0, pull)) for pull in (100.0, 200.0, 400.0)]
    nested = judge_nested(electricity, tried)
    assert 0.85 <= nested.covered <= 0.95
    assert np.median(nested.cvrmse) < 0.13


def test_no_pair_touches_the_pandemic(pairs: YearPairs) -> None:
    years = {str(each)[:4] for each in pairs.start}
    assert {"2019", "2020"}.isdisjoint(years)
    assert {"2017", "2021"} <= years


def test_the_shipped_prior_is_what_the_learner_makes(pairs: YearPairs) -> None:
    learnt = prior_of(pairs)
    shipped = shipped_priors().of(Carrier.ELECTRICITY, BaselineMethod.DAILY)
    assert shipped.pairs == learnt.pairs
    assert shipped.factor(0.9, pairs.start) == pytest.approx(
        learnt.factor(0.9, pairs.start), rel=0.02
    )
    assert shipped.intercept == pytest.approx(learnt.intercept, abs=0.02)


def test_the_door_holds_the_truth_as_the_learner_does(electricity: Days) -> None:
    """The same through the whole engine, each meter with all its history."""
    verdicts = []
    for use in electricity.use[:12]:
        for year in ("2013", "2016", "2018"):
            effect = effect_of(_placebo(electricity, use, np.datetime64(year, "D")))
            if effect.verdict is not Verdict.NOT_DECIDABLE:
                verdicts.append(effect.verdict)
    assert len(verdicts) > 15
    assert np.mean([each is Verdict.NOT_DISTINGUISHABLE for each in verdicts]) >= 0.8


@pytest.mark.parametrize("cut", [0.5, 0.8])
def test_a_large_saving_is_held_as_often_as_none(electricity: Days, cut: float) -> None:
    """What would have been used is as unsure whatever is used instead, in kWh."""
    start, held = np.datetime64("2016-01-01"), []
    after = electricity.days >= start
    for use in electricity.use[:12]:
        asked = [
            effect_of(_placebo(electricity, np.where(after, use * (1 - part), use), start))
            for part in (0.0, cut)
        ]
        none, large = asked
        if none.measured_kwh is not None:
            held.append((_holds(none, 0.0), _holds(large, cut * none.measured_kwh)))
    assert len(held) > 5
    assert all(none == large for none, large in held)


def _holds(effect: Effect, saved: float) -> bool:
    return effect.saving is not None and effect.saving.low <= saved <= effect.saving.high


def _placebo(
    data: Days, use: "np.ndarray[tuple[int], np.dtype[np.float64]]", year: np.datetime64
) -> EffectQuery:
    return EffectQuery(
        energy=Series.of_days(data.days, use),
        weather=Series.of_days(data.days, data.temperature),
        carrier=data.carrier,
        baseline_start=year - 365,
        baseline_end=year,
        start=year,
        end=year + 365,
    )


@pytest.mark.long
def test_the_learner_writes_what_the_engine_reads(shared: Path, tmp_path: Path) -> None:
    target = tmp_path / "drift.yaml"
    weather = [str(path) for path in weather_files(shared)]
    readings = str(shared / "data" / READINGS)
    main([readings, "--weather", *weather, "--method", "caltrack-daily", "-o", str(target)])
    written = read_priors(target.read_text("utf-8"))
    assert [prior.carrier for prior in written.priors] == ["electricity", "gas"]
    shipped = shipped_priors().of(Carrier.HEAT, BaselineMethod.CALTRACK_DAILY_3F)
    found = written.of(Carrier.HEAT, BaselineMethod.CALTRACK_DAILY_3F)
    assert (found.pairs, found.meters) == (shipped.pairs, shipped.meters)


def test_the_shipped_prior_names_its_source() -> None:
    shipped = shipped_priors()
    assert "Cambridge" in shipped.source
    assert shipped.licence == "MIT"
    assert all(prior.pairs > 50 for prior in shipped.priors)

"""On real buildings where nothing was done: the prediction, and a range that holds the truth."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.evidence.ask import effect_of
from klimamosaik.evidence.held_out import (
    Judged,
    by_history,
    by_season,
    judge,
    judge_nested,
)
from klimamosaik.evidence.kernel.days_expected import Days, tuning_of
from klimamosaik.evidence.kernel.question import Method, Question
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.learn import main
from klimamosaik.evidence.pairs import SEASONS, YearPairs, prior_of, read_days, year_pairs
from klimamosaik.evidence.priors import read_priors, shipped_priors
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict

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
    return year_pairs(electricity, Method.DAILY)


@pytest.fixture(scope="module")
def judged(pairs: YearPairs) -> Judged:
    return judge(pairs)


def test_the_next_year_is_predicted_within_thirteen_percent(pairs: YearPairs) -> None:
    assert len(pairs.found.change) > 500
    assert np.median(pairs.found.cvrmse) < 0.13


def test_the_daily_model_beats_the_plain_change_point(electricity: Days, pairs: YearPairs) -> None:
    plain = year_pairs(electricity, Method.CALTRACK_DAILY_3F)
    assert np.median(pairs.found.cvrmse) < 0.7 * np.median(plain.found.cvrmse)


def test_the_range_holds_the_truth_on_buildings_left_out(judged: Judged) -> None:
    assert 0.85 <= judged.covered <= 0.95
    assert judged.half_width < 0.12


def test_years_of_history_make_the_range_narrower_and_still_true(judged: Judged) -> None:
    """With two pairs of own years or more, that is three years, under eleven per cent."""
    parts = dict(by_history(judged))
    assert list(parts) == ["one year before", "two years", "three and more"]
    assert all(0.85 <= part.covered <= 0.95 for part in parts.values())
    assert parts["three and more"].half_width < 0.11 < parts["one year before"].half_width


def test_without_any_history_the_range_holds_the_truth_too(pairs: YearPairs) -> None:
    alone = judge(pairs, history=False)
    assert 0.85 <= alone.covered <= 0.95
    assert not alone.history.any()


def test_it_does_not_matter_in_which_season_a_measure_starts(judged: Judged) -> None:
    assert len(by_season(judged)) == len(SEASONS)
    assert all(0.85 <= part.covered <= 0.95 for _, part in by_season(judged))


def test_calendar_years_of_electricity_need_eleven_percent(judged: Judged) -> None:
    january = dict(by_season(judged))["from month 1 on"]
    assert january.half_width < 0.11


@pytest.mark.parametrize("confidence", [0.5, 0.7, 0.8, 0.95])
def test_other_confidences_hold_what_they_state(pairs: YearPairs, confidence: float) -> None:
    found = judge(pairs, confidence=confidence, history=False)
    assert found.covered == pytest.approx(confidence, abs=0.05)


def test_the_range_of_gas_holds_the_truth_in_every_season(shared: Path) -> None:
    found = judge(year_pairs(buildings(shared, Carrier.GAS), Method.DAILY))
    assert all(0.84 <= part.covered <= 0.95 for _, part in by_season(found))


def test_months_have_a_prior_of_their_own(electricity: Days) -> None:
    pairs = year_pairs(electricity, Method.BILLS, months=(1,))
    shipped = shipped_priors().of(Carrier.ELECTRICITY, Method.BILLS)
    assert shipped.method == "bills"
    found = pairs.found
    widths = shipped.half_width(found.noise, shipped.spread(found.unrest), 0.9, pairs.start)
    assert 0.87 <= np.mean(np.abs(found.change) <= widths) <= 0.95


@pytest.mark.long
def test_penalties_chosen_without_the_buildings_do_as_well(electricity: Days) -> None:
    shipped = tuning_of(Carrier.ELECTRICITY)
    tried = [replace(shipped, half_life=each) for each in (90.0, 180.0, 720.0)]
    nested = judge_nested(electricity, tried)
    assert 0.85 <= nested.covered <= 0.95
    assert np.median(nested.cvrmse) < 0.13


def test_no_pair_touches_the_pandemic(pairs: YearPairs) -> None:
    years = {str(each)[:4] for each in pairs.start}
    assert {"2019", "2020"}.isdisjoint(years)
    assert {"2017", "2021"} <= years


def test_the_shipped_prior_is_what_the_learner_makes(pairs: YearPairs) -> None:
    learnt = prior_of(pairs)
    shipped = shipped_priors().of(Carrier.ELECTRICITY, Method.DAILY)
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


def _placebo(
    data: Days, use: "np.ndarray[tuple[int], np.dtype[np.float64]]", year: np.datetime64
) -> Question:
    return Question(
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
    shipped = shipped_priors().of(Carrier.HEAT, Method.CALTRACK_DAILY_3F)
    found = written.of(Carrier.HEAT, Method.CALTRACK_DAILY_3F)
    assert (found.pairs, found.meters) == (shipped.pairs, shipped.meters)


def test_the_shipped_prior_names_its_source() -> None:
    shipped = shipped_priors()
    assert "Cambridge" in shipped.source
    assert shipped.licence == "MIT"
    assert all(prior.pairs > 50 for prior in shipped.priors)

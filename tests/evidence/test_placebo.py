"""On real buildings where nothing was done: the prediction, and a range that holds the truth."""

from pathlib import Path

import numpy as np
import pytest

from klimamosaik.evidence.ask import effect_of
from klimamosaik.evidence.kernel.calibrate import Learnt, fit_prior
from klimamosaik.evidence.kernel.days_expected import Days
from klimamosaik.evidence.kernel.drift import DriftPrior, Horizon
from klimamosaik.evidence.kernel.question import Method, Question
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.learn import YearPairs, check, main, read_days, year_pairs
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


def test_the_next_year_is_predicted_within_thirteen_percent(pairs: YearPairs) -> None:
    assert len(pairs.found.change) > 150
    assert np.median(pairs.found.cvrmse) < 0.13


def test_the_daily_model_beats_the_plain_change_point(electricity: Days, pairs: YearPairs) -> None:
    plain = year_pairs(electricity, Method.CALTRACK_DAILY_3F)
    assert np.median(pairs.found.cvrmse) < 0.7 * np.median(plain.found.cvrmse)


def test_the_range_holds_the_truth_on_buildings_left_out(pairs: YearPairs) -> None:
    found = check(pairs, Carrier.ELECTRICITY, Method.DAILY)
    assert 0.85 <= found.covered <= 0.95
    assert found.half_width < 0.11


@pytest.mark.parametrize("confidence", [0.5, 0.7, 0.8, 0.95])
def test_other_confidences_hold_what_they_state(pairs: YearPairs, confidence: float) -> None:
    found = check(pairs, Carrier.ELECTRICITY, Method.DAILY, confidence=confidence)
    assert found.covered == pytest.approx(confidence, abs=0.05)


def test_the_range_of_gas_holds_the_truth_too(shared: Path) -> None:
    pairs = year_pairs(buildings(shared, Carrier.GAS), Method.DAILY)
    assert 0.85 <= check(pairs, Carrier.GAS, Method.DAILY).covered <= 0.95


def test_no_pair_touches_the_pandemic(pairs: YearPairs) -> None:
    assert {2019, 2020}.isdisjoint(pairs.year)
    assert {2018, 2021} <= set(pairs.year)


def test_the_shipped_prior_is_what_the_learner_makes(pairs: YearPairs) -> None:
    learnt = fit_prior(
        Learnt.of(pairs.found),
        carrier="electricity",
        method="daily",
        horizons=(Horizon(365.0, 1.0),),
        shared=0.0,
    )
    shipped = shipped_priors().of(Carrier.ELECTRICITY, Method.DAILY)
    assert shipped.pairs == learnt.pairs
    assert shipped.factor(0.9) == pytest.approx(learnt.factor(0.9), rel=0.02)
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
    main([str(shared / "data" / READINGS), "--weather", *weather, "-o", str(target)])
    written = read_priors(target.read_text("utf-8"))
    assert len(written.priors) == len(shipped_priors().priors)
    assert isinstance(written.of(Carrier.HEAT, Method.BILLS), DriftPrior)


def test_the_shipped_prior_names_its_source() -> None:
    shipped = shipped_priors()
    assert "Cambridge" in shipped.source
    assert shipped.licence == "MIT"
    assert all(prior.pairs > 50 for prior in shipped.priors)

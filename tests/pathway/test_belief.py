"""Expectation and evidence: combined openly, both kept."""

import numpy as np
import pytest
from scipy.stats import beta, norm

from klimamosaik.pathway.kernel.posterior import (
    SHARES,
    Prior,
    deviation_of,
    draw,
    pert_quantiles,
    updated,
)
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import Estimate

Z90 = float(norm.ppf(0.95))


def test_without_evidence_the_expectation_stands() -> None:
    belief = updated(Prior.of(100, 200, 600))
    assert belief.mean == pytest.approx((100 + 4 * 200 + 600) / 6)
    assert (belief.weight, belief.evidence) == (0.0, None)


def test_equally_sure_evidence_counts_half() -> None:
    expected = Prior.of(0, 300, 600)
    half = Z90 * expected.deviation
    belief = updated(expected, Estimate(100, 100 - half, 100 + half))
    assert belief.weight == pytest.approx(0.5)
    assert belief.mean == pytest.approx((expected.mean + 100) / 2)
    assert belief.deviation == pytest.approx(expected.deviation / np.sqrt(2))


def test_evidence_makes_nobody_less_sure_and_both_numbers_are_kept() -> None:
    expected, evidence = Prior.of(100, 200, 600), Estimate(120, 60, 180)
    belief = updated(expected, evidence)
    assert belief.deviation < min(expected.deviation, deviation_of(evidence))
    assert 120 < belief.mean < expected.mean
    assert (belief.expected, belief.evidence) == (expected, evidence)


@pytest.mark.parametrize("hoped", [(3, 4, 5), (4, 4, 4), (-9, -8, -7), (300, 400, 500)])
def test_a_hope_that_contradicts_the_meter_never_outweighs_it(
    hoped: tuple[float, float, float],
) -> None:
    expected, evidence = Prior.of(*hoped), Estimate(0.1, -1.2, 1.5)
    belief = updated(expected, evidence)
    told = belief.estimate(0.9)
    assert belief.weight > 0.5
    assert told.low <= evidence.high
    assert told.high >= evidence.low
    assert min(0.1, expected.mean) < belief.mean < max(0.1, expected.mean)


def test_what_lies_close_is_weighted_as_it_comes() -> None:
    expected = Prior.of(0, 300, 600)
    evidence = expected.deviation / 2
    apart = 1.64 * np.hypot(expected.deviation, evidence)
    for far, same in ((0.99 * apart, True), (1.02 * apart, False)):
        half = Z90 * evidence
        mean = expected.mean - far
        belief = updated(expected, Estimate(mean, mean - half, mean + half))
        assert bool(belief.weight == pytest.approx(0.8)) == same
        assert belief.weight == pytest.approx(0.8, abs=0.01)  # without a jump


def test_certain_evidence_replaces_the_expectation() -> None:
    belief = updated(Prior.of(0, 1, 2), Estimate(5, 5, 5))
    assert (belief.mean, belief.deviation, belief.weight) == (5, 0, 1)


@pytest.mark.parametrize(("low", "likely", "high"), [(0, 1, 6), (-3, 2, 2), (5, 5, 9), (2, 4, 6)])
def test_draws_follow_the_pert_distribution(low: float, likely: float, high: float) -> None:
    expected = Prior.of(low, likely, high)
    drawn = draw(updated(expected), 200_000, np.random.default_rng(1))
    peak = (likely - low) / (high - low)
    exact = beta(1 + 4 * peak, 1 + 4 * (1 - peak), loc=low, scale=high - low)
    assert drawn.mean() == pytest.approx(expected.mean, abs=0.01 * (high - low))
    assert drawn.std() == pytest.approx(expected.deviation, rel=0.01)
    assert expected.deviation == pytest.approx(exact.std())
    shares = [0.05, 0.5, 0.95]
    assert np.quantile(drawn, shares) == pytest.approx(exact.ppf(shares), abs=0.01 * (high - low))
    assert low <= drawn.min() <= drawn.max() <= high


@pytest.mark.parametrize("likely", [0.0, 0.2, 0.5, 1.0])
def test_quantiles_run_from_end_to_end_as_those_of_the_beta_distribution(likely: float) -> None:
    found = pert_quantiles(likely)
    assert (found[0], found[-1]) == (0, 1)
    assert (np.diff(found) > 0).all()
    exact = beta(1 + 4 * likely, 1 + 4 * (1 - likely)).ppf(SHARES)
    assert found == pytest.approx(exact, abs=5e-4)


@pytest.mark.parametrize("evidence", [None, Estimate(200, 100, 300)])
def test_the_range_of_a_belief_is_that_of_its_draws(evidence: Estimate | None) -> None:
    belief = updated(Prior.of(0, 150, 600), evidence)
    drawn = draw(belief, 200_000, np.random.default_rng(1))
    shown = belief.estimate(0.9)
    assert (shown.low, shown.high) == pytest.approx(np.quantile(drawn, [0.05, 0.95]), abs=3)


def test_draws_with_evidence_are_normal() -> None:
    belief = updated(Prior.of(0, 300, 600), Estimate(200, 100, 300))
    drawn = draw(belief, 200_000, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(belief.mean, rel=0.01)
    assert drawn.std() == pytest.approx(belief.deviation, rel=0.01)


def test_a_fixed_effect_does_not_scatter() -> None:
    assert set(draw(updated(Prior.of(7, 7, 7)), 5, np.random.default_rng(1))) == {7.0}


def test_an_expectation_out_of_order_is_refused() -> None:
    with pytest.raises(InputRejected, match="in the order least, likely, most"):
        Prior.of(3, 2, 4)
    with pytest.raises(InputRejected, match="mean must lie in the range"):
        updated(Prior.of(1, 2, 3), Estimate(9, 1, 4))

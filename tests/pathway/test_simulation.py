"""The pathway in draws against what can be worked out by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from klimamosaik.mosaic.kernel.mosaic import mosaic
from klimamosaik.pathway.kernel.attribution import part_draws, parts, parts_in_force
from klimamosaik.pathway.kernel.budget import spending, straight_path
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.pathway.kernel.course import (
    EmissionTarget,
    EmissionUse,
    InForce,
    PathwayMeasure,
    exposure,
    per_head,
)
from klimamosaik.pathway.kernel.draw_ranges import estimate_of, estimates_of
from klimamosaik.pathway.kernel.posterior import Prior, updated
from klimamosaik.pathway.kernel.sensitivity import influences
from klimamosaik.pathway.kernel.simulation import (
    Projection,
    baseline,
    emissions,
    simulate,
    target_probability,
)
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

FLAT = Text("unverändert", "unchanged")
FROM_START = InForce(2026.0)


def use(code: str, emissions_t: float, change: float = 0.0, deviation: float = 0.0) -> EmissionUse:
    return EmissionUse(code, emissions_t, change, deviation, FLAT)


def saving(
    code: str, on: str | None, tonnes: float, *, when: InForce = FROM_START, spread: float = 0.0
) -> PathwayMeasure:
    expected = Prior.of(tonnes - spread, tonnes, tonnes + spread)
    return PathwayMeasure(code, on, updated(expected), when)


def outlook(
    uses: Sequence[EmissionUse],
    measures: Sequence[PathwayMeasure],
    *,
    draws: int = 10_000,
    until: int = 2040,
    unsure: Sequence[Sequence[float]] | None = None,
) -> Projection:
    return simulate(
        uses=uses,
        measures=measures,
        balance_year=2025,
        until=until,
        seed=7,
        draws=draws,
        unsure=None if unsure is None else np.array(unsure),
    )


def target(limit: float, year: int = 2040, uses: frozenset[str] | None = None) -> EmissionTarget:
    return EmissionTarget(year, limit, uses)


def test_without_measures_the_trend_goes_on() -> None:
    found = outlook([use("heat", 1000, change=-0.02)], [], draws=10)
    assert emissions(found)[0] == pytest.approx(1000 * 0.98 ** np.arange(1, 16), rel=1e-5)


def test_two_halves_of_one_use_leave_a_quarter() -> None:
    found = outlook(
        [use("heat", 1000)], [saving("a", "heat", 500), saving("b", "heat", 500)], draws=10
    )
    assert emissions(found)[:, -1] == pytest.approx(250, rel=1e-5)


def test_savings_on_different_uses_add() -> None:
    found = outlook(
        [use("heat", 1000), use("cars", 1000)],
        [saving("a", "heat", 500), saving("b", "cars", 500)],
        draws=10,
    )
    assert emissions(found)[:, -1] == pytest.approx(1000, rel=1e-5)


def test_a_saving_before_the_balance_is_inside_it_and_not_taken_off_again() -> None:
    before = saving("a", "heat", 400, when=InForce(2020.0))
    found = outlook([use("heat", 1000)], [before], draws=10)
    assert emissions(found)[:, -1] == pytest.approx(1000, rel=1e-5)
    assert found.explained.tolist() == [1.0]


def test_only_the_part_after_the_balance_counts() -> None:
    middle = saving("a", "heat", 400, when=InForce(2025.5))
    found = outlook([use("heat", 1000)], [middle], draws=10)
    assert found.explained.tolist() == [0.5]
    assert emissions(found)[:, -1] == pytest.approx(1000 * 0.6**0.5, rel=1e-5)


def test_a_saving_that_ends_comes_back() -> None:
    ends = saving("a", "heat", 400, when=InForce(2020.0, end=2030.0))
    found = outlook([use("heat", 1000)], [ends], draws=10)
    assert emissions(found)[:, -1] == pytest.approx(1000 / 0.6, rel=1e-5)


def test_a_measure_that_made_it_worse_adds() -> None:
    found = outlook([use("heat", 1000)], [saving("a", "heat", -100)], draws=10)
    assert emissions(found)[:, -1] == pytest.approx(1100, rel=1e-5)


def test_sinks_are_tonnes_and_can_bring_net_zero() -> None:
    found = outlook([use("heat", 1000)], [saving("moor", None, 1000)], draws=10)
    assert emissions(found)[:, -1] == pytest.approx(0, abs=1e-2)
    assert emissions(found, frozenset({"heat"}))[:, -1] == pytest.approx(1000)


@pytest.mark.parametrize(
    ("in_force", "strengths"),
    [
        (InForce(2026.0), [0, 1, 1, 1]),
        (InForce(2026.25), [0, 0.75, 1, 1]),
        (InForce(2026.0, ramp=2.0), [0, 0.25, 0.75, 1]),
        (InForce(2026.0, ramp=0.5), [0, 0.75, 1, 1]),
        (InForce(2026.0, ramp=1.0), [0, 0.5, 1, 1]),
        (InForce(2026.0, ramp=2.0, end=2027.0), [0, 0.25, 0, 0]),
        (InForce(2020.0, end=2026.5), [1, 0.5, 0, 0]),
    ],
)
def test_strength_is_the_mean_over_the_year(in_force: InForce, strengths: list[float]) -> None:
    assert exposure(in_force, np.arange(2025, 2029.0)).tolist() == strengths


def test_independent_savings_have_the_variance_of_their_sum() -> None:
    uses = [use(f"u{k}", 1000) for k in range(5)]
    found = outlook(uses, [saving(f"m{k}", f"u{k}", 300, spread=150) for k in range(5)])
    last = emissions(found)[:, -1]
    exact = math.sqrt(5) * Prior.of(150, 300, 450).deviation
    assert last.mean() == pytest.approx(5 * 700, rel=0.002)
    assert last.std() == pytest.approx(exact, rel=0.03)


def test_an_uncertain_trend_is_lognormal() -> None:
    found = outlook([use("heat", 1000, change=-0.03, deviation=0.01)], [], draws=100_000)
    last = emissions(found)[:, -1]
    middle = 1000 * 0.97**15
    assert np.median(last) == pytest.approx(middle, rel=0.003)
    assert np.quantile(last, 0.95) == pytest.approx(middle * math.exp(1.645 * 0.15), rel=0.01)
    shown = estimates_of(emissions(found))
    assert len(shown) == len(found.years)
    assert all(each.low < each.mean < each.high for each in shown)


def test_the_chance_of_a_target_is_the_share_of_draws_that_meet_it() -> None:
    found = outlook([use("heat", 1000)], [saving("a", "heat", 300, spread=100)])
    even = target_probability(found, target(700))
    assert even.probability == pytest.approx(0.5, abs=0.02)
    assert even.gap.mean == pytest.approx(0, abs=2)
    assert even.need == pytest.approx(300, rel=1e-4)
    assert target_probability(found, target(601)).gap.low > -1
    assert target_probability(found, target(599)).probability == 0
    assert target_probability(found, target(801)).probability == 1


def test_an_estimated_start_is_drawn_and_its_mean_stays() -> None:
    """An estimate that may be a third off cannot make a target certain or impossible."""
    heat = [use("heat", 1000, change=-0.02)]
    sure, unsure = outlook(heat, []), outlook(heat, [], unsure=[[0.04]])
    limit = target(800.0)
    assert target_probability(sure, limit).probability == 1.0
    assert 0.55 < target_probability(unsure, limit).probability < 0.9
    found = baseline(unsure)[:, 0]
    assert found.mean() == pytest.approx(980.0, rel=0.01)
    assert np.log(found).std() == pytest.approx(0.2, rel=0.03)


def test_uses_of_one_estimate_are_wrong_together() -> None:
    both = [use("heat", 500), use("electricity", 500)]
    apart = outlook(both, [], unsure=[[0.04, 0.0], [0.0, 0.04]])
    together = outlook(both, [], unsure=[[0.04, 0.04], [0.04, 0.04]])
    spread = [np.log(baseline(found)[:, 0]).std() for found in (apart, together)]
    assert spread[1] == pytest.approx(0.2, rel=0.03)
    assert spread[0] == pytest.approx(0.2 / math.sqrt(2), rel=0.05)


def test_a_measure_saves_its_tonnes_whatever_the_start_really_is() -> None:
    found = outlook([use("heat", 1000)], [saving("a", "heat", 100)], unsure=[[0.04]])
    saved = baseline(found)[:, -1] - emissions(found)[:, -1]
    assert saved == pytest.approx(np.full(len(saved), 100.0), rel=1e-3)


def test_what_the_start_is_unsure_about_is_among_what_matters() -> None:
    heat = [use("heat", 1000, deviation=0.005)]
    named = [one.code for one in influences(outlook(heat, [], unsure=[[0.04]]), 2040)]
    assert named == ["start", "heat"]
    assert [one.code for one in influences(outlook(heat, []), 2040)] == ["heat"]


def test_each_scope_has_its_own_target_and_year() -> None:
    uses = [use("administration", 100), use("companies", 500), use("homes", 400)]
    found = outlook(uses, [saving("a", "administration", 90, when=InForce(2028.0))], draws=10)
    own = frozenset({"administration"})
    assert target_probability(found, target(10.1, 2030, own)).probability == 1
    assert target_probability(found, target(10.1, 2027, own)).probability == 0
    assert target_probability(found, target(per_head(1.0, 911))).probability == 1
    assert target_probability(found, target(per_head(1.0, 909))).probability == 0


def test_a_year_outside_the_pathway_is_refused() -> None:
    found = outlook([use("heat", 1000)], [], draws=10)
    with pytest.raises(InputRejected, match="2026–2040"):
        target_probability(found, target(0, 2041))


def test_the_budget_is_the_sum_of_the_years() -> None:
    found = outlook([use("heat", 100)], [], draws=10)
    spent = spending(found, until=2030, allowed_t=straight_path(100, 0, 5))
    assert spent.spent.mean == pytest.approx(500)
    assert spent.allowed == pytest.approx(200)
    assert spent.probability == 0


def test_parts_of_measures_add_up_to_what_they_save_together() -> None:
    uses = [use("heat", 1000, change=-0.01, deviation=0.01), use("cars", 500)]
    measures = [
        saving("a", "heat", 300, spread=200),
        saving("b", "heat", 500, spread=100),
        saving("c", "heat", -50, spread=20),
        saving("d", "cars", 100),
        saving("e", None, 40, spread=10),
    ]
    found = outlook(uses, measures)
    saved = baseline(found)[:, -1] - emissions(found)[:, -1]
    assert part_draws(found, 2040).sum(axis=1) == pytest.approx(saved, rel=1e-3)
    assert sum(each.mean for each in parts(found, 2040)) == pytest.approx(
        saved.mean(dtype=np.float64), rel=1e-4
    )


def test_equal_measures_on_one_use_get_equal_parts() -> None:
    found = outlook(
        [use("heat", 1000)], [saving("a", "heat", 500), saving("b", "heat", 500)], draws=10
    )
    assert [each.mean for each in parts(found, 2040)] == pytest.approx([375, 375], rel=1e-4)


def test_opposite_measures_cancel_and_keep_their_parts() -> None:
    worse = PathwayMeasure("b", "heat", updated(Prior.of(-250, -250, -250)), FROM_START)
    found = outlook([use("heat", 1000)], [saving("a", "heat", 200), worse], draws=10)
    assert [each.mean for each in parts(found, 2040)] == pytest.approx([223.14, -223.14], rel=1e-3)


def test_the_widest_uncertainty_matters_most() -> None:
    uses = [use("heat", 10_000), use("cars", 10_000)]
    measures = [
        saving("wide", "heat", 3000, spread=2000),
        saving("narrow", "cars", 3000, spread=1000),
        saving("sure", "cars", 100),
    ]
    found = influences(outlook(uses, measures), 2040)
    assert [each.code for each in found[:2]] == ["wide", "narrow"]
    # Variances of PERT go with the square of the spread: 4 to 1.
    assert found[0].share == pytest.approx(0.8, abs=0.03)
    assert found[1].share == pytest.approx(0.2, abs=0.03)
    assert found[0].rank_correlation < -0.8
    assert all(each.share < 0.01 for each in found[2:])


def test_a_trend_can_matter_more_than_all_measures() -> None:
    found = influences(
        outlook([use("heat", 1000, deviation=0.03)], [saving("a", "heat", 100, spread=20)]), 2040
    )
    assert (found[0].code, found[0].trend) == ("heat", True)
    assert found[0].share > 0.9
    assert found[0].rank_correlation > 0.9


def test_the_same_seed_gives_the_same_draws() -> None:
    uses, measures = [use("heat", 1000, deviation=0.01)], [saving("a", "heat", 300, spread=100)]
    assert np.array_equal(emissions(outlook(uses, measures)), emissions(outlook(uses, measures)))


def test_uses_that_share_a_trend_fall_and_rise_together() -> None:
    def use_of(code: str, trend: str) -> EmissionUse:
        return EmissionUse(code, 1000, -0.02, 0.02, FLAT, trend)

    together = emissions(outlook([use_of("heat", "all"), use_of("cars", "all")], []))[:, -1]
    apart = emissions(outlook([use_of("heat", ""), use_of("cars", "")], []))[:, -1]
    assert together.std() > 1.3 * apart.std()
    shared = influences(outlook([use_of("heat", "all"), use_of("cars", "all")], []), 2040)
    assert [(each.code, each.trend) for each in shared] == [("all", True)]
    assert shared[0].share > 0.95


def test_the_swing_is_between_an_inputs_lowest_and_highest_tenth() -> None:
    found = influences(outlook([use("heat", 1000)], [saving("a", "heat", 300, spread=100)]), 2040)
    (only,) = found
    assert only.at_highest < 650 < 750 < only.at_lowest
    assert only.swing_t == pytest.approx(only.at_lowest - only.at_highest)


def test_measures_that_cannot_act_are_all_named() -> None:
    with pytest.raises(InputRejected) as refused:
        outlook([use("heat", 1000)], [saving("a", "boats", 1), saving("b", "heat", 1000)])
    codes = [complaint.code for complaint in refused.value.complaints]
    assert codes == ["unknown_use", "effect_above_use"]


def test_the_wall_grows_with_the_years_and_its_gap_is_the_pathways() -> None:
    measured = PathwayMeasure(
        "a", "heat", updated(Prior.of(50, 100, 150), Estimate(90, 60, 120)), InForce(2026.0)
    )
    later = saving("b", "heat", 300, when=InForce(2032.0), spread=100)
    found = outlook([use("heat", 1000)], [measured, later])
    need = target_probability(found, target(0)).need
    assert list(parts_in_force(found, 2026)) == ["a"]
    states = {"a": ContributionState.MEASURED, "b": ContributionState.EXPECTED}
    stones = [
        YearContribution(code, code, Field.HEAT, states[code], part)
        for code, part in parts_in_force(found, 2040).items()
    ]
    wall = mosaic(measures=stones, need_t=need, language="de")
    gap = target_probability(found, target(0)).gap.mean
    assert float(wall.account.missing) == pytest.approx(gap / need * 1000, rel=1e-4)
    assert wall.account.planned_whole > 250


def test_only_what_is_in_force_has_a_part_and_it_is_that_of_all_parts() -> None:
    early, late = saving("a", "heat", 300), saving("b", "heat", 300, when=InForce(2035.0))
    found = outlook([use("heat", 1000)], [late, early])
    assert list(parts_in_force(found, 2030)) == ["a"]
    assert list(parts_in_force(found, 2040).values()) == list(parts(found, 2040))


def test_the_mean_of_a_part_lies_within_its_range() -> None:
    rare = PathwayMeasure("a", "heat", updated(Prior.of(0, 0, 900)), FROM_START)
    (part,) = parts(outlook([use("heat", 1000)], [rare], draws=3), 2040)
    assert part.low <= part.mean <= part.high


def test_draws_are_told_by_mean_and_range_alone_and_by_year_alike() -> None:
    drawn = emissions(outlook([use("heat", 1000, deviation=0.02)], []))
    alone, by_year = estimate_of(drawn[:, -1]), estimates_of(drawn)[-1]
    assert (alone.low, alone.high, alone.unit) == (by_year.low, by_year.high, by_year.unit)
    assert alone.mean == pytest.approx(by_year.mean)
    inside = np.mean((drawn[:, -1] >= alone.low) & (drawn[:, -1] <= alone.high))
    assert inside == pytest.approx(alone.confidence, abs=0.001)
    assert estimate_of(drawn[:, -1], 0.5).half_width < alone.half_width
    assert estimates_of(drawn[:, :0]) == ()

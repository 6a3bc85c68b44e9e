"""Choosing measures: against all combinations, and by hand."""

from itertools import product

import numpy as np
import pytest

from klimamosaik.planning.kernel.abatement import Costs, abatement_curve, annuity
from klimamosaik.planning.kernel.candidate import Means, MeasureCandidate
from klimamosaik.planning.kernel.candidate import valued as worth
from klimamosaik.planning.kernel.portfolio import Plan, SearchProgress, choose, progress_of
from klimamosaik.planning.kernel.search import FoundPlan
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import Estimate


def candidate(
    code: str,
    tonnes: float,
    cost: tuple[float, ...] = (1.0,),
    *,
    low: float | None = None,
    staff: tuple[float, ...] = (),
    needs: tuple[str, ...] = (),
    earliest: int = 0,
) -> MeasureCandidate:
    return MeasureCandidate(code, worth_at_least(tonnes, low), cost, staff, needs, earliest)


def worth_at_least(tonnes: float, low: float | None = None) -> Estimate:
    return Estimate(tonnes, tonnes if low is None else low, tonnes)


def means(budget: list[float], staff: float = 100.0) -> Means:
    return Means(np.array(budget), np.full(len(budget), staff))


def best_of_all(
    candidates: list[MeasureCandidate],
    given: Means,
    exclusive: list[frozenset[str]],
    caution: float,
) -> float:
    """The best value of any plan, by trying all of them."""
    years = given.years
    values = [valued_start(each, years, caution) for each in candidates]
    codes = [each.code for each in candidates]
    plans = product(range(years + 1), repeat=len(candidates))
    return max(
        sum(value[start] for value, start in zip(values, plan, strict=True))
        for plan in plans
        if allowed(
            dict(zip(codes, plan, strict=True)),
            candidates,
            given,
            exclusive,
        )
    )


def valued_start(each: MeasureCandidate, years: int, caution: float) -> list[float]:
    return [*worth(each, years, caution).tolist(), 0.0]


def allowed(
    plan: dict[str, int],
    candidates: list[MeasureCandidate],
    given: Means,
    exclusive: list[frozenset[str]],
) -> bool:
    years = given.years
    cost, staff = np.zeros(years), np.zeros(years)
    for each in candidates:
        start = plan[each.code]
        if start == years:
            continue
        if any(plan[code] + by_code(candidates, code).work > start for code in each.needs):
            return False
        for total, spread in ((cost, each.cost), (staff, each.staff)):
            for after, amount in enumerate(spread):
                if start + after < years:
                    total[start + after] += amount
    if any(sum(plan[code] < years for code in group) > 1 for group in exclusive):
        return False
    return bool((cost <= given.budget + 1e-9).all() and (staff <= given.staff + 1e-9).all())


def by_code(candidates: list[MeasureCandidate], code: str) -> MeasureCandidate:
    return next(each for each in candidates if each.code == code)


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_is_better_than_the_chosen_one(seed: int) -> None:
    dice = np.random.default_rng(seed)
    candidates = [
        candidate(
            f"m{k}",
            float(dice.integers(5, 60)),
            tuple(dice.integers(1, 6, dice.integers(1, 3)).astype(float)),
            low=float(dice.integers(0, 5)),
            staff=(float(dice.integers(0, 3)),),
            needs=("m0",) if k == 3 else (),
            earliest=int(dice.integers(0, 2)),
        )
        for k in range(5)
    ]
    given = means(list(dice.integers(3, 9, 4).astype(float)), staff=3.0)
    exclusive = [frozenset({"m1", "m2"})]
    plan = choose(candidates=candidates, means=given, exclusive=exclusive, caution=0.3, gap=1e-6)
    assert plan.tonnes == pytest.approx(best_of_all(candidates, given, exclusive, 0.3))
    assert allowed(
        {**{f"m{k}": 4 for k in range(5)}, **dict(plan.starts)}, candidates, given, exclusive
    )
    assert (plan.cost <= given.budget + 1e-6).all()


def chosen(plan: Plan) -> set[str]:
    return {code for code, _ in plan.starts}


def test_the_cheapest_tonnes_come_first() -> None:
    candidates = [candidate("dear", 10, (10.0,)), candidate("cheap", 10, (5.0,))]
    plan = choose(candidates=candidates, means=means([5, 5, 10, 0]))
    assert dict(plan.starts) == {"cheap": 0, "dear": 2}
    assert plan.tonnes == pytest.approx(3 * 10 + 1 * 10)


def test_evidence_decides_between_equal_means() -> None:
    candidates = [candidate("hoped", 10, low=0), candidate("measured", 10, low=9)]
    plan = choose(candidates=candidates, means=means([1, 0]), caution=0.5)
    assert chosen(plan) == {"measured"}
    assert plan.tonnes == pytest.approx(9.5)


def test_of_two_that_exclude_each_other_one_is_chosen() -> None:
    candidates = [candidate("a", 10), candidate("b", 9)]
    plan = choose(candidates=candidates, means=means([9, 9]), exclusive=[frozenset({"a", "b"})])
    assert chosen(plan) == {"a"}


def test_what_a_measure_needs_is_finished_before() -> None:
    candidates = [candidate("grid", 0.1, (1.0, 1.0)), candidate("pump", 50, needs=("grid",))]
    plan = choose(candidates=candidates, means=means([5] * 6), gap=1e-9)
    assert dict(plan.starts) == {"grid": 0, "pump": 2}


def test_without_money_nothing_starts() -> None:
    plan = choose(candidates=[candidate("a", 10)], means=means([0, 0]))
    assert plan.starts == ()
    assert plan.tonnes == 0


def test_nothing_worth_doing_is_an_empty_plan() -> None:
    assert choose(candidates=[candidate("a", -5)], means=means([5, 5])).starts == ()
    assert choose(candidates=[], means=means([5, 5])).starts == ()


def test_what_must_be_is_planned_though_others_bring_more() -> None:
    candidates = [candidate("dull", 1, (5.0,)), candidate("good", 50, (5.0,))]
    plan = choose(candidates=candidates, means=means([5, 0, 0]), must=frozenset({"dull"}))
    assert chosen(plan) == {"dull"}


def test_what_must_be_is_planned_even_where_it_brings_nothing() -> None:
    plan = choose(candidates=[candidate("a", 0)], means=means([5, 5]), must=frozenset({"a"}))
    assert chosen(plan) == {"a"}


def test_what_must_be_and_cannot_is_refused() -> None:
    candidates = [candidate("dear", 10, (9.0,)), candidate("cheap", 10)]
    with pytest.raises(InputRejected, match="does not fit"):
        choose(candidates=candidates, means=means([5, 5]), must=frozenset({"dear"}))
    with pytest.raises(InputRejected, match="“ghost”"):
        choose(candidates=candidates, means=means([5, 5]), must=frozenset({"ghost"}))


def test_what_runs_on_costing_takes_its_part_of_every_later_year() -> None:
    lasting = MeasureCandidate("lasting", worth_at_least(10), (2.0,), (), running=2.0)
    plan = choose(candidates=[lasting, candidate("other", 9, (4.0,))], means=means([6, 5, 5, 5]))
    assert dict(plan.starts) == {"lasting": 0, "other": 0}
    assert plan.cost.tolist() == [6, 2, 2, 2]
    narrow = choose(candidates=[lasting], means=means([6, 5, 1, 5]))
    assert dict(narrow.starts) == {"lasting": 2} or narrow.starts == ()
    assert (narrow.cost <= np.array([6, 5, 1, 5])).all()


def test_unknown_prerequisites_are_named() -> None:
    with pytest.raises(InputRejected, match="“ghost”"):
        choose(candidates=[candidate("a", 1, needs=("ghost",))], means=means([5]))


@pytest.mark.long
def test_two_hundred_measures_over_fifteen_years_come_within_a_hundredth() -> None:
    dice = np.random.default_rng(3)
    candidates = []
    for k in range(200):
        tonnes, work = dice.lognormal(6, 1), int(dice.integers(1, 4))
        yearly = tonnes * dice.uniform(200, 3000) / work
        candidates.append(
            MeasureCandidate(
                f"m{k}", worth_at_least(tonnes, tonnes * dice.uniform(0.4, 0.9)), (yearly,) * work,
                (dice.uniform(10, 300),) * work, (f"m{k - 7}",) if k % 20 == 19 else (),
            )
        )  # fmt: skip
    budget = sum(sum(each.cost) for each in candidates) / 15 * 0.35
    seen: list[SearchProgress] = []
    plan = choose(
        candidates=candidates,
        means=means([budget] * 15, staff=6000.0),
        seconds=50,
        progress=seen.append,
    )
    assert (plan.bound - plan.tonnes) / plan.tonnes <= 0.0101
    assert (plan.cost <= budget * (1 + 1e-6)).all()
    assert (plan.staff <= 6000.0 + 1e-3).all()
    assert seen
    assert seen[-1].found <= plan.bound * 1.001


def test_the_curve_is_sorted_and_its_widths_add_up() -> None:
    costs = [
        Costs("solar", worth_at_least(100), 200_000, 20, -12_000),
        Costs("pump", worth_at_least(50), 100_000, 20, 1_000),
        Costs("windows", worth_at_least(10), 300_000, 40, 0),
        Costs("none", worth_at_least(0), 5_000, 10, 0),
    ]
    steps = abatement_curve(costs, 0.0)
    assert [step.code for step in steps] == ["solar", "pump", "windows"]
    assert [step.euro_per_tonne for step in steps] == pytest.approx([-20, 120, 750])
    assert [step.before for step in steps] == [0, 100, 150]


def test_a_range_of_tonnes_is_a_range_of_prices() -> None:
    costs = [
        Costs("dear", Estimate(10, 5, 20), 1_000, 10, 0),
        Costs("gain", Estimate(10, 5, 20), 0, 10, -100),
        Costs("open", Estimate(10, -1, 20), 3_000, 10, 0),
    ]
    gainful, dear, open_ended = abatement_curve(costs, 0.0)
    assert (dear.cheapest, dear.euro_per_tonne, dear.dearest) == (5, 10, 20)
    assert (gainful.cheapest, gainful.euro_per_tonne, gainful.dearest) == (-20, -10, -5)
    assert (open_ended.cheapest, open_ended.dearest) == (15, None)


def test_an_annuity_pays_back_exactly_what_was_lent() -> None:
    rate = annuity(0.03, 25)
    worth_today = sum(rate / 1.03**year for year in range(1, 26))
    assert worth_today == pytest.approx(1.0)
    assert annuity(0.0, 25) == 0.04


def test_a_life_of_nothing_has_no_annuity() -> None:
    with pytest.raises(InputRejected, match="above zero"):
        abatement_curve([Costs("a", worth_at_least(1), 1, 0, 0)], 0.02)


def test_the_progress_of_a_search_is_told_in_tonnes() -> None:
    """The program counts in its own worth; a scale of 1,000 t makes tonnes of it."""
    nothing = np.array([], dtype=np.bool_)
    told = progress_of(FoundPlan(nothing, 2.0, 3.0), 1_000.0)
    assert (told.found, told.bound, told.gap) == (2_000.0, 3_000.0, 0.5)
    best = progress_of(FoundPlan(nothing, 3.0, 3.0), 1_000.0)
    assert best.gap == 0.0
    empty = progress_of(FoundPlan(nothing, 0.0, 3.0), 1_000.0)
    assert empty.gap is None  # nothing yet to be a share of

"""The cost curve alone: yearly cost per tonne, with the tonnes' own range."""

import pytest

from klimamosaik.planning.kernel.abatement import Costs, CurveStep, abatement_curve, annuity
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import Estimate


def tonnes(mean: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(mean, mean if low is None else low, mean if high is None else high, "t CO2e/a")


def costing(code: str, brings: Estimate, running: float, life: float = 10.0) -> Costs:
    return Costs(code, tonnes=brings, investment=0.0, life=life, running=running)


def test_a_loan_of_ten_years_at_two_percent_costs_a_ninth_a_year() -> None:
    assert annuity(0.02, 10.0) == pytest.approx(0.111327, abs=1e-6)
    assert annuity(0.0, 10.0) == 0.1


def test_the_cheapest_tonne_comes_first_and_each_stands_on_those_before() -> None:
    dear, cheap = costing("A", tonnes(3), 900.0), costing("B", tonnes(5), -50.0)
    nothing = costing("C", tonnes(0, -1, 1), 100.0)
    curve = abatement_curve([dear, nothing, cheap], 0.02)
    assert [(each.code, each.before) for each in curve] == [("B", 0.0), ("A", 5.0)]
    assert [each.euro_per_tonne for each in curve] == [-10.0, 300.0]


def test_a_dear_tonne_gets_dearer_with_fewer_of_them_and_a_gainful_one_less_so() -> None:
    dear = CurveStep("A", 100.0, tonnes(10, 5, 20), 0.0)
    assert (dear.cheapest, dear.dearest) == (5.0, 20.0)
    gainful = CurveStep("B", -100.0, tonnes(10, 5, 20), 0.0)
    assert (gainful.cheapest, gainful.dearest) == (-20.0, -5.0)


@pytest.mark.parametrize("least", [0.0, -2.0])
def test_where_there_may_be_no_tonne_at_all_it_has_no_price(least: float) -> None:
    assert CurveStep("A", 100.0, tonnes(10, least, 20), 0.0).dearest is None
    assert CurveStep("B", -100.0, tonnes(10, least, 20), 0.0).cheapest is None


@pytest.mark.parametrize(("interest", "life"), [(-0.01, 10.0), (0.02, 0.0)])
def test_interest_below_zero_and_a_life_of_nothing_are_refused(
    interest: float, life: float
) -> None:
    with pytest.raises(InputRejected):
        abatement_curve([costing("A", tonnes(3), 100.0, life)], interest)

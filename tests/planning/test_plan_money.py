"""Money of a plan: carried over, in instalments, with grants; and what more of it would buy."""

import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.planning import wording
from klimamosaik.planning.candidates import PlanQuery
from klimamosaik.planning.kernel.candidate import Means, MeasureCandidate, to_the_end
from klimamosaik.planning.kernel.candidate import valued as worth
from klimamosaik.planning.kernel.portfolio import SearchProgress, choose
from klimamosaik.planning.models import Selection
from klimamosaik.planning.money import money_of, whole
from klimamosaik.planning.operations import ask_for_selection
from klimamosaik.planning.outcome import Outcome
from klimamosaik.planning.reasons_left_out import rounded_up
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import Estimate
from tests.pathway.conftest import NOW
from tests.pathway.test_pathway_pages import client, text
from tests.planning.planned import hoped
from tests.planning.test_planning_pages import ASKED, address, planned
from tests.planning.test_planning_selection import asked, plan, starts

WISH = PlanQuery(first_year=2027, last_year=2031, budget=1_000.0, staff_days=None)


def best_of_all(candidates: list[MeasureCandidate], given: Means) -> float:
    """The best value of any plan, by trying every start in every way of paying."""
    years = given.years
    choices: list[list[tuple[float, np.ndarray]]] = []
    for candidate in candidates:
        found = [(0.0, np.zeros(years))]
        for way in candidate.ways:
            values = worth(way, years, 0.5)
            for start in np.flatnonzero(values):
                cost = np.zeros(years)
                money = to_the_end(way, years)[: years - start]
                cost[start : start + len(money)] = money
                found.append((float(values[start]), cost))
        choices.append(found)
    best = 0.0
    for combination in product(*choices):
        cost = np.sum([each for _, each in combination], axis=0)
        spent = np.cumsum(cost) if given.carried else cost
        if (spent <= given.available + 1e-9).all():
            best = max(best, sum(value for value, _ in combination))
    return best


@pytest.mark.parametrize("carried", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_no_plan_is_better_whether_money_is_carried_over_or_paid_in_instalments(
    seed: int, carried: bool
) -> None:
    dice = np.random.default_rng(seed)
    candidates = []
    for k in range(4):
        cost, tonnes = float(dice.integers(2, 14)), float(dice.integers(5, 60))
        halves = (cost / 2, cost / 2)
        candidates.append(
            MeasureCandidate(
                f"m{k}", Estimate(tonnes, tonnes * 0.8, tonnes), (cost,), (),
                running=float(dice.integers(0, 2)), instead=(halves, (cost / 3,) * 3),
            )
        )  # fmt: skip
    given = Means(dice.integers(2, 6, 5).astype(float), np.full(5, 100.0), carried)
    found = choose(candidates=candidates, means=given, caution=0.5, gap=1e-6)
    assert found.tonnes == pytest.approx(best_of_all(candidates, given))
    spent = np.cumsum(found.cost) if carried else found.cost
    assert (spent <= given.available + 1e-6).all()


def test_a_measure_dearer_than_any_year_is_saved_up_for(aiming: Municipality) -> None:
    hoped(aiming, "Schulhaus", 60, cost=520_000)
    wish = replace(WISH, budget=500_000.0)
    assert starts(plan(aiming, replace(wish, carried=False))) == {}
    found = plan(aiming, wish)
    assert starts(found) == {"Schulhaus": 2028}
    assert found.cost == (0, 520_000, 0, 0, 0)


def test_a_measure_dearer_than_any_year_is_paid_in_instalments(aiming: Municipality) -> None:
    hoped(aiming, "Schulhaus", 60, cost=520_000)
    wish = replace(WISH, budget=500_000.0, carried=False, spread_years=3)
    found = plan(aiming, wish)
    assert found.cost == (260_000, 260_000, 0, 0, 0)
    one = found.planned[0]
    assert (one.first_year, one.works_from, one.instalments) == (2027, 2029, 2)


def test_a_grant_as_share_or_amount_leaves_the_own_part_to_be_paid(aiming: Municipality) -> None:
    shared, fixed = hoped(aiming, "Anteil", cost=1_001), hoped(aiming, "Festbetrag", cost=2_000)
    Measure.objects.filter(pk=shared.pk).update(grant_percent=40)
    Measure.objects.filter(pk=fixed.pk).update(grant_eur=1_200)
    found = plan(aiming, replace(WISH, budget=2_000.0))
    money = {one.name: (one.cost, one.grant) for one in found.planned}
    assert money == {"Anteil": (601, 400), "Festbetrag": (800, 1_200)}


def test_what_others_pay_wholly_needs_no_budget(aiming: Municipality) -> None:
    gift = hoped(aiming, "geschenkt", cost=9_000)
    Measure.objects.filter(pk=gift.pk).update(grant_percent=100)
    found = plan(aiming, replace(WISH, budget=0.0))
    assert starts(found) == {"geschenkt": 2027}
    assert sum(found.cost) == 0


def test_an_amount_counts_in_proportion_where_part_was_spent_before(aiming: Municipality) -> None:
    begun = hoped(aiming, "begonnen", cost=1_000)
    CostLine.objects.create(
        measure=begun, year=2026, kind=CostKind.INVESTMENT, planned=1_000, actual=1_000
    )
    begun.grant_eur = 500
    left = money_of(begun, list(CostLine.objects.filter(measure=begun)), since=2027)
    assert left is not None
    assert (left.own, left.grant) == ((750,), 250)


def test_whole_euros_add_up_to_the_rounded_sum() -> None:
    assert whole([33.4, 33.3, 33.3]) == (33, 34, 33)
    assert sum(whole([0.4] * 10)) == 4
    assert whole([]) == ()


@pytest.mark.parametrize("tonnes", [(400, 377, 91.3), (0.012, 0.0071, 0.0333), (3.14, 2.72, 1.41)])
def test_the_headline_is_the_sum_of_the_rows_to_the_printed_digit(
    aiming: Municipality, tonnes: tuple[float, ...]
) -> None:
    for k, each in enumerate(tonnes):
        hoped(aiming, f"m{k}", each, cost=333.4 + k)
    found = plan(aiming, replace(WISH, budget=5_000.0))
    printed = [round(one.tonnes.mean, found.digits) for one in found.planned]
    assert len(printed) == 3
    assert min(printed) > 0
    assert f"{found.reach.saved.mean:.{found.digits}f}" == f"{sum(printed):.{found.digits}f}"
    assert sum(one.cost for one in found.planned) == sum(found.cost)
    assert all(each == round(each) for each in found.cost)


def test_the_rows_are_those_of_the_plan_not_of_all_there_was_to_choose(
    aiming: Municipality,
) -> None:
    hoped(aiming, "gewählt", 400)
    hoped(aiming, "zu teuer", 400, cost=1e6)
    found = plan(aiming)
    assert found.planned[0].tonnes.mean == pytest.approx(400, rel=0.02)


def said(found: Outcome, wish: PlanQuery) -> str:
    """The headline of a plan."""
    selection = Selection(
        first_year=wish.first_year, last_year=wish.last_year, budget=wish.budget,
        staff_days=wish.staff_days, carried=wish.carried, spread_years=wish.spread_years,
    )  # fmt: skip
    return wording.headline(selection, found).de


@pytest.mark.parametrize("budget", [0.0, 1.0])
def test_a_budget_that_buys_nothing_is_answered_with_the_cheapest(
    aiming: Municipality, budget: float
) -> None:
    hoped(aiming, "Straßenlicht", 10, cost=5_000)
    hoped(aiming, "Aushang", 1, cost=1_200)
    wish = replace(WISH, budget=budget)
    found = plan(aiming, wish)
    assert found.planned == ()
    assert said(found, wish) == (
        f"Mit {budget:.0f} € im Jahr lässt sich nichts beginnen: Die günstigste, „Aushang“, kostet "
        "1.200 € und ginge ab 300 € im Jahr."
    )


def test_no_number_of_the_search_is_infinite() -> None:
    seen: list[SearchProgress] = []
    choose(
        candidates=[
            MeasureCandidate("a", Estimate(10, 9, 11), (5.0,), ()),
            MeasureCandidate("b", Estimate(8, 7, 9), (1.0,), ()),
        ],
        means=Means(np.array([0.5, 0.5, 0.5]), np.full(3, 9.0)),
        must=frozenset(),
        progress=seen.append,
    )
    waiting = choose(
        candidates=[MeasureCandidate("a", Estimate(-1, -2, 0), (5.0,), ())],
        means=Means(np.full(3, 9.0), np.full(3, 9.0)),
        must=frozenset({"a"}),
        progress=seen.append,
    )
    assert waiting.starts
    json.dumps([(each.found, each.bound, each.gap) for each in seen], allow_nan=False)


def test_a_little_more_money_is_named_and_really_suffices(aiming: Municipality) -> None:
    hoped(aiming, "Wärme", 40, cost=5_000)
    hoped(aiming, "Straßenlicht", 10, cost=980)
    found = plan(aiming, replace(WISH, carried=False, budget=5_000, last_year=2028))
    assert starts(found) == {"Wärme": 2027}
    one = found.next_up
    assert one is not None
    assert (one.name, one.more) == ("Straßenlicht", 980)
    richer = plan(aiming, replace(WISH, carried=False, budget=5_980, last_year=2028))
    assert set(starts(richer)) == {"Wärme", "Straßenlicht"}
    poorer = plan(aiming, replace(WISH, carried=False, budget=5_979, last_year=2028))
    assert set(starts(poorer)) == {"Wärme"}


@pytest.mark.parametrize("budget", [700.0, 1_300.0, 2_600.0])
def test_with_the_money_named_the_plan_grows_by_that_measure(
    aiming: Municipality, budget: float
) -> None:
    for k, cost in enumerate((900, 1_700, 2_500, 4_100, 7_700)):
        hoped(aiming, f"m{k}", 12 + 3 * k, cost=cost)
    wish = replace(WISH, budget=budget)
    found = plan(aiming, wish)
    for one in found.passed:
        if one.more is None:
            continue
        both = frozenset({one.measure, *(each.measure for each in found.planned)})
        plan(aiming, replace(wish, budget=budget + one.more, must=both))
    assert any(one.more for one in found.passed)


def test_money_to_be_remembered_is_rounded_up() -> None:
    assert [rounded_up(each) for each in (1, 203, 19_930, 980, 20_000)] == [
        1, 210, 20_000, 980, 20_000,
    ]  # fmt: skip


def test_a_plan_of_one_year_says_that_it_is_too_short(aiming: Municipality) -> None:
    hoped(aiming, "Dach", 10)
    wish = replace(WISH, last_year=2027, budget=1e6)
    found = plan(aiming, wish)
    assert "frühestens 2028, er endet 2027" in said(found, wish)
    assert found.next_up is None
    assert "wirkt bis zum Ende des Plans noch nicht" in found.passed[0].reason.de


def test_what_money_does_not_help_against_is_not_offered_for_money(aiming: Municipality) -> None:
    hoped(aiming, "Dach", 10, days=5)
    hoped(aiming, "Großbau", 30, days=400)
    found = plan(aiming, replace(WISH, staff_days=20.0))
    assert [(one.name, one.more) for one in found.passed] == [("Großbau", None)]
    assert "mehr Personaltage" in found.passed[0].reason.de


def test_running_cost_above_the_budget_is_told_in_the_least_budget(aiming: Municipality) -> None:
    dear = hoped(aiming, "Betrieb", 10, cost=100)
    CostLine.objects.create(measure=dear, year=2028, kind=CostKind.RUNNING, planned=9_000)
    found = plan(aiming, replace(WISH, carried=False))
    assert found.passed[0].least_budget == 9_000
    saved_up = plan(aiming, replace(WISH, last_year=2040))
    assert starts(saved_up) == {"Betrieb": 2039}


def test_money_below_zero_and_beyond_sense_is_refused(aiming: Municipality) -> None:
    for budget in (-1.0, 1e30, float("nan")):
        with pytest.raises(InputRejected, match="zero or more"):
            ask_for_selection(
                municipality=aiming, wish=replace(WISH, budget=budget), by=None, at=NOW
            )
    editor = client(aiming, Role.EDITOR)
    hoped(aiming, "Dach")
    answer = editor.post(address(aiming, "planung/neu/"), ASKED | {"budget": "-5"})
    assert answer.status_code == 200
    assert not Selection.objects.exists()


def test_the_page_says_what_is_carried_over_granted_and_what_more_would_buy(
    aiming: Municipality,
) -> None:
    heat = hoped(aiming, "Wärme", 40, cost=5_000)
    Measure.objects.filter(pk=heat.pk).update(grant_percent=40)
    hoped(aiming, "Straßenlicht", 10, cost=9_000)
    editor = client(aiming, Role.EDITOR)
    place = planned(editor, aiming, carried="on", spread_years="1", budget="1.000")
    page = text(editor, place)
    assert "Das kostet 3.000 von 6.000 Euro, im teuersten Jahr 3.000" in page
    assert "2.000 Euro Förderung" in page
    assert "mehr im Jahr ginge zusätzlich „Straßenlicht“" in page
    assert "bleibt für später" in page
    document = json.loads(text(editor, place + "plan.json"))
    assert document["carried"] is True
    assert sum(one["mean_t"] for one in document["planned"]) == document["reach"]["mean_t"]
    assert document["planned"][0]["grant"] == 2000


def test_the_same_wish_is_kept_with_its_money(aiming: Municipality) -> None:
    hoped(aiming, "Dach")
    found = asked(aiming, replace(WISH, spread_years=4))
    assert (found.carried, found.spread_years) == (True, 4)

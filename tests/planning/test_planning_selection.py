"""Which measures first: from the register to a plan that is kept."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.operations import expect
from klimamosaik.places.models import Municipality
from klimamosaik.planning.candidates import PlanQuery
from klimamosaik.planning.models import Dependence, Selection, SelectionState, Tie
from klimamosaik.planning.money import money_of
from klimamosaik.planning.operations import ask_for_selection, tie, work_out
from klimamosaik.planning.outcome import Outcome, outcome_from
from klimamosaik.planning.selection_work import interrupted
from klimamosaik.planning.wording import gap_text
from klimamosaik.records.operations import delete
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import Field
from tests.pathway.conftest import NOW, measured
from tests.planning.planned import hoped

WISH = PlanQuery(first_year=2027, last_year=2031, budget=1_000.0, staff_days=None, carried=False)


def asked(town: Municipality, wish: PlanQuery = WISH) -> Selection:
    return work_out(
        selection=ask_for_selection(municipality=town, wish=wish, by=None, at=NOW), seconds=10
    )


def plan(town: Municipality, wish: PlanQuery = WISH) -> Outcome:
    found = asked(town, wish)
    assert found.stand == SelectionState.FOUND, found.complaints
    outcome = outcome_from(found.result)
    assert outcome is not None
    return outcome


def starts(found: Outcome) -> dict[str, int]:
    return {one.name: one.first_year for one in found.planned}


def reasons(found: Outcome) -> dict[str, str]:
    return {one.name: one.reason.de for one in found.absent}


def test_the_cheaper_tonnes_come_first_and_money_bounds_each_year(aiming: Municipality) -> None:
    hoped(aiming, "viel", 40)
    hoped(aiming, "wenig", 10)
    found = plan(aiming)
    assert starts(found) == {"viel": 2027, "wenig": 2028}
    assert found.cost[:3] == pytest.approx((1000, 1000, 0))


def test_overlaps_are_taken_off_the_sum(aiming: Municipality) -> None:
    hoped(aiming, "a", 400)
    hoped(aiming, "b", 400)
    found = plan(aiming, replace(WISH, budget=5_000))
    assert found.overlaps_off
    assert 600 < found.reach.saved.mean < 700  # 1 - 0.6 * 0.6 of a thousand tonnes
    assert found.reach.saved.low < found.reach.saved.mean < found.reach.saved.high


def test_the_gap_counts_what_works_and_what_is_chosen_only(aiming: Municipality) -> None:
    hoped(aiming, "gewählt", 100)
    hoped(aiming, "zu teuer", 500, cost=1e6)
    found = plan(aiming)
    assert starts(found) == {"gewählt": 2027}
    assert found.reach.gap is not None
    assert found.reach.gap.mean == pytest.approx(900, abs=15)
    assert "ginge erst ab" in found.passed[0].reason.de


def test_a_gap_is_said_with_as_many_figures_as_on_the_way(aiming: Municipality) -> None:
    hoped(aiming, "gewählt", 100)
    found = plan(aiming)
    gap = Estimate(1_206_798.0, 652_935.0, 2_035_720.0)
    far = replace(found, reach=replace(found.reach, gap=gap))
    assert "noch 1.210.000 t im Jahr (653.000 bis 2.040.000)" in gap_text(far).de


def test_what_is_unknown_is_named_and_never_guessed(aiming: Municipality) -> None:
    hoped(aiming, "ohne Preis", cost=None)
    hoped(aiming, "ohne Wirkung", 0)
    hoped(aiming, "gestoppt")
    Measure.objects.filter(name="gestoppt").update(phase=Phase.STOPPED)
    trees = hoped(aiming, "Bäume gießen", 0)
    trees.fields_of_action = [Field.ADAPTATION.value]
    trees.save()
    found = plan(aiming)
    assert found.planned == ()
    assert reasons(found) == {
        "ohne Preis": "Kosten unbekannt",
        "ohne Wirkung": "Wirkung unbekannt: weder gemessen noch erwartet",
        "gestoppt": "gestoppt",
        "Bäume gießen": "wirkt nicht in Tonnen, z. B. Klimaanpassung: hat eigene Ziele",
    }


def test_unknown_staff_matters_only_where_staff_is_limited(aiming: Municipality) -> None:
    hoped(aiming, "offen")
    hoped(aiming, "bekannt", days=10)
    assert set(starts(plan(aiming))) == {"offen", "bekannt"}
    limited = plan(aiming, replace(WISH, staff_days=12.0))
    assert starts(limited) == {"bekannt": 2027}
    assert reasons(limited)["offen"] == "Personaltage unbekannt"
    assert limited.staff[0] == 10


def test_what_works_already_is_not_chosen_again(aiming: Municipality) -> None:
    measured(aiming, "läuft")
    hoped(aiming, "neu")
    found = plan(aiming)
    assert starts(found) == {"neu": 2027}
    assert "läuft" not in reasons(found)
    assert found.reach.gap is not None
    assert found.reach.gap.mean < 1000 - 20


def test_prerequisites_are_finished_before_and_exclusions_kept(aiming: Municipality) -> None:
    net, pump = hoped(aiming, "Netz", 1, years=2), hoped(aiming, "Pumpe", 50)
    boiler = hoped(aiming, "Kessel", 35)
    tie(measure=pump, other=net, kind=Tie.NEEDS, reason="ohne Netz keine Pumpe", by=None)
    tie(measure=boiler, other=pump, kind=Tie.EXCLUDES, reason="", by=None)
    found = plan(aiming, replace(WISH, budget=5_000, last_year=2040))
    assert starts(found) == {"Netz": 2027, "Pumpe": 2029}
    without = plan(aiming, replace(WISH, budget=5_000, must_not=frozenset({net.pk})))
    assert starts(without) == {"Kessel": 2027}
    assert reasons(without)["Pumpe"] == "braucht vorher „Netz“, das nicht zur Wahl steht"


def test_what_must_be_in_it_is_and_what_cannot_be_is_said(aiming: Municipality) -> None:
    hoped(aiming, "gut", 50)
    dull = hoped(aiming, "brav", 1)
    wish = replace(WISH, last_year=2028, must=frozenset({dull.pk}))
    assert starts(plan(aiming, wish)) == {"brav": 2027}
    unknown = hoped(aiming, "rätselhaft", cost=None)
    failed = asked(aiming, replace(WISH, must=frozenset({unknown.pk})))
    assert failed.stand == SelectionState.FAILED
    assert "„rätselhaft“" in failed.complaints[0]["de"]
    assert "Kosten unbekannt" in failed.complaints[0]["de"]


def test_a_wish_that_cannot_be_is_refused_with_all_its_faults(aiming: Municipality) -> None:
    one = hoped(aiming, "eins")
    both = frozenset({one.pk})
    wrong = replace(WISH, first_year=2020, must=both, must_not=both)
    with pytest.raises(InputRejected) as refusal:
        ask_for_selection(municipality=aiming, wish=wrong, by=None, at=NOW)
    codes = [complaint.code for complaint in refusal.value.complaints]
    assert codes == ["years_of_plan", "must_and_must_not"]
    assert not Selection.objects.exists()


def test_the_same_data_give_the_same_plan(aiming: Municipality) -> None:
    for k in range(6):
        hoped(aiming, f"m{k}", 10 + k, cost=300 + 100 * k)
    assert asked(aiming).fingerprint == asked(aiming).fingerprint


def test_without_a_balance_the_plan_says_that_overlaps_stay_in(unknown_town: Municipality) -> None:
    hoped(unknown_town, "eins", 10)
    found = plan(unknown_town)
    assert not found.overlaps_off
    assert found.reach.saved.mean == pytest.approx(10)
    assert found.reach.gap is None


def test_a_circle_of_prerequisites_is_refused(aiming: Municipality) -> None:
    a, b, c = (hoped(aiming, name) for name in "abc")
    tie(measure=a, other=b, kind=Tie.NEEDS, reason="", by=None)
    tie(measure=b, other=c, kind=Tie.NEEDS, reason="", by=None)
    with pytest.raises(InputRejected, match="neither of them would ever start"):
        tie(measure=c, other=a, kind=Tie.NEEDS, reason="", by=None)
    with pytest.raises(InputRejected, match="neither need nor exclude itself"):
        tie(measure=a, other=a, kind=Tie.EXCLUDES, reason="", by=None)
    delete(Dependence.objects.get(measure=b), by=None)
    assert Dependence.history.count() == 3


def test_money_spent_before_the_plan_is_not_paid_again(aiming: Municipality) -> None:
    begun = hoped(aiming, "begonnen")
    CostLine.objects.create(
        measure=begun, year=2026, kind=CostKind.INVESTMENT, planned=500, actual=600
    )
    lines = list(CostLine.objects.filter(measure=begun))
    whole, left = money_of(begun, lines), money_of(begun, lines, since=2027)
    assert whole is not None
    assert left is not None
    assert whole.investment == (500, 1000)
    assert left.investment == (1000,)


def test_one_sum_is_spread_over_the_years_of_work_and_nothing_is_unknown(
    aiming: Municipality,
) -> None:
    bare = hoped(aiming, "kahl", cost=None)
    assert money_of(bare, []) is None
    bare.cost, bare.first_year, bare.last_year = 900, 2027, 2029
    found = money_of(bare, [])
    assert found is not None
    assert found.investment == (300, 300, 300)
    assert found.staff is None


def test_work_that_nobody_does_any_more_is_called_interrupted(aiming: Municipality) -> None:
    waiting = ask_for_selection(municipality=aiming, wish=WISH, by=None, at=NOW)
    assert not interrupted(waiting, NOW + timedelta(minutes=1))
    assert interrupted(waiting, NOW + timedelta(hours=1))


def test_a_plan_that_is_kept_is_read_back_as_it_was(aiming: Municipality) -> None:
    hoped(aiming, "gewählt", 100)
    hoped(aiming, "zu teuer", 500, cost=1e6)
    found = plan(aiming)
    record = json.loads(json.dumps(found.as_record()))
    assert outcome_from(record) == found
    assert found.reach.gap is not None
    figures = (found.planned[0].tonnes, found.reach.saved)
    for size, kept in zip(figures, (record["planned"][0], record["reach"]), strict=True):
        assert (size.mean, size.low, size.high) == (kept["mean_t"], kept["low_t"], kept["high_t"])
    assert record["reach"]["gap_t"] == found.reach.gap.mean


def test_a_gap_nobody_knows_is_kept_as_unknown(unknown_town: Municipality) -> None:
    hoped(unknown_town, "eins", 10)
    found = plan(unknown_town)
    record = json.loads(json.dumps(found.as_record()))
    assert [record["reach"][key] for key in ("gap_t", "gap_low_t", "gap_high_t")] == [None] * 3
    assert outcome_from(record) == found


def test_without_a_balance_a_measure_has_the_lopsided_range_that_was_entered(
    unknown_town: Municipality,
) -> None:
    effect = Prior.of(8, 9, 20)
    measure = hoped(unknown_town, "eins")
    expect(measure=measure, effect=effect, field=Field.HEAT, reasoning="gerechnet", by=None)
    (one,) = plan(unknown_town).planned
    assert one.tonnes.high - one.tonnes.mean > 1.5 * (one.tonnes.mean - one.tonnes.low)
    assert 8 < one.tonnes.low < one.tonnes.mean < one.tonnes.high < 20


def test_without_a_balance_independent_doubts_add_in_quadrature(
    unknown_town: Municipality,
) -> None:
    hoped(unknown_town, "eins", 10)
    hoped(unknown_town, "zwei", 10)
    found = plan(unknown_town, replace(WISH, budget=2_000))
    (size,) = {one.tonnes for one in found.planned}
    assert found.reach.saved.half_width == pytest.approx(2**0.5 * size.half_width, rel=0.05)

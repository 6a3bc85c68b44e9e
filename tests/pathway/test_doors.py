"""Doors of the pathway: targets, expectations, and the way they make together."""

import json
from datetime import date
from typing import Any

import pytest

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.documents import pathways_document
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.law import lawful_targets, target_by_law
from klimamosaik.pathway.models import ExpectedEffect, Scope, Target, TargetKind
from klimamosaik.pathway.operations import expect, set_target
from klimamosaik.pathway.queries.pathways import as_year, pathways_of, wall_of
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.pathway.queries.wording import NO_BALANCE, missing_text, need_text, notes
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import delete
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from tests.pathway.conftest import CO2E_PER_KWH, NOW, PER_KWH, measured


def decided(town: Municipality, **fields: Any) -> Target:
    given: dict[str, Any] = {"year": 2040, "source": "Ratsbeschluss 12/2023"}
    return set_target(target=Target(municipality=town, **(given | fields)), by=None)


def own_need(town: Municipality, tonnes: float = 1000.0, **fields: Any) -> Target:
    return decided(town, need_t=tonnes, need_year=2024, need_source="eigene Rechnung", **fields)


def expected(measure: Measure, low: float, likely: float, high: float) -> ExpectedEffect:
    return expect(
        measure=measure,
        effect=Prior.of(low, likely, high),
        field=Field.HEAT,
        reasoning="wie im Nachbarort",
        by=None,
    )


def codes(refused: pytest.ExceptionInfo[InputRejected]) -> set[str]:
    return {complaint.code for complaint in refused.value.complaints}


def test_every_lawful_target_has_its_source() -> None:
    assert lawful_targets()
    assert all(target.source and target.law.de for target in lawful_targets())
    assert {target.status for target in lawful_targets()} <= {"official", "second-hand"}


def test_without_a_decision_the_law_says_the_year(town: Municipality) -> None:
    (goal,) = goals_of(municipality=town)
    assert (goal.year, goal.by_law, goal.kind) == (2040, True, TargetKind.NET_ZERO)
    assert target_by_law("BW").year == 2040
    assert target_by_law("BY").year == 2045


def test_a_decision_takes_the_place_of_the_law(town: Municipality) -> None:
    decided(town, year=2035)
    (goal,) = goals_of(municipality=town)
    assert (goal.year, goal.by_law) == (2035, False)


def test_a_target_of_the_administration_leaves_that_of_the_law(town: Municipality) -> None:
    decided(town, scope=Scope.ADMINISTRATION, year=2030)
    assert {(goal.scope, goal.by_law) for goal in goals_of(municipality=town)} == {
        (Scope.TOWN, True),
        (Scope.ADMINISTRATION, False),
    }


def test_a_target_changed_keeps_its_history(town: Municipality) -> None:
    decided(town)
    changed = decided(town, kind=TargetKind.PER_HEAD, limit=1.0)
    assert Target.objects.count() == 1
    assert changed.history.count() == 2
    delete(changed, by=None)
    assert Target.history.count() == 3


def test_a_target_that_cannot_be_is_refused_with_all_reasons(town: Municipality) -> None:
    with pytest.raises(InputRejected) as refused:
        decided(town, kind=TargetKind.PER_HEAD, source=" ", need_t=5.0)
    assert codes(refused) == {"limit_missing", "no_source", "need_in_parts"}
    with pytest.raises(InputRejected) as refused:
        decided(town, limit=1.0, need_t=5.0, need_year=2041, need_source="x")
    assert codes(refused) == {"limit_too_much", "need_too_late"}
    with pytest.raises(InputRejected):
        decided(town, year=3000)
    assert not Target.objects.exists()


def test_an_expectation_needs_a_reason_and_an_order(town: Municipality) -> None:
    measure = Measure.objects.create(municipality=town, name="Fernwärme", start=date(2027, 1, 1))
    with pytest.raises(InputRejected):
        expected(measure, 3.0, 2.0, 1.0)
    with pytest.raises(InputRejected) as refused:
        expect(measure=measure, effect=Prior.of(1, 2, 3), field=Field.HEAT, reasoning=" ", by=None)
    assert codes(refused) == {"no_reason"}
    expected(measure, 1.0, 2.0, 3.0)
    assert expected(measure, 1.0, 2.0, 4.0).history.count() == 2


def test_the_need_of_a_town_is_what_the_trend_leaves_of_its_first_balance(
    town: Municipality,
) -> None:
    found = wall_of(municipality=town, at=NOW)
    assert found.start is not None
    assert found.start.estimated
    assert 800_000 < found.start.emissions_t < 1_200_000
    assert found.chance is not None
    assert found.need_t == pytest.approx(found.chance.trend.mean)
    assert found.chance.trend.low < found.chance.trend.mean < found.start.emissions_t
    assert "Schätzung aus öffentlicher Statistik" in need_text(found).de


def test_a_limit_per_head_lowers_the_need(town: Municipality) -> None:
    whole = wall_of(municipality=town, at=NOW).need_t
    decided(town, kind=TargetKind.PER_HEAD, limit=1.0)
    found = wall_of(municipality=town, at=NOW)
    assert found.start is not None
    assert found.start.population is not None
    assert whole is not None
    assert found.need_t == pytest.approx(whole - found.start.population, rel=1e-5)


def test_without_any_balance_nobody_knows_the_need(unknown_town: Municipality) -> None:
    found = wall_of(municipality=unknown_town, at=NOW)
    assert found.need_t is None
    assert need_text(found) == NO_BALANCE
    assert missing_text(found) == ()


def test_a_need_entered_by_hand_comes_first(town: Municipality) -> None:
    own_need(town, 500.0)
    found = wall_of(municipality=town, at=NOW)
    assert found.need_t == pytest.approx(500.0)
    assert "eigene Rechnung" in need_text(found).de


def test_measured_tonnes_are_brought_to_a_year(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    measured(unknown_town, "Heizung", days=730)
    (stone,) = wall_of(municipality=unknown_town, at=NOW).stones
    assert stone.state is ContributionState.MEASURED
    assert stone.tonnes.mean == pytest.approx(100_000 * CO2E_PER_KWH * 365.25 / 730, rel=0.01)
    half = 20_000 * CO2E_PER_KWH * 365.25 / 730
    assert stone.tonnes.high - stone.tonnes.mean == pytest.approx(half, rel=0.05)


def test_a_measure_that_uses_more_takes_stones_away(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    measured(unknown_town, "Licht", saved_kwh=-100_000.0, verdict=Verdict.USED_MORE)
    (stone,) = wall_of(municipality=unknown_town, at=NOW).stones
    assert stone.tonnes.mean < 0


@pytest.mark.parametrize("verdict", [Verdict.NOT_DISTINGUISHABLE, Verdict.NOT_DECIDABLE])
def test_what_is_not_known_lays_no_stone(unknown_town: Municipality, verdict: Verdict) -> None:
    own_need(unknown_town)
    measured(unknown_town, "Aushang", saved_kwh=1.0, verdict=verdict)
    found = wall_of(municipality=unknown_town, at=NOW)
    assert found.stones == ()
    assert any("weder eine Wirkung nachgewiesen" in text.de for text in notes(found))


def test_an_effect_about_zero_shrinks_the_expectation_and_stays_expected(
    unknown_town: Municipality,
) -> None:
    own_need(unknown_town)
    measure = measured(
        unknown_town, "Aushang", saved_kwh=1_000.0, verdict=Verdict.NOT_DISTINGUISHABLE
    )
    expected(measure, 0.0, 30.0, 100.0)
    (stone,) = wall_of(municipality=unknown_town, at=NOW).stones
    assert stone.state is ContributionState.EXPECTED
    assert 0 < stone.tonnes.mean < 5


def test_evidence_corrects_an_expectation_and_both_are_told(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    expected(measured(unknown_town, "Heizung"), 20.0, 60.0, 100.0)
    found = wall_of(municipality=unknown_town, at=NOW)
    belief = found.known[0].belief
    assert belief is not None
    assert 100_000 * PER_KWH < belief.mean < 60
    assert any("die Messung zählt zu" in text.de for text in notes(found))


def test_what_was_done_before_the_need_was_counted_lays_no_stone(
    unknown_town: Municipality,
) -> None:
    own_need(unknown_town)
    measured(unknown_town, "Heizung", start=date(2023, 1, 1))
    assert wall_of(municipality=unknown_town, at=NOW).stones == ()


def test_savings_on_one_use_compound(unknown_town: Municipality) -> None:
    own_need(unknown_town, 100.0)
    for name in ("Dämmung", "Wärmepumpe"):
        measure = Measure.objects.create(
            municipality=unknown_town, name=name, start=date(2025, 1, 1)
        )
        expected(measure, 50.0, 50.0, 50.0)
    stones = wall_of(municipality=unknown_town, at=NOW).stones
    assert sum(stone.tonnes.mean for stone in stones) == pytest.approx(75.0, rel=1e-4)


def test_an_effect_above_its_use_is_refused(unknown_town: Municipality) -> None:
    own_need(unknown_town, 10.0)
    expected(measured(unknown_town, "Heizung"), 20.0, 60.0, 100.0)
    with pytest.raises(InputRejected) as refused:
        wall_of(municipality=unknown_town, at=NOW)
    assert codes(refused) == {"effect_above_use"}


def test_a_year_without_a_target_is_refused(town: Municipality) -> None:
    with pytest.raises(InputRejected) as refused:
        wall_of(municipality=town, year=2031, at=NOW)
    assert codes(refused) == {"no_target"}


def test_a_day_is_a_part_of_its_year() -> None:
    assert as_year(date(2025, 1, 1)) == 2025
    assert as_year(date(2024, 7, 2)) == pytest.approx(2024.5)


def test_the_document_has_every_target_and_measure(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    decided(unknown_town, scope=Scope.COMPANIES, year=2035)
    expected(measured(unknown_town, "Heizung"), 20.0, 60.0, 100.0)
    document = pathways_document(pathways_of(municipality=unknown_town, at=NOW))
    document = json.loads(json.dumps(document))
    assert [target["scope"] for target in document["targets"]] == ["companies", "town"]
    companies, whole = document["targets"]
    assert companies["need_t"] is None
    assert whole["probability"] == 0.0
    assert whole["gap"]["low_t"] <= whole["gap"]["mean_t"] <= whole["gap"]["high_t"]
    assert document["measures"][0]["believed"]["weight_of_evidence"] > 0.5


def test_an_expectation_of_a_measure_deleted_meanwhile_is_refused(town: Municipality) -> None:
    measure = Measure.objects.create(municipality=town, name="Fernwärme", start=date(2027, 1, 1))
    Measure.objects.filter(pk=measure.pk).delete()
    with pytest.raises(InputRejected, match="measure"):
        expected(measure, 1.0, 2.0, 3.0)
    assert not ExpectedEffect.objects.exists()

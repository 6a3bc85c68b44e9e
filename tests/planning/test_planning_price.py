"""What a tonne costs, what a pilot brings elsewhere, what all measures bring together."""

from datetime import date

import pytest

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.places.models import Building, Municipality
from klimamosaik.planning.assumptions import assumed
from klimamosaik.planning.price import Abatement, abatement_of
from klimamosaik.planning.queries.answer import answer_of
from klimamosaik.planning.queries.answer_document import answer_document
from klimamosaik.planning.rollout import PilotPlace, Where, comparable, pilot_place, rolled_out
from klimamosaik.planning.steering import town_pathway
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.figure import Verdict
from tests.pathway.conftest import CO2E_PER_KWH, NOW, measured
from tests.planning.planned import hoped, pilot

TODAY = date(2026, 11, 22)


def curve(town: Municipality, *, interest: float = 0.0, life: float | None = None) -> Abatement:
    pathway = town_pathway(municipality=town, at=NOW)
    return abatement_of(pathway=pathway, today=TODAY, interest=interest, life=life)


def paying(town: Municipality, *, saved_eur: float | None = 8_000.0) -> Measure:
    """A measured saving that cost 38,000 EUR and lasts 20 years."""
    measure = pilot(town)
    Measure.objects.filter(pk=measure.pk).update(cost=38_000, expected_life=20)
    MeasuredEffect.objects.update(saved_eur=saved_eur)
    return measure


def test_a_measure_that_saves_more_money_than_it_costs_is_below_zero(aiming: Municipality) -> None:
    paying(aiming)
    hoped(aiming, "Dach", 10, cost=20_000)
    found = curve(aiming)
    assert [one.measure.name for one in found.all_steps] == ["Heizung", "Dach"]
    tonnes = found.steps[0].step.tonnes.mean
    yearly = 8_000 * 365.25 / 365
    assert found.steps[0].step.euro_per_tonne == pytest.approx((38_000 / 20 - yearly) / tonnes)
    assert [one.grade for one in found.all_steps] == [
        EvidenceClass.MEASURED,
        EvidenceClass.EXPECTED,
    ]
    assert [one.step.euro_per_tonne < 0 for one in found.all_steps] == [True, False]


def test_what_works_has_the_range_on_the_cost_page_that_it_has_everywhere(
    aiming: Municipality,
) -> None:
    paying(aiming)
    (step,) = (one.step for one in curve(aiming).all_steps)
    (known,) = town_pathway(municipality=aiming, at=NOW).known
    headline = headline_of(known)
    assert headline is not None
    everywhere = (headline.tonnes.low, headline.tonnes.high)
    assert (step.tonnes.low, step.tonnes.high) == pytest.approx(everywhere, rel=1e-9)


def test_money_nobody_knows_is_not_taken_off(aiming: Municipality) -> None:
    paying(aiming, saved_eur=None)
    step = curve(aiming).gross[0]
    assert step.saved_eur is None
    assert step.step.euro_per_tonne == pytest.approx(38_000 / 20 / step.step.tonnes.mean)


def test_without_a_life_there_is_no_price_until_somebody_assumes_one(aiming: Municipality) -> None:
    hoped(aiming, "Dach", 10, life=None)
    hoped(aiming, "ohne Kosten", cost=None)
    assert [one.reason.de for one in curve(aiming).left_out] == [
        "Nutzungsdauer unbekannt",
        "Kosten unbekannt",
    ]
    assert [one.measure.name for one in curve(aiming, life=25).gross] == ["Dach"]


def test_assumptions_have_a_source() -> None:
    for name in ("interest", "spread"):
        assert assumed(name).percent > 0
        assert "Assumption" in assumed(name).source


def tried(town: Municipality) -> PilotPlace:
    known = town_pathway(municipality=town, at=NOW).known
    return pilot_place(next(one for one in known if one.measured))


def test_ten_places_like_the_pilot_bring_ten_times_as_much(aiming: Municipality) -> None:
    paying(aiming)
    one = tried(aiming)
    found = rolled_out([one], Where(count=10, spread=0.5, cost=38_000))
    assert not found.by_area
    mean = 100_000 * CO2E_PER_KWH * 365.25 / 365
    assert found.tonnes.mean == pytest.approx(10 * mean, rel=1e-3)
    assert found.kwh == pytest.approx(1_000_000 * 365.25 / 365, rel=1e-3)
    assert found.cost == 380_000
    assert found.saved_eur == pytest.approx(80_000 * 365.25 / 365, rel=1e-3)
    assert found.tonnes.low < found.tonnes.mean < found.tonnes.high


def test_buildings_of_the_same_kind_count_by_their_area(aiming: Municipality) -> None:
    paying(aiming)
    Building.objects.filter(name="Haus Heizung").update(usable_area=1_000, kind="school")
    large = Building.objects.create(
        municipality=aiming, name="Große Schule", kind="school", usable_area=3_000
    )
    Building.objects.create(municipality=aiming, name="Bad", kind="pool", usable_area=500)
    one = tried(aiming)
    assert comparable(one, aiming) == (large,)
    found = rolled_out([one], Where(buildings=(large,), spread=0.5))
    assert found.by_area
    mean = 100_000 * CO2E_PER_KWH * 365.25 / 365
    assert found.tonnes.mean == pytest.approx(3 * mean, rel=1e-3)
    assert found.cost is None


def test_a_roll_out_to_nowhere_and_an_unknown_spread_are_refused(aiming: Municipality) -> None:
    paying(aiming)
    with pytest.raises(InputRejected, match="tick at least one place"):
        rolled_out([tried(aiming)], Where(spread=0.5))
    with pytest.raises(InputRejected, match="at least three pilots"):
        rolled_out([tried(aiming)], Where(count=3))


def test_the_answer_adds_measured_and_expected_apart(aiming: Municipality) -> None:
    paying(aiming)
    measured(aiming, "Aushang", saved_kwh=5_000, verdict=Verdict.NOT_DISTINGUISHABLE)
    hoped(aiming, "Dach", 10)
    hoped(aiming, "Idee", 0)
    hoped(aiming, "aufgegeben")
    Measure.objects.filter(name="aufgegeben").update(phase=Phase.STOPPED)
    found = answer_of(municipality=aiming, at=NOW)
    assert [line.grade for line in found.lines] == list(EvidenceClass)
    assert found.measured.count == found.expected.count == 1
    assert found.saved_mwh == pytest.approx(100 * 365.25 / 365, rel=1e-3)
    assert found.expected.tonnes.mean == pytest.approx(10)
    assert found.kwh_per_head == pytest.approx(10 * 365.25 / 365, rel=1e-3)
    assert found.stopped == 1
    document = answer_document(found)
    assert document["per_head"]["inhabitants"] == 10_000
    assert [line["t_co2e_a_year"] is None for line in document["lines"]] == [
        False, True, False, True,
    ]  # fmt: skip

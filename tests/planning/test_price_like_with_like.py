"""What a tonne costs: like compared with like, failed money included, savings proposed."""

import json
from datetime import date
from decimal import Decimal

import pytest

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.measures.models import CostLine, Lesson, Measure
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.models.phase import Phase
from klimamosaik.observations.models import Bill
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import ExpectedEffect
from klimamosaik.pathway.operations import Saving, expect
from klimamosaik.pathway.queries.saving import SavingBasis, proposal_for
from klimamosaik.people.models import Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.planning.price import Abatement, abatement_of
from klimamosaik.planning.price_wording import headline, mean_texts
from klimamosaik.planning.steering import town_pathway
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from tests.paper import form_with
from tests.pathway.conftest import NOW, measured
from tests.pathway.test_pathway_pages import client, text
from tests.planning.planned import hoped, pilot
from tests.planning.test_planning_pages import address

TODAY = date(2026, 11, 22)


def curve(town: Municipality) -> Abatement:
    pathway = town_pathway(municipality=town, at=NOW)
    return abatement_of(pathway=pathway, today=TODAY, interest=0.0, life=None)


def saving(measure: Measure, eur: float, mwh: float | None = None) -> None:
    """Write down what it is expected to save in money."""
    known = ExpectedEffect.objects.get(measure=measure)
    effect = Prior.of(known.low_t, known.likely_t, known.high_t)
    expect(
        measure=measure, effect=effect, field=Field(known.field), saving=Saving(mwh, eur),
        reasoning="gerechnet", by=None,
    )  # fmt: skip


def stopped(town: Municipality, name: str, cost: int | None) -> Measure:
    """A measure that was given up, with what its lesson says it cost."""
    measure = Measure.objects.create(municipality=town, name=name, phase=Phase.STOPPED)
    Lesson.objects.create(
        measure=measure, day=TODAY, stopped=True, hypothesis="h", evidence="e", cause="c",
        advice="a", cost=cost,
    )  # fmt: skip
    return measure


def test_an_expected_saving_makes_a_measure_comparable(aiming: Municipality) -> None:
    roof = hoped(aiming, "Dach", 10, cost=20_000)
    hoped(aiming, "Fenster", 10, cost=20_000)
    saving(roof, 400.0)
    found = curve(aiming)
    assert [(one.measure.name, one.basis) for one in found.steps] == [("Dach", SavingBasis.STATED)]
    assert [(one.measure.name, one.basis) for one in found.gross] == [
        ("Fenster", SavingBasis.UNKNOWN)
    ]
    tonnes = found.steps[0].step.tonnes.mean
    assert found.steps[0].step.euro_per_tonne == pytest.approx((1_000 - 400) / tonnes)
    assert found.gross[0].step.euro_per_tonne == pytest.approx(
        1_000 / found.gross[0].step.tonnes.mean
    )


def test_what_brings_money_is_not_said_to_cost_less_than_nothing(aiming: Municipality) -> None:
    roof = hoped(aiming, "Dach", 10, cost=20_000)
    saving(roof, 1_500.0)
    assert headline(curve(aiming)).de == "Jede Tonne CO₂e weniger spart 50 Euro"
    saving(hoped(aiming, "Fenster", 10, cost=20_000), 2_000.0)
    said = headline(curve(aiming))
    assert said.de == "Jede Tonne CO₂e weniger spart zwischen 50 und 101 Euro"  # they overlap
    assert "−" not in said.de + said.en


def test_the_two_groups_have_no_common_mean(aiming: Municipality) -> None:
    roof = hoped(aiming, "Dach", 10, cost=20_000)
    hoped(aiming, "Fenster", 10, cost=60_000)
    saving(roof, 0.0)
    found = curve(aiming)
    assert found.mean.eur_per_t == pytest.approx(1_000 / found.steps[0].step.tonnes.mean)
    assert found.gross_mean.eur_per_t == pytest.approx(3_000 / found.gross[0].step.tonnes.mean)
    said = " ".join(each.de for each in mean_texts(found))
    assert "Ein gemeinsames Mittel gibt es nicht" in said


def test_some_measures_cost_alone_what_they_cost_among_all(aiming: Municipality) -> None:
    roof, windows = hoped(aiming, "Dach", 10, cost=20_000), hoped(aiming, "Fenster", 10, cost=900)
    Measure.objects.filter(pk=windows.pk).update(expected_life=10)
    saving(roof, 0.0)
    saving(windows, 0.0)
    bank = stopped(aiming, "Glascontainer", 3_000)
    found = curve(aiming).of({roof.pk, bank.pk})
    (step,) = found.steps
    assert found.failed[0].cost == pytest.approx(3_000 / 15)  # the mean life of all, not of some
    assert found.mean.eur_per_t == pytest.approx((1_000 + 200) / step.step.tonnes.mean)
    assert (found.mean.count, found.mean.failed, step.step.before) == (1, 1, 0)


def test_money_that_failed_is_in_the_mean(aiming: Municipality) -> None:
    roof = hoped(aiming, "Dach", 10, cost=20_000)
    saving(roof, 0.0)
    stopped(aiming, "Glascontainer", 8_000)
    posters = measured(aiming, "Aushang", saved_kwh=100, verdict=Verdict.NOT_DISTINGUISHABLE)
    Measure.objects.filter(pk=posters.pk).update(cost=900, expected_life=1)
    found = curve(aiming)
    assert {one.measure.name: one.spent for one in found.failed} == {
        "Glascontainer": 8_000, "Aushang": 900,
    }  # fmt: skip
    tonnes = found.steps[0].step.tonnes.mean
    assert found.mean.alone == pytest.approx(1_000 / tonnes)
    assert found.mean.eur_per_t == pytest.approx((1_000 + 8_000 / 20 + 900) / tonnes)
    assert "Darin sind 8.900 Euro ohne nachgewiesene Einsparung" in mean_texts(found)[1].de
    assert not {"Aushang", "Glascontainer"} & {one.name for one in found.left_out}


def test_what_uses_more_takes_its_tonnes_and_its_money_off_the_mean(aiming: Municipality) -> None:
    roof = hoped(aiming, "Dach", 100, cost=20_000)
    saving(roof, 0.0)
    lights = measured(aiming, "LED", saved_kwh=-100_000, verdict=Verdict.USED_MORE)
    Measure.objects.filter(pk=lights.pk).update(cost=64_000, expected_life=16)
    MeasuredEffect.objects.filter(assessment__measure=lights).update(saved_eur=-3_650)
    found = curve(aiming)
    (failed,) = found.failed
    assert failed.reason.de == "verbraucht seitdem mehr als vorher"
    assert failed.tonnes < -20
    expected = (1_000 + 64_000 / 16 + 3_650 / 365 * 365.25) / (
        found.steps[0].step.tonnes.mean + failed.tonnes
    )
    assert found.mean.eur_per_t == pytest.approx(expected)


def test_a_stop_whose_cost_nobody_wrote_down_is_named_and_not_guessed(aiming: Municipality) -> None:
    roof = hoped(aiming, "Dach", 10, cost=20_000)
    saving(roof, 0.0)
    stopped(aiming, "still aufgegeben", None)
    found = curve(aiming)
    assert found.failed == ()
    assert [one.reason.de for one in found.left_out] == [
        "gestoppt; was sie gekostet hat, steht nicht da"
    ]


def test_what_was_paid_counts_for_what_works_not_what_was_planned(aiming: Municipality) -> None:
    heat = pilot(aiming)
    Measure.objects.filter(pk=heat.pk).update(expected_life=10)
    CostLine.objects.create(
        measure=heat, year=2024, kind=CostKind.INVESTMENT, planned=40_000, actual=38_000
    )
    (one,) = curve(aiming).gross
    assert one.step.cost == pytest.approx(3_800)


def test_a_measured_saving_without_a_price_takes_the_expected_money(aiming: Municipality) -> None:
    heat = pilot(aiming)
    Measure.objects.filter(pk=heat.pk).update(cost=38_000, expected_life=20)
    expect(
        measure=heat, effect=Prior.of(10, 20, 30), field=Field.HEAT, saving=Saving(None, 5_000.0),
        reasoning="gerechnet", by=None,
    )  # fmt: skip
    (one,) = curve(aiming).steps
    assert one.basis is SavingBasis.STATED
    assert one.saved_eur is not None
    assert 3_000 < one.saved_eur < 7_000  # corrected as the tonnes are


def test_only_gross_prices_say_so_in_the_headline(aiming: Municipality) -> None:
    hoped(aiming, "Dach", 10, cost=20_000)
    reader = client(aiming, Role.READER)
    page = text(reader, address(aiming, "planung/kosten/"))
    assert "gesparte Energiekosten nicht abgezogen</h1>" in page
    assert "Für sich: Ersparnis bei den Energiekosten nicht eingetragen" in page
    assert "Ersparnis eintragen" not in page
    page = text(client(aiming, Role.EDITOR), address(aiming, "planung/kosten/"))
    assert f"/massnahmen/{Measure.objects.get().pk}/erwartung/" in page


def test_pages_and_documents_tell_the_same_means(aiming: Municipality) -> None:
    roof = hoped(aiming, "Dach", 10, cost=20_000)
    saving(roof, 100.0)
    hoped(aiming, "Fenster", 10, cost=60_000)
    stopped(aiming, "Glascontainer", 8_000)
    reader = client(aiming, Role.READER)
    costs = json.loads(text(reader, address(aiming, "planung/kosten.json")))
    answer = json.loads(text(reader, address(aiming, "wirkung/wirkung.json")))
    mean = costs["means"]["saving_known"]
    assert mean["eur_per_t"] == answer["eur_per_t"]
    assert costs["means"]["saving_not_known"]["eur_per_t"] == answer["eur_per_t_saving_not_known"]
    assert costs["failed"][0]["spent_eur"] == answer["failed_eur"] == 8_000
    shown = f"Im Mittel kostet eine Tonne {round(mean['eur_per_t'])} Euro"
    for page in ("planung/kosten/", "wirkung/"):
        assert shown in text(reader, address(aiming, page))
    assert {line["measure"]: line["saving_known"] for line in answer["lines"]} == {
        "Dach": True, "Fenster": False,
    }  # fmt: skip


def billed(town: Municipality, measure: Measure | None, *, eur: float, kwh: float) -> None:
    """A meter with a bill, of the measure or beside it."""
    name = f"Haus {MeterPoint.objects.count()}"
    building = town.buildings.create(name=name)
    point = MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name=name)
    Bill.objects.create(
        meter_point=point, start=date(2025, 1, 1), end=date(2026, 1, 1), amount=Decimal(str(eur)),
        quantity=kwh,
    )  # fmt: skip
    if measure:
        measure.meter_points.add(point)


def test_a_saving_is_proposed_from_energy_and_the_price_of_its_own_bills(
    aiming: Municipality,
) -> None:
    heat = hoped(aiming, "Heizung")
    assert proposal_for(heat, Field.HEAT, 10) is None
    billed(aiming, None, eur=2_000, kwh=10_000)
    town = proposal_for(heat, Field.HEAT, 10)
    assert town is not None
    assert town.saved_eur == 2_000
    billed(aiming, heat, eur=1_000, kwh=10_000)
    own = proposal_for(heat, Field.HEAT, 10)
    assert own is not None
    assert own.saved_eur == 1_000
    assert "ihrer Zähler" in own.price.source.de
    assert proposal_for(heat, Field.ELECTRICITY, 10) is None


def test_a_proposal_is_shown_and_nothing_stored_until_a_person_saves(
    aiming: Municipality,
) -> None:
    heat = hoped(aiming, "Heizung")
    billed(aiming, heat, eur=1_000, kwh=10_000)
    editor = client(aiming, Role.EDITOR)
    place = address(aiming, f"massnahmen/{heat.pk}/erwartung/")
    given = {
        "low_t": "16", "likely_t": "20", "high_t": "24", "field": "heat", "scope": "town",
        "saved_mwh": "12,5", "saved_eur": "", "reasoning": "gerechnet",
    }  # fmt: skip
    page = editor.post(place, given | {"do": "propose"}).content.decode()
    assert "12,5 MWh mal 10,00 ct/kWh" in page
    assert "sind 1.250 Euro im Jahr" in page
    assert ExpectedEffect.objects.get(measure=heat).saved_eur is None
    editor.post(place, given | {"saved_eur": "1.250"})
    kept = ExpectedEffect.objects.get(measure=heat)
    assert (kept.saved_mwh, kept.saved_eur) == (12.5, 1_250)
    empty = editor.post(place, given | {"saved_mwh": "", "do": "propose"}).content.decode()
    assert "Erst die Energie im Jahr" in empty
    editor.post(place, given | {"saved_eur": "", "field": "transport", "do": "propose"})
    assert ExpectedEffect.objects.get(measure=heat).saved_eur == 1_250


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("priced", [True, False])
def test_what_was_typed_before_a_proposal_is_what_is_saved_after_it(
    aiming: Municipality, known: bool, priced: bool
) -> None:
    """Nobody else wrote anything, so nothing may be taken over from others."""
    heat = hoped(aiming, "Heizung")
    if not known:
        ExpectedEffect.objects.all().delete()
    if priced:
        billed(aiming, heat, eur=1_000, kwh=10_000)
    editor = client(aiming, Role.EDITOR)
    place = address(aiming, f"massnahmen/{heat.pk}/erwartung/")
    form = form_with(editor.get(place), "low_t")
    for name, value in {"low_t": "150,5", "likely_t": "200", "high_t": "240", "field": "heat",
                        "saved_mwh": "12,5", "reasoning": "gerechnet"}.items():  # fmt: skip
        form.say(name, value)
    shown = form.send(editor, ("do", "propose"))
    assert "Bitte noch ändern" not in shown.content.decode()
    assert form_with(shown, "low_t").send(editor).status_code == 302
    kept = ExpectedEffect.objects.get(measure=heat)
    assert (kept.low_t, kept.likely_t, kept.high_t) == (150.5, 200, 240)
    assert (kept.saved_mwh, kept.reasoning) == (12.5, "gerechnet")
    assert kept.saved_eur == (1_250 if priced else None)


def test_what_was_said_of_money_stays_where_only_tonnes_are_said_anew(
    aiming: Municipality,
) -> None:
    heat = hoped(aiming, "Heizung")
    saving(heat, 700.0, 5.0)
    expect(
        measure=heat, effect=Prior.of(1, 2, 3), field=Field.HEAT, reasoning="neu gerechnet", by=None
    )
    assert ExpectedEffect.objects.get(measure=heat).saved_eur == 700


def test_adaptation_that_was_stopped_is_no_price_of_a_tonne(aiming: Municipality) -> None:
    saving(hoped(aiming, "Dach", 10, cost=20_000), 0.0)
    for name, fields in (("Schatten", ["adaptation"]), ("Glascontainer", ["cross-cutting"])):
        measure = stopped(aiming, name, 8_000)
        Measure.objects.filter(pk=measure.pk).update(fields_of_action=fields)
    found = curve(aiming)
    assert [one.measure.name for one in found.failed] == ["Glascontainer"]
    assert [one.name for one in found.left_out] == ["Schatten"]

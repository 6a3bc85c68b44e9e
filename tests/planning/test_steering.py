"""The list that names what lags: which measures, what says so, who, and when it is decided."""

from datetime import date, timedelta

import pytest

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import fingerprint
from klimamosaik.measures.models import (
    CostLine,
    Gate,
    Indicator,
    IndicatorValue,
    Involvement,
    Measure,
    StatusReport,
    Task,
)
from klimamosaik.measures.models.kinds import CostKind, InvolvementRole
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.operations import expect
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.planning.deviations import Aspect
from klimamosaik.planning.steering import (
    Steering,
    SteeringLine,
    SteeringState,
    steering_document,
    steering_of,
)
from klimamosaik.terms.estimate import criterion_of
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import GateVerdict
from tests.pathway.conftest import NOW, PER_KWH, measured
from tests.planning.planned import hoped

TODAY = date(2026, 11, 22)


@pytest.fixture
def office(aiming: Municipality) -> Organisation:
    return Organisation.objects.create(municipality=aiming, name="Gebäudewirtschaft")


def steering(town: Municipality) -> Steering:
    return steering_of(municipality=town, at=NOW)


def line(found: Steering, measure: Measure) -> SteeringLine:
    return next(one for one in found.lines if one.state.measure == measure)


def fresh(measure: Measure) -> Measure:
    StatusReport.objects.create(measure=measure, day=TODAY, state=CourseState.ON_COURSE)
    return measure


def test_an_effect_behind_its_expectation_names_its_readings(aiming: Municipality) -> None:
    heating = measured(aiming, "Heizung", saved_kwh=100_000, half_kwh=20_000)
    expect(
        measure=heating, effect=Prior.of(60, 60, 60),
        field=Field.HEAT, reasoning="Gutachten", by=None,
    )  # fmt: skip
    worst = line(steering(aiming), heating).worst
    assert worst is not None
    assert worst.aspect is Aspect.EFFECT
    assert "hinter Plan, mindestens" in worst.said.de
    assert "22,3 (17,8 bis 26,7) t CO₂e im Jahr statt 60,0 t" in worst.proof.de
    assert "Datenversion 7" in worst.proof.de


def test_money_dates_and_indicators_are_compared_with_one_another(
    aiming: Municipality, office: Organisation
) -> None:
    dear, late, slow = (fresh(hoped(aiming, name, cost=None)) for name in ("teuer", "spät", "zäh"))
    CostLine.objects.create(
        measure=dear, year=2026, kind=CostKind.INVESTMENT, planned=10_000, actual=14_500
    )
    Task.objects.create(
        measure=late, organisation=office, what="Ausschreibung", due=TODAY - timedelta(days=73)
    )
    indicator = Indicator.objects.create(
        measure=slow, link="output", name="Fläche", unit="m²", start_value=0, wanted_value=1000,
        bound="at least", wanted_until=TODAY, wanted_written_on=date(2026, 1, 1),
    )  # fmt: skip
    IndicatorValue.objects.create(indicator=indicator, day=TODAY, value=100, source="Begehung")
    found = steering(aiming)
    assert [one.state.measure for one in found.first] == [slow, dear, late]
    assert [round(one.sure, 2) for one in found.first] == [0.9, 0.45, 0.2]
    assert "um 90 % hinter Plan" in line(found, slow).deviations[0].said.de
    assert "2026: 14.500 statt 10.000 Euro" in line(found, dear).deviations[0].proof.de
    assert "fällig am 10.09.2026" in line(found, late).deviations[0].proof.de


def test_only_three_come_first_and_stopped_ones_never(aiming: Municipality) -> None:
    for k in range(5):
        CostLine.objects.create(
            measure=fresh(hoped(aiming, f"m{k}", cost=None)), year=2026,
            kind=CostKind.INVESTMENT, planned=100, actual=150 + k,
        )  # fmt: skip
    Measure.objects.filter(name="m4").update(phase=Phase.STOPPED)
    found = steering(aiming)
    assert [one.state.measure.name for one in found.first] == ["m3", "m2", "m1"]
    assert len(found.lines) == 4


def test_five_in_a_hundred_more_is_still_on_plan(aiming: Municipality) -> None:
    measure = fresh(hoped(aiming, "fast", cost=None))
    CostLine.objects.create(
        measure=measure, year=2026, kind=CostKind.INVESTMENT, planned=100, actual=104
    )
    assert line(steering(aiming), measure).course is SteeringState.ON_PLAN


def test_next_years_money_is_not_judged_yet(aiming: Municipality) -> None:
    measure = fresh(hoped(aiming, "künftig", cost=None))
    CostLine.objects.create(
        measure=measure, year=2027, kind=CostKind.INVESTMENT, planned=100, actual=500
    )
    assert line(steering(aiming), measure).course is SteeringState.NO_PLAN


def test_stale_is_a_state_of_its_own(aiming: Municipality) -> None:
    silent = hoped(aiming, "still", cost=None)
    StatusReport.objects.create(measure=silent, day=date(2024, 1, 1), state=CourseState.ON_COURSE)
    found = line(steering(aiming), silent)
    assert found.course is SteeringState.STALE
    assert found.state.stale_since is not None


def test_a_gate_is_a_plan_too(aiming: Municipality) -> None:
    lamps = measured(aiming, "Lampen", saved_kwh=100_000, half_kwh=10_000)
    Gate.objects.create(measure=lamps, saving_percent=20.0, written_on=date(2024, 12, 1))
    MeasuredEffect.objects.update(saved_percent=10.0, expected_kwh=1_000_000)
    Assessment.objects.update(fingerprint=fingerprint(lamps), gate=GateVerdict.MISSED)
    worst = line(steering(aiming), lamps).worst
    assert worst is not None
    assert worst.behind.share == pytest.approx(0.5)
    assert worst.behind.sure == pytest.approx(0.455, abs=0.001)
    assert worst.said.de == "Einsparung um 50 % hinter Plan, mindestens 46 %"
    assert "10,0 % (9,1 bis 10,9 %) gespart; verlangt mindestens 20 %" in worst.proof.de


def test_who_is_responsible_and_when_it_is_decided_stand_in_the_list(
    aiming: Municipality, office: Organisation
) -> None:
    measure = hoped(aiming, "Dach", cost=None)
    Involvement.objects.create(measure=measure, organisation=office, role=InvolvementRole.LEAD)
    Measure.objects.filter(pk=measure.pk).update(next_decision_on=TODAY - timedelta(days=365))
    document = steering_document(steering(aiming))
    told = document["measures"][0]
    assert told["responsible"] == ["Gebäudewirtschaft"]
    assert told["next_decision"] == (TODAY - timedelta(days=365)).isoformat()
    assert told["deviations"][0]["behind"] == pytest.approx(1.0)
    assert told["course"] == "behind plan"


def test_tonnes_of_the_meter_are_those_of_the_balance(aiming: Municipality) -> None:
    heating = measured(aiming, "Heizung", saved_kwh=100_000, half_kwh=0)
    direct = 100_000 * PER_KWH
    expect(
        measure=heating, effect=Prior.of(direct, direct, direct),
        field=Field.HEAT, reasoning="x", by=None,
    )  # fmt: skip
    worst = line(steering(aiming), heating).worst
    assert worst is not None
    assert worst.behind.share < 0  # with upstream chains it is more than the direct tonnes


@pytest.mark.parametrize(("mean", "half", "asked", "course", "said"), [
    (10.0, 4.0, 5.0, SteeringState.ON_PLAN, "Kriterium erreicht"),
    (10.0, 8.0, 5.0, SteeringState.NOT_SHOWN, "Kriterium noch nicht nachweisbar"),
    (3.0, 8.0, 5.0, SteeringState.NOT_SHOWN, "Kriterium noch nicht nachweisbar"),
    (3.0, 1.9, 5.0, SteeringState.BEHIND, "Einsparung um 40 % hinter Plan, mindestens 4 %"),
])  # fmt: skip
def test_the_list_says_of_a_criterion_what_its_range_says(
    aiming: Municipality, mean: float, half: float, asked: float, course: SteeringState, said: str
) -> None:
    lamps = fresh(measured(aiming, "Lampen", saved_kwh=1e4 * mean, half_kwh=1e4 * half))
    Gate.objects.create(measure=lamps, saving_percent=asked, written_on=date(2024, 12, 1))
    MeasuredEffect.objects.update(saved_percent=mean, expected_kwh=1_000_000)
    judged = criterion_of(MeasuredEffect.objects.get().percent, asked=asked)
    Assessment.objects.update(fingerprint=fingerprint(lamps), gate=judged)
    found = line(steering(aiming), lamps)
    assert (found.course, found.deviations[0].said.de) == (course, said)
    assert found.deviations[0].criterion is judged


def test_a_wide_range_around_what_was_expected_is_not_on_plan(aiming: Municipality) -> None:
    heating = fresh(measured(aiming, "Heizung", saved_kwh=100_000, half_kwh=90_000))
    expect(
        measure=heating, effect=Prior.of(20, 22, 25),
        field=Field.HEAT, reasoning="Gutachten", by=None,
    )  # fmt: skip
    found = line(steering(aiming), heating)
    assert found.course is SteeringState.NOT_SHOWN
    assert found.deviations[0].said.de.endswith("noch nicht nachweisbar")


def test_an_indicator_whose_side_nobody_said_is_no_plan(aiming: Municipality) -> None:
    measure = fresh(hoped(aiming, "Schule", cost=None))
    indicator = Indicator.objects.create(
        measure=measure, link="impact", name="zu kalt", unit="Klassen", start_value=3,
        wanted_value=3, wanted_until=TODAY, wanted_written_on=date(2026, 1, 1),
    )  # fmt: skip
    IndicatorValue.objects.create(indicator=indicator, day=TODAY, value=4, source="Umfrage")
    assert line(steering(aiming), measure).course is SteeringState.NO_PLAN
    Indicator.objects.update(bound="at most")
    assert line(steering(aiming), measure).course is SteeringState.BEHIND
    IndicatorValue.objects.update(value=2)
    assert line(steering(aiming), measure).course is SteeringState.ON_PLAN


def led_by(measure: Measure, office: Organisation, desk: str) -> None:
    Involvement.objects.create(
        measure=measure, organisation=office, role=InvolvementRole.LEAD, desk=desk
    )


def test_the_desk_that_answers_stands_beside_its_office(
    aiming: Municipality, office: Organisation
) -> None:
    led_by(hoped(aiming, "Dach", cost=None), office, "Sachgebiet Energie")
    (told,) = steering_document(steering(aiming))["measures"]
    assert told["desks"] == [{"organisation": "Gebäudewirtschaft", "desk": "Sachgebiet Energie"}]


def test_the_next_open_task_that_is_a_decision_gives_its_day(
    aiming: Municipality, office: Organisation
) -> None:
    measure = hoped(aiming, "Dach", cost=None)
    days = (("Ausschreibung", 5, False, None), ("Beschluss", 20, True, None),
            ("Vorbeschluss", 3, True, TODAY), ("Später", 40, True, None))  # fmt: skip
    for what, days_on, decision, done in days:
        Task.objects.create(
            measure=measure, organisation=office, what=what, decision=decision, done_on=done,
            due=TODAY + timedelta(days=days_on),
        )  # fmt: skip
    found = line(steering(aiming), measure).state.decision
    assert found is not None
    assert (found.what.de, found.day) == ("Beschluss", TODAY + timedelta(days=20))


def test_a_day_entered_for_the_decision_goes_before_tasks(
    aiming: Municipality, office: Organisation
) -> None:
    measure = hoped(aiming, "Dach", cost=None)
    Measure.objects.filter(pk=measure.pk).update(next_decision_on=TODAY)
    Task.objects.create(
        measure=measure, organisation=office, what="Beschluss", decision=True, due=TODAY
    )
    found = line(steering(aiming), measure).state.decision
    assert found is not None
    assert found.what.de == "Entscheidung"


def test_a_day_of_decision_is_passed_from_the_next_day_on(aiming: Municipality) -> None:
    measure = hoped(aiming, "Dach", cost=None)
    Measure.objects.filter(pk=measure.pk).update(next_decision_on=TODAY)
    assert line(steering(aiming), measure).state.undecided is None
    Measure.objects.filter(pk=measure.pk).update(next_decision_on=TODAY - timedelta(days=1))
    said = line(steering(aiming), measure).state.undecided
    assert said is not None
    assert "wie sie ausfiel, ist noch nicht eingetragen" in said.de


def test_what_is_late_says_days_and_no_share_of_a_year(
    aiming: Municipality, office: Organisation
) -> None:
    measure = hoped(aiming, "spät", cost=None)
    for what, days in (("Ausschreibung", 73), ("Angebot", 1)):
        Task.objects.create(
            measure=measure, organisation=office, what=what, due=TODAY - timedelta(days=days)
        )
    said = [one.said.de for one in line(steering(aiming), measure).deviations]
    assert said == [
        "„Ausschreibung“ (Gebäudewirtschaft) seit 73 Tagen fällig",
        "„Angebot“ (Gebäudewirtschaft) seit einem Tag fällig",
    ]


def test_what_only_looks_behind_is_named_after_what_is_sure(aiming: Municipality) -> None:
    lamps = fresh(measured(aiming, "Lampen", saved_kwh=3e4, half_kwh=8e4))
    Gate.objects.create(measure=lamps, saving_percent=5.0, written_on=date(2024, 12, 1))
    MeasuredEffect.objects.update(saved_percent=3.0, expected_kwh=1_000_000)
    Assessment.objects.update(fingerprint=fingerprint(lamps), gate=GateVerdict.NOT_SHOWN)
    dear = fresh(hoped(aiming, "teuer", cost=None))
    CostLine.objects.create(
        measure=dear, year=2026, kind=CostKind.INVESTMENT, planned=100, actual=110
    )
    found = steering(aiming)
    assert [one.state.measure for one in found.first] == [dear, lamps]
    assert found.first[1].course is SteeringState.NOT_SHOWN


def test_a_measure_without_a_plan_says_what_would_make_it_comparable(
    aiming: Municipality,
) -> None:
    bare = fresh(Measure.objects.create(municipality=aiming, name="Radweg"))
    trees = fresh(
        Measure.objects.create(
            municipality=aiming, name="Bäume", fields_of_action=[Field.ADAPTATION.value]
        )
    )
    found = steering(aiming)
    assert [one.state.measure for one in found.uncompared] == [trees, bare]
    steps = {one.state.measure: one.next for one in found.lines}
    assert {measure: step and step.text.de for measure, step in steps.items()} == {
        bare: "Erwartete Minderung eintragen",
        trees: "Kennzahl mit gewünschtem Wert eintragen",
    }
    step = steps[bare]
    assert step is not None
    assert step.link.endswith(f"/massnahmen/{bare.pk}/erwartung/")


def test_news_that_are_overdue_come_before_everything_else(aiming: Municipality) -> None:
    silent = hoped(aiming, "still", cost=None)
    step = line(steering(aiming), silent).next
    assert step is not None
    assert step.text.de == "Sachstand melden"

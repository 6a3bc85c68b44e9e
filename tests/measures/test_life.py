"""From idea to transfer: what each step asks for, and that stopping is a result like any other."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from klimamosaik.measures.models import Indicator, Lesson, Measure, Step
from klimamosaik.measures.models.kinds import Bound, InvolvementRole, Link
from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.measures.operations import (
    CriterionDraft,
    enter_value,
    judge,
    step_up,
    stop,
    take_up_again,
    write_indicator,
    write_lesson,
    write_measure,
)
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.figure import GateVerdict
from tests.measures.conftest import AT, TODAY, answered_for, measure_in, takes_part

LEARNT = {
    "hypothesis": "Fühler sparen Wasser",
    "evidence": "Es wurde gleich viel gegossen",
    "cause": "Niemand sah die Werte an",
    "advice": "Erst klären, wer gießt",
}


def codes(refusal: pytest.ExceptionInfo[InputRejected]) -> list[str]:
    return [complaint.code for complaint in refusal.value.complaints]


def changed(measure: Measure, **facts: Any) -> Measure:
    for name, value in facts.items():
        setattr(measure, name, value)
    return write_measure(measure=measure, meter_points=[], aim=None, by=None, at=AT)


def wished(measure: Measure, at: datetime = AT) -> Indicator:
    indicator = Indicator(
        measure=measure,
        link=Link.IMPACT,
        name="Bodenfeuchte im Juli",
        unit="%",
        start_value=12.0,
        wanted_value=18.0,
        bound=Bound.AT_LEAST,
    )
    return write_indicator(indicator=indicator, by=None, at=at)


def ready_for_prototype(town: Municipality, works: Organisation) -> Measure:
    measure = measure_in(town, needs_no_grid=True)
    takes_part(measure, works, InvolvementRole.OPERATOR, InvolvementRole.PAYER)
    return measure


def brought_to(town: Municipality, works: Organisation, phase: Phase) -> Measure:
    """A measure that answered all questions up to a phase."""
    measure = ready_for_prototype(town, works)
    wished(measure)
    changed(measure, obstacles="Vandalismus", council_decision="V/12", council_decided_on=TODAY)
    while measure.phase != phase:
        step_up(measure=measure, reason="noch keine Werte", by=None, at=AT)
    return measure


def test_an_idea_stays_one_until_operator_network_and_payer_are_known(town: Municipality) -> None:
    measure = measure_in(town)
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["operator", "grid", "payer"]
    assert all(c.text.de and c.text.en for c in refusal.value.complaints)
    measure.refresh_from_db()
    assert measure.phase == Phase.IDEA


def test_no_reason_replaces_the_operator(town: Municipality) -> None:
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure_in(town), reason="eilt sehr", by=None, at=AT)
    assert codes(refusal) == ["operator", "grid", "payer"]


def test_a_confirmed_none_is_an_answer_about_the_network(
    town: Municipality, works: Organisation
) -> None:
    measure = ready_for_prototype(town, works)
    step = step_up(measure=measure, by=None, at=AT)
    assert (step.from_phase, step.to_phase, step.day) == ("idea", "prototype", TODAY)
    assert [(each["code"], each["met"]) for each in step.gate] == [
        ("operator", True), ("grid", True), ("payer", True),
    ]  # fmt: skip
    measure.refresh_from_db()
    assert measure.phase == Phase.PROTOTYPE


def test_a_pilot_needs_criteria_and_obstacles_first(
    town: Municipality, works: Organisation
) -> None:
    measure = ready_for_prototype(town, works)
    step_up(measure=measure, by=None, at=AT)
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["criteria", "obstacles"]
    changed(measure, obstacles="Vandalismus")
    wished(measure)
    assert step_up(measure=measure, by=None, at=AT).to_phase == Phase.PILOT


def test_an_indicator_of_the_input_is_no_criterion(town: Municipality, works: Organisation) -> None:
    measure = brought_to(town, works, Phase.PROTOTYPE)
    Indicator.objects.update(link=Link.INPUT)
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["criteria"]


def test_criteria_written_too_late_need_a_reason_and_are_no_dead_end(
    town: Municipality, works: Organisation
) -> None:
    measure = ready_for_prototype(town, works)
    step_up(measure=measure, by=None, at=AT)
    changed(measure, obstacles="Vandalismus", start=date(2026, 1, 1))
    wished(measure)
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["in_time"]
    step = step_up(measure=measure, reason="Förderung kam spät", by=None, at=AT)
    assert step.reason == "Förderung kam spät"
    assert [each["code"] for each in step.gate if not each["met"]] == ["in_time"]


def test_a_wish_that_changes_carries_the_new_day(town: Municipality) -> None:
    later = datetime(2026, 5, 1, 9, tzinfo=UTC)
    indicator = wished(measure_in(town))
    indicator.name = "Feuchte"
    assert write_indicator(indicator=indicator, by=None, at=later).wanted_written_on == TODAY
    indicator.wanted_value = 15.0
    written = write_indicator(indicator=indicator, by=None, at=later).wanted_written_on
    assert written == date(2026, 5, 1)


def test_a_pilot_goes_on_once_judged_and_decided(town: Municipality, works: Organisation) -> None:
    measure = brought_to(town, works, Phase.PILOT)
    changed(measure, start=date(2026, 3, 10), council_decision="", council_decided_on=None)
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["judged", "decided"]
    indicator = measure.indicators.get()
    enter_value(indicator=indicator, day=date(2026, 7, 1), value=19.0, source="Fühler", by=None)
    changed(measure, council_decision="V/77", council_decided_on=date(2026, 9, 1))
    step = step_up(measure=measure, by=None, at=AT)
    assert (step.to_phase, step.council_decision) == ("permanent", "V/77, 01.09.2026")


def test_a_value_from_before_the_first_day_judges_nothing(
    town: Municipality, works: Organisation
) -> None:
    measure = brought_to(town, works, Phase.PILOT)
    changed(measure, start=date(2026, 3, 10))
    indicator = measure.indicators.get()
    enter_value(indicator=indicator, day=date(2026, 3, 1), value=11.0, source="Fühler", by=None)
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["judged"]


def test_a_wish_whose_side_nobody_said_judges_nothing(
    town: Municipality, works: Organisation
) -> None:
    measure = brought_to(town, works, Phase.PILOT)
    changed(measure, start=date(2026, 3, 10))
    Indicator.objects.update(bound="")  # as a list may bring it
    indicator = measure.indicators.get()
    enter_value(indicator=indicator, day=date(2026, 7, 1), value=19.0, source="Fühler", by=None)
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["judged"]


@pytest.mark.parametrize(
    ("verdict", "missing"),
    [
        (GateVerdict.REACHED, []),
        (GateVerdict.MISSED, []),
        (GateVerdict.NOT_SHOWN, ["judged"]),
        (GateVerdict.OPEN, ["judged"]),
    ],
)
def test_meters_that_reached_or_missed_the_gate_have_judged(
    town: Municipality, works: Organisation, verdict: GateVerdict, missing: list[str]
) -> None:
    measure = brought_to(town, works, Phase.PILOT)
    write_measure(measure=measure, meter_points=[], aim=CriterionDraft(5.0), by=None, at=AT)
    judge(measure=measure, judgement=verdict, by=None, at=AT)
    if missing:
        with pytest.raises(InputRejected) as refusal:
            step_up(measure=measure, by=None, at=AT)
        assert codes(refusal) == missing
    else:
        assert step_up(measure=measure, by=None, at=AT).to_phase == Phase.PERMANENT


def test_others_get_it_with_obstacles_lesson_and_both_contacts_only(
    town: Municipality, works: Organisation
) -> None:
    measure = brought_to(town, works, Phase.PERMANENT)
    changed(measure, obstacles="")
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, reason="eilt", by=None, at=AT)
    assert codes(refusal) == ["obstacles", "lesson", "expert", "organiser"]
    changed(measure, obstacles="Vandalismus")
    write_lesson(measure=measure, lesson=Lesson(**LEARNT), by=None, at=AT)
    answered_for(measure, works, confirmed=None)
    for day in (None, date(2025, 3, 2), date(2026, 3, 3)):  # never, a year ago, to come
        measure.involvements.update(confirmed_on=day)
        with pytest.raises(InputRejected) as refusal:
            step_up(measure=measure, reason="eilt", by=None, at=AT)
        assert codes(refusal) == ["expert", "organiser"], day
    measure.involvements.update(confirmed_on=date(2025, 3, 3))
    measure.involvements.filter(role=InvolvementRole.ORGANISER).update(desk="")
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["organiser"]
    measure.involvements.update(desk="Leitung")
    assert step_up(measure=measure, by=None, at=AT).to_phase == Phase.TRANSFER
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, by=None, at=AT)
    assert codes(refusal) == ["no_step_left"]


@pytest.mark.parametrize("phase", WAY[:4])
def test_a_measure_can_be_stopped_in_any_phase_and_taken_up_there_again(
    town: Municipality, works: Organisation, phase: Phase
) -> None:
    measure = brought_to(town, works, phase)
    stop(measure=measure, lesson=Lesson(**LEARNT), by=None, at=AT)
    assert (measure.phase, measure.lessons.get().stopped) == (Phase.STOPPED, True)
    again = take_up_again(measure=measure, reason="neue Leitung", by=None, at=AT)
    assert (again.to_phase, measure.phase) == (phase, phase)


def test_a_stop_without_a_lesson_asks_for_all_of_it_and_changes_nothing(
    town: Municipality,
) -> None:
    measure = measure_in(town)
    with pytest.raises(InputRejected) as refusal:
        stop(measure=measure, lesson=Lesson(hypothesis=" "), by=None, at=AT)
    assert codes(refusal) == ["no_hypothesis", "no_evidence", "no_cause", "no_advice"]
    measure.refresh_from_db()
    assert measure.phase == Phase.IDEA
    assert not Lesson.objects.exists()


def test_an_effect_that_never_began_cannot_end(town: Municipality) -> None:
    with pytest.raises(InputRejected) as refusal:
        stop(measure=measure_in(town), lesson=Lesson(**LEARNT), end=TODAY, by=None, at=AT)
    assert codes(refusal) == ["end_before_effect"]


def test_an_effect_ends_after_its_first_day_at_the_earliest(town: Municipality) -> None:
    measure = measure_in(town, start=TODAY)
    with pytest.raises(InputRejected) as refusal:
        stop(measure=measure, lesson=Lesson(**LEARNT), end=TODAY, by=None, at=AT)
    assert codes(refusal) == ["end_before_effect"]
    tomorrow = TODAY + timedelta(days=1)
    stop(measure=measure, lesson=Lesson(**LEARNT), end=tomorrow, by=None, at=AT)
    measure.refresh_from_db()
    assert (measure.phase, measure.end) == (Phase.STOPPED, tomorrow)


def test_taking_up_again_says_what_is_different(town: Municipality) -> None:
    measure = measure_in(town)
    stop(measure=measure, lesson=Lesson(**LEARNT), by=None, at=AT)
    with pytest.raises(InputRejected) as refusal:
        take_up_again(measure=measure, reason=" ", by=None, at=AT)
    assert codes(refusal) == ["why_again"]


def test_the_phase_changes_by_a_step_and_never_by_an_edit(town: Municipality) -> None:
    measure = measure_in(town)
    with pytest.raises(InputRejected) as refusal:
        changed(measure, phase=Phase.PERMANENT)
    assert codes(refusal) == ["phase_by_step"]


def test_a_measure_enters_in_the_phase_it_is_in(town: Municipality) -> None:
    user = User.objects.create_user("klima")
    measure = Measure(municipality=town, name="Solardach", phase=Phase.PERMANENT)
    write_measure(measure=measure, meter_points=[], aim=None, stated=True, by=user, at=AT)
    step = Step.objects.get()
    assert (step.from_phase, step.to_phase, step.by, step.day) == ("", "permanent", user, TODAY)


def test_the_history_of_the_phase_names_who_changed_it(
    town: Municipality, works: Organisation
) -> None:
    user = User.objects.create_user("klima")
    measure = ready_for_prototype(town, works)
    step_up(measure=measure, by=user, at=AT)
    newest = measure.history.first()
    assert (newest.phase, newest.history_user) == (Phase.PROTOTYPE, user)

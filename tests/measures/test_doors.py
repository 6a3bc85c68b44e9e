"""The small doors of a measure: who takes part, what was found, when it came to its phase."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from klimamosaik.measures.models import Indicator, IndicatorValue, Measure, StatusReport, Task
from klimamosaik.measures.models.kinds import Bound, Link
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.measures.operations import write_measure
from klimamosaik.measures.operations.chain import enter_value, write_indicator
from klimamosaik.measures.operations.fitting import order_of_days
from klimamosaik.measures.operations.involvement import (
    assign_task,
    finish_task,
    organisation_named,
    report_status,
)
from klimamosaik.measures.operations.life import decision_of
from klimamosaik.measures.operations.measure import note_since
from klimamosaik.people.models import Organisation, OrganisationKind
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from tests.measures.conftest import AT, TODAY, measure_in

DAY = timedelta(days=1)


def codes(refused: pytest.ExceptionInfo[InputRejected]) -> list[str]:
    return [each.code for each in refused.value.complaints]


@pytest.fixture
def klara(db: None) -> User:
    return User.objects.create_user("klara")


def indicator_of(measure: Measure, **facts: Any) -> Indicator:
    return Indicator(
        measure=measure, **({"name": "Schäden", "unit": "Tage", "link": Link.OUTCOME} | facts)
    )


def test_an_organisation_is_written_down_once_under_its_name(
    town: Municipality, klara: User
) -> None:
    kind = OrganisationKind.COMPANY
    new = organisation_named(municipality=town, name=" Stadtwerke ", kind=kind, by=klara)
    again = organisation_named(municipality=town, name="Stadtwerke", by=None)
    assert again == new
    assert (new.name, new.kind) == ("Stadtwerke", OrganisationKind.COMPANY)
    assert new.history.get().history_user == klara
    neighbour = Municipality.objects.create(ags="03404000", name="Osnabrück")
    assert organisation_named(municipality=neighbour, name="Stadtwerke", by=None) != new


def test_a_task_is_done_on_a_day_or_open_again(
    town: Municipality, office: Organisation, klara: User
) -> None:
    task = Task(measure=measure_in(town), organisation=office, what="Ausschreiben")
    assert assign_task(task=task, by=klara) == task
    for day in (TODAY, None):
        assert finish_task(task=task, on=day, by=klara) == task
        assert Task.objects.get().done_on == day
    stranger = Municipality.objects.create(ags="03404000", name="Osnabrück")
    task.organisation = Organisation.objects.create(municipality=stranger, name="Amt")
    with pytest.raises(InputRejected) as refused:
        assign_task(task=task, by=klara)
    assert codes(refused) == ["other_towns_organisation"]


@pytest.mark.parametrize(("first", "fits"), [(TODAY, True), (TODAY + DAY, False), (None, True)])
def test_a_report_ends_no_earlier_than_it_begins_and_keeps_who_wrote_it(
    town: Municipality, klara: User, first: date | None, fits: bool
) -> None:
    otto = User.objects.create_user("otto")
    report = StatusReport(
        measure=measure_in(town), first_day=first, day=TODAY, state=CourseState.ON_COURSE
    )
    if not fits:
        with pytest.raises(InputRejected) as refused:
            report_status(report=report, by=klara)
        assert codes(refused) == ["span_backwards"]
        return
    for writer in (klara, otto):
        report_status(report=report, by=writer)
    assert StatusReport.objects.get().by == klara


def test_a_value_of_the_same_day_is_replaced_and_of_another_day_added(
    town: Municipality, klara: User
) -> None:
    indicator = write_indicator(indicator=indicator_of(measure_in(town)), by=klara, at=AT)
    for day, value in ((TODAY, 3.0), (TODAY, 4.0), (TODAY - DAY, 5.0)):
        row = enter_value(indicator=indicator, day=day, value=value, source=" Amt ", by=klara)
        assert (row.value, row.source) == (value, "Amt")
    assert sorted(IndicatorValue.objects.values_list("value", flat=True)) == [4.0, 5.0]


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"wanted_value": 3.0, "bound": Bound.AT_MOST}, []),
        ({"wanted_value": 3.0, "bound": Bound.AT_MOST, "unit": " "}, ["wish_without_unit"]),
        ({"wanted_value": 3.0}, ["wish_without_side"]),
        ({"wanted_until": TODAY}, ["day_without_wish"]),
        ({"wanted_value": 3.0, "unit": ""}, ["wish_without_unit", "wish_without_side"]),
    ],
)
def test_a_wish_has_a_value_a_unit_and_a_side(
    town: Municipality, facts: dict[str, object], missing: list[str]
) -> None:
    indicator = indicator_of(measure_in(town), **facts)
    if not missing:
        assert write_indicator(indicator=indicator, by=None, at=AT).wanted_written_on == TODAY
        return
    with pytest.raises(InputRejected) as refused:
        write_indicator(indicator=indicator, by=None, at=AT)
    assert codes(refused) == missing


def test_a_wish_carries_the_day_it_was_last_changed_and_none_once_it_is_gone(
    town: Municipality,
) -> None:
    indicator = indicator_of(measure_in(town), wanted_value=3.0, bound=Bound.AT_MOST)
    write_indicator(indicator=indicator, by=None, at=AT)
    indicator.name = "Schadenstage"
    write_indicator(indicator=indicator, by=None, at=AT + DAY)
    assert indicator.wanted_written_on == TODAY
    indicator.wanted_value = 4.0
    write_indicator(indicator=indicator, by=None, at=AT + DAY)
    assert indicator.wanted_written_on == TODAY + DAY
    indicator.wanted_value = None
    write_indicator(indicator=indicator, by=None, at=AT + DAY)
    assert indicator.wanted_written_on is None


def test_the_day_a_measure_came_to_its_phase_is_noted_once_and_not_to_come(
    town: Municipality, klara: User
) -> None:
    measure = measure_in(town)
    with pytest.raises(InputRejected) as refused:
        note_since(measure=measure, since=TODAY + DAY, by=klara, at=AT)
    assert len(codes(refused)) == 1
    for day in (TODAY, TODAY - DAY):
        note_since(measure=measure, since=day, by=klara, at=AT)
    assert [each.since for each in measure.steps.all()] == [TODAY]


@pytest.mark.parametrize(
    ("stated", "since", "kept"),
    [(False, None, TODAY), (True, None, None), (False, TODAY - DAY, TODAY - DAY)],
)
def test_a_new_idea_begins_today_and_what_stood_somewhere_began_nobody_knows_when(
    town: Municipality, stated: bool, since: date | None, kept: date | None
) -> None:
    new = Measure(municipality=town, name="Bodenfeuchte messen", phase=Phase.IDEA)
    write_measure(
        measure=new, meter_points=[], aim=None, stated=stated, since=since, by=None, at=AT
    )
    (step,) = new.steps.all()
    assert (step.since, step.day) == (kept, TODAY)


@pytest.mark.parametrize(
    ("number", "day", "said"),
    [
        ("2026/14", TODAY, "2026/14, 02.03.2026"),
        ("2026/14", None, "2026/14"),
        ("", TODAY, "02.03.2026"),
        ("", None, ""),
    ],
)
def test_a_decision_is_told_by_number_and_day(number: str, day: date | None, said: str) -> None:
    assert decision_of(Measure(council_decision=number, council_decided_on=day)) == said


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"installation_start": TODAY, "start": TODAY, "end": TODAY + DAY}, []),
        ({"installation_start": TODAY + DAY, "start": TODAY}, ["installed_later"]),
        ({"start": TODAY, "end": TODAY}, ["ended_earlier"]),
        ({"end": TODAY}, ["ended_without_start"]),
        ({"installation_start": TODAY}, []),
        ({"first_year": 2026, "last_year": 2026}, []),
        ({"first_year": 2027, "last_year": 2026}, ["years_backwards"]),
    ],
)
def test_days_of_a_measure_follow_each_other(facts: dict[str, Any], wrong: list[str]) -> None:
    assert [each.code for each in order_of_days(Measure(**facts))] == wrong

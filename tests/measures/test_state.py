"""How measures stand: what is overdue, what went stale, what is missing, what it costs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from klimamosaik.measures.freshness import fresh_until, refresh_promises, usual_months
from klimamosaik.measures.models import (
    CostLine,
    Indicator,
    Involvement,
    Measure,
    Register,
    StatusReport,
    Task,
)
from klimamosaik.measures.models.kinds import Bound, CostKind, InvolvementRole, Link
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.measures.operations import (
    assign_task,
    enter_value,
    finish_task,
    involve,
    organisation_named,
    report_status,
    write_indicator,
    write_measure,
)
from klimamosaik.measures.queries import Filters, open_tasks_of, register_of, state_of
from klimamosaik.measures.queries import state as state_room
from klimamosaik.measures.queries.newest import readings_key
from klimamosaik.observations.models import Datastream, Latest, Quantity
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.operations import delete, save
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.field import Field
from tests.measures.conftest import AT, TODAY, measure_in, takes_part


def task(measure: Measure, organisation: Organisation, due: date | None) -> Task:
    new = Task(measure=measure, organisation=organisation, what="Fühler setzen", due=due)
    return assign_task(task=new, by=None)


def test_a_task_is_overdue_the_day_after_it_was_due(
    town: Municipality, works: Organisation
) -> None:
    measure = measure_in(town)
    owed = task(measure, works, TODAY)
    assert state_of(measure=measure, today=TODAY).overdue == ()
    assert state_of(measure=measure, today=date(2026, 3, 3)).overdue == (owed,)
    finish_task(task=owed, on=TODAY, by=None)
    assert state_of(measure=measure, today=date(2026, 3, 3)).overdue == ()


def test_a_task_without_a_day_is_open_and_never_overdue(
    town: Municipality, works: Organisation
) -> None:
    task(measure_in(town), works, None)
    (owed,) = open_tasks_of(municipality=town, today=date(2030, 1, 1), own=works)
    assert (owed.overdue, owed.own) == (False, True)


def test_everyone_sees_what_others_owe_the_soonest_first(
    town: Municipality, works: Organisation, office: Organisation
) -> None:
    measure = measure_in(town)
    late = task(measure, works, date(2026, 6, 1))
    soon = task(measure, office, date(2026, 4, 1))
    found = open_tasks_of(municipality=town, today=TODAY, own=works)
    assert [(each.task, each.own) for each in found] == [(soon, False), (late, True)]


def test_news_a_year_old_are_stale(town: Municipality) -> None:
    measure = measure_in(town)
    assert not state_of(measure=measure, today=date(2027, 3, 1)).stale
    old = state_of(measure=measure, today=date(2027, 3, 2))
    assert (old.stale, old.last_sign, old.stale_since) == (True, TODAY, date(2027, 3, 2))


def test_a_report_of_a_year_to_come_keeps_nothing_fresh(town: Municipality) -> None:
    measure = measure_in(town)
    year = (date(2030, 1, 1), date(2030, 12, 31))
    report = StatusReport(
        measure=measure, first_day=year[0], day=year[1], state=CourseState.ON_COURSE
    )
    report_status(report=report, by=None)
    assert state_of(measure=measure, today=date(2029, 6, 1)).last_sign == TODAY
    assert state_of(measure=measure, today=date(2030, 6, 1)).last_sign == date(2030, 6, 1)
    assert state_of(measure=measure, today=date(2032, 1, 1)).last_sign == year[1]


def test_a_promise_of_its_own_counts_before_the_usual_one(town: Municipality) -> None:
    measure = measure_in(town, refresh_months=3)
    assert not state_of(measure=measure, today=date(2026, 6, 1)).stale
    assert state_of(measure=measure, today=date(2026, 6, 2)).stale


def test_a_report_a_value_and_a_confirmed_contact_are_signs_of_life(
    town: Municipality, works: Organisation
) -> None:
    measure = measure_in(town)
    seen = []
    new = Involvement(
        measure=measure, organisation=works, role="lead", confirmed_on=date(2026, 4, 1)
    )
    involve(involvement=new, by=None)
    seen.append(state_of(measure=measure, today=date(2026, 6, 1)).last_sign)
    report = StatusReport(measure=measure, day=date(2026, 5, 1), state=CourseState.DELAYED)
    report_status(report=report, by=None)
    seen.append(state_of(measure=measure, today=date(2026, 6, 1)).last_sign)
    indicator = Indicator(measure=measure, link=Link.OUTPUT, name="Fühler", unit="Stück")
    write_indicator(indicator=indicator, by=None, at=AT)
    enter_value(indicator=indicator, day=date(2026, 6, 1), value=12, source="gezählt", by=None)
    seen.append(state_of(measure=measure, today=date(2026, 6, 1)).last_sign)
    assert seen == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]


def test_a_reading_of_its_meter_is_a_sign_of_life(town: Municipality) -> None:
    building = Building.objects.create(municipality=town, name="Rathaus")
    point = MeterPoint.objects.create(building=building, carrier=Carrier.HEAT, name="Rathaus")
    measure = measure_in(town)
    measure.meter_points.add(point)
    measured(Datastream.objects.create(
        name="Wärme", meter_point=point, quantity=Quantity.ENERGY, unit="kWh",
    ), date(2026, 8, 1), 5.0)  # fmt: skip
    assert state_of(measure=measure, today=TODAY).last_sign == date(2026, 8, 1)


def measured(stream: Datastream, day: date, value: float) -> None:
    end = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1e6)
    Latest.objects.create(datastream=stream, seq=1, start=end - 1, end=end, value=value)


def moisture() -> Datastream:
    return Datastream.objects.create(
        name="Beet 7", quantity="soil moisture", unit="%", spacing="PT1H"
    )


def test_an_indicator_takes_its_value_from_readings(town: Municipality) -> None:
    measure, stream = measure_in(town), moisture()
    indicator = Indicator(
        measure=measure, link=Link.IMPACT, name="Feuchte", unit="%", datastream=stream
    )
    write_indicator(indicator=indicator, by=None, at=AT)
    assert state_of(measure=measure, today=TODAY).newest == {}
    measured(stream, date(2026, 7, 1), 17.5)
    newest = state_of(measure=measure, today=TODAY).newest[indicator.pk]
    assert (newest.day, newest.value, newest.source.de) == (date(2026, 7, 1), 17.5, "Messwert")


def test_an_indicator_is_counted_in_the_unit_of_its_readings(town: Municipality) -> None:
    indicator = Indicator(
        measure=measure_in(town), link=Link.IMPACT, name="F", unit="l", datastream=moisture()
    )
    with pytest.raises(InputRejected, match="readings are in “%”"):
        write_indicator(indicator=indicator, by=None, at=AT)


def test_a_wish_needs_its_unit_and_a_day_its_wish(town: Municipality) -> None:
    measure = measure_in(town)
    unitless = Indicator(measure=measure, link=Link.IMPACT, name="Hitzetage", wanted_value=3)
    unitless.bound = Bound.AT_MOST
    sideless = Indicator(measure=measure, link=Link.IMPACT, name="F", unit="%", wanted_value=3)
    aimless = Indicator(
        measure=measure, link=Link.IMPACT, name="Pegel", unit="m", wanted_until=TODAY
    )
    for indicator, field in (
        (unitless, "unit"), (aimless, "wanted_value"), (sideless, "bound"),
    ):  # fmt: skip
        with pytest.raises(InputRejected) as refusal:
            write_indicator(indicator=indicator, by=None, at=AT)
        assert [complaint.column for complaint in refusal.value.complaints] == [field]


def test_a_value_of_the_same_day_replaces_and_is_remembered(town: Municipality) -> None:
    indicator = Indicator(measure=measure_in(town), link=Link.IMPACT, name="Hitzetage", unit="d")
    write_indicator(indicator=indicator, by=None, at=AT)
    for value in (4.0, 5.0):
        enter_value(indicator=indicator, day=TODAY, value=value, source="DWD", by=None)
    row = indicator.values.get()
    assert [past.value for past in row.history.all()] == [5.0, 4.0]


def test_money_that_nobody_entered_is_unknown_and_not_zero(town: Municipality) -> None:
    measure = measure_in(town)
    assert state_of(measure=measure, today=TODAY).budget.planned is None
    for year, kind, planned, actual in (
        (2026, CostKind.INVESTMENT, "40000", "41000"),
        (2027, CostKind.RUNNING, "2500", None),
        (2026, CostKind.STAFF_DAYS, "12", None),
    ):
        line = CostLine(
            measure=measure, year=year, kind=kind,
            planned=Decimal(planned), actual=actual and Decimal(actual),
        )  # fmt: skip
        save(line, by=None)
    budget = state_of(measure=measure, today=TODAY).budget
    assert (budget.planned, budget.actual) == (Decimal(42500), Decimal(41000))
    assert budget.planned_days == Decimal(12)


def test_the_gap_is_named_until_unit_and_decision_are_there(
    town: Municipality, office: Organisation
) -> None:
    measure = measure_in(town, phase=Phase.PILOT)
    gaps = state_of(measure=measure, today=TODAY).gaps
    assert [gap.de for gap in gaps] == ["niemand verantwortlich", "kein Ratsbeschluss"]
    takes_part(measure, office, InvolvementRole.LEAD)
    measure.council_decision, measure.council_decided_on = "V/1", TODAY
    write_measure(measure=measure, meter_points=[], aim=None, by=None, at=AT)
    assert state_of(measure=measure, today=TODAY).gaps == ()


def test_an_idea_needs_no_council_decision_yet(town: Municipality, office: Organisation) -> None:
    measure = measure_in(town)
    takes_part(measure, office, InvolvementRole.LEAD)
    assert state_of(measure=measure, today=TODAY).gaps == ()


def test_the_next_date_is_the_sooner_of_task_and_decision(
    town: Municipality, works: Organisation
) -> None:
    measure = measure_in(town, next_decision_on=date(2026, 5, 1))
    task(measure, works, date(2026, 2, 1))  # over: no date to wait for
    found = state_of(measure=measure, today=TODAY).next_date
    assert found is not None
    assert (found.day, found.what.de) == (date(2026, 5, 1), "Entscheidung")
    task(measure, works, date(2026, 4, 1))
    found = state_of(measure=measure, today=TODAY).next_date
    assert found is not None
    assert (found.day, found.what.de) == (date(2026, 4, 1), "Fühler setzen")


def test_the_register_is_filtered_by_all_that_is_asked_for(
    town: Municipality, works: Organisation
) -> None:
    plan = save(Register(municipality=town, name="Klimaplan"), by=None)
    moist = measure_in(town, key="A1", fields_of_action=["adaptation", "green"])
    heat = measure_in(town, key="B1", name="Wärmenetz", phase=Phase.PILOT, refresh_months=1)
    moist.registers.add(plan)
    takes_part(heat, works, InvolvementRole.OPERATOR, InvolvementRole.PAYER)
    task(heat, works, date(2026, 4, 1))
    wanted = {
        Filters(): [moist, heat],
        Filters(register=plan.pk): [moist],
        Filters(phase=Phase.PILOT): [heat],
        Filters(field=Field.ADAPTATION): [moist],
        Filters(organisation=works.pk): [heat],
        Filters(stale=True): [heat],
        Filters(overdue=True): [heat],
        Filters(phase=Phase.IDEA, field=Field.HEAT): [],
    }
    for filters, measures in wanted.items():
        found = register_of(municipality=town, today=date(2026, 5, 1), filters=filters)
        assert [state.measure for state in found] == measures, filters


def test_many_measures_ask_the_database_as_often_as_few(
    town: Municipality, works: Organisation
) -> None:
    counts = []
    for number in range(6):
        measure = measure_in(town, name=f"Maßnahme {number}")
        takes_part(measure, works, InvolvementRole.LEAD)
        task(measure, works, TODAY)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            register_of(municipality=town, today=TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_a_measure_has_one_key_a_town_where_it_has_one(town: Municipality) -> None:
    measure_in(town, name="a")
    measure_in(town, name="b")
    measure_in(town, name="c", key="A1.1")
    with pytest.raises(InputRejected):
        measure_in(town, name="d", key="A1.1")


def test_a_field_nobody_knows_is_refused(town: Municipality) -> None:
    with pytest.raises(InputRejected):
        measure_in(town, fields_of_action=["magic"])


def test_an_organisation_is_written_down_once_by_its_name(town: Municipality) -> None:
    first = organisation_named(municipality=town, name="Bauamt", by=None)
    assert organisation_named(municipality=town, name=" Bauamt ", by=None) == first


def test_an_organisation_of_another_town_takes_no_part(town: Municipality) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    strange = Organisation.objects.create(municipality=other, name="SWO")
    with pytest.raises(InputRejected, match="another municipality"):
        takes_part(measure_in(town), strange, InvolvementRole.LEAD)


def test_a_change_of_owner_keeps_the_history(
    town: Municipality, works: Organisation, office: Organisation
) -> None:
    user = User.objects.create_user("klima")
    measure = measure_in(town)
    takes_part(measure, office, InvolvementRole.LEAD)
    delete(measure.involvements.get(), by=user)
    takes_part(measure, works, InvolvementRole.LEAD)
    past = Involvement.history.filter(measure_id=measure.pk).order_by("history_id")
    assert [(row.organisation, row.history_type) for row in past] == [
        (office, "+"), (office, "-"), (works, "+"),
    ]  # fmt: skip
    assert past[1].history_user == user


def test_a_report_ends_after_it_begins(town: Municipality) -> None:
    report = StatusReport(
        measure=measure_in(town), first_day=date(2026, 4, 1), day=TODAY, state=CourseState.STUCK
    )
    with pytest.raises(InputRejected, match="ends before it begins"):
        report_status(report=report, by=None)


def test_a_month_without_the_day_ends_on_its_last(town: Municipality) -> None:
    assert fresh_until(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert fresh_until(date(2026, 1, 31), 12) == date(2027, 1, 31)


def test_the_usual_promise_has_its_source() -> None:
    assert refresh_promises()
    assert all(promise.source for promise in refresh_promises())
    assert usual_months() == refresh_promises()[-1].months


@pytest.mark.django_db(transaction=True)
def test_the_register_is_read_once_until_something_of_it_is_another(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure, read = measure_in(town, name="Bodenfeuchte messen"), list[object]()
    work = state_room.with_all_that_hangs_on_it

    def noted(measures: QuerySet[Measure]) -> QuerySet[Measure]:
        read.append(measures)
        return work(measures)

    marks = count()  # of a database somebody writes to all the while
    monkeypatch.setattr("klimamosaik.records.query_cache.MARK.now", lambda: next(marks))
    monkeypatch.setattr(state_room, "with_all_that_hangs_on_it", noted)

    def names() -> list[str]:
        return [state.measure.name for state in register_of(municipality=town, today=TODAY)]

    assert names() == names() == ["Bodenfeuchte messen"]
    assert len(read) == 1
    measure.name = "Dach dämmen"
    save(measure, by=None)
    assert names() == ["Dach dämmen"]
    assert len(read) == 2


@pytest.mark.django_db(transaction=True)
def test_what_somebody_fetches_beside_a_measure_is_not_held_for_the_next(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure_in(town)
    marks = count()
    monkeypatch.setattr("klimamosaik.records.query_cache.MARK.now", lambda: next(marks))
    first = register_of(municipality=town, today=TODAY)[0].measure
    assert first.municipality.name == "Oldenburg"
    town.name = "Musterstadt"
    save(town, by=None)
    assert register_of(municipality=town, today=TODAY)[0].measure.municipality == town
    second = register_of(municipality=town, today=TODAY)[0].measure
    assert second.municipality.name == "Musterstadt"


@pytest.mark.django_db(transaction=True)
def test_readings_tell_the_register_a_day_alone_and_of_an_indicator_its_value(
    town: Municipality,
) -> None:
    school = Building.objects.create(municipality=town, name="Schule")
    point = MeterPoint.objects.create(building=school, carrier=Carrier.HEAT, name="Wärme")
    stream = Datastream.objects.create(
        name="Wärme", meter_point=point, unit="kWh", quantity=Quantity.ENERGY
    )
    measure = measure_in(town)
    measure.meter_points.add(point)

    def heard(end: datetime, seq: int) -> object:
        row = {"seq": seq, "end": int(end.timestamp() * 1e6), "value": float(seq)}
        Latest.objects.update_or_create(datastream=stream, defaults=row)
        return readings_key(municipality=town)

    morning = datetime(2026, 2, 1, 9, tzinfo=UTC)
    first = heard(morning, 1)
    assert heard(morning.replace(hour=10), 2) == first
    assert heard(morning.replace(day=2), 3) != first
    write_indicator(
        indicator=Indicator(
            measure=measure, name="Wärme", link=Link.OUTPUT, unit="kWh", datastream=stream
        ),
        by=None,
        at=AT,
    )
    shown = heard(morning.replace(day=2), 4)
    assert heard(morning.replace(day=2, hour=10), 5) != shown

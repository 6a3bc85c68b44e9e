"""Each kind of thing that waits appears when it should, once, and goes when it is settled."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from klimamosaik.agenda import measures
from klimamosaik.agenda.lines import AgendaKind, AgendaLine, Urgency
from klimamosaik.agenda.others_waiting import report_due
from klimamosaik.agenda.queries import agenda_for
from klimamosaik.alarms.models import Trouble, TroubleRule
from klimamosaik.measures.models import CostLine, Involvement, Measure, StatusReport, Task
from klimamosaik.measures.models.kinds import AfterFunding, CostKind, InvolvementRole
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.operations.uploads import not_stored
from klimamosaik.people.models import Organisation, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.models import (
    Publication,
    PublicFeedback,
    PublicPage,
    PublishedKind,
)
from klimamosaik.streams.models import DataSource, FileOutcome, SourceKind, SourceSeries, TakenFile
from klimamosaik.terms.carrier import Carrier
from tests.agenda.conftest import AGS, NOW, TODAY, bring, lines, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def change(row: Model, **fields: object) -> None:
    """Change a row as an office does: with a record in the history."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def only(town: Municipality, kind: AgendaKind) -> AgendaLine:
    """The single line of a kind."""
    (line,) = lines(town, kind)
    return line


def test_a_town_where_nothing_is_missing_owes_nothing(town: Municipality) -> None:
    assert told(town) == ["Schreiben Sie eine Maßnahme auf"]
    Measure.objects.create(municipality=town, name="Licht", phase=Phase.STOPPED)
    assert told(town) == []


@pytest.mark.parametrize(
    ("days", "urgency"), [(-1, Urgency.OVERDUE), (0, Urgency.SOON), (14, Urgency.SOON), (15, None)]
)
def test_a_task_presses_from_a_fortnight_before_its_day(
    town: Municipality,
    measure: Measure,
    utility: Organisation,
    days: int,
    urgency: Urgency | None,
) -> None:
    due = TODAY + days * DAY
    task = Task.objects.create(measure=measure, organisation=utility, what="Angebot", due=due)
    found = [(line.urgency, line.due) for line in lines(town, AgendaKind.TASK)]
    assert found == ([(urgency, due)] if urgency else [])
    change(task, done_on=TODAY)
    assert lines(town, AgendaKind.TASK) == []


def test_a_task_says_whose_it_is_and_leads_to_the_tasks_of_its_measure(
    town: Municipality, measure: Measure, utility: Organisation
) -> None:
    Task.objects.create(measure=measure, organisation=utility, what="Angebot", due=TODAY)
    line = only(town, AgendaKind.TASK)
    assert line.headline.de == "Angebot"
    assert line.sentence.de == "Aufgabe der Maßnahme „Heizung“"
    assert [one.name for one in line.who] == ["Stadtwerke"]
    assert line.link.endswith(f"/massnahmen/{measure.pk}/register/#tasks")


def test_a_task_without_a_day_presses_nobody(
    town: Municipality, measure: Measure, utility: Organisation
) -> None:
    Task.objects.create(measure=measure, organisation=utility, what="Irgendwann")
    assert lines(town, AgendaKind.TASK) == []


@pytest.mark.parametrize(
    ("days", "urgency"), [(-1, Urgency.OVERDUE), (30, Urgency.SOON), (31, None)]
)
def test_a_decision_presses_from_a_month_before(
    town: Municipality, measure: Measure, days: int, urgency: Urgency | None
) -> None:
    change(measure, next_decision_on=TODAY + days * DAY)
    assert [line.urgency for line in lines(town, AgendaKind.DECISION)] == (
        [urgency] if urgency else []
    )


@pytest.mark.parametrize(("days", "urgency"), [(30, Urgency.SOON), (31, None)])
def test_a_task_that_is_a_decision_presses_as_early_as_any_other_decision(
    town: Municipality, measure: Measure, utility: Organisation, days: int, urgency: Urgency | None
) -> None:
    Task.objects.create(
        measure=measure,
        organisation=utility,
        what="Entscheiden",
        due=TODAY + days * DAY,
        decision=True,
    )
    assert [line.urgency for line in lines(town, AgendaKind.TASK)] == ([urgency] if urgency else [])


def test_a_status_report_is_overdue_a_year_after_the_last_sign_of_life(
    town: Municipality, measure: Measure
) -> None:
    report = StatusReport.objects.create(
        measure=measure, day=date(2024, 11, 3), state=CourseState.ON_COURSE
    )
    line = only(town, AgendaKind.STATUS)
    assert (line.urgency, line.due) == (Urgency.OVERDUE, date(2025, 11, 2))
    change(report, day=TODAY)
    assert lines(town, AgendaKind.STATUS) == []


def test_a_measure_nothing_was_ever_heard_of_is_missing_not_overdue(
    town: Municipality, measure: Measure
) -> None:
    line = only(town, AgendaKind.MISSING)
    assert line.headline.de == "Maßnahmen ohne Sachstand: 1"
    assert line.urgency is Urgency.SOMETIME
    assert lines(town, AgendaKind.STATUS) == []


def test_a_measure_that_costs_more_than_planned_is_behind_until_it_does_not(
    town: Municipality, measure: Measure
) -> None:
    cost = CostLine.objects.create(
        measure=measure, year=2025, kind=CostKind.INVESTMENT, planned=100, actual=150
    )
    line = only(town, AgendaKind.BEHIND)
    assert line.headline.de == "Hinter Plan: Heizung"
    assert line.sentence.de == "Kosten 50 % über Plan"
    change(cost, actual=100)
    assert lines(town, AgendaKind.BEHIND) == []


def test_a_late_task_is_told_as_a_task_not_as_a_measure_behind_plan_too(
    town: Municipality, measure: Measure, utility: Organisation
) -> None:
    Task.objects.create(
        measure=measure, organisation=utility, what="Angebot", due=TODAY - 200 * DAY
    )
    change(measure, next_decision_on=TODAY - 200 * DAY)
    kinds = [line.kind for line in lines(town) if line.urgency is not Urgency.SOMETIME]
    assert kinds == [AgendaKind.TASK, AgendaKind.DECISION]


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-1, Urgency.OVERDUE),
        (90, Urgency.SOON),
        (91, Urgency.SOMETIME),
        (365, Urgency.SOMETIME),
        (366, None),
    ],
)
def test_funding_that_ends_asks_what_comes_then(
    town: Municipality, measure: Measure, days: int, urgency: Urgency | None
) -> None:
    change(measure, funding_ends_on=TODAY + days * DAY)
    assert [line.urgency for line in lines(town, AgendaKind.FUNDING)] == (
        [urgency] if urgency else []
    )


def test_funding_asks_for_word_payer_and_cost_until_all_are_there(
    town: Municipality, measure: Measure, utility: Organisation
) -> None:
    change(measure, funding_ends_on=TODAY)
    asked = "Entscheidung, laufende Kosten danach, wer dann zahlt"
    assert asked in only(town, AgendaKind.FUNDING).sentence.de
    change(measure, after_funding=AfterFunding.CONTINUE)
    assert only(town, AgendaKind.FUNDING).sentence.de.endswith(
        ": laufende Kosten danach, wer dann zahlt."
    )
    Involvement.objects.create(measure=measure, organisation=utility, role=InvolvementRole.PAYER)
    CostLine.objects.create(measure=measure, year=2027, kind=CostKind.RUNNING, planned=500)
    assert lines(town, AgendaKind.FUNDING) == []


def test_a_measure_that_ends_with_its_funding_asks_for_nothing_more(
    town: Municipality, measure: Measure
) -> None:
    change(measure, funding_ends_on=TODAY, after_funding=AfterFunding.END)
    assert lines(town, AgendaKind.FUNDING) == []


def source_of(town: Municipality) -> tuple[DataSource, Datastream]:
    """A source that promised a value an hour, with one series."""
    source = DataSource.objects.create(
        municipality=town,
        kind=SourceKind.PUSH,
        name="Sensornetz",
        promised_every=timedelta(hours=1),
        added_at=NOW,
    )
    stream = Datastream.objects.get()
    SourceSeries.objects.create(
        source=source, key="1", datastream=stream, first_seen=NOW, last_seen=NOW
    )
    return source, stream


def silence(town: Municipality, rule: TroubleRule, **of: object) -> Trouble:
    """Something that has been silent for a week."""
    return Trouble.objects.create(
        municipality=town,
        rule=rule,
        because={"de": "kein neuer Wert", "en": "no new value"},
        since=NOW - 7 * DAY,
        noticed_at=NOW,
        **of,
    )


def test_a_broken_promise_is_overdue_and_goes_when_it_ends(town: Municipality) -> None:
    source, _ = source_of(town)
    found = silence(town, TroubleRule.SOURCE_SILENT, source=source)
    line = only(town, AgendaKind.TROUBLE)
    assert (line.urgency, line.since) == (Urgency.OVERDUE, date(2026, 1, 13))
    assert line.headline.de == "Sensornetz: Datenquelle meldet nicht"
    Trouble.objects.filter(pk=found.pk).update(ended_at=NOW)
    assert lines(town, AgendaKind.TROUBLE) == []


def test_a_source_that_is_silent_as_a_whole_is_told_without_its_series(
    town: Municipality,
) -> None:
    source, stream = source_of(town)
    silence(town, TroubleRule.SERIES_SILENT, source=source, datastream=stream)
    assert told(town, AgendaKind.TROUBLE) == ["Strom: Messreihe meldet nicht"]
    silence(town, TroubleRule.SOURCE_SILENT, source=source)
    assert told(town, AgendaKind.TROUBLE) == ["Sensornetz: Datenquelle meldet nicht"]


def test_a_trouble_somebody_settles_later_presses_when_its_day_comes(
    town: Municipality, utility: Organisation
) -> None:
    found = silence(town, TroubleRule.LEAK, owner=utility, cost=1234, cost_low=1, cost_high=9)
    line = only(town, AgendaKind.TROUBLE)
    assert line.urgency is Urgency.SOON
    assert line.sentence.de == "kein neuer Wert Kostet etwa 1.230 € im Jahr."
    assert [one.name for one in line.who] == ["Stadtwerke"]
    Trouble.objects.filter(pk=found.pk).update(due=TODAY + 15 * DAY)
    assert lines(town, AgendaKind.TROUBLE) == []
    Trouble.objects.filter(pk=found.pk).update(due=TODAY - DAY)
    assert only(town, AgendaKind.TROUBLE).urgency is Urgency.OVERDUE


@pytest.mark.parametrize("told_as", [None, "meter", "source", "counter"])
def test_a_silent_meter_is_told_once(town: Municipality, told_as: str | None) -> None:
    point = MeterPoint.objects.get()
    Datastream.objects.update(expected_every=DAY)  # the last reading is twenty days old
    if told_as == "meter":
        stream = Datastream.objects.get()
        silence(town, TroubleRule.METER_SILENT, datastream=stream, meter_point=point)
    if told_as == "source":
        silence(town, TroubleRule.SOURCE_SILENT, source=source_of(town)[0])
    if told_as == "counter":
        source, stream = source_of(town)
        SourceSeries.objects.update(datastream=None, counts_for=stream)
        silence(town, TroubleRule.SOURCE_FAILING, source=source)
    assert len(lines(town, AgendaKind.SILENT)) == (told_as is None)
    assert len(lines(town, AgendaKind.TROUBLE)) == (told_as is not None)


def test_silent_meters_are_named_as_long_as_they_are_few(town: Municipality) -> None:
    Datastream.objects.update(expected_every=DAY)
    line = only(town, AgendaKind.SILENT)
    assert line.headline.de == "Ohne neue Werte: 1 von 1 Zählern"
    assert line.sentence.de.startswith("Schule: Strom. Bitte lesen Sie neue Verbrauchsdaten ein")
    assert line.since == date(2025, 12, 31)


def test_readings_in_another_unit_wait_for_an_answer(town: Municipality) -> None:
    point = MeterPoint.objects.get()
    bring(point, last=2025, odd=2025)
    line = only(town, AgendaKind.DOUBT)
    assert line.headline.de == "Schule, Strom: andere Einheit?"
    assert line.link.endswith(f"/zaehler/{point.pk}/einheit/")


def test_heat_without_weather_asks_for_it(town: Municipality) -> None:
    assert lines(town, AgendaKind.WEATHER) == []
    school = Building.objects.get()
    bring(MeterPoint.objects.create(building=school, carrier=Carrier.GAS, name="Gas"), last=2025)
    assert told(town, AgendaKind.WEATHER) == ["Wetter fehlt"]


def test_missing_areas_wait_until_there_is_time(town: Municipality) -> None:
    Building.objects.update(usable_area=None)
    line = only(town, AgendaKind.MISSING)
    assert (line.headline.de, line.urgency) == ("Nutzflächen fehlen: 1", Urgency.SOMETIME)


@pytest.mark.parametrize(
    ("today", "urgency"),
    [
        (date(2026, 9, 1), Urgency.SOMETIME),
        (date(2026, 11, 26), Urgency.SOON),
        (date(2027, 1, 5), Urgency.OVERDUE),
    ],
)
def test_the_report_the_law_asks_for_presses_more_and_more(today: date, urgency: Urgency) -> None:
    town = Municipality.objects.create(ags="03403000", name="Oldenburg")
    (line,) = report_due(town, today)
    assert (line.headline.de, line.urgency) == ("Energiebericht 2023 bis 2025", urgency)
    assert line.due == date(2026, 12, 31)


def test_a_report_that_strangers_can_read_is_no_longer_owed() -> None:
    town = Municipality.objects.create(ags="03403000", name="Oldenburg")
    told = {"municipality": town, "kind": PublishedKind.REPORT, "since": NOW}
    Publication.objects.create(subject="2023-2025", **told)
    assert list(report_due(town, date(2026, 11, 26)))  # the page itself is still off
    PublicPage.objects.create(municipality=town, on_since=NOW, publisher="Stadt")
    assert not list(report_due(town, date(2026, 11, 26)))
    Publication.objects.update(subject="2025")
    assert list(report_due(town, date(2026, 11, 26)))


def test_what_a_resident_wrote_is_overdue_after_four_weeks(town: Municipality) -> None:
    row = PublicFeedback.objects.create(
        municipality=town, text="Warum brennt nachts Licht?" * 9, token="1", at=NOW - 27 * DAY
    )
    line = only(town, AgendaKind.FEEDBACK)
    assert (line.urgency, line.due) == (Urgency.SOON, date(2026, 1, 21))
    assert len(line.sentence.de) < 100
    PublicFeedback.objects.filter(pk=row.pk).update(at=NOW - 29 * DAY)
    assert only(town, AgendaKind.FEEDBACK).urgency is Urgency.OVERDUE
    PublicFeedback.objects.filter(pk=row.pk).update(answered_at=NOW)
    assert lines(town, AgendaKind.FEEDBACK) == []


def test_a_file_a_source_brought_waits_for_an_answer(town: Municipality) -> None:
    source, _ = source_of(town)
    TakenFile.objects.create(
        source=source, name="Mai.csv", size=1, changed=1, seen_at=NOW, outcome=FileOutcome.ASKS
    )
    assert told(town, AgendaKind.FILE) == ["Datei wartet: Mai.csv"]
    TakenFile.objects.update(outcome=FileOutcome.STORED)
    assert lines(town, AgendaKind.FILE) == []


@pytest.mark.parametrize(
    ("data", "waits"),
    [
        (
            b"Monat;Rathaus Strom (kWh)\n01/2024;5\n02/2024;6\n03/2024;7\n",
            ["Datei wartet: Mai.csv"],
        ),
        (b"", []),
    ],
)
def test_an_own_upload_waits_only_where_something_could_be_stored(
    as_editor: Client, editor: User, town: Municipality, data: bytes, waits: list[str]
) -> None:
    as_editor.post(reverse("upload", args=[AGS]), {"files": SimpleUploadedFile("Mai.csv", data)})
    assert len(not_stored(town, editor.pk)) == 1
    found = agenda_for(municipality=town, user=editor.pk, role=Role.EDITOR, now=NOW)
    told_of = [line.headline.de for line in found.lines if line.kind is AgendaKind.FILE]
    assert told_of == waits


def test_a_file_that_is_stored_does_not_wait_when_it_is_laid_down_again(
    as_editor: Client, editor: User, town: Municipality
) -> None:
    data = b"Monat;Rathaus Strom (kWh)\n01/2024;5\n02/2024;6\n03/2024;7\n"
    Delivery.objects.create(
        seq=9, municipality=town, name="Mai.csv", sha256=sha256(data).hexdigest(), at=NOW
    )
    again = {"files": SimpleUploadedFile("Mai (1).csv", data)}
    page = as_editor.post(reverse("upload", args=[AGS]), again, follow=True).content.decode()
    assert "Das ist schon gespeichert" in page
    assert "Noch ist nichts gespeichert" not in page
    assert not_stored(town, editor.pk) == []
    other = {"files": SimpleUploadedFile("Juni.csv", data.replace(b";5", b";8"))}
    as_editor.post(reverse("upload", args=[AGS]), other)
    assert [each.names for each in not_stored(town, editor.pk)] == [("Juni.csv",)]


def test_a_place_nobody_knows_comes_first_of_all(town: Municipality) -> None:
    Municipality.objects.update(latitude=None)
    assert told(town)[0] == "Ort bestätigen"


@pytest.mark.django_db(transaction=True)
def test_a_reading_of_a_meter_no_measure_reads_has_the_register_asked_nothing(
    town: Municipality, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Municipality] = []
    work = measures.lines_of

    def noted(town: Municipality, *given: Any) -> Iterator[AgendaLine]:
        asked.append(town)
        return work(town, *given)

    monkeypatch.setattr(measures, "lines_of", noted)
    school = Building.objects.get()
    point = MeterPoint.objects.create(building=school, carrier=Carrier.HEAT, name="Wärme")
    told(town)
    bring(point, last=2024)
    told(town)
    assert len(asked) == 1
    measure.meter_points.add(point)
    change(measure, phase=Phase.PERMANENT)
    told(town)
    assert len(asked) == 2
    bring(point, last=2025)
    told(town)
    assert len(asked) == 3

"""The page the office opens on: a sentence, a few lines a group, each with one link."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.agenda import queries
from klimamosaik.agenda.groups import MOST, MOST_BEHIND
from klimamosaik.agenda.queries import Agenda, agenda_of
from klimamosaik.measures.models import CostLine, Measure, Task
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.models.phase import Phase
from klimamosaik.people.models import Membership, Organisation, Role
from klimamosaik.places.models import Building, Municipality
from klimamosaik.publication.models import PublicFeedback
from klimamosaik.web.background_state import BackgroundState
from klimamosaik.web.backup.last import LastBackup
from tests.agenda.conftest import AGS, NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(client: Client, more: str = "", language: str = "de") -> str:
    """The page with its spaces as one reads them."""
    answer = client.get(f"/{AGS}/heute/{more}", HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def heading(text: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text)
    assert found
    return found[1].strip()


def groups(text: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", text)


def rows(text: str) -> int:
    return text.count('<th scope="row">')


@pytest.fixture
def owed(measure: Measure, utility: Organisation) -> Organisation:
    """Twelve tasks of the utility are late, one is due on Friday."""
    for number in range(12):
        due = TODAY - (number + 1) * DAY
        Task.objects.create(measure=measure, organisation=utility, what=f"Alt {number}", due=due)
    friday = TODAY + 3 * DAY
    Task.objects.create(measure=measure, organisation=utility, what="Am Freitag", due=friday)
    return utility


def test_where_nothing_waits_the_page_says_so_and_leads_on(
    as_reader: Client, town: Municipality
) -> None:
    Measure.objects.create(municipality=town, name="Licht", phase=Phase.STOPPED)
    text = page(as_reader)
    assert heading(text) == (
        "Nichts ist überfällig, und in den nächsten zwei Wochen steht nichts an."
    )
    assert groups(text) == []
    assert f'href="/{AGS}/massnahmencontrolling/"' in text


def test_the_sentence_counts_what_is_late_and_what_comes_until_when(
    as_reader: Client, owed: Organisation
) -> None:
    text = page(as_reader)
    assert heading(text) == "12 Punkte sind überfällig, 1 steht bis 23. Januar 2026 an."
    assert groups(text) == ["Überfällig", "Demnächst", "Wenn Zeit ist"]
    english = page(as_reader, language="en")
    assert heading(english) == "12 items are overdue, 1 is to be done by 23 January 2026."
    assert groups(english) == ["Overdue", "Soon", "When there is time"]
    assert "in 3 days" in english


def test_of_many_a_few_stand_there_and_a_link_leads_to_all(
    as_reader: Client, owed: Organisation
) -> None:
    text = page(as_reader)
    assert text.count(" überfällig</span>") == MOST
    assert f'<a href="/{AGS}/aufgaben/">Alle 12 Aufgaben</a>' in text
    assert "Alt 11" in text  # the oldest one
    assert "Alt 0" not in text


def test_no_kind_of_thing_crowds_out_another(
    as_editor: Client, town: Municipality, owed: Organisation
) -> None:
    for number in range(9):
        PublicFeedback.objects.create(
            municipality=town, text="Warum?", token=str(number), at=NOW - 40 * DAY
        )
    Measure.objects.update(next_decision_on=TODAY - DAY)
    late = page(as_editor).split("Demnächst")[0]
    assert rows(late) == MOST
    assert "Entscheidung: Heizung" in late
    assert "Alle 9 Rückmeldungen" in late


def test_of_measures_behind_plan_the_first_three_are_named(
    as_reader: Client, town: Municipality
) -> None:
    for number in range(5):
        lagging = Measure.objects.create(municipality=town, name=f"Licht {number}")
        CostLine.objects.create(
            measure=lagging, year=2025, kind=CostKind.INVESTMENT, planned=100, actual=150
        )
    text = page(as_reader)
    assert text.count("Hinter Plan: ") == MOST_BEHIND
    assert f'<a href="/{AGS}/massnahmencontrolling/">Alle 5 hinter Plan</a>' in text


def test_only_what_is_late_is_red(as_reader: Client, owed: Organisation) -> None:
    late, rest = page(as_reader).split("Demnächst")
    assert late.count("mark bad") == MOST
    assert "mark bad" not in rest


def test_each_line_has_one_link(as_reader: Client, owed: Organisation) -> None:
    for row in re.findall(r"<tr>.*?</tr>", page(as_reader))[1:]:
        assert row.count("<a ") == (0 if "<thead" in row or 'scope="col"' in row else 1)


def test_ones_own_organisation_comes_first_and_is_told_once(
    as_reader: Client, reader: User, measure: Measure, owed: Organisation
) -> None:
    other = Organisation.objects.create(municipality=measure.municipality, name="Bauamt")
    Task.objects.create(measure=measure, organisation=other, what="Antrag", due=TODAY)
    Membership.objects.filter(user=reader).update(organisation=owed, role=Role.EDITOR)
    text = page(as_reader)
    assert heading(text) == "Stadtwerke: 12 Punkte sind überfällig, 1 steht bis 23. Januar 2026 an."
    assert groups(text) == ["Für Stadtwerke", "Demnächst, außerdem", "Wenn Zeit ist"]
    assert text.count("Alt 11") == 1
    assert "Alle 13 Aufgaben" in text.split("Demnächst")[0]
    assert "Am Freitag" not in text
    assert "Antrag" in text.split("Demnächst")[1]


def test_the_turn_of_one_organisation_can_be_asked_for(
    as_reader: Client, measure: Measure, owed: Organisation
) -> None:
    other = Organisation.objects.create(municipality=measure.municipality, name="Bauamt")
    Task.objects.create(measure=measure, organisation=other, what="Antrag", due=TODAY)
    text = page(as_reader, f"?stelle={other.pk}")
    assert heading(text) == "Bauamt: Nichts ist überfällig, 1 Punkt steht bis 20. Januar 2026 an."
    assert rows(text) == 1
    assert f'<a href="?stelle={other.pk}" aria-current="true"' in text
    assert rows(page(as_reader, "?stelle=999999")) > 1


def test_who_only_reads_is_not_sent_where_nobody_lets_them_in(
    as_reader: Client, as_editor: Client, town: Municipality
) -> None:
    PublicFeedback.objects.create(municipality=town, text="Warum?", token="1", at=NOW)
    assert "Rückmeldung vom" in page(as_editor)
    assert "Rückmeldung vom" not in page(as_reader)


def test_every_link_of_the_page_opens_for_who_reads(as_reader: Client, owed: Organisation) -> None:
    Building.objects.update(usable_area=None)
    Measure.objects.update(next_decision_on=TODAY, funding_ends_on=TODAY)
    main = page(as_reader).split("<main")[1].split("</main>")[0]
    links = set(re.findall(r'href="(/[^"#]*)', main))
    assert len(links) > 5
    assert {as_reader.get(link).status_code for link in links} == {200}


def test_an_empty_town_begins_with_its_files(as_editor: Client, town: Municipality) -> None:
    empty = Municipality.objects.create(ags="09564000", name="Leer", latitude=49, longitude=11)
    Membership.objects.update(municipality=empty)
    text = as_editor.get("/09564000/heute/").content.decode()
    assert heading(text) == "Womit Sie anfangen"
    assert groups(text)[0] == "Legen Sie Ihre Zählerdateien ab"
    assert '<a class="button" href="/09564000/dateien/">Dateien ablegen</a>' in text


def test_who_manages_sees_background_work_that_stands_still_and_missing_backups(
    as_admin: Client, as_editor: Client, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Die Hintergrundarbeit steht still" in page(as_admin)
    assert "Die Hintergrundarbeit steht still" not in page(as_editor)
    assert "gesichert" not in page(as_admin).split("steht still")[0]  # the town is invented
    Municipality.objects.update(synthetic=False)
    assert "Noch nie gesichert" in page(as_admin)
    monkeypatch.setattr(
        "klimamosaik.web.software_agenda.state", lambda: BackgroundState(alive=True)
    )
    old = LastBackup(NOW - 30 * DAY, None, 1)  # type: ignore[arg-type]
    monkeypatch.setattr("klimamosaik.web.software_agenda.last_backup", lambda: old)
    assert "Die letzte Sicherung ist alt" in page(as_admin)
    new = LastBackup(NOW - DAY / 2, None, 1)  # type: ignore[arg-type]
    monkeypatch.setattr("klimamosaik.web.software_agenda.last_backup", lambda: new)
    assert "Sicherung" not in page(as_admin)


def test_machines_read_the_same(as_reader: Client, owed: Organisation) -> None:
    told = json.loads(as_reader.get(f"/{AGS}/heute/heute.json").content)
    assert (told["day"], told["overdue"], told["soon"]) == ("2026-01-20", 12, 1)
    first = told["lines"][0]
    assert first["what"]["de"] == "Alt 11"
    assert (first["kind"], first["urgency"], first["due"]) == ("task", "overdue", "2026-01-08")
    assert first["who"] == ["Stadtwerke"]


def test_the_agenda_is_gathered_once_until_anything_changes(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(Agenda((), TODAY, until) for until in (NOW + DAY / 2, None, None))
    monkeypatch.setattr(queries, "gathered", lambda *asked: next(answers))
    monkeypatch.setattr("klimamosaik.records.query_cache.MARK.now", lambda: "same")
    first = agenda_of(municipality=town, now=NOW)
    assert agenda_of(municipality=town, now=NOW + DAY / 3) is first
    later = agenda_of(municipality=town, now=NOW + DAY / 2)  # a meter falls silent then
    assert later is not first
    assert agenda_of(municipality=town, now=NOW + DAY / 2) is later
    assert agenda_of(municipality=town, now=NOW + DAY) is not later

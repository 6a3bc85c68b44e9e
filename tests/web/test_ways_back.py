"""What was done to a measure, a counter or a role is undone by the button the next page offers."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Lesson, Measure, Step, Task
from klimamosaik.measures.models.phase import Phase
from klimamosaik.people.models import Membership, Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from tests.paper import PaperForm, form_with, forms_of
from tests.web.conftest import AGS
from tests.web.office_scene import DAY, furnished
from tests.web.test_two_editors import klara as klara

pytestmark = pytest.mark.django_db

LEARNT = {"hypothesis": "a", "evidence": "b", "cause": "c", "advice": "d"}


@pytest.fixture
def rows(town: Municipality) -> dict[str, Any]:
    """One of everything."""
    return furnished(town)


def page_of(measure: Measure, rest: str) -> str:
    return f"/{AGS}/massnahmen/{measure.pk}/{rest}"


def undone(client: Client, answer: Any) -> str:
    """What the next page says once the button is pressed."""
    undo = form_with(answer, "act")
    told = undo.send(client, undo.buttons[0], follow=True)
    assert told.status_code == 200
    return str(told.content.decode())


def test_a_stop_is_undone_with_its_lesson(rows: dict[str, Any], as_admin: Client) -> None:
    measure = rows["measure"]
    form = form_with(as_admin.get(page_of(measure, "stoppen/")), "hypothesis")
    for name, value in LEARNT.items():
        form.say(name, value)
    answer = form.say("end", "2026-02-01").send(as_admin, follow=True)
    assert "Die Maßnahme ist gestoppt." in answer.content.decode()
    assert Lesson.objects.filter(measure=measure, stopped=True).exists()
    assert "Rückgängig gemacht" in undone(as_admin, answer)
    now = Measure.objects.get(pk=measure.pk)
    assert (now.phase, now.end) == (measure.phase, None)
    assert not Lesson.objects.filter(measure=measure, stopped=True).exists()
    assert not measure.steps.filter(to_phase=Phase.STOPPED).exists()


def test_a_stop_others_went_on_from_is_not_undone(
    rows: dict[str, Any], as_admin: Client, klara: Client
) -> None:
    measure = rows["measure"]
    form = form_with(as_admin.get(page_of(measure, "stoppen/")), "hypothesis")
    for name, value in LEARNT.items():
        form.say(name, value)
    answer = form.send(as_admin, follow=True)
    again = form_with(klara.get(page_of(measure, "schritt/")), "reason").say("reason", "neu")
    on = again.send(klara, follow=True)
    assert "Die Maßnahme läuft wieder." in on.content.decode()
    assert "lässt sich nicht mehr rückgängig machen" in undone(as_admin, answer)
    assert Measure.objects.get(pk=measure.pk).phase != Phase.STOPPED
    assert measure.steps.filter(to_phase=Phase.STOPPED).exists()
    undone(klara, on)
    assert Measure.objects.get(pk=measure.pk).phase == Phase.STOPPED


def test_a_wrong_day_of_a_phase_is_asked_again_once_undone(
    rows: dict[str, Any], as_admin: Client
) -> None:
    measure = rows["measure"]
    save(Step(measure=measure, to_phase=measure.phase, day=DAY), by=None)
    address = page_of(measure, "grundlagen/")
    answer = form_with(as_admin.get(address), "since").say("since", "2024-05-01").send(as_admin)
    assert measure.steps.get().since.isoformat() == "2024-05-01"
    undone(as_admin, as_admin.get(answer.url))
    assert measure.steps.get().since is None
    assert "since" in form_with(as_admin.get(address), "name").values


def test_a_measure_saved_by_mistake_is_as_before(rows: dict[str, Any], as_admin: Client) -> None:
    measure = rows["measure"]
    measure.buildings.set([rows["building"]])
    form = form_with(as_admin.get(page_of(measure, "bearbeiten/")), "name")
    answer = form.say("name", "Dach").say("buildings").send(as_admin, ("do", "save"), follow=True)
    now = Measure.objects.get(pk=measure.pk)
    assert (now.name, now.buildings.count()) == ("Dach", 0)
    undone(as_admin, answer)
    now.refresh_from_db()
    assert (now.name, now.buildings.count()) == ("Dämmung", 1)


def written(client: Client) -> Any:
    """The page after a new measure was written down."""
    form = form_with(client.get(f"/{AGS}/massnahmen/neu/"), "name").say("name", "Solardach")
    answer = form.send(client, ("do", "save"), follow=True)
    assert Measure.objects.filter(name="Solardach").exists()
    return answer


def test_a_new_measure_is_gone_once_undone(town: Municipality, as_admin: Client) -> None:
    answer = written(as_admin)
    assert "Rückgängig gemacht" in undone(as_admin, answer)
    assert not Measure.objects.exists()
    assert not Step.objects.exists()


def test_a_new_measure_others_work_on_stays(town: Municipality, as_admin: Client) -> None:
    answer = written(as_admin)
    works = save(Organisation(municipality=town, name="Stadtwerke"), by=None)
    measure = Measure.objects.get()
    save(Task(measure=measure, organisation=works, what="Statik prüfen"), by=None)
    told = undone(as_admin, answer)
    assert "Inzwischen hängt anderes daran: Aufgabe (1)." in told
    assert Measure.objects.exists()


def test_role_and_organisation_given_at_once_by_two_are_both_kept(
    rows: dict[str, Any], as_admin: Client, klara: Client, reader: User
) -> None:
    path = f"/{AGS}/personen/"
    change = f"{path}{Membership.objects.get(user=reader).pk}/"

    def opened_by(client: Client) -> PaperForm:
        return next(each for each in forms_of(client.get(path)) if each.action == change)

    mine, theirs = opened_by(as_admin), opened_by(klara)
    theirs.say("organisation", str(rows["office"].pk)).send(klara)
    told = mine.say("role", "editor").send(as_admin, follow=True).content.decode()
    now = Membership.objects.get(user=reader)
    assert (now.role, now.organisation) == ("editor", rows["office"])
    assert "hat inzwischen Klara Klima geändert" in told

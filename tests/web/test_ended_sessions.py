"""Input outlives an ended session, and a page that stood open for too long."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from klimamosaik.people.models import Invitation, Membership, Role
from klimamosaik.places.models import Building, Municipality
from klimamosaik.records.unsaved_input import LARGEST
from tests.paper import PaperForm, form_with, forms_of
from tests.web.conftest import AGS, PASSWORD
from tests.web.office_scene import furnished
from tests.web.test_two_editors import EDITS, address, opened

ORIGIN: dict[str, Any] = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def rows(town: Municipality, as_admin: Client) -> dict[str, Any]:
    """One of everything."""
    return furnished(town)


def ended(form: PaperForm, client: Client, button: tuple[str, str] = ("", "")) -> Any:
    """Sent after the session ended: the log-in page that comes."""
    Session.objects.all().delete()
    answer = form.send(client, button)
    assert answer.status_code == 403
    assert not Session.objects.exists()  # a stranger leaves nothing with us
    return answer


def log_in(answer: Any, client: Client, password: str = PASSWORD) -> Any:
    """Log in on the page shown."""
    form = form_with(answer, "username").say("username", "ada").say("password", password)
    return form.send(client, follow=True)


@pytest.mark.parametrize("name", EDITS)
def test_a_form_sent_after_the_session_ended_stands_filled_in_after_the_log_in(
    name: str, rows: dict[str, Any], as_admin: Client
) -> None:
    edit = EDITS[name]
    mine = edit.filled(opened(as_admin, edit, rows), edit.mine)
    answer = ended(mine, as_admin)
    assert "Ihre Sitzung war zu Ende" in answer.content.decode()
    page = log_in(answer, as_admin)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Noch nicht gespeichert" in text
    again = form_with(page, edit.asked)
    typed = {name: said for name, said in edit.both.items() if name != "do"} | {
        edit.asked: edit.mine
    }
    assert {name: again.values[name] for name in typed} == {n: [said] for n, said in typed.items()}
    if "do" in edit.both:
        again.say("do", edit.both["do"])
    assert again.send(as_admin).status_code == 302
    assert "Noch nicht gespeichert" not in as_admin.get(page.wsgi_request.path).content.decode()


def building_form(client: Client, rows: dict[str, Any]) -> PaperForm:
    """The form of a building with another address typed into it."""
    return opened(client, EDITS["building_edit"], rows).say("address", "Schlossplatz 3 & „5“")


def test_nothing_is_stored_before_somebody_presses_save(
    rows: dict[str, Any], as_admin: Client
) -> None:
    page = log_in(ended(building_form(as_admin, rows), as_admin), as_admin)
    as_admin.get(page.wsgi_request.path)
    assert Building.objects.get().address == "Markt 1"
    assert form_with(page, "address").send(as_admin).status_code == 302
    assert Building.objects.get().address == "Schlossplatz 3 & „5“"


def test_a_wrong_password_loses_nothing(rows: dict[str, Any], as_admin: Client) -> None:
    wrong = log_in(ended(building_form(as_admin, rows), as_admin), as_admin, "falsch")
    assert "passen nicht zusammen" in wrong.content.decode()
    page = log_in(wrong, as_admin)
    assert form_with(page, "address").values["address"] == ["Schlossplatz 3 & „5“"]


def test_who_has_to_choose_a_password_first_finds_the_form_afterwards(
    rows: dict[str, Any], as_admin: Client, admin: User
) -> None:
    Invitation.objects.create(user=admin, at=timezone.now())
    account = log_in(ended(building_form(as_admin, rows), as_admin), as_admin)
    form = form_with(account, "new_password1").say("old_password", PASSWORD)
    form.say("new_password1", "ganz-neue-steine").say("new_password2", "ganz-neue-steine")
    page = form.send(as_admin, follow=True)
    assert form_with(page, "address").values["address"] == ["Schlossplatz 3 & „5“"]


def test_what_others_changed_meanwhile_is_told_there_as_well(
    rows: dict[str, Any], as_admin: Client
) -> None:
    answer = ended(building_form(as_admin, rows), as_admin)
    building = rows["building"]
    building.address = "Lappan 4"
    building.save()
    page = log_in(answer, as_admin)
    assert "Inzwischen gespeichert" in page.content.decode()
    assert form_with(page, "asked").values["address"] == ["Schlossplatz 3 & „5“"]


def test_the_input_can_be_discarded(rows: dict[str, Any], as_admin: Client) -> None:
    page = log_in(ended(building_form(as_admin, rows), as_admin), as_admin)
    as_admin.get(page.wsgi_request.path + "?verwerfen")
    assert building_form(as_admin, rows).values["version"]
    assert "Noch nicht gespeichert" not in as_admin.get(page.wsgi_request.path).content.decode()


def test_what_is_no_form_is_sent_with_one_press(rows: dict[str, Any], as_admin: Client) -> None:
    path = f"/{AGS}/massnahmen/{rows['measure'].pk}/aufgaben/{rows['task'].pk}/erledigt/"
    page = log_in(ended(PaperForm(path, "post").say("next", "tasks"), as_admin), as_admin)
    assert "Noch nicht gespeichert" in page.content.decode()
    rows["task"].refresh_from_db()
    assert rows["task"].done_on is None
    (form,) = forms_of(page)
    form.send(as_admin)
    rows["task"].refresh_from_db()
    assert rows["task"].done_on is not None


def test_what_withdraws_asks_again_after_the_log_in(rows: dict[str, Any], as_admin: Client) -> None:
    path = f"/{AGS}/massnahmen/{rows['measure'].pk}/zeile/kosten/{rows['kosten'].pk}/"
    asked = form_with(as_admin.post(path, {"remove": "1"}), "sure")
    page = log_in(ended(asked, as_admin, ("sure", "yes")), as_admin)
    again = form_with(page, "remove").send(as_admin)
    assert "Das entfernen?" in again.content.decode()
    assert type(rows["kosten"]).objects.exists()


def test_passwords_are_never_carried(rows: dict[str, Any], as_admin: Client) -> None:
    form = form_with(as_admin.get(f"/{AGS}/quellen/neu/"), "secret")
    form.say("name", "Broker").say("secret", "streng-geheim")
    answer = ended(form, as_admin)
    assert "streng-geheim" not in answer.content.decode()
    assert "Dateien und Passwörter" in answer.content.decode()
    page = log_in(answer, as_admin)
    assert form_with(page, "name").values["name"] == ["Broker"]
    assert "Passwörter bitte noch einmal" in page.content.decode()


def test_files_are_not_carried_and_that_is_said(rows: dict[str, Any], as_admin: Client) -> None:
    Session.objects.all().delete()
    sent = {"files": SimpleUploadedFile("a.csv", b"1"), "register": "Plan"}
    answer = as_admin.post(f"/{AGS}/massnahmen/listen/neu/", sent)
    page = log_in(answer, as_admin)
    assert "Dateien und Passwörter müssen Sie noch einmal angeben" in page.content.decode()
    assert ("", "") not in [each for form in forms_of(page) for each in form.buttons]


def test_what_is_too_large_leads_to_the_log_in_only(rows: dict[str, Any], as_admin: Client) -> None:
    form = building_form(as_admin, rows).say("address", "x" * LARGEST)
    Session.objects.all().delete()
    assert form.send(as_admin).status_code == 302


def test_a_row_somebody_removed_meanwhile_leaves_what_was_typed(
    rows: dict[str, Any], as_admin: Client
) -> None:
    mine = opened(as_admin, EDITS["task"], rows).say("what", "Drei Angebote holen")
    rows["task"].delete()
    answer = mine.send(as_admin)
    assert answer.status_code == 404
    assert "Drei Angebote holen" in answer.content.decode()


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_page_that_stood_open_over_night_gives_its_form_back(
    rows: dict[str, Any], admin: User, logged_in: bool
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    form = building_form(client, rows).say("csrfmiddlewaretoken", "x" * 64)
    if not logged_in:
        Session.objects.all().delete()
    answer = form.send(client, follow=True, **ORIGIN)
    page = answer if logged_in else log_in(answer, client)
    assert "Noch nicht gespeichert" in page.content.decode()
    again = form_with(page, "address")
    assert again.values["address"] == ["Schlossplatz 3 & „5“"]
    assert again.send(client, **ORIGIN).status_code == 302
    assert Building.objects.get().address == "Schlossplatz 3 & „5“"


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://evil.example"}])
def test_a_form_of_another_site_is_never_given_back(
    rows: dict[str, Any], admin: User, origin: dict[str, Any]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    answer = client.post(address("gebaeude/{building}/bearbeiten/", rows), {"name": "x"}, **origin)
    assert answer.status_code == 403
    assert "kept_input" not in client.session
    assert "lange offen" in answer.content.decode()


def test_who_lost_the_role_meanwhile_keeps_what_was_typed(
    town: Municipality, as_admin: Client, admin: User
) -> None:
    Membership.objects.filter(user=admin).update(role=Role.READER)
    sent = {"name": "Heizung im Rathaus", "done": "Neue Regelung"}
    answer = as_admin.post(f"/{AGS}/massnahmen/neu/", sent)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Dafür fehlt Ihnen die Rolle." in page
    assert "Heizung im Rathaus" in page
    assert "Neue Regelung" in page
    assert "Jetzt absenden" not in page


def test_what_another_site_sent_is_not_shown_to_who_lost_the_role(
    town: Municipality, admin: User
) -> None:
    Membership.objects.filter(user=admin).update(role=Role.READER)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin)
    answer = strict.post(
        f"/{AGS}/massnahmen/neu/",
        {"name": "Untergeschoben"},
        headers={"origin": "https://x.example"},
    )
    assert answer.status_code == 403
    assert "Untergeschoben" not in answer.content.decode()

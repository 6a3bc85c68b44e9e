"""Who may do what: roles, invitations, passwords."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from klimamosaik.people.models import Invitation, Membership, Organisation, Role
from klimamosaik.places.models import Municipality
from tests.web.conftest import AGS, PASSWORD

PAGES_FOR_EDITORS = ["massnahmen/neu/", "gebaeude/neu/", "gemeinde/"]
INVITED = {"full_name": "Nina Neu", "username": "nina", "role": "editor"}


def one_time_password(page: str) -> str:
    return page.split("<code>")[1].split("</code>")[0]


def test_who_is_not_logged_in_is_asked_to(town: Municipality, admin: User) -> None:
    answer = Client().get(f"/{AGS}/dateien/")
    assert answer.headers["Location"] == f"/anmelden/?next=/{AGS}/dateien/"


@pytest.mark.parametrize("page", PAGES_FOR_EDITORS)
def test_a_reader_cannot_edit(as_reader: Client, as_editor: Client, page: str) -> None:
    refused = as_reader.get(f"/{AGS}/{page}")
    assert refused.status_code == 403
    assert "Dafür fehlt Ihnen die Rolle." in refused.content.decode()
    assert as_editor.get(f"/{AGS}/{page}").status_code == 200


def test_an_editor_cannot_manage_people(as_editor: Client, as_admin: Client) -> None:
    assert as_editor.get(f"/{AGS}/personen/").status_code == 403
    assert as_admin.get(f"/{AGS}/personen/").status_code == 200


def test_nobody_sees_another_municipality(as_admin: Client) -> None:
    Municipality.objects.create(ags="03404000", name="Osnabrück")
    assert as_admin.get("/03404000/").status_code == 403


def test_an_invited_person_chooses_their_own_password_first(as_admin: Client) -> None:
    page = as_admin.post(f"/{AGS}/personen/", INVITED).content.decode()
    password = one_time_password(page)
    assert password not in as_admin.get(f"/{AGS}/personen/").content.decode()

    client = Client()
    client.post("/anmelden/", {"username": "nina", "password": password})
    assert client.get(f"/{AGS}/").headers["Location"] == "/konto/"
    chosen = {"old_password": password, "new_password1": PASSWORD, "new_password2": PASSWORD}
    client.post("/konto/", chosen)
    assert client.get(f"/{AGS}/").status_code == 200
    assert Invitation.objects.get().taken_at is not None


def test_the_one_time_password_cannot_be_kept(as_admin: Client) -> None:
    password = one_time_password(as_admin.post(f"/{AGS}/personen/", INVITED).content.decode())
    client = Client()
    client.post("/anmelden/", {"username": "nina", "password": password})
    same = {"old_password": password, "new_password1": password, "new_password2": password}
    assert "Das ist das bisherige Passwort." in client.post("/konto/", same).content.decode()


def test_a_one_time_password_expires(as_admin: Client) -> None:
    password = one_time_password(as_admin.post(f"/{AGS}/personen/", INVITED).content.decode())
    Invitation.objects.update(at=timezone.now() - timedelta(days=15))
    answer = Client().post("/anmelden/", {"username": "nina", "password": password})
    assert "abgelaufen" in answer.content.decode()


def test_a_taken_user_name_is_refused(as_admin: Client, reader: User) -> None:
    page = as_admin.post(f"/{AGS}/personen/", INVITED | {"username": "rolf"}).content.decode()
    assert "Den Benutzernamen „rolf“ gibt es schon." in page


def test_a_role_changes_and_the_history_tells(as_admin: Client, reader: User) -> None:
    membership = Membership.objects.get(user=reader)
    as_admin.post(f"/{AGS}/personen/{membership.pk}/", {"role": "editor"})
    membership.refresh_from_db()
    assert membership.role == Role.EDITOR
    page = as_admin.get(f"/{AGS}/verlauf/").content.decode()
    assert "liest → liest und bearbeitet" in page
    assert "ada" in page


@pytest.mark.parametrize("named", ["999999", "-1", "viel", " ", "{elsewhere}", "9" * 5000])
def test_an_unknown_organisation_is_refused_and_widens_nothing(
    as_admin: Client, reader: User, town: Municipality, named: str
) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    elsewhere = Organisation.objects.create(municipality=other, name="Stadtwerke")
    asked = {"role": "editor", "organisation": named.format(elsewhere=elsewhere.pk)}
    address = f"/{AGS}/personen/{Membership.objects.get(user=reader).pk}/"
    said = as_admin.post(address, asked, follow=True).content.decode()
    assert "Den gewählten Akteur gibt es hier nicht (mehr)." in said
    assert "Die Rolle ist geändert." not in said
    membership = Membership.objects.get(user=reader)
    assert (membership.role, membership.organisation) == (Role.READER, None)


def test_a_role_that_is_refused_changes_no_organisation_either(
    as_admin: Client, admin: User, town: Municipality
) -> None:
    office = Organisation.objects.create(municipality=town, name="Hochbauamt")
    address = f"/{AGS}/personen/{Membership.objects.get(user=admin).pk}/"
    as_admin.post(address, {"role": "reader", "organisation": office.pk})
    assert Membership.objects.get(user=admin).organisation is None
    as_admin.post(address, {"role": "admin", "organisation": office.pk})
    assert Membership.objects.get(user=admin).organisation == office
    as_admin.post(address, {"role": "admin", "organisation": ""})
    assert Membership.objects.get(user=admin).organisation is None


def test_the_last_admin_stays(as_admin: Client, admin: User) -> None:
    membership = Membership.objects.get(user=admin)
    for wish in ("reader", "none"):
        sent = {"role": wish, "sure": "yes"}
        answer = as_admin.post(f"/{AGS}/personen/{membership.pk}/", sent, follow=True)
        assert "Das ist die letzte Person" in answer.content.decode()
    assert Membership.objects.get(user=admin).role == Role.ADMIN


def test_who_left_is_still_in_the_history(as_admin: Client, reader: User) -> None:
    membership = Membership.objects.get(user=reader)
    as_admin.post(f"/{AGS}/personen/{membership.pk}/", {"role": "none", "sure": "yes"})
    assert not Membership.objects.filter(user=reader).exists()
    assert "Rolle entfernt" in as_admin.get(f"/{AGS}/verlauf/").content.decode()


def test_no_new_password_for_somebody_of_another_town(as_admin: Client, reader: User) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    Membership.objects.create(user=reader, municipality=other, role=Role.READER)
    membership = Membership.objects.get(user=reader, municipality__ags=AGS)
    old = User.objects.get(pk=reader.pk).password
    answer = as_admin.post(
        f"/{AGS}/personen/{membership.pk}/", {"role": "password", "sure": "yes"}, follow=True
    )
    assert "auch für eine andere Gemeinde" in answer.content.decode()
    assert User.objects.get(pk=reader.pk).password == old


def test_logging_out_ends_the_visit(as_reader: Client) -> None:
    as_reader.post("/abmelden/")
    assert as_reader.get(f"/{AGS}/").status_code == 302

"""A town's first mistake with a file leaves no trace on any page, and comes back by one press."""

from html import unescape

from django.test import Client
from django.utils import timezone

from klimamosaik.observations.intake import taking_back
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.import_summary import file_summary
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.models import Publication, PublicPage
from tests.paper import form_with
from tests.web.conftest import AGS

MONTHS = b"Monat;Rathaus;Schule\n01/2023;1.000,5;2.000\n02/2023;900;1.800\n"
PLACES = ("", "bericht/", "energie/", "gebaeude/", "zaehler/", "stoerungen/", "messreihen/")


def imported(town: Municipality, data: bytes = MONTHS) -> Delivery:
    """A file of heat, stored."""
    file = preview(municipality=town, data=data, name="waerme_kwh.csv")
    taken = store_import(municipality=town, files=[file], by=None, at=timezone.now())
    return taken.files[0].delivery


def words(client: Client, path: str) -> str:
    """What a page says."""
    return unescape(client.get(f"/{AGS}/{path}", follow=True).content.decode())


def test_no_page_knows_of_it_and_one_press_brings_it_back(
    town: Municipality, as_admin: Client
) -> None:
    first = imported(town)
    own = [
        f"gebaeude/{Building.objects.get(name='Schule').pk}/",
        f"zaehler/{MeterPoint.objects.earliest('pk').pk}/bearbeiten/",
    ]
    assert [as_admin.get(f"/{AGS}/{each}").status_code for each in own] == [200, 200]
    asked = as_admin.post(f"/{AGS}/dateien/{first.seq}/zuruecknehmen/")
    told = "Mit dem Import gehen 2 Gebäude und 2 Zähler, die nur durch ihn da sind: Rathaus, Schule"
    assert told in asked.content.decode()
    assert "Schule" in words(as_admin, "gebaeude/")
    answer = form_with(asked, "sure").send(as_admin, ("sure", "yes"), follow=True)
    assert "mit ihm gingen 2 Gebäude und 2 Zähler" in answer.content.decode()
    assert "2 neue Gebäude" in answer.content.decode()
    assert {each for each in PLACES if "Schule" in words(as_admin, each)} == set()
    assert [as_admin.get(f"/{AGS}/{each}").status_code for each in own] == [404, 404]
    undo = form_with(answer, "act")
    undo.send(as_admin, undo.buttons[0])
    assert "Schule" in words(as_admin, "gebaeude/")
    assert [as_admin.get(f"/{AGS}/{each}").status_code for each in own] == [200, 200]


def test_what_is_said_after_storing_stands_in_the_list_of_imports(
    town: Municipality, as_admin: Client
) -> None:
    file = preview(municipality=town, data=MONTHS, name="waerme_kwh.csv")
    (stored,) = store_import(municipality=town, files=[file], by=None, at=timezone.now()).files
    said = [text.de for text in file_summary(stored)]
    assert said == ["2 neue Zähler", "4 neue Messwerte", "2 neue Gebäude"]
    page = words(as_admin, "dateien/")
    assert all(text in page for text in said)


def test_what_stays_is_said_with_the_reason(town: Municipality, as_admin: Client) -> None:
    first = imported(town)
    imported(town, b"Monat;Rathaus\n03/2023;800\n")
    asked = as_admin.post(f"/{AGS}/dateien/{first.seq}/zuruecknehmen/").content.decode()
    assert "Mit dem Import gehen 1 Gebäude und 1 Zähler" in asked
    assert "Rathaus, Wärme (andere Importe brachten Werte dafür)" in asked


def test_a_list_of_buildings_can_be_taken_back(town: Municipality, as_admin: Client) -> None:
    imported(town, "Gebäude;Adresse;Nutzfläche m²\nRathaus;Markt 1;1.200\n".encode())
    page = as_admin.get(f"/{AGS}/dateien/").content.decode()
    assert "1 neues Gebäude" in page
    assert "/zuruecknehmen/" in page


def test_a_building_that_was_public_once_is_gone_for_strangers(
    town: Municipality, as_admin: Client
) -> None:
    page = PublicPage(municipality=town, publisher="Stadt", desk="Klima", email="k@example.org")
    page.on_since = timezone.now()
    page.save()
    first = imported(town)
    pk = Building.objects.get(name="Schule").pk
    row = Publication.objects.create(
        municipality=town, kind="building", subject=str(pk), name="Schule", since=timezone.now()
    )
    strangers = Client()
    public = f"/klima/{AGS}/gebaeude/{pk}/"
    assert strangers.get(public).status_code == 200
    asked = as_admin.post(f"/{AGS}/dateien/{first.seq}/zuruecknehmen/").content.decode()
    assert "Schule (ist öffentlich; nehmen Sie erst die Veröffentlichung zurück)" in asked
    row.until = timezone.now()
    row.save()
    taking_back.undo(delivery=first, by=None, at=timezone.now())
    assert strangers.get(public).status_code == 410
    assert strangers.get(f"/api/v1/municipalities/{AGS}/buildings/{pk}").status_code == 410

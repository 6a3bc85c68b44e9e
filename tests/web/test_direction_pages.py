"""Meters that do not count stay in sight: named by their direction, usable, to take along."""

import csv
import io
import json
import re

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.evidence.operations import renew
from klimamosaik.measures.forms.measure import MeasureForm
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.places.operations import assign
from klimamosaik.terms.direction import Direction
from tests.visitors import visitor_of
from tests.web.direction_scene import DAYS, PER_DAY, laid_out

pytestmark = pytest.mark.django_db
SPAN = "?von=2022&bis=2024"
ASIDE = ("Erzeugung", "Einspeisung", "Speicher", "Teil eines anderen Zählers")
UNUSED = "zählt nicht zum Verbrauch"


@pytest.fixture
def town() -> Municipality:
    return laid_out()


@pytest.fixture
def client(town: Municipality) -> Client:
    return visitor_of(town, Role.EDITOR, "ada")


def page(client: Client, town: Municipality, rest: str) -> str:
    answer = client.get(f"/{town.ags}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


def point(direction: Direction) -> MeterPoint:
    return MeterPoint.objects.get(direction=direction, building__name="Rathaus")


def test_the_list_of_meters_names_directions_and_what_does_not_count(
    client: Client, town: Municipality
) -> None:
    shown = page(client, town, "zaehler/")
    assert all(f"<small>{word}</small>" in shown for word in ASIDE)
    assert shown.count(UNUSED) == MeterPoint.objects.aside().count()
    table = shown.partition("<table")[2]  # below the navigation
    assert table.count(">Energiebericht<") == MeterPoint.objects.counting().count()


def test_the_building_page_shows_what_is_not_counted_in_a_table_of_its_own(
    client: Client, town: Municipality
) -> None:
    hall = Building.objects.get(name="Rathaus")
    shown = page(client, town, f"gebaeude/{hall.pk}/{SPAN}")
    own = shown.split("Nicht mitgezählt</h2>")[1].split("</section>")[0]
    assert "Zähler 1: Erzeugung [kWh]" in own
    assert f"{PER_DAY[Direction.GENERATED] * 365:,.0f}".replace(",", ".") in own
    assert shown.count(UNUSED) == 5


def test_the_report_says_in_one_line_what_was_left_out(client: Client, town: Municipality) -> None:
    line = (
        "Nicht mitgezählt, weil kein eigener Verbrauch: Erzeugung (1 Zähler), Einspeisung "
        "(1 Zähler), Anteil aus einer Gemeinschaft (1 Zähler), Speicher (1 Zähler), Teil eines "
        "anderen Zählers (2 Zähler)."
    )
    assert line in page(client, town, f"bericht/{SPAN}")


def test_a_town_without_such_meters_hears_nothing_of_them(client: Client) -> None:
    town = Municipality.objects.get()
    for gone in MeterPoint.objects.aside():
        gone.direction, gone.name = Direction.DRAWN, f"{gone.name} {gone.direction}"
        assign(point=gone, by=None)
    assert "Nicht mitgezählt" not in page(client, town, f"bericht/{SPAN}")
    book = client.get(f"/{town.ags}/bericht/energiebericht.xlsx{SPAN}").content
    assert "Nicht mitgezählt" not in openpyxl.load_workbook(io.BytesIO(book)).sheetnames


def test_json_and_excel_keep_them_apart(client: Client, town: Municipality) -> None:
    data = json.loads(client.get(f"/{town.ags}/bericht/energiebericht.json{SPAN}").content)
    told = {one["direction"]: one for one in data["not_counted"] if one["carrier"] == "electricity"}
    assert set(told) == {"generated", "fed in", "shared", "stored", "part"}
    assert told["fed in"]["years"][1]["value"] == pytest.approx(PER_DAY[Direction.FED_IN] * 365)
    book = client.get(f"/{town.ags}/bericht/energiebericht.xlsx{SPAN}").content
    rows = list(openpyxl.load_workbook(io.BytesIO(book))["Nicht mitgezählt"].values)
    assert len(rows) == 2 + 6 * 3
    assert ("Rathaus", "Zähler 1", "Strom", "Einspeisung", 2023) in {row[:5] for row in rows}


def test_the_way_back_from_a_figure_names_them_apart(client: Client, town: Municipality) -> None:
    hall = Building.objects.get(name="Rathaus")
    shown = page(client, town, f"gebaeude/{hall.pk}/warum/2023/electricity/")
    assert "Zähler 1 (selbst erzeugt und verbraucht)</h2>" in shown
    aside = shown.split("Nicht mitgezählt</h2>")[1].split("</section>")[0]
    assert aside.count("<li>") == 5
    assert "Zähler 1: Einspeisung" in aside
    assert shown.count("<caption>Was zusammengezählt wird: Ablesungen</caption>") == 2


def test_a_person_sets_the_direction_and_the_history_tells(
    client: Client, town: Municipality
) -> None:
    drawn = point(Direction.DRAWN)
    address = f"/{town.ags}/zaehler/{drawn.pk}/bearbeiten/"
    asked = client.get(address).content.decode()
    assert "Einspeisung: ins Netz abgegeben. Zählt nicht zum Verbrauch." in asked
    given = {
        "building": drawn.building_id,
        "carrier": drawn.carrier,
        "name": "Dach",
        "number": "",
        "direction": "fed in",
    }
    assert client.post(address, given).status_code == 302
    drawn.refresh_from_db()
    assert (drawn.direction, drawn.read_as, drawn.counts) == ("fed in", "drawn", False)
    told = page(client, town, "verlauf/")
    assert "Richtung" in told
    assert "Bezug" in told
    assert "Einspeisung" in told


def test_two_meters_of_one_name_and_direction_are_refused_in_a_sentence(
    client: Client, town: Municipality
) -> None:
    drawn = point(Direction.DRAWN)
    given = {
        "building": drawn.building_id,
        "carrier": drawn.carrier,
        "name": drawn.name,
        "number": "",
        "direction": "fed in",
    }
    answer = client.post(f"/{town.ags}/zaehler/{drawn.pk}/bearbeiten/", given)
    assert "schon einen Zähler dieses Namens mit derselben Richtung" in answer.content.decode()


def test_readings_of_any_meter_can_be_taken_along(client: Client, town: Municipality) -> None:
    fed = point(Direction.FED_IN)
    answer = client.get(f"/{town.ags}/zaehler/{fed.pk}/messwerte.csv")
    assert "rathaus-zahler-1-einspeisung.csv" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(DAYS)
    assert float(rows[0].pop("Wert").replace(",", ".")) == pytest.approx(55.0)
    assert rows[0] == {
        "von": "2022-01-01T00:00:00+01:00",
        "bis": "2022-01-02T00:00:00+01:00",
        "Einheit": "kWh",
        "Datengüte": "measured",
        "Richtung": "Einspeisung",
    }


def test_nobody_takes_another_towns_readings_along(client: Client, town: Municipality) -> None:
    other = Municipality.objects.create(ags="03999002", name="Anderswo")
    place = Building.objects.create(municipality=other, name="Haus")
    foreign = MeterPoint.objects.create(building=place, carrier="gas", name="Gas")
    assert client.get(f"/{other.ags}/zaehler/{foreign.pk}/messwerte.csv").status_code in (403, 404)
    assert client.get(f"/{town.ags}/zaehler/{foreign.pk}/messwerte.csv").status_code == 404


def test_the_effect_page_shows_a_plant_and_claims_nothing(
    client: Client, town: Municipality
) -> None:
    sun = Measure.objects.get(name="Sonnenstrom")
    renew(by=None, at=timezone.now())
    shown = page(client, town, f"massnahmen/{sun.pk}/")
    assert "Rathaus: Strom (Erzeugung)" in shown
    assert "Was er zählte, Monat für Monat" in shown
    assert "weder gespart noch mehr verbraucht" in shown
    sun.meter_points.set([point(Direction.GENERATED)])
    renew(by=None, at=timezone.now())
    alone = page(client, town, f"massnahmen/{sun.pk}/")
    assert "Noch keine Aussage möglich. Ein Zähler für Einspeisung" in alone
    assert "mehr verbraucht als erwartet" not in alone


def test_a_plant_may_be_chosen_for_a_measure_but_is_no_comparison(town: Municipality) -> None:
    form = MeasureForm(municipality=town)
    offered = str(form["meter_points"])
    assert "Strom · Zähler 1 · Erzeugung" in offered
    assert "Erzeugung" not in str(form["comparison_points"])


def test_an_indicator_names_the_direction_of_its_readings(
    client: Client, town: Municipality
) -> None:
    stream = Datastream.objects.get(meter_point=point(Direction.GENERATED))
    sun = Measure.objects.get(name="Sonnenstrom")
    shown = page(client, town, f"massnahmen/{sun.pk}/zeile/kennzahl/neu/")
    (label,) = re.findall(rf'<option value="{stream.pk}">(.*?)</option>', shown)
    assert "Zähler 1" in label
    assert "Erzeugung" in label


def test_meters_that_do_not_count_alone_make_no_report_and_say_why(
    client: Client, town: Municipality
) -> None:
    for each in MeterPoint.objects.counting():
        each.direction, each.name = Direction.PART, f"{each.name} {each.direction}"
        assign(point=each, by=None)
    assert "gibt es nur Zähler, die nicht zum Verbrauch zählen" in page(client, town, "bericht/")


OFFERED = 'href="?nur=richtung'


def misread(town: Municipality) -> MeterPoint:
    """A meter of what a roof feeds in, stored as one of what is drawn."""
    found = point(Direction.DRAWN)
    found.name = "Einspeisung Dach Süd"
    found.save()
    return found


def test_a_meter_whose_name_says_otherwise_is_turned_in_one_step_and_back(
    client: Client, town: Municipality
) -> None:
    assert OFFERED not in page(client, town, "zaehler/")
    roof = misread(town)
    assert "Name sagt: Einspeisung" in page(client, town, "zaehler/?nur=richtung")
    turned = client.post(
        f"/{town.ags}/zaehler/{roof.pk}/richtung/", {"direction": "fed in"}, follow=True
    ).content.decode()
    roof.refresh_from_db()
    assert (roof.direction, roof.read_as) == ("fed in", "drawn")
    assert roof.history.first().history_user.username == "ada"
    assert OFFERED not in turned
    act = re.search(r'name="act" value="([^"]+)"', turned)
    assert act is not None
    client.post(f"/{town.ags}/rueckgaengig/", {"act": act[1]})
    roof.refresh_from_db()
    assert roof.direction == "drawn"


def test_a_direction_that_is_right_is_asked_about_once(client: Client, town: Municipality) -> None:
    drawn = misread(town)
    client.post(f"/{town.ags}/zaehler/{drawn.pk}/richtung/", {})
    drawn.refresh_from_db()
    assert drawn.direction == "drawn"
    assert OFFERED not in page(client, town, "zaehler/")

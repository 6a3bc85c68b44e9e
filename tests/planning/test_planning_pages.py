"""The pages of planning: a plan, its conditions, a tonne's price, what lags, roll-out, answer."""

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl
import pytest
from django.test import Client

from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.planning.models import Dependence, Selection, SelectionState
from tests.pathway.conftest import NOW, measured
from tests.pathway.test_pathway_pages import client, text
from tests.planning.planned import aim, hoped, pilot

ASKED = {"budget": "1.000", "first_year": "2027", "last_year": "2032", "caution": "0.5"}
PAGES = (
    "planung/",
    "planung/bedingungen/",
    "planung/kosten/",
    "massnahmencontrolling/",
    "wirkung/",
)
LIGHT = 100_000  # [bytes] of a page


def address(town: Municipality, rest: str) -> str:
    return f"/{town.ags}/{rest}"


def planned(editor: Client, town: Municipality, **fields: Any) -> str:
    answer = editor.post(address(town, "planung/neu/"), ASKED | fields)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_to_do_in_a_town_without_measures(
    unknown_town: Municipality, page: str
) -> None:
    editor = client(unknown_town, Role.EDITOR)
    said = text(editor, address(unknown_town, page))
    assert "style=" not in said
    assert "Maßnahme" in said.split("<main")[1]
    editor.post("/sprache/setlang/", {"language": "en"})
    assert "Maßnahme" not in text(editor, address(unknown_town, page))


def test_where_nothing_has_a_price_the_page_leads_to_what_is_missing(
    unknown_town: Municipality,
) -> None:
    price = address(unknown_town, "planung/kosten/")
    editor, reader = (client(unknown_town, role) for role in (Role.EDITOR, Role.READER))
    new, expected = (
        address(unknown_town, f"massnahmen/{each}/") for each in ("neu", "erwartungen")
    )
    assert new in text(editor, price).split("<main")[1]
    assert new not in text(reader, price).split("<main")[1]
    Measure.objects.create(municipality=unknown_town, name="Dach", start=date(2024, 1, 1))
    assert expected in text(editor, price).split("<main")[1]


def test_a_plan_is_asked_for_found_and_drawn(aiming: Municipality) -> None:
    hoped(aiming, "Wärme & mehr", 40)
    hoped(aiming, "Licht", 10, cost=5_000)
    editor = client(aiming, Role.EDITOR)
    page = text(editor, planned(editor, aiming))
    assert "1 von 2 Maßnahmen spart bis 2032" in page
    assert page.count("<svg") == 2
    assert "Wärme &amp; mehr" in page
    assert "ginge erst ab 5.000 € im Jahr, auch allein" in page
    assert "noch 96" in page
    assert len(page.encode()) < LIGHT
    assert "Wahrscheinlichkeit" in page
    assert "spart bis 2032" in text(editor, address(aiming, "planung/"))


def test_a_plan_is_there_for_machines_and_for_excel(aiming: Municipality) -> None:
    hoped(aiming, "=HYPERLINK(1)", 40)
    reader = client(aiming, Role.EDITOR)
    place = planned(reader, aiming)
    document = json.loads(text(reader, place + "plan.json"))
    assert document["planned"][0]["mean_t"] > 30
    assert document["budget_eur"] == 1000
    book = reader.get(place + "plan.xlsx")
    sheet = pl.read_excel(BytesIO(book.content), sheet_name="Plan")
    assert sheet.row(0)[0] == "'=HYPERLINK(1)"
    assert sheet.row(0)[1] == 2027


def test_a_wrong_wish_comes_back_with_its_faults(aiming: Municipality) -> None:
    hoped(aiming, "eins")
    editor = client(aiming, Role.EDITOR)
    answer = editor.post(address(aiming, "planung/neu/"), ASKED | {"last_year": "2020"})
    assert "Ein Plan beginnt frühestens" in answer.content.decode()
    assert not Selection.objects.exists()


def test_a_plan_that_cannot_be_says_why(aiming: Municipality) -> None:
    dear = hoped(aiming, "teuer", cost=9_999)
    editor = client(aiming, Role.EDITOR)
    page = text(editor, planned(editor, aiming, must=[str(dear.pk)]))
    assert "passt nicht in den Plan" in page


def test_a_plan_still_being_sought_shows_how_far_it_is(aiming: Municipality) -> None:
    waiting = Selection.objects.create(
        municipality=aiming, at=NOW, first_year=2027, last_year=2030, budget=1,
        progress={"found_t": 1234.0, "bound_t": 1300.0},
    )  # fmt: skip
    reader = client(aiming, Role.READER)
    assert "unterbrochen" in text(reader, address(aiming, f"planung/{waiting.pk}/"))
    Selection.objects.update(at="2100-01-01T00:00Z")
    page = text(reader, address(aiming, f"planung/{waiting.pk}/"))
    assert 'http-equiv="refresh"' in page
    assert "1.234 t" in page
    assert reader.get(address(aiming, f"planung/{waiting.pk}/plan.json")).status_code == 404


def test_a_plan_of_an_older_software_asks_to_be_worked_out_again(aiming: Municipality) -> None:
    hoped(aiming, "eins")
    old = Selection.objects.create(
        municipality=aiming, at=NOW, first_year=2027, last_year=2030, budget=1,
        stand=SelectionState.FOUND, result={"form": 0},
    )  # fmt: skip
    reader = client(aiming, Role.READER)
    assert "früheren Fassung" in text(reader, address(aiming, f"planung/{old.pk}/"))
    assert "früheren Fassung" in text(reader, address(aiming, "planung/"))


def test_conditions_are_entered_and_dropped(aiming: Municipality) -> None:
    net, pump = hoped(aiming, "Netz"), hoped(aiming, "Pumpe")
    editor = client(aiming, Role.EDITOR)
    given = {"measure": pump.pk, "kind": "needs", "other": net.pk, "reason": "hängt am Netz"}
    assert editor.post(address(aiming, "planung/bedingungen/neu/"), given).status_code == 302
    assert "hängt am Netz" in text(editor, address(aiming, "planung/bedingungen/"))
    circle = {"measure": net.pk, "kind": "needs", "other": pump.pk}
    refused = editor.post(address(aiming, "planung/bedingungen/neu/"), circle)
    assert "würde keine von beiden je beginnen" in refused.content.decode()
    row = Dependence.objects.get()
    editor.post(address(aiming, f"planung/bedingungen/{row.pk}/streichen/"), {"sure": "yes"})
    assert not Dependence.objects.exists()


def test_the_price_of_a_tonne_is_drawn_and_its_assumptions_can_be_changed(
    aiming: Municipality,
) -> None:
    hoped(aiming, "Dach", 10, cost=20_000)
    hoped(aiming, "Fenster", 5, cost=20_000, life=None)
    reader = client(aiming, Role.READER)
    page = text(reader, address(aiming, "planung/kosten/"))
    assert "Eine Tonne CO₂e kostet" in page
    assert "Nutzungsdauer unbekannt" in page
    assert page.count('class="chart broad"') == page.count('class="chart narrow"') == 1
    other = text(reader, address(aiming, "planung/kosten/?interest=0&life=40"))
    assert "Nutzungsdauer unbekannt" not in other
    wrong = text(reader, address(aiming, "planung/kosten/?interest=abc"))
    assert "Bitte noch ändern" in wrong
    document = json.loads(text(reader, address(aiming, "planung/kosten.json?interest=0&life=40")))
    assert [step["measure"] for step in document["steps"]] == ["Dach", "Fenster"]
    assert "Euro je Tonne, das Billigste zuerst: Dach " in page
    assert re.search(r"Je Kopf \([\d.]+ Einwohner, \d{4}\): Die Maßnahmen mit einem Preis", page)
    heads, tonnes = document["per_head"], sum(step["t_co2e_a_year"] for step in document["steps"])
    assert heads["kg_co2e_a_year"] == pytest.approx(1000 * tonnes / heads["inhabitants"])


def test_the_steering_page_names_what_lags_with_its_proof(aiming: Municipality) -> None:
    dear = hoped(aiming, "teuer", cost=None)
    CostLine.objects.create(measure=dear, year=2025, kind="investment", planned=100, actual=190)
    reader = client(aiming, Role.READER)
    page = text(reader, address(aiming, "massnahmencontrolling/"))
    assert "1 von 1 Maßnahmen liegt hinter Plan" in page
    assert "Kosten 90 % über Plan" in page
    assert "2025: 190 statt 100 Euro" in page
    assert "Niemand ist verantwortlich eingetragen" in page
    document = json.loads(
        text(reader, address(aiming, "massnahmencontrolling/massnahmencontrolling.json"))
    )
    assert document["measures"][0]["stale"] is True


def test_a_pilot_is_rolled_out_only_after_it_was_measured(aiming: Municipality) -> None:
    reader = client(aiming, Role.READER)
    idea = hoped(aiming, "Idee")
    place = address(aiming, f"massnahmen/{idea.pk}/hochrechnung/")
    assert "Noch lässt sich nichts hochrechnen" in text(reader, place)
    heating = pilot(aiming)
    place = address(aiming, f"massnahmen/{heating.pk}/hochrechnung/")
    assert "Übertragung auf andere Gebäude" in text(reader, place)
    page = text(reader, place + "?count=12&spread=50&cost=1.000")
    assert "An 12 Orten:" in page
    assert "Kosten: 12.000 Euro einmalig." in page
    assert "Das hat niemand gemessen" in page
    assert "drei Piloten angeben" in text(reader, place + "?count=12")


@pytest.mark.parametrize(
    ("language", "typed", "said", "shown"),
    [
        ("de", "1.000", "An 1.000 Orten:", "1.000"),
        ("de", "1 000", "An 1.000 Orten:", "1.000"),
        ("en", "1,000", "At 1,000 places:", "1,000"),
        ("de", "1,000", "An 1 Orten:", "1"),
    ],
)
def test_a_thousand_places_are_a_thousand_however_they_are_typed(
    aiming: Municipality, language: str, typed: str, said: str, shown: str
) -> None:
    reader = client(aiming, Role.READER)
    reader.post("/sprache/setlang/", {"language": language})
    heating = pilot(aiming)
    page = text(
        reader, address(aiming, f"massnahmen/{heating.pk}/hochrechnung/?count={typed}&spread=50")
    )
    assert said in page
    assert re.search(f'name="count" value="{shown}"', page)


def test_the_answer_tells_measures_energy_tonnes_and_heads(aiming: Municipality) -> None:
    measured(aiming, "Heizung")
    hoped(aiming, "Dach")
    page = text(client(aiming, Role.READER), address(aiming, "wirkung/"))
    assert "2 Maßnahmen, 1 davon mit nachgewiesener Wirkung: 100 MWh und 22,3 t CO₂e" in page
    assert "10.000 Einwohner, 2024" in page


def test_effects_that_cannot_be_are_told_on_every_page(unknown_town: Municipality) -> None:
    aim(unknown_town, need_t=10.0)
    hoped(unknown_town, "zu groß", 50)
    editor = client(unknown_town, Role.EDITOR)
    assert "zu groß" in text(editor, address(unknown_town, "wirkung/"))
    assert "So lässt sich kein Preis rechnen" in text(
        editor, address(unknown_town, "planung/kosten/")
    )
    assert editor.get(address(unknown_town, "planung/kosten.json")).status_code == 409
    assert "So gibt es keinen Plan" in text(editor, planned(editor, unknown_town))


@pytest.mark.parametrize("page", PAGES)
def test_strangers_see_no_planning(aiming: Municipality, town: Municipality, page: str) -> None:
    assert client(town, Role.ADMIN).get(address(aiming, page)).status_code == 403


def test_who_only_reads_cannot_ask_for_a_plan(aiming: Municipality) -> None:
    reader = client(aiming, Role.READER)
    assert reader.post(address(aiming, "planung/neu/"), ASKED).status_code == 403
    assert "Plan suchen" not in text(reader, address(aiming, "planung/"))

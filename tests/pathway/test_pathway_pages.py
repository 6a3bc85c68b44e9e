"""The pages of the mosaic: the wall, its target, what a measure is to bring."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.models import ExpectedEffect, Target
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from tests.pathway.conftest import measured
from tests.visitors import visitor_of

LIGHT = 120_000  # [bytes] of a page


def client(town: Municipality, role: Role) -> Client:
    """Somebody with a role in the town, logged in."""
    return visitor_of(town, role, f"{role}-{town.ags}")


def text(reader: Client, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def aimed(editor: Client, town: Municipality, **fields: Any) -> Any:
    given = {"scope": "town", "year": "2040", "kind": "net zero", "source": "Rat 7/2024"}
    return editor.post(f"/{town.ags}/mosaik/ziel/", given | fields)


OWN_NEED = {"need_t": "1000", "need_year": "2024", "need_source": "eigene Rechnung"}


def test_a_town_opens_on_a_thousand_pale_stones(town: Municipality) -> None:
    page = text(client(town, Role.READER), f"/{town.ags}/")
    assert "Heute: Noch liegt kein Stein. Alle 1.000 fehlen noch." in page
    assert "Schätzung aus öffentlicher Statistik" in page
    assert "Gesetzliches Ziel" in page
    assert page.count('class="stones"') == 2
    assert "style=" not in page
    assert len(page.encode()) < LIGHT


def test_the_wall_has_its_table_and_its_way_among_the_others(town: Municipality) -> None:
    page = text(client(town, Role.READER), f"/{town.ags}/")
    assert '<table class="quiet">' in page
    assert re.search(r'href="/03403000/" aria-current="page">Mosaik', page)


def test_the_wall_opens_on_today_and_other_years_are_links_below_it(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # in 2027 where the town lies
    monkeypatch.setattr("django.utils.timezone.now", lambda: new_year)
    reader = client(town, Role.READER)
    page = text(reader, f"/{town.ags}/")
    assert '<a href="?stand=2027" aria-current="true">Heute<span class="hidden">' in page
    assert '<a href="?stand=2040">Zieljahr 2040<span class="hidden">' in page
    assert "<h1>Noch liegt kein Stein. Keiner" in text(reader, f"/{town.ags}/?stand=2040")
    assert "kein Mosaik. Vorhanden:" in text(reader, f"/{town.ags}/?stand=1999")
    assert "<h1>Heute: Noch liegt kein Stein." in text(reader, f"/{town.ags}/?stand=bald")


def test_the_picture_says_its_name_and_where_its_table_is(town: Municipality) -> None:
    page = text(client(town, Role.READER), f"/{town.ags}/")
    for orientation in ("lying", "standing"):
        assert f'aria-labelledby="{orientation}-t"' in page
        assert f'aria-describedby="{orientation}-d stones-table"' in page
        assert page.count(f'id="{orientation}-t"') == page.count(f'id="{orientation}-d"') == 1
    assert page.count('id="stones-table"') == 1


def test_the_old_address_of_the_mosaic_leads_to_the_town(town: Municipality) -> None:
    answer = client(town, Role.READER).get(f"/{town.ags}/mosaik/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{town.ags}/")


def test_without_a_balance_the_page_says_so(unknown_town: Municipality) -> None:
    page = text(client(unknown_town, Role.EDITOR), f"/{unknown_town.ags}/")
    assert "Noch keine Bilanz" in page
    assert "<svg" not in page.split("<main")[1]
    assert "/mosaik/ziel/" in page


def test_a_measured_stone_leads_to_its_measure(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    assert aimed(editor, unknown_town, **OWN_NEED).status_code == 302
    measure = measured(unknown_town, "Heizung & Co")
    page = text(editor, f"/{unknown_town.ags}/")
    assert "Steine liegen" in page
    link = rf'<a href="/{unknown_town.ags}/massnahmen/{measure.pk}/"><path[^A-Z]*>Heizung &amp; Co'
    assert len(re.findall(link, page)) == 2
    assert re.search(rf'href="/{unknown_town.ags}/wirkung/\d+/warum/">warum\?', page)
    assert "Alle Zahlen dieser Stadt sind erfunden" in page


def test_the_page_speaks_english(town: Municipality) -> None:
    reader = client(town, Role.READER)
    reader.post("/sprache/setlang/", {"language": "en"})
    page = text(reader, f"/{town.ags}/")
    assert "No stone is laid yet." in page
    assert "estimate from public statistics" in page
    assert "fehlen" not in page


def test_an_expectation_is_written_down_and_hatched(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)
    measure = Measure.objects.create(
        municipality=unknown_town, name="Fernwärme", start="2027-01-01"
    )
    given = {"low_t": "10,5", "likely_t": "20", "high_t": "30", "field": "heat", "reasoning": "so"}
    address = f"/{unknown_town.ags}/massnahmen/{measure.pk}/erwartung/"
    assert editor.post(address, given).status_code == 302
    assert ExpectedEffect.objects.get().low_t == 10.5
    assert "20 sind geplant" in text(editor, f"/{unknown_town.ags}/?stand=2040")
    assert 'value="10,5"' in text(editor, address)
    wrong = editor.post(address, given | {"low_t": "25"})
    assert "mindestens, wahrscheinlich, höchstens" in wrong.content.decode()


def test_a_target_that_cannot_be_is_sent_back_with_its_reasons(town: Municipality) -> None:
    editor = client(town, Role.EDITOR)
    page = aimed(editor, town, kind="per head", need_t="5").content.decode()
    assert "Wie viele Tonnen je Kopf?" in page
    assert "braucht drei Angaben" in page
    assert not Target.objects.exists()


def test_the_same_target_again_replaces_it(town: Municipality) -> None:
    editor = client(town, Role.EDITOR)
    assert aimed(editor, town).status_code == 302
    assert aimed(editor, town, source="Rat 8/2025").status_code == 302
    target = Target.objects.get()
    assert target.source == "Rat 8/2025"
    assert target.history.count() == 2
    assert target.history.first().history_user.username == f"editor-{town.ags}"


def test_effects_that_cannot_be_are_told_on_the_page(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **(OWN_NEED | {"need_t": "10"}))
    measured(unknown_town, "Heizung")
    page = text(editor, f"/{unknown_town.ags}/")
    assert "lässt sich so nicht legen" in page
    assert "bitte Wirkung oder Anwendung prüfen" in page


def test_the_figures_are_there_for_machines_and_the_wall_for_posters(town: Municipality) -> None:
    reader = client(town, Role.READER)
    document = json.loads(text(reader, f"/{town.ags}/mosaik/pfad.json"))
    assert document["targets"][0]["need_t"] > 500_000
    assert reader.get(f"/{town.ags}/mosaik/mosaik.svg?stand=1999").status_code == 404
    assert b"Im Jahr 2030" in reader.get(f"/{town.ags}/mosaik/mosaik.svg?stand=2030").content
    answer = reader.get(f"/{town.ags}/mosaik/mosaik.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    assert len(answer.content) < 60_000


def test_no_poster_without_a_need(unknown_town: Municipality) -> None:
    reader = client(unknown_town, Role.READER)
    assert reader.get(f"/{unknown_town.ags}/mosaik/mosaik.svg").status_code == 404


@pytest.mark.parametrize("rest", ["mosaik/ziel/", "massnahmen/{pk}/erwartung/"])
def test_only_who_edits_may_change_what_is_aimed_at(town: Municipality, rest: str) -> None:
    measure = Measure.objects.create(municipality=town, name="Licht", start="2025-01-01")
    address = f"/{town.ags}/{rest.format(pk=measure.pk)}"
    assert client(town, Role.READER).get(address).status_code == 403
    assert client(town, Role.EDITOR).get(address).status_code == 200


def test_a_stranger_sees_nothing(town: Municipality, unknown_town: Municipality) -> None:
    stranger = client(unknown_town, Role.ADMIN)
    assert stranger.get(f"/{town.ags}/").status_code == 403
    assert Client().get(f"/{town.ags}/").status_code == 302


def test_each_target_of_the_town_has_its_own_wall(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)
    aimed(editor, unknown_town, **(OWN_NEED | {"year": "2030", "need_t": "400"}))
    aimed(editor, unknown_town, scope="companies", year="2035")
    address = f"/{unknown_town.ags}/"
    assert "1,0 t CO₂e im Jahr" in text(editor, address)
    assert "0,4 t CO₂e im Jahr" in text(editor, address + "?jahr=2030")
    assert '"?jahr=2035"' not in text(editor, address)
    assert "kein Ziel der ganzen Gemeinde" in text(editor, address + "?jahr=2035")


def test_the_legend_names_only_marks_that_occur(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)
    address = f"/{unknown_town.ags}/"
    assert "blasser" not in text(editor, address).split("<figcaption>")[1]
    measured(unknown_town, "Heizung")
    caption = text(editor, address).split("<figcaption>")[1]
    assert "blasser = innerhalb der Spanne" in caption
    assert "Loch" not in caption


def test_a_measured_stone_says_which_readings_it_stands_on(unknown_town: Municipality) -> None:
    editor = client(unknown_town, Role.EDITOR)
    aimed(editor, unknown_town, **OWN_NEED)
    measured(unknown_town, "Heizung")
    page = text(editor, f"/{unknown_town.ags}/")
    assert "„Heizung“: 22,3 t CO₂e weniger im Jahr (17,8 bis 26,7), nachgewiesen" in page
    assert "Datenversion 7" in page
    assert "unter 1 %" in page

"""What residents read: every page answers strangers, says what is so, and leads nowhere private."""

import gzip
import re
from collections.abc import Sequence
from csv import DictReader
from urllib.parse import unquote_plus

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client

from klimamosaik.measures.models import Lesson, Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.mosaic.queries.households import in_households
from klimamosaik.places.models import Building, BuildingKind
from klimamosaik.publication.models import Publication, PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_off, take_back
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.records.operations import save
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.pages.conftest import every_page

PUBLIC = ("/klima/", "/en/klima/", "/static/")
MOST = 100_000  # [bytes] of the first view over the wire
LINKS = re.compile(r'(?:href|src|action)="([^"#?]*)')
REQUESTED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"[^>]*href|img[^>]*src|script[^>]*src)="([^"]+)"'
)


def measure_named(words: str) -> Measure:
    return Measure.objects.get(name__contains=words)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_answers_in_the_language_of_its_address(story: Story, language: str) -> None:
    for path, answer in every_page(story, language).items():
        assert answer.status_code == 200, path
        assert answer["Content-Language"] == language, path
        assert f'<html lang="{language}">' in answer.content.decode(), path


def test_no_page_sets_a_cookie_or_leads_to_the_office(story: Story) -> None:
    for path, answer in every_page(story).items():
        assert not answer.cookies, path
        page = answer.content.decode()
        assert "csrf" not in page, path
        inside = [link for link in LINKS.findall(page) if link.startswith("/")]
        assert inside, path
        assert not [link for link in inside if not link.startswith(PUBLIC)], path


FACTS = '<script type="application/ld+json">'  # read by search engines, run by nobody


def test_no_page_asks_another_host_for_anything(story: Story) -> None:
    for path, answer in every_page(story).items():
        page = answer.content.decode()
        asked = REQUESTED.findall(page)
        assert asked, path
        assert all(each.startswith("/static/") for each in asked), path
        assert "<script" not in page.replace(FACTS, ""), path


def test_the_first_view_is_small(home: str, stranger: Client) -> None:
    page = stranger.get(home).content
    parts = [page] + [found_static(name) for name in ("public.css", "stones.svg", "favicon.svg")]
    assert sum(len(gzip.compress(part)) for part in parts) < MOST


def found_static(name: str) -> bytes:
    path = finders.find(name)
    assert path
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def test_the_first_page_says_where_the_town_stands_and_why(home: str, stranger: Client) -> None:
    page = stranger.get(home).content.decode()
    assert re.search(r"<h1>Heute: \d+ Steine liegen\.", page)
    assert "Was passiert bei mir?" in page
    assert re.search(r"Warum [\d.,]+ t CO₂ mehr als 2024\?", page)
    assert "Ohne diesen Unterschied wären es" in page
    assert "Haushalten im Jahr" in page
    assert "kWh Strom und Wärme je Kopf" in page
    assert "Einwohnern von 2025" in page


def test_what_got_worse_and_what_was_stopped_is_told_as_plainly(
    home: str, stranger: Client
) -> None:
    page = stranger.get(home).content.decode()
    assert "mehr verbraucht" in page
    assert "Der Grund ist noch nicht geklärt." in page
    assert "nicht von null zu unterscheiden" in page
    assert "Zuerst den Vertrag lesen, dann Fühler kaufen." in page


def test_a_measure_says_what_it_brought_down_to_the_months(home: str, stranger: Client) -> None:
    one = measure_named("Heizungsoptimierung")
    page = stranger.get(f"{home}massnahmen/{one.pk}/").content.decode()
    for words in (
        "Was hat es gebracht?", "mit 90 % Sicherheit liegt die Einsparung zwischen", "38.000 €",
        "Nachweisklasse", "Erfolgskriterium: mindestens", "Raumtemperatur nachts", "nicht erreicht",
        "Energiemanagement", "Projektbüro", "zuletzt bestätigt", "Die Messwerte, Monat für Monat",
        "Datenversion",
    ):  # fmt: skip
        assert words in page, words
    assert len(re.findall(r'<th scope="row">[A-ZÄÖÜ][a-zäöü]+ 20\d\d</th>', page)) >= 12
    assert '<th scope="row">März 2025</th>' in page


def test_a_building_shows_energy_water_and_co2_side_by_side(home: str, stranger: Client) -> None:
    one = Building.objects.get(name="Stadtbücherei")
    page = stranger.get(f"{home}gebaeude/{one.pk}/").content.decode()
    sides = page[page.index('<ul class="sides">') : page.index("</ul>", page.index("sides"))]
    assert re.findall(r"<h2>([^<]+)</h2>", sides) == [
        "Strom", "Wärme", "CO₂ aus Strom und Wärme", "Wasser",
    ]  # fmt: skip
    assert "Aushänge" in page
    assert "Median der 3 Gebäude" in page


def test_a_search_finds_by_street_building_and_measure(home: str, stranger: Client) -> None:
    for asked, found in (
        ("beispielweg 8", "Stadtbücherei"), ("HALLENBAD", "Hallenbad"),
        ("led-", "Gesamtschule West"),
        ("KLAERWERK", "Fernwärme aus dem Klärwerk"),
        ("musterviertel west", "Jugendzentrum"),
    ):  # fmt: skip
        page = stranger.get(f"{home}bei-mir/", {"suche": asked}).content.decode()
        assert found in page[page.index('role="status"') :], asked
        assert "Rathaus" not in page[page.index('role="status"') :], asked


def test_a_district_shows_its_buildings_and_what_happens_there(home: str, stranger: Client) -> None:
    page = stranger.get(f"{home}bei-mir/").content.decode()
    links = re.findall(r'href="([^"]+\?stadtteil=[^"]+)"', page)
    assert len(links) == 5  # one a district, in order
    assert [unquote_plus(each.split("=")[1]).split()[-1] for each in links] == [
        *("Mitte", "Nord", "Ost", "Süd", "West"),
    ]  # fmt: skip
    north = stranger.get(links[1]).content.decode()
    listed = re.findall(r'<a\s+href="[^"]+gebaeude/\d+/"\s+lang="de"\s*>([^<]+)</a>', north)
    assert sorted(listed) == ["Feuerwache", "Sporthalle Nord"]
    assert "Musterviertel Nord: 2 gefunden." in " ".join(
        north[north.index('role="status"') :].split()
    )
    assert (
        "/en/klima/03999999/bei-mir/?stadtteil=Musterviertel+Nord" in north
    )  # the same, in English
    west = stranger.get(links[4]).content.decode()
    assert "LED-Beleuchtung Gesamtschule" in west[west.index('role="status"') :]
    assert "Fernwärme aus dem Klärwerk" not in west  # it has no place, so it is in no district


def test_a_district_is_told_on_the_page_in_the_api_and_on_the_map(
    home: str, stranger: Client
) -> None:
    school = Building.objects.get(name="Gesamtschule West")
    assert school.district == "Musterviertel West"
    page = stranger.get(f"{home}gebaeude/{school.pk}/").content.decode()
    ags = school.municipality_id
    told = stranger.get(f"/api/v1/municipalities/{ags}/buildings/{school.pk}").json()
    features = stranger.get(f"{home}orte.geojson").json()["features"]
    on_map = next(each for each in features if each["properties"]["name"] == school.name)
    rows = DictReader(
        stranger.get(f"/api/v1/municipalities/{ags}/buildings.csv").content.decode().splitlines()
    )
    in_table = next(row for row in rows if row["name"] == school.name)
    assert "Musterviertel West" in page
    assert told["district"] == on_map["properties"]["district"] == school.district
    assert in_table["district"] == school.district


def test_a_search_that_finds_nothing_says_so_and_repeats_no_markup(
    home: str, stranger: Client
) -> None:
    page = stranger.get(f"{home}bei-mir/", {"suche": "<b>x</b>" + "y" * 500}).content.decode()
    assert "Nichts gefunden." in page
    assert "<b>x" not in page
    assert "y" * 81 not in page


def test_map_and_list_name_the_same_places_by_the_same_numbers(home: str, stranger: Client) -> None:
    page = stranger.get(f"{home}bei-mir/").content.decode()
    on_map = dict(re.findall(r'<a href="([^"]+)" aria-label="(\d+):', page))
    listed = {
        link: number
        for number, link in re.findall(
            r'<span class="no[^"]*" aria-hidden="true">(\d+)</span>\s*<div>\s*<a\s+href="([^"]+)"',
            page,
        )
    }
    assert len(on_map) == 12
    assert on_map == listed


def test_the_answer_names_measures_energy_tonnes_euros_and_evidence(
    home: str, stranger: Client
) -> None:
    page = stranger.get(f"{home}antwort/").content.decode()
    assert re.search(
        r"\d+ Maßnahmen sind veröffentlicht, \d+ davon mit nachgewiesener Wirkung", page
    )
    for words in ("MWh", "Euro je Tonne", "je Kopf", "14.150 Menschen", ["Stand", "2025"][0]):
        assert words in page, words
    assert page.count("<td>gemessen</td>") == 3


def test_the_answer_says_how_many_stopped_measures_it_does_not_count(
    home: str, stranger: Client
) -> None:
    told = "Nicht mitgezählt: 1 gestoppte Maßnahme."
    assert told in stranger.get(f"{home}antwort/").content.decode()
    listed = stranger.get(f"{home}massnahmen/").content.decode()
    assert listed.count('<p class="answer">Gestoppt.</p>') == 1


def test_the_answer_of_a_town_that_stopped_all_does_not_say_that_nothing_is_published(
    story: Story, home: str, stranger: Client
) -> None:
    Measure.objects.filter(municipality=story.municipality).update(phase=Phase.STOPPED)
    page = stranger.get(f"{home}antwort/").content.decode()
    assert "Veröffentlicht sind nur gestoppte Maßnahmen." in page
    assert "keine Maßnahme veröffentlicht" not in page


def test_what_has_a_page_but_no_values_yet_is_not_called_unpublished(
    story: Story, home: str, stranger: Client
) -> None:
    town = story.municipality
    rows = Publication.objects.filter(municipality=town, until=None)
    public = {PublicItem(PublishedKind(row.kind), row.subject) for row in rows}
    take_back(municipality=town, items=public, by=None, at=DEMO_AT)
    building = Building.objects.create(municipality=town, name="Neubau", kind=BuildingKind.SCHOOL)
    item = PublicItem(PublishedKind.BUILDING, str(building.pk))
    publish(municipality=town, items=[item], by=None, at=DEMO_AT)
    assert stranger.get(f"{home}zahlen/gebaeude-{building.pk}/").status_code == 200
    assert "Noch gibt es hier keine Zahlen." in stranger.get(f"{home}zahlen/").content.decode()


def test_a_thing_taken_back_answers_410_with_the_way_home(
    story: Story, home: str, stranger: Client
) -> None:
    one, user = measure_named("Hallenbad"), User.objects.get(username="demo")
    item = PublicItem(PublishedKind.MEASURE, str(one.pk))
    take_back(municipality=story.municipality, items=[item], by=user, at=DEMO_AT)
    gone = stranger.get(f"{home}massnahmen/{one.pk}/")
    assert gone.status_code == 410
    assert f'href="{home}"' in gone.content.decode()
    for below in ("", "massnahmen/", "bei-mir/", "antwort/"):
        assert one.name not in stranger.get(home + below).content.decode(), below


def test_what_never_was_public_answers_404(home: str, stranger: Client) -> None:
    idea = measure_named("Rathaus dämmen")
    for path in (f"{home}massnahmen/{idea.pk}/", f"{home}gebaeude/999999/", "/klima/00000000/"):
        answer = stranger.get(path)
        assert answer.status_code == 404, path
        assert idea.name not in answer.content.decode()


def test_nothing_published_is_said_in_a_sentence(story: Story, home: str, stranger: Client) -> None:
    user, town = User.objects.get(username="demo"), story.municipality
    items = [PublicItem(PublishedKind(row.kind), row.subject) for row in town.publications.all()]
    take_back(municipality=town, items=items, by=user, at=DEMO_AT)
    assert "Noch ist hier nichts veröffentlicht." in stranger.get(home).content.decode()
    for below in ("massnahmen/", "gebaeude/", "bei-mir/", "antwort/", "geaendert/"):
        assert stranger.get(home + below).status_code == 200, below


def test_a_page_switched_off_answers_410_everywhere(
    story: Story, home: str, stranger: Client
) -> None:
    page = PublicPage.objects.get(municipality=story.municipality)
    switch_off(page=page, by=User.objects.get(username="demo"), at=DEMO_AT)
    for path in (home, f"{home}bei-mir/", f"{home}rueckmeldung/", f"/en{home}"):
        assert stranger.get(path).status_code == 410, path


def test_the_statement_names_date_barriers_and_where_to_complain(
    story: Story, home: str, stranger: Client
) -> None:
    known = PublicPage.objects.get(municipality=story.municipality)
    known.barriers = "Bilder in PDF-Berichten ohne Beschreibung"
    save(known, by=None)
    page = stranger.get(f"{home}barrierefreiheit/").content.decode()
    for words in (
        "Geprüft am",
        "Bilder in PDF-Berichten",
        "§ 9d NBGG",
        "klima@musterstadt.example",
    ):
        assert words in page, words
    known.tested_on = None
    save(known, by=None)
    assert "noch nicht geprüft" in stranger.get(f"{home}barrierefreiheit/").content.decode()


@pytest.mark.parametrize("asked", ["0", "9999", "x", "", "-1", "²⁰⁴⁰", "2" * 400])
def test_a_year_without_a_mosaic_is_refused_with_those_there_are(
    home: str, stranger: Client, asked: str
) -> None:
    answer = stranger.get(home, {"stand": asked})
    assert answer.status_code == 400
    assert "2040" in answer.content.decode()


def test_a_year_with_a_mosaic_shows_it(home: str, stranger: Client) -> None:
    assert stranger.get(home, {"stand": "2040"}).status_code == 200


def test_each_page_names_itself_in_both_languages(story: Story) -> None:
    for path, answer in every_page(story).items():
        page, below = answer.content.decode(), path.partition("?")[0]
        assert f'<link rel="canonical" href="http://testserver{below}">' in page, path
        assert f'hreflang="en" href="http://testserver/en{below}"' in page, path


def test_a_stopped_measure_says_so_first_and_offers_no_empty_figure(
    home: str, stranger: Client
) -> None:
    one = measure_named("Füllstand")
    page = stranger.get(f"{home}massnahmen/{one.pk}/").content.decode()
    assert "Sie wurde gestoppt." in page
    assert "Nach neun Monaten fuhren die Wagen fast so oft wie vorher." in page
    assert f"zahlen/massnahme-{one.pk}/" not in page


def test_the_municipalitys_website_is_linked_where_it_is_known(
    story: Story, home: str, stranger: Client
) -> None:
    assert "Impressum" not in stranger.get(home).content.decode()
    known = PublicPage.objects.get(municipality=story.municipality)
    known.website = "https://www.musterstadt.example/"
    save(known, by=None)
    assert 'href="https://www.musterstadt.example/"' in stranger.get(home).content.decode()


def test_the_steps_told_in_words_add_up_to_the_change(home: str, stranger: Client) -> None:
    page = stranger.get(home).content.decode()
    told = page[page.index('<ul class="causes">') : page.index("</ul>", page.index("causes"))]
    steps = re.findall(r": ([\d.,]+) t CO₂ (mehr|weniger)", told)
    assert len(steps) >= 2
    change = re.search(r"Warum ([\d.,]+) t CO₂ (mehr|weniger)", page)
    assert change
    assert round(sum(map(signed, steps)), 1) == signed(change.groups())


def signed(told: Sequence[str]) -> float:
    value = float(told[0].replace(".", "").replace(",", "."))
    return value if told[1] == "mehr" else -value


@pytest.mark.parametrize(
    ("tonnes", "said"),
    [
        (2.4, "Strom von 1,5 Haushalten im Jahr"),
        (50.0, "Strom von 31 Haushalten im Jahr"),
        (0.1, "Strom eines Haushalts in 23 Tagen"),
        (0.0001, "Strom eines Haushalts in 1 Tag."),
    ],
)
def test_a_stone_is_told_in_households(tonnes: float, said: str) -> None:
    assert said in in_households(tonnes).de


def test_every_row_of_a_figures_table_says_what_it_is_about(
    stranger: Client, story: Story, home: str
) -> None:
    listed = stranger.get(f"{home}zahlen/").content.decode()
    figures = sorted(set(re.findall(rf'href="({home}zahlen/[^"/]+/)"', listed)))
    assert f"{home}zahlen/mosaik/" in figures
    for figure in figures:
        page = stranger.get(figure).content.decode()
        heads = re.findall(r'<th scope="row">(.*?)</th>', page, re.DOTALL)
        assert heads, figure
        assert all(head.strip() for head in heads), figure


def test_what_was_seen_and_why_are_two_sentences(story: Story, client: Client) -> None:
    """Both are typed without a full stop as often as with one."""
    lesson = Lesson.objects.filter(measure__phase="stopped").first()
    assert lesson is not None
    lesson.evidence, lesson.cause = "Kein Unterschied zu sehen", "Niemand las die Aushänge"
    save(lesson, by=None)
    page = client.get(f"/klima/{story.municipality.ags}/massnahmen/").content.decode()
    told = re.sub(r"<[^>]+>", "|", page)
    assert "Kein Unterschied zu sehen|" in told
    assert "Niemand las die Aushänge|" in told


def test_a_verdict_is_told_once_a_measure(story: Story, client: Client) -> None:
    page = client.get(f"/klima/{story.municipality.ags}/massnahmen/").content.decode()
    rows = page.split('<ol class="tried">')[1].split("</ol>")[0].split("<li>")[1:]
    unsure = [row for row in rows if "nicht von null zu unterscheiden" in row]
    assert unsure
    assert all(row.count("nicht von null zu unterscheiden</p>") == 1 for row in unsure)
    assert not any("nicht von null" in row.split('class="note"')[1] for row in unsure)


def test_a_saving_says_of_what_and_when(story: Story, client: Client) -> None:
    """Without them "26 % saved" could be of anything, at any time."""
    page = client.get(f"/klima/{story.municipality.ags}/").content.decode()
    rows = page.split('<ol class="tried">')[1].split("</ol>")[0].split("<li>")[1:]
    told = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", row)) for row in rows]
    assert told, told
    dates = r"\d\d\.\d\d\.\d{4}"
    assert all(re.search(rf"gemessen: [A-Z][^·]+, {dates} bis {dates}", row) for row in told)

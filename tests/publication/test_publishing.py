"""Publishing is an act: nothing is public by default, and what is taken back is gone at once."""

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, Municipality
from klimamosaik.publication.models import Publication, PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_off, take_back
from klimamosaik.publication.queries.figures.every import (
    figure_keys,
    public_figure,
    public_figures,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.publishable import offers
from klimamosaik.publication.queries.published import (
    NoLongerPublic,
    NotPublic,
    PublicItem,
    published_in,
)
from klimamosaik.records.entries import sources_of_town
from klimamosaik.records.entry_pages import in_order
from klimamosaik.records.paging import A_PAGE
from klimamosaik.terms.complaint import InputRejected

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = pytest.mark.django_db


def known(story: "Story") -> Known:
    return Known(published_in(story.municipality.ags), timezone.now())


def a_measure(story: "Story") -> PublicItem:
    row = Publication.objects.filter(kind=PublishedKind.MEASURE).order_by("pk").first()
    assert row is not None
    return PublicItem(PublishedKind.MEASURE, row.subject)


@pytest.fixture
def office(story: "Story", client: Client) -> Client:
    client.force_login(User.objects.get(username="demo"))
    return client


def test_a_municipality_without_a_page_shows_nothing(story: "Story") -> None:
    PublicPage.objects.all().delete()
    with pytest.raises(NotPublic):
        published_in(story.municipality.ags)


@pytest.mark.parametrize(("language", "root"), [("de", "/klima"), ("en", "/en/klima")])
def test_a_stranger_at_the_door_finds_the_pages_that_are_public(
    story: "Story", client: Client, language: str, root: str
) -> None:
    town, door = story.municipality, {"accept-language": language}
    others = Municipality.objects.exclude(pk=town.pk)
    assert others
    page = client.get("/", headers=door, follow=True).content.decode()
    assert f'<a href="{root}/{town.ags}/" lang="de">{town.name}</a>' in page
    assert [each for each in others if f"/{each.ags}/" in page] == []
    switch_off(page=PublicPage.objects.get(municipality=town), by=None, at=timezone.now())
    page = client.get("/", headers=door, follow=True).content.decode()
    assert "/klima/" not in page


def test_a_page_that_was_switched_off_says_that_it_is_gone(story: "Story") -> None:
    page = PublicPage.objects.get(municipality=story.municipality)
    switch_off(page=page, by=None, at=timezone.now())
    with pytest.raises(NoLongerPublic):
        published_in(story.municipality.ags)


def test_what_is_taken_back_is_gone_at_once_and_comes_back_when_published_again(
    story: "Story",
) -> None:
    item, now = a_measure(story), timezone.now()
    key = f"massnahme-{item.subject}"
    assert key in figure_keys(known(story))
    take_back(municipality=story.municipality, items=[item], by=None, at=now)
    assert key not in figure_keys(known(story))
    with pytest.raises(NoLongerPublic):
        public_figure(known(story), key)
    publish(municipality=story.municipality, items=[item], by=None, at=now)
    assert key in figure_keys(known(story))


def test_a_measure_nobody_published_is_not_there(story: "Story") -> None:
    public = Publication.objects.filter(kind=PublishedKind.MEASURE).values("subject")
    other = Measure.objects.exclude(pk__in=[row["subject"] for row in public]).first()
    assert other is not None, "the demo keeps its ideas in the office"
    with pytest.raises(NotPublic):
        public_figure(known(story), f"massnahme-{other.pk}")


def test_what_there_is_not_cannot_be_published(story: "Story") -> None:
    item = PublicItem(PublishedKind.MEASURE, "999999")
    with pytest.raises(InputRejected, match="999999"):
        publish(municipality=story.municipality, items=[item], by=None, at=timezone.now())


def test_an_indicator_with_the_longest_names_can_be_published(story: "Story") -> None:
    row = Indicator.objects.order_by("pk")[0]
    Measure.objects.filter(pk=row.measure_id).update(name="Maßnahme" * 20)
    Indicator.objects.filter(pk=row.pk).update(name="Kennzahl" * 20)
    item = PublicItem(PublishedKind.INDICATOR, str(row.pk))
    take_back(municipality=story.municipality, items=[item], by=None, at=timezone.now())
    (kept,) = publish(municipality=story.municipality, items=[item], by=None, at=timezone.now())
    assert kept.until is None
    assert kept.name.startswith("MaßnahmeMaßnahme")
    assert kept.name.endswith("…")


def test_a_building_of_another_municipality_cannot_be_published(story: "Story") -> None:
    other = Municipality.objects.exclude(pk=story.municipality.pk).first()
    assert other is not None
    foreign = Building.objects.create(municipality=other, name="Fremdes Haus")
    item = PublicItem(PublishedKind.BUILDING, str(foreign.pk))
    with pytest.raises(InputRejected):
        publish(municipality=story.municipality, items=[item], by=None, at=timezone.now())


def test_the_history_says_who_published_and_who_took_back(story: "Story") -> None:
    user, item = User.objects.get(username="demo"), a_measure(story)
    take_back(municipality=story.municipality, items=[item], by=user, at=timezone.now())
    row = Publication.objects.get(kind=item.kind, subject=item.subject)
    newest, first = row.history.first(), row.history.last()
    assert (newest.history_user, newest.until is None) == (user, False)
    assert (first.history_user, first.until) == (user, None)


def test_the_office_sees_first_what_strangers_would_see(story: "Story", office: Client) -> None:
    idea = Measure.objects.filter(municipality=story.municipality, phase="idea").first()
    assert idea is not None
    there = f"/{story.municipality.ags}/veroeffentlichen/"
    code = f"measure:{idea.pk}"
    looked = office.post(f"{there}aendern/", {"do": "look", "item": [code]})
    assert idea.name in looked.content.decode()
    assert not Publication.objects.filter(subject=str(idea.pk), kind="measure").exists()
    done = office.post(f"{there}aendern/", {"do": "publish", "item": [code]})
    assert done.status_code == 302
    assert Publication.objects.filter(subject=str(idea.pk), kind="measure", until=None).exists()


def test_nothing_chosen_changes_nothing(story: "Story", office: Client) -> None:
    before = list(Publication.objects.values_list("pk", "until"))
    there = f"/{story.municipality.ags}/veroeffentlichen/aendern/"
    for data in ({"do": "publish"}, {"do": "publish", "item": "nothing:at-all"}, {"do": "x"}):
        assert office.post(there, data).status_code == 302
    assert list(Publication.objects.values_list("pk", "until")) == before


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_who_lacks_the_role_cannot_publish(story: "Story", office: Client, role: Role) -> None:
    Membership.objects.filter(user__username="demo").update(role=role)
    there = f"/{story.municipality.ags}/veroeffentlichen/"
    assert office.get(there).status_code == 200
    answers = [
        office.post(f"{there}aendern/", {"do": "take back", "item": "mosaic:"}),
        office.post(f"{there}seite/", {"do": "off", "sure": "yes"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert PublicPage.objects.get(municipality=story.municipality).on


def test_the_page_is_switched_off_and_on_by_a_form(story: "Story", office: Client) -> None:
    there = f"/{story.municipality.ags}/veroeffentlichen/seite/"
    office.post(there, {"do": "off", "sure": "yes"})
    assert not PublicPage.objects.get(municipality=story.municipality).on
    given = {
        "publisher": "Stadt Musterstadt",
        "desk": "Klimaschutzmanagement",
        "email": "klima@musterstadt.example",
        "licence": "cc-zero",
        "version": office.get(there).context["form"].initial["version"],
    }
    assert office.post(there, given | {"email": ""}).status_code == 200, "an address is asked for"
    assert office.post(there, given).status_code == 302
    page = PublicPage.objects.get(municipality=story.municipality)
    assert (page.on, page.licence) == (True, "cc-zero")


def test_the_history_page_opens_with_what_was_published_in_it(
    story: "Story", office: Client
) -> None:
    ags, item = story.municipality.ags, a_measure(story)
    take_back(municipality=story.municipality, items=[item], by=None, at=timezone.now())
    name = Publication.objects.get(kind=item.kind, subject=item.subject).name
    told = f"{item.kind.text.de} {name}"
    assert told in [entry.name for _, entry in in_order(sources_of_town(ags), None)]
    assert office.get(f"/{ags}/verlauf/").status_code == 200


def test_what_the_office_deletes_is_gone_and_takes_no_page_with_it(
    story: "Story", client: Client
) -> None:
    ags = story.municipality.ags
    row = Building.objects.create(municipality=story.municipality, name="Alte Wache")
    item = PublicItem(PublishedKind.BUILDING, str(row.pk))
    publish(municipality=story.municipality, items=[item], by=None, at=timezone.now())
    assert client.get(f"/klima/{ags}/gebaeude/{row.pk}/").status_code == 200
    row.delete()
    assert client.get(f"/klima/{ags}/gebaeude/{row.pk or item.subject}/").status_code == 410
    below = ("", "gebaeude/", "zahlen/", "bei-mir/", "karten/")
    assert [client.get(f"/klima/{ags}/{each}").status_code for each in below] == [200] * len(below)


def test_a_preview_says_that_it_is_one_and_a_public_page_does_not(
    story: "Story", office: Client, client: Client
) -> None:
    ags = story.municipality.ags
    for code in (f"measure:{a_measure(story).subject}", "mosaic:", "report:2023-2025"):
        page = office.get(f"/{ags}/veroeffentlichen/vorschau/{code}/").content.decode()
        assert "Vorschau: So sähen alle diese Seite" in page, code
    assert "Vorschau" not in Client().get(f"/klima/{ags}/").content.decode()


def test_what_is_ticked_goes_along_to_the_other_page(story: "Story", office: Client) -> None:
    town = story.municipality
    houses = [
        Building.objects.create(municipality=town, name=f"Zeile {number:02}")
        for number in range(A_PAGE + 1)
    ]
    asked = "?art=building&q=Zeile"
    there = f"/{town.ags}/veroeffentlichen/"
    first = office.get(f"{there}{asked}").content.decode()
    assert f'formaction="{there}aendern/?art=building&amp;q=Zeile&amp;seite=2"' in first
    ticked = [f"building:{houses[number].pk}" for number in (3, A_PAGE)]
    turned = office.post(f"{there}aendern/{asked}&seite=2", {"do": "turn", "item": ticked})
    told = turned.content.decode()
    assert f'<input type="hidden" name="item" value="{ticked[0]}">' in told
    assert "1 auf anderen Seiten ausgewählt." in told
    assert re.search(rf'value="{ticked[1]}"\s+checked', told)
    assert told.count("checked") == 1
    assert not Publication.objects.filter(kind="building", subject=str(houses[3].pk)).exists()


def test_what_is_ticked_goes_along_to_what_is_looked_for_and_to_all(
    story: "Story", office: Client
) -> None:
    town = story.municipality
    houses = [
        Building.objects.create(municipality=town, name=f"Zeile {number:02}")
        for number in range(A_PAGE + 1)
    ]
    ticked = f"building:{houses[3].pk}"
    there = f"/{town.ags}/veroeffentlichen/aendern/"
    first = office.get(f"/{town.ags}/veroeffentlichen/").content.decode()
    assert f'formaction="{there}?art=building&amp;q="' in first  # of the first few to all
    found = office.post(
        f"{there}?art=building&seite=2", {"do": "search", "q": "Zeile 04", "item": ticked}
    )
    assert [offer.name.de for each in found.context["groups"] for offer in each.rows] == [
        houses[4].name
    ]
    assert found.context["list"].asked == "Zeile 04"
    assert f'<input type="hidden" name="item" value="{ticked}">' in found.content.decode()
    nothing = office.post(there, {"do": "search", "q": "gibt es nicht", "item": ticked})
    told = nothing.content.decode()
    assert "Nichts passt zu dieser Auswahl." in told
    assert f'<input type="hidden" name="item" value="{ticked}">' in told
    assert re.search(rf'value="turn"\s+formaction="{there}"', told)  # back to all, ticks and all
    every = office.post(there, {"do": "turn", "item": ticked}).content.decode()
    assert ticked in every


def test_a_town_may_have_more_buildings_than_a_thousand(story: "Story", office: Client) -> None:
    town = story.municipality
    Building.objects.bulk_create(
        Building(municipality=town, name=f"Zeile {number:04}") for number in range(1_001)
    )
    there = f"/{town.ags}/veroeffentlichen/aendern/"
    codes = [one.code for one in office.post(there, {"all": "building"}).context["seen"]]
    assert len(codes) > 1_000
    assert office.post(there, {"do": "publish", "item": codes}).status_code == 302
    assert Publication.objects.filter(kind="building", until=None).count() >= len(codes)


def test_all_of_a_kind_are_looked_at_in_one_go(story: "Story", office: Client) -> None:
    there = f"/{story.municipality.ags}/veroeffentlichen/aendern/"
    looked = office.post(there, {"all": "measure"})
    codes = [one.code for one in looked.context["seen"]]
    assert len(codes) == Measure.objects.count() - len(published_measures(story)) > 0
    office.post(there, {"do": "publish", "item": codes})
    assert len(published_measures(story)) == Measure.objects.count()


def published_measures(story: "Story") -> tuple[int, ...]:
    return published_in(story.municipality.ags).ids(PublishedKind.MEASURE)


@pytest.mark.parametrize("code", ["measure:999999", "measure:abc", "balance:9999", "report:1-2"])
def test_what_there_is_not_is_refused_in_a_sentence(
    story: "Story", office: Client, code: str
) -> None:
    there = f"/{story.municipality.ags}/veroeffentlichen/"
    before = Publication.objects.count()
    for wanted in ("look", "publish", "take back"):
        answer = office.post(f"{there}aendern/", {"do": wanted, "item": [code]}, follow=True)
        assert answer.status_code == 200
    told = office.post(f"{there}aendern/", {"do": "publish", "item": [code]}, follow=True)
    assert "gibt es in" in told.content.decode()
    assert Publication.objects.count() == before
    assert office.get(f"{there}vorschau/{code}/").status_code == 404


def test_what_can_be_published_is_named_in_the_language_of_the_reader(
    story: "Story", office: Client
) -> None:
    address = f"/{story.municipality.ags}/veroeffentlichen/"
    page = office.get(address, headers={"accept-language": "en"}).content.decode()
    assert "mosaic and reduction pathway" in page
    assert "Mosaik und Minderungspfad" not in page


@pytest.mark.parametrize("switched_on", [True, False])
def test_a_preview_leads_only_where_strangers_are_answered(
    story: "Story", office: Client, switched_on: bool
) -> None:
    town, stranger = story.municipality, Client()
    measure, building = a_measure(story), Building.objects.filter(municipality=town).first()
    assert building is not None
    gone = [measure, PublicItem(PublishedKind.BUILDING, str(building.pk))]
    Publication.objects.filter(subject__in=[item.subject for item in gone]).delete()
    if not switched_on:
        PublicPage.objects.update(on_since=None)
    for item in (*gone, PublicItem(PublishedKind.REPORT, "2022-2024")):
        page = office.get(
            f"/{town.ags}/veroeffentlichen/vorschau/{item.kind.value}:{item.subject}/"
        )
        assert page.status_code == 200, item
        links = re.findall(r'<a\b[^>]*\bhref="(/(?:en/)?klima/[^"#]*)', page.content.decode())
        assert bool(links) is switched_on, item
        dead = [each for each in set(links) if stranger.get(each).status_code != 200]
        assert not dead, item


def test_a_preview_of_what_is_public_keeps_its_links(story: "Story", office: Client) -> None:
    ags = story.municipality.ags
    page = office.get(f"/{ags}/veroeffentlichen/vorschau/report:2023-2025/").content.decode()
    assert f'href="/klima/{ags}/energiebericht/2023-2025.pdf"' in page


def test_where_nothing_was_measured_no_report_is_offered_and_what_is_missing_is_said(
    story: "Story", office: Client
) -> None:
    town = story.municipality
    empty = Municipality.objects.create(ags="01001000", name="Leerstadt")
    Membership.objects.create(
        user=User.objects.get(username="demo"), municipality=empty, role=Role.PUBLISHER
    )
    wanted = "Ein Energiebericht steht hier zur Auswahl, sobald"
    spans = [each.item.subject for each in offers(municipality=empty, at=timezone.now())]
    assert spans == [""]
    assert wanted in office.get(f"/{empty.ags}/veroeffentlichen/").content.decode()
    assert wanted not in office.get(f"/{town.ags}/veroeffentlichen/").content.decode()
    told = [each.item for each in offers(municipality=town, at=timezone.now())]
    assert PublicItem(PublishedKind.REPORT, "2023-2025") in told


def test_an_indicator_made_of_readings_has_the_decimals_of_all_other_pages(story: "Story") -> None:
    row = Indicator.objects.get(name="Bodenfeuchte an den Bäumen im Park")
    figure = public_figure(known(story), f"kennzahl-{row.pk}")
    assert figure.headline.de.startswith("24,3 % am ")
    assert figure.data[-1].value == pytest.approx(24.3, abs=1e-9)


def test_an_indicator_far_below_one_is_not_told_as_none(story: "Story") -> None:
    row = Indicator.objects.filter(values__isnull=False).order_by("pk")[0]
    value = row.values.order_by("-day")[0]
    value.value = 0.00012
    value.save()
    figure = public_figure(known(story), f"kennzahl-{row.pk}")
    assert figure.data[-1].value == 0.00012
    assert figure.headline.de.startswith("0,00012 ")


def test_before_it_is_public_each_report_is_told_by_its_own_years(
    story: "Story", office: Client
) -> None:
    """All were told by the newest whole year of the town, also the report of 2022 to 2024."""
    town = story.municipality
    found = [each.item for each in offers(municipality=town, at=timezone.now())]
    spans = [item.subject for item in found if item.kind is PublishedKind.REPORT]
    assert len(spans) > 1
    there = f"/{town.ags}/veroeffentlichen/aendern/"
    given = {"do": "look", "item": [f"report:{span}" for span in spans]}
    rows = office.post(there, given).content.decode().split("Das steht dort</th>")[1]
    for span, row in zip(spans, rows.split('name="item"')[1:], strict=True):
        told = row.split("<td")[1]
        assert re.search(rf"\b{span.split('-')[1]}\b", told), (span, told)


@pytest.mark.parametrize(("root", "unknown"), [("/klima/", "Welche"), ("/en/klima/", "Which")])
def test_the_beginning_of_every_address_names_the_towns_that_are_public(
    story: "Story", client: Client, root: str, unknown: str
) -> None:
    town = story.municipality
    others = Municipality.objects.exclude(pk=town.pk)
    page = client.get(root).content.decode()
    assert f'<a href="{root}{town.ags}/" lang="de">{town.name}</a>' in page
    assert [each for each in others if f"/{each.ags}/" in page] == []
    missing = client.get(f"{root}99999999/")
    assert missing.status_code == 404
    assert f'href="{root}"' in missing.content.decode()
    assert unknown in missing.content.decode()
    switch_off(page=PublicPage.objects.get(municipality=town), by=None, at=timezone.now())
    assert f"/{town.ags}/" not in client.get(root).content.decode()


def test_a_mosaic_without_figures_says_beforehand_what_it_lacks(client: Client) -> None:
    town = Municipality.objects.create(ags="03999998", name="Neudorf")
    user = User.objects.create_user("ada")
    Membership.objects.create(user=user, municipality=town, role=Role.PUBLISHER)
    client.force_login(user)
    told = {"item": "mosaic:", "do": "look"}
    page = client.post(f"/{town.ags}/veroeffentlichen/aendern/", told).content.decode()
    assert "zeigte die Seite kein Mosaik" in page
    assert "Bilanz" in page.partition("kein Mosaik")[2].partition("</td>")[0]


def test_open_data_offers_no_file_of_a_figure_without_values(
    story: "Story", client: Client
) -> None:
    figures = public_figures(known(story))
    page = client.get(f"/klima/{story.municipality.ags}/offene-daten/").content.decode()
    offered = {each.key for each in figures if f"/zahlen/{each.key}.csv" in page}
    assert offered == {each.key for each in figures if each.data}
    assert [each.key for each in figures if not each.data]

"""A town per head beside public towns like it: same year, same method, or the reason why not."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.balance.models import Entry
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_off, switch_on
from klimamosaik.publication.queries.figures import per_head
from klimamosaik.publication.queries.figures.balance import public_balances
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.publication.queries.similar_towns import LikeTowns, beside_like_towns
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

pytestmark = pytest.mark.django_db
OTHER, YEAR, OLDER = "03999997", 2025, 2023


@pytest.fixture
def other(story: Story) -> Municipality:
    """A second invented town with the same balances and fewer people, its page on."""
    return second_town(story, OTHER, "Nebenstadt", 10_000)


def second_town(story: Story, ags: str, name: str, people: int) -> Municipality:
    """A town with a copy of the demo's balances, for other people; nothing of it published yet."""
    town = Municipality.objects.create(ags=ags, name=name, synthetic=True)
    for year in (OLDER, YEAR):
        town.populations.create(year=year, inhabitants=people, source="erfunden")
    rows = list(Entry.objects.filter(municipality=story.municipality))
    assert rows
    for row in rows:
        row.pk, row.municipality = None, town
    Entry.objects.bulk_create(rows)
    page = PublicPage(
        municipality=town,
        publisher=f"Stadt {name}",
        desk="Klimaschutz",
        email=f"klima@{name.lower()}.example",
    )
    switch_on(page=page, by=user(), at=DEMO_AT)
    return town


def user() -> User:
    return User.objects.get(username="demo")


def show_year(town: Municipality, year: int) -> None:
    item = PublicItem(PublishedKind.BALANCE, str(year))
    publish(municipality=town, items=[item], by=user(), at=DEMO_AT)


def told(story: Story) -> LikeTowns:
    def knows(ags: str) -> Known:
        return Known(published_in(ags), DEMO_AT)

    return beside_like_towns(knows(story.municipality.ags), knows)


def first_page(story: Story) -> str:
    return Client().get(f"/klima/{story.municipality.ags}/").content.decode()


def test_a_like_town_with_the_same_year_and_method_stands_beside_it(
    story: Story, other: Municipality
) -> None:
    show_year(other, YEAR)
    (balance,) = [each for each in told(story).comparisons if each.figure == "bilanz"]
    (beside,) = balance.others
    assert (balance.year, beside.name, beside.inhabitants) == (YEAR, "Nebenstadt", 10_000)
    assert beside.value > balance.own.value > 0  # the same tonnes for fewer people
    assert balance.left_out == ()
    page = first_page(story)
    assert f"Treibhausgase im Gebiet je Kopf, {YEAR}" in page
    assert f'<a href="/klima/{OTHER}/" lang="de">Nebenstadt</a>' in page


def test_the_newest_year_both_have_is_compared(story: Story, other: Municipality) -> None:
    show_year(other, OLDER)
    (balance,) = [each for each in told(story).comparisons if each.figure == "bilanz"]
    assert (balance.year, len(balance.others)) == (OLDER, 1)


def test_an_estimate_from_statistics_is_not_put_beside_own_values_and_it_is_said(
    story: Story, other: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_year(other, YEAR)

    def estimated(known: Known) -> tuple[object, ...]:
        own = known.town.ags == story.municipality.ags
        return tuple(replace(each, estimated=not own) for each in public_balances(known))

    monkeypatch.setattr(f"{per_head.__name__}.public_balances", estimated)
    (balance,) = [each for each in told(story).comparisons if each.figure == "bilanz"]
    assert balance.others == ()
    (refused,) = balance.left_out
    assert refused.de.startswith(
        "Treibhausgase im Gebiet je Kopf, 2025: nicht daneben gestellt, weil nach anderer Methode "
        "gerechnet: „Nebenstadt“."
    )


def test_who_has_no_such_figure_is_named(story: Story, other: Municipality) -> None:
    show_year(other, YEAR)
    (use,) = [each for each in told(story).comparisons if each.figure == "verbrauch"]
    assert use.others == ()
    assert [each.de for each in use.left_out] == [
        f"Strom und Wärme der eigenen Gebäude je Kopf, {use.year}: keine vollständige Zahl von "
        "„Nebenstadt“."
    ]


def test_what_a_town_did_not_publish_is_not_beside_another(
    story: Story, other: Municipality
) -> None:
    (balance,) = [each for each in told(story).comparisons if each.figure == "bilanz"]
    assert balance.others == ()
    show_year(other, YEAR)
    page = PublicPage.objects.get(municipality=other)
    switch_off(page=page, by=user(), at=DEMO_AT)
    assert told(story).missing is not None
    assert "Nebenstadt" not in first_page(story)


def test_alone_it_says_what_would_be_needed(story: Story) -> None:
    missing = told(story).missing
    assert missing is not None
    assert "7.075 bis 28.300 Einwohnern" in missing.de
    assert "Eine solche Gemeinde veröffentlicht hier noch nichts." in first_page(story)


def test_the_interface_says_the_same(story: Story, other: Municipality) -> None:
    show_year(other, YEAR)
    path = f"/api/v1/municipalities/{story.municipality.ags}/alike"
    answer = Client(SERVER_NAME="localhost").get(path).json()
    found = told(story)
    assert answer["how"]["de"] == found.how.de
    assert [
        (each["figure"], each["year"], each["own"]["value"], [one["ags"] for one in each["others"]])
        for each in answer["comparisons"]
    ] == [
        (each.figure, each.year, each.own.value, [one.ags for one in each.others])
        for each in found.comparisons
    ]
    assert answer["missing"] is None


def test_a_new_balance_of_the_other_town_is_seen_by_the_next_request(
    story: Story, other: Municipality
) -> None:
    client, path = Client(), f"/klima/{story.municipality.ags}/"
    before = client.get(path).content.decode()
    show_year(other, YEAR)
    row = f'<a href="/klima/{OTHER}/" lang="de">Nebenstadt</a>'
    assert row not in before
    assert row in client.get(path).content.decode()

"""A few entries are no balance: strangers are told how much is there, never a sum or a share."""

import pytest
from django.test import Client

from klimamosaik.balance.models import Entry
from klimamosaik.publication.public.pages.heads import balance_per_head
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import published_in
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.test_like_towns import show_year

pytestmark = pytest.mark.django_db
OLDER, NEWEST = 2023, 2025


def all_but_one(year: int) -> None:
    """Take back what was entered of a year, but for one value."""
    _, *others = Entry.objects.filter(year=year).values_list("pk", flat=True)
    Entry.objects.filter(pk__in=others).delete()


@pytest.fixture
def known(story: Story) -> Known:
    """What is public where two years are, and of the newest hardly anything is entered."""
    for year in (OLDER, NEWEST):
        show_year(story.municipality, year)
    all_but_one(NEWEST)
    return Known(published_in(ags=story.municipality.ags), DEMO_AT)


def test_a_year_that_is_mostly_taken_over_is_no_total_and_nothing_a_head(known: Known) -> None:
    told = public_figure(known, f"bilanz-{NEWEST}")
    assert told.headline.de == f"Noch keine Treibhausgasbilanz {NEWEST}"
    assert "ist von 2023 übernommen" in told.sentence.de
    assert "je Kopf" not in told.sentence.de


def test_all_years_together_are_told_by_the_newest_that_is_a_total(known: Known) -> None:
    whole = public_figure(known, f"bilanz-{OLDER}")
    assert "t je Kopf" in whole.sentence.de
    assert public_figure(known, "bilanz").headline == whole.headline
    (head,) = balance_per_head(known)
    assert whole.headline.de in head.said.de


def test_where_no_year_is_a_total_none_is_told_a_head(known: Known) -> None:
    all_but_one(OLDER)
    told = public_figure(known, "bilanz")
    assert told.headline.de == f"Noch keine Treibhausgasbilanz {NEWEST}"
    assert "eine Summe der Gemeinde ist das nicht" in told.sentence.de
    assert "that is no total" in told.sentence.en
    assert not list(balance_per_head(known))


def test_a_published_year_whose_values_were_all_taken_back_stops_no_page(known: Known) -> None:
    Entry.objects.filter(year=OLDER).delete()
    home = f"/klima/{known.town.ags}/"
    for page in ("", "zahlen/", "zahlen/bilanz/", "offene-daten/", f"zahlen/bilanz-{NEWEST}/"):
        assert Client().get(home + page).status_code == 200, page
    assert Client().get(f"{home}zahlen/bilanz-{OLDER}/").status_code in (404, 410)

"""Published years whose factors are missing: unknown and told, never a rise nobody entered."""

import pytest
from django.test import Client

from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.models import Entry
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import published_in
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.test_like_towns import show_year

pytestmark = pytest.mark.django_db
BEFORE, AFTER = 2020, 2025


@pytest.fixture
def known(story: Story) -> Known:
    """Two years of the same values, of which the older has no factor of electricity."""
    Entry.objects.filter(year=2023).update(year=BEFORE)
    for year in (BEFORE, AFTER):
        show_year(story.municipality, year)
    return Known(published_in(ags=story.municipality.ags), DEMO_AT)


def test_a_sector_lacking_electricity_is_unknown_in_the_series_and_the_reason_is_told(
    known: Known,
) -> None:
    told = public_figure(known, "bilanz")
    values = {(each.series, each.period): each.value for each in told.data}
    assert values[Sector.HOUSEHOLDS.value, str(BEFORE)] is None
    assert values[Sector.HOUSEHOLDS.value, str(AFTER)]
    why = told.notes[0]
    assert (
        f"Summen der Jahre {BEFORE} sind unbekannt, wo der Emissionsfaktor fehlt (Strom)" in why.de
    )
    assert f"Sums of {BEFORE} are unknown" in why.en
    assert told.headline.de.endswith(f"im Jahr {AFTER}")


def test_a_year_without_all_factors_has_no_total_in_public(known: Known) -> None:
    told = public_figure(known, f"bilanz-{BEFORE}")
    assert told.headline.de == f"Noch keine Treibhausgasbilanz {BEFORE}"
    assert f"Für {BEFORE} fehlt der Emissionsfaktor" in told.sentence.de
    values = {(each.place.de if each.place else "", each.series): each.value for each in told.data}
    assert values["Private Haushalte", "electricity"] is None
    assert values["Private Haushalte", "gas"]


def test_the_public_page_says_why_the_older_year_has_no_sum(known: Known) -> None:
    page = Client().get(f"/klima/{known.town.ags}/zahlen/bilanz/").content.decode()
    assert "sähe aus wie ein Anstieg" in page


def test_a_factor_that_is_another_is_told_beside_the_series(story: Story) -> None:
    Entry.objects.filter(year=2023).update(year=2021)
    for year in (2021, AFTER):
        show_year(story.municipality, year)
    told = public_figure(Known(published_in(ags=story.municipality.ags), DEMO_AT), "bilanz")
    (why,) = [each.de for each in told.notes if "Emissionsfaktor" in each.de]
    assert "Strom 2021 472, 2025 505 g CO₂e/kWh" in why

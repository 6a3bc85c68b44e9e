"""What the answers of one state of things share is worked out once, and never after a change."""

import pytest
from django.test import Client, override_settings

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_off, switch_on, take_back
from klimamosaik.publication.public.sharing import MOST, SharedTowns
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.public_version import PublicVersion
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic, PublicItem
from klimamosaik.records.operations import save
from tests.demo import DEMO_AT

pytestmark = pytest.mark.django_db
FIRST, SECOND = PublicVersion(("first",)), PublicVersion(("second",))


def town(number: int) -> Municipality:
    made = Municipality.objects.create(ags=f"{number:08}", name="Neudorf")
    page = PublicPage(municipality=made, publisher="Neudorf", desk="Klima", email="k@n.example")
    switch_on(page=page, by=None, at=DEMO_AT)
    return made


def test_under_one_stand_a_town_is_known_once() -> None:
    ags, towns = town(1).ags, SharedTowns()
    assert towns.known(FIRST, ags) is towns.known(FIRST, ags)


def test_another_stand_knows_it_anew() -> None:
    ags, towns = town(1).ags, SharedTowns()
    assert towns.known(FIRST, ags) is not towns.known(SECOND, ags)


def test_what_is_not_public_is_not_kept() -> None:
    towns = SharedTowns()
    with pytest.raises(NotPublic):
        towns.known(FIRST, "00000001")
    ags = town(1).ags
    assert isinstance(towns.known(FIRST, ags), Known)
    switch_off(page=PublicPage.objects.get(municipality=ags), by=None, at=DEMO_AT)
    with pytest.raises(NoLongerPublic):
        towns.known(SECOND, ags)


def test_only_a_few_towns_are_kept() -> None:
    towns = SharedTowns()
    for number in range(1, MOST + 3):
        towns.known(FIRST, town(number).ags)
    assert len(towns.towns) == MOST
    assert "00000001" not in towns.towns


def test_pages_not_asked_before_see_a_change_too(client: Client) -> None:
    """The first page made the town known; the second must not tell what was before."""
    made = town(1)
    measure = Measure.objects.create(municipality=made, name="Dach dämmen", phase="pilot")
    item = PublicItem(PublishedKind.MEASURE, str(measure.pk))
    publish(municipality=made, items=[item], by=None, at=DEMO_AT)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        assert client.get("/klima/00000001/").status_code == 200
        measure.name = "Dach und Wand dämmen"
        save(measure, by=None)
        page = f"/klima/00000001/massnahmen/{measure.pk}/"
        assert "Dach und Wand" in client.get(page).content.decode()
        take_back(municipality=made, items=[item], by=None, at=DEMO_AT)
        assert client.get(f"{page}?anders=1").status_code == 410
        assert "Dach und Wand" not in client.get("/klima/00000001/massnahmen/").content.decode()

"""What the technology itself uses stands in public, beside what it saves, and is never guessed."""

import pytest
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Thing
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.queries.footprint import public_footprint, public_own_use
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.records.operations import save
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.own.operations import NAME
from klimamosaik.streams.queries.sources import in_a_year
from klimamosaik.terms.estimate import Estimate
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

pytestmark = pytest.mark.django_db


def known(story: Story) -> Known:
    return Known(published_in(story.municipality.ags), DEMO_AT)


def page_at(path: str) -> str:
    return " ".join(Client().get(path).content.decode().split())


def words(figure: Estimate) -> str:
    """A figure as pages write it, with plain spaces."""
    return " ".join(in_a_year(figure).de.split())


def heated() -> Measure:
    return Measure.objects.get(name="Heizungsoptimierung Grundschule")


def hidden(story: Story, kind: PublishedKind, pk: int) -> None:
    item = PublicItem(kind, str(pk))
    take_back(municipality=story.municipality, items=[item], by=None, at=DEMO_AT)


def test_a_measure_with_sensors_says_what_remains_when_theirs_is_taken_off(
    story: Story, home: str
) -> None:
    found = public_footprint(known(story), heated().pk)
    assert found is not None
    assert found.net is not None
    assert found.saved is not None
    assert found.net.mean == pytest.approx(found.saved.mean - found.used.mean)
    page = page_at(f"{home}massnahmen/{heated().pk}/")
    assert f"Netto gespart: {words(found.net)}" in page
    whole = page_at(f"{home}eigener-strom/")
    assert f"netto {words(found.net)}" in whole
    assert f'href="{home}eigener-strom/"' in page_at(home)


def test_a_measure_that_is_not_public_is_not_on_the_page(story: Story, home: str) -> None:
    assert heated().name in page_at(f"{home}eigener-strom/")
    hidden(story, PublishedKind.MEASURE, heated().pk)
    assert heated().name not in page_at(f"{home}eigener-strom/")


def test_the_server_tells_its_year_and_what_its_operator_says_of_it(
    story: Story, home: str
) -> None:
    own = public_own_use(known(story))
    assert own is not None
    assert own.used is not None
    assert 80 < own.used.mean < 110  # the invented server draws eleven watts
    page = page_at(f"{home}eigener-strom/")
    assert words(own.used) in page
    assert "100 % laut Betreiber (Liefervertrag, übers Jahr, 2025). Quelle: Ökostromvertrag" in page
    source = DataSource.objects.get(kind=SourceKind.OWN)
    source.options = {}
    save(source, by=None)
    page = page_at(f"{home}eigener-strom/")
    assert "hat der Betreiber nicht angegeben" in page
    assert "laut Betreiber" not in page


def test_a_little_is_not_told_as_nothing_and_nothing_finer_than_its_range() -> None:
    assert in_a_year(Estimate(0.003, 0.001, 0.0086, "kWh/a")).de == "weniger als 0,1 kWh im Jahr"
    assert words(Estimate(97.24, 49.3, 164.3, "kWh/a")) == "97 (49 bis 164) kWh im Jahr"
    assert words(Estimate(0.6, 0.3, 1.0, "kWh/a")) == "0,6 (0,3 bis 1,0) kWh im Jahr"


def test_a_server_whose_readings_are_not_public_tells_nothing(story: Story, home: str) -> None:
    hidden(story, PublishedKind.READINGS, Thing.objects.get(name=NAME).pk)
    assert public_own_use(known(story)) is None
    page = page_at(f"{home}eigener-strom/")
    assert "noch nicht gemessen oder nicht veröffentlicht" in page
    assert "laut Betreiber" not in page
    found = public_footprint(known(story), heated().pk)
    assert found is not None
    assert found.unknown

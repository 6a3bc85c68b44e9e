"""Several municipalities in one installation: one catalogue, and each its own."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF

from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_on
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.catalogue.conftest import ADDRESS
from tests.publication.catalogue.shapes import DCAT, DCATDE, found_by_shapes, found_by_us

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OTHER = "03403000"  # a real town, with a balance from public statistics
CONTRIBUTOR = "http://dcat-ap.de/def/contributors/stadtOldenburg"


@pytest.fixture
def other(story: Story) -> Municipality:
    """A second town that publishes its balance, under another licence, known to GovData."""
    town, user = Municipality.objects.get(ags=OTHER), User.objects.get(username="demo")
    page = PublicPage(
        municipality=town,
        publisher="Stadt Oldenburg",
        desk="Klimaschutz",
        email="klima@oldenburg.example",
        licence="cc-zero",
        contributor=CONTRIBUTOR,
    )
    switch_on(page=page, by=user, at=DEMO_AT)
    item = PublicItem(PublishedKind.BALANCE, "2021")
    publish(municipality=town, items=[item], by=user, at=DEMO_AT)
    return town


def test_one_catalogue_holds_both_and_has_one_publisher(
    other: Municipality, official: Path
) -> None:
    graph = Graph().parse(Client().get("/offene-daten/catalog.ttl").content, format="turtle")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    (publisher,) = graph.objects(catalogue, DCTERMS.publisher)
    assert "Stadt Oldenburg" in str(graph.value(publisher, FOAF.name))
    owners = {
        str(graph.value(each, DCTERMS.publisher)) for each in graph.subjects(RDF.type, DCAT.Dataset)
    }
    assert owners == {f"{ADDRESS}/klima/{ags}/#herausgeberin" for ags in (OTHER, "03999999")}
    assert found_by_shapes(graph, official) == []
    assert found_by_us(graph) == []


def test_each_dataset_has_its_own_town_s_licence_and_contributor(other: Municipality) -> None:
    address = f"/klima/{OTHER}/offene-daten/catalog.ttl"
    graph = Graph().parse(Client().get(address).content, format="turtle")
    dataset = URIRef(f"{ADDRESS}/klima/{OTHER}/zahlen/bilanz-2021/#datensatz")
    assert str(graph.value(dataset, DCATDE.contributorID)) == CONTRIBUTOR
    licences = {str(each) for each in graph.objects(None, DCTERMS.license)}
    assert licences == {"http://dcat-ap.de/def/licenses/cc-zero"}
    assert list(graph.objects(None, DCATDE.licenseAttributionByText)) == []
    assert f"{ADDRESS}/klima/03999999" not in graph.serialize()

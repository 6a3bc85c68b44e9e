"""Which dataset is high-value data says the municipality; nothing is guessed."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rdflib import Graph, URIRef

from klimamosaik.publication.high_value import categories, high_value_in
from klimamosaik.publication.operations import switch_on
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.catalogue.conftest import ADDRESS
from tests.publication.catalogue.shapes import DCATAP, found_by_shapes, found_by_us

LAW = URIRef("http://data.europa.eu/eli/reg_impl/2023/138/oj")


def test_a_category_is_named_in_either_language() -> None:
    german = high_value_in("bilanz: Statistik\n\n verbrauch : erdbeobachtung und umwelt ")
    assert german == high_value_in(
        "bilanz: statistics\nverbrauch: Earth observation and environment"
    )
    assert len(set(german.values())) == 2
    assert set(german.values()) <= {each.iri for each in categories()}


@pytest.mark.django_db
@pytest.mark.long
@pytest.mark.parametrize("line", ["bilanz", "bilanz: Klima", ": Statistik", "bilanz Statistik"])
def test_a_line_nobody_could_read_is_refused_with_what_is_allowed(story: Story, line: str) -> None:
    page = story.municipality.public_page
    page.high_value = line
    with pytest.raises(InputRejected) as refused:
        switch_on(page=page, by=None, at=DEMO_AT)
    assert line in str(refused.value)
    assert "statistics" in str(refused.value)


@pytest.mark.django_db
@pytest.mark.long
def test_what_was_named_stands_in_the_catalogue_and_nothing_else(
    story: Story, official: Path
) -> None:
    assert "2023/138" not in Client().get("/offene-daten/catalog.ttl").content.decode()
    page, user = story.municipality.public_page, User.objects.get(username="demo")
    page.high_value = "verbrauch: Erdbeobachtung und Umwelt"
    switch_on(page=page, by=user, at=DEMO_AT)
    graph = Graph().parse(Client().get("/offene-daten/catalog.ttl").content, format="turtle")
    dataset = URIRef(f"{ADDRESS}/klima/03999999/zahlen/verbrauch/#datensatz")
    assert list(graph.subjects(DCATAP.hvdCategory, None)) == [dataset]
    lawful = {str(each) for each in graph.subjects(DCATAP.applicableLegislation, LAW)}
    assert str(dataset) in lawful
    assert all(each.startswith(str(dataset)) for each in lawful)
    assert found_by_shapes(graph, official) == []
    assert found_by_us(graph) == []

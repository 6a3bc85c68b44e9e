"""The catalogue keeps to DCAT-AP.de 3.0, and the test would notice if it did not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, XSD
from rdflib.term import Node

from tests.publication.catalogue.shapes import (
    DCAT,
    DCATAP,
    DCATDE,
    SH,
    found_by_shapes,
    found_by_us,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def first(graph: Graph, kind: URIRef) -> Node:
    """The first thing of a kind, by its address."""
    return min(graph.subjects(RDF.type, kind), key=str)


def test_the_catalogue_has_every_kind_of_dataset(graph: Graph) -> None:
    names = [str(each) for each in graph.objects(None, DCTERMS.identifier)]
    assert len(names) == len(set(names)) > 30
    ends = {name.partition("/")[2].rstrip("-0123456789") for name in names}
    wanted = {"mosaik", "wirkung", "verbrauch", "warum-co", "bilanz", "massnahme", "gebaeude"}
    assert wanted | {"kennzahl", "energiebericht", "massnahmen", "orte"} <= ends
    assert len(list(graph.subjects(RDF.type, DCAT.DatasetSeries))) == 2
    editions = list(graph.subjects(DCAT.inSeries, None))
    assert len(editions) == 3  # two balances, one report


def test_what_the_office_typed_in_german_is_not_called_english(graph: Graph) -> None:
    titles: dict[Node, dict[str | None, str]] = {}
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        for title in graph.objects(dataset, DCTERMS.title):
            assert isinstance(title, Literal)
            titles.setdefault(dataset, {})[title.language] = str(title)
    typed = [each for each in titles.values() if set(each) == {"de"}]
    both = [each for each in titles.values() if set(each) == {"de", "en"}]
    assert typed
    assert both
    assert len(typed) + len(both) == len(titles)
    assert [each for each in both if each["de"] == each["en"]] == []


def test_the_official_shapes_have_nothing_to_complain_of(graph: Graph, official: Path) -> None:
    assert found_by_shapes(graph, official) == []
    assert found_by_us(graph) == []


def test_the_one_warning_is_the_outdated_place_that_is_a_must(graph: Graph, official: Path) -> None:
    warned = found_by_shapes(graph, official, SH.Warning)
    assert warned
    assert [each for each in warned if "politicalGeocodingURI" not in each] == []


def of(kind: URIRef, predicate: URIRef, value: Node | None) -> Callable[[Graph], None]:
    """Give the first thing of a kind another value, or none."""

    def plant(graph: Graph) -> None:
        graph.set((first(graph, kind), predicate, value)) if value else graph.remove(
            (first(graph, kind), predicate, None)
        )

    return plant


THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
FOUND_BY_SHAPES: dict[str, Callable[[Graph], None]] = {
    "no licence": of(DCAT.Distribution, DCTERMS.license, None),
    "invented theme": of(DCAT.Dataset, DCAT.theme, URIRef(THEMES + "CLIM")),
    "no publisher": of(DCAT.Dataset, DCTERMS.publisher, None),
    "no publisher of the interface": of(DCAT.DataService, DCTERMS.publisher, None),
    "text for a theme": of(DCAT.Dataset, DCAT.theme, Literal("Umwelt")),
    "text for a language": of(DCAT.Dataset, DCTERMS.language, Literal("de")),
    "text for a format": of(DCAT.Distribution, DCTERMS["format"], Literal("CSV")),
    "text for a media type": of(DCAT.Distribution, DCAT.mediaType, Literal("text/csv")),
    "no title": of(DCAT.Dataset, DCTERMS.title, None),
    "no access": of(DCAT.Distribution, DCAT.accessURL, None),
    "invented frequency": of(
        DCAT.Dataset, DCTERMS.accrualPeriodicity, URIRef(THEMES.replace("data-theme", "frequency"))
    ),
}


@pytest.mark.parametrize("fault", FOUND_BY_SHAPES)
def test_a_planted_fault_is_found_by_the_official_shapes(
    graph: Graph, official: Path, fault: str
) -> None:
    FOUND_BY_SHAPES[fault](graph)
    assert found_by_shapes(graph, official)


def contact_without_a_way(graph: Graph) -> None:
    contact = graph.value(first(graph, DCAT.Dataset), DCAT.contactPoint)
    for way in ("hasEmail", "hasURL"):
        graph.remove((contact, URIRef(f"http://www.w3.org/2006/vcard/ns#{way}"), None))


def test_a_contact_nobody_can_reach_is_found(graph: Graph, official: Path) -> None:
    contact_without_a_way(graph)
    assert found_by_shapes(graph, official)


def test_an_invented_contributor_is_found(graph: Graph, official: Path) -> None:
    assert list(graph.objects(None, DCATDE.contributorID)) == []  # an invented town has none
    invented = URIRef("http://dcat-ap.de/def/contributors/stadtErfunden")
    of(DCAT.Dataset, DCATDE.contributorID, invented)(graph)
    assert found_by_shapes(graph, official, SH.Warning)[0].count("contributorID")


def with_space(graph: Graph) -> None:
    graph.add((first(graph, DCAT.Distribution), DCAT.downloadURL, URIRef("https://x/a b.csv")))


def doubled_identifier(graph: Graph) -> None:
    one, other = sorted(graph.subjects(RDF.type, DCAT.Dataset), key=str)[:2]
    graph.set((one, DCTERMS.identifier, graph.value(other, DCTERMS.identifier) or other))


def second_licence(graph: Graph) -> None:
    zero = URIRef("http://dcat-ap.de/def/licenses/cc-zero")
    graph.add((first(graph, DCAT.Distribution), DCTERMS.license, zero))


FOUND_BY_US: dict[str, Callable[[Graph], None]] = {
    "space in an address": with_space,
    "doubled identifier": doubled_identifier,
    "time without zone": of(
        DCAT.Dataset,
        DCTERMS.modified,
        Literal("2026-11-22T09:00:00", datatype=XSD.dateTime, normalize=False),
    ),
    "a year as a moment": of(
        DCAT.Dataset, DCTERMS.issued, Literal("2024", datatype=XSD.dateTime, normalize=False)
    ),
    "no publisher of a series": of(DCAT.DatasetSeries, DCTERMS.publisher, None),
    "no address": of(DCAT.Dataset, DCTERMS.spatial, BNode()),
    "two licences": second_licence,
}


@pytest.mark.parametrize("fault", FOUND_BY_US)
def test_a_planted_fault_no_shape_looks_at_is_found(graph: Graph, fault: str) -> None:
    FOUND_BY_US[fault](graph)
    assert found_by_us(graph)


def test_availability_stands_under_its_right_name(graph: Graph) -> None:
    """The list shapes look under another one, and would stay silent about a wrong value."""
    assert len(list(graph.subjects(DCATAP.availability, None))) > 100
    assert not any("r5r#" in str(predicate) for predicate in graph.predicates())

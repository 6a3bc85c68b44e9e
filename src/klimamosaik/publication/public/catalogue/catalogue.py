"""The catalogue: whose it is, its datasets page by page, and how it is written."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from rdflib import Graph, Literal, URIRef

from klimamosaik.publication.public.catalogue.codes import eu
from klimamosaik.publication.public.catalogue.datasets import (
    LANGUAGES,
    describe_dataset,
    municipality_of,
)
from klimamosaik.publication.public.catalogue.entry import CataloguePage
from klimamosaik.publication.public.catalogue.people import (
    contact_of,
    describe_sensing,
    describe_town,
    publisher_of,
    service_at,
    service_of,
)
from klimamosaik.publication.public.catalogue.words import (
    DCAT,
    DCTERMS,
    FOAF,
    HYDRA,
    PREFIXES,
    RDF,
    XSD,
    CatalogueGraph,
    about,
    moment,
    said,
)
from klimamosaik.publication.public.plain import plain
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.terms.text import Text, first_few

TITLE = Text("Offene Daten zum Klimaschutz – {of}", "Open data on climate protection – {of}")
DESCRIPTION = Text(
    "Alle Zahlen, die {of} mit Klimamosaik veröffentlicht: gemessene Wirkung von Maßnahmen, "
    "Treibhausgasbilanz, Verbrauch der eigenen Gebäude.",
    "All figures {of} publishes with Klimamosaik: the measured effect of measures, the "
    "greenhouse-gas balance, the use of its own buildings.",
)


def catalogue_graph(page: CataloguePage) -> CatalogueGraph:
    """Everything a page of the catalogue says."""
    graph = CatalogueGraph(page.address)
    catalogue = graph.here(page.root + "#katalog")
    describe_catalogue(graph, catalogue, page)
    describe_paging(graph, page)
    for town in page.towns:
        describe_town(graph, town)
        graph.add((catalogue, DCAT.service, service_of(graph, town)))
    for entry in page.shown:
        dataset = describe_dataset(graph, entry)
        graph.add((catalogue, DCAT.dataset, dataset))
        for path in {file.path for file in entry.files if file.format is None}:
            service = service_at(graph, entry.town, path)
            graph.add((service, DCAT.servesDataset, dataset))
            if path == SENSORS:
                graph.add((catalogue, DCAT.service, describe_sensing(graph, entry.town)))
    return graph


def describe_catalogue(graph: CatalogueGraph, catalogue: URIRef, page: CataloguePage) -> None:
    """Whose catalogue it is."""
    of = first_few([town.name for town in page.towns]) or urlsplit(page.address).netloc
    about(
        graph,
        catalogue,
        (RDF.type, DCAT.Catalog),
        *said(DCTERMS.title, TITLE.format(of=of)),
        *said(DCTERMS.description, DESCRIPTION.format(of=of)),
        (FOAF.homepage, graph.here(page.root)),
        (DCTERMS.modified, moment(page.made)),
        *((DCTERMS.language, language) for language in LANGUAGES),
        (DCAT.themeTaxonomy, URIRef(eu("data-theme", "").rstrip("/"))),
        *publishers(graph, page),
    )


def publishers(
    graph: CatalogueGraph, page: CataloguePage
) -> Iterable[tuple[URIRef, URIRef | None]]:
    """The municipality; of several, all of them as one publisher with an address of its own."""
    if len(page.towns) == 1:
        town = page.towns[0]
        licence = URIRef(town.licence.iri)
        return [
            (DCTERMS.publisher, publisher_of(graph, town)),
            (DCAT.contactPoint, contact_of(graph, town)),
            (DCTERMS.license, licence),
            (DCTERMS.spatial, municipality_of(town)),
        ]
    together = graph.here(page.root + "#herausgeberinnen")
    name = first_few([town.publisher for town in page.towns]) or page.address
    about(graph, together, (RDF.type, FOAF.Agent), (FOAF.name, Literal(plain(name))))
    return [(DCTERMS.publisher, together)]


def describe_paging(graph: CatalogueGraph, page: CataloguePage) -> None:
    """Where one is, and the ways on: in the words of both versions harvesters know."""
    if page.number is None:
        return
    first, last = graph.here(page.path(1)), graph.here(page.path(page.last))
    later = graph.here(page.path(page.number + 1)) if page.number < page.last else None
    before = graph.here(page.path(page.number - 1)) if page.number > 1 else None
    about(
        graph,
        graph.here(page.path(page.number)),
        (RDF.type, HYDRA.PagedCollection),
        (RDF.type, HYDRA.PartialCollectionView),
        (HYDRA.totalItems, Literal(len(page.entries), datatype=XSD.integer)),
        (HYDRA.itemsPerPage, Literal(page.at_most, datatype=XSD.integer)),
        *(
            (HYDRA[name], address)
            for names, address in (
                (("first", "firstPage"), first),
                (("next", "nextPage"), later),
                (("previous", "previousPage"), before),
                (("last", "lastPage"), last),
            )
            for name in names
        ),
    )


def written(page: CataloguePage, form: str) -> bytes:
    """The page as Turtle, RDF/XML or JSON-LD (names of rdflib)."""
    context = {prefix: str(vocabulary) for prefix, vocabulary in PREFIXES.items()}
    graph = catalogue_graph(page)
    if form == "json-ld":
        written = graph.serialize(format=form, encoding="utf-8", context=context, auto_compact=True)
        return json.dumps(settled(json.loads(written)), ensure_ascii=False, indent=1).encode()
    return in_order(graph).serialize(format=form, encoding="utf-8")


def in_order(graph: Graph) -> Graph:
    """The same graph filled in the order of its triples: the same file from every process."""
    ordered = Graph(
        store="SimpleMemory", bind_namespaces="none"
    )  # keeps the order it was filled in
    for prefix, namespace in graph.namespaces():
        ordered.bind(prefix, namespace, override=True)
    for triple in sorted(graph):
        ordered.add(triple)
    return ordered


def settled(data: Any) -> Any:
    """JSON-LD with its sets in one order: rdflib writes them in that of a process."""
    if isinstance(data, dict):
        return {key: settled(data[key]) for key in sorted(data)}
    if isinstance(data, list):
        return sorted(map(settled, data), key=lambda each: json.dumps(each, sort_keys=True))
    return data

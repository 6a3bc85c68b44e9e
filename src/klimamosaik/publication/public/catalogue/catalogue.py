"""The catalogue: whose it is, its datasets page by page, and how it is written."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from rdflib import Literal, URIRef

from klimamosaik.publication.public.catalogue.codes import eu
from klimamosaik.publication.public.catalogue.datasets import (
    LANGUAGES,
    describe_dataset,
    describe_shared,
    municipality_of,
)
from klimamosaik.publication.public.catalogue.entry import CatalogueEntry, CataloguePage
from klimamosaik.publication.public.catalogue.people import (
    contact_of,
    describe_sensing,
    describe_town,
    publisher_of,
    service_at,
    service_of,
)
from klimamosaik.publication.public.catalogue.serialising import FORMS
from klimamosaik.publication.public.catalogue.words import (
    DCAT,
    DCTERMS,
    FOAF,
    HYDRA,
    RDF,
    XSD,
    CatalogueGraph,
    about,
    moment,
    said,
)
from klimamosaik.publication.public.xml_text import plain
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.terms.text import Text, first_few

TITLE = Text("Offene Daten zum Klimaschutz – {of}", "Open data on climate protection – {of}")
DESCRIPTION = Text(
    "Alle Zahlen, die {of} mit Klimamosaik veröffentlicht: gemessene Wirkung von Maßnahmen, "
    "Treibhausgasbilanz, Verbrauch der eigenen Gebäude.",
    "All figures {of} publishes with Klimamosaik: the measured effect of measures, the "
    "greenhouse-gas balance, the use of its own buildings.",
)


def head_graph(page: CataloguePage) -> CatalogueGraph:
    """What a page of the catalogue says besides each dataset's own."""
    graph = CatalogueGraph(page.address)
    catalogue = graph.here(page.root + "#katalog")
    describe_catalogue(graph, catalogue, page)
    describe_paging(graph, page)
    for town in page.towns:
        describe_town(graph, town)
        graph.add((catalogue, DCAT.service, service_of(graph, town)))
    for entry in page.shown:
        dataset = graph.here(entry.path)
        graph.add((catalogue, DCAT.dataset, dataset))
        describe_shared(graph, entry)
        if entry.interface:
            service = service_at(graph, entry.town, entry.interface)
            graph.add((service, DCAT.servesDataset, dataset))
        if entry.interface == SENSORS:
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
    chosen = FORMS[form]
    datasets = (piece_of(entry, page.address, form) for entry in page.shown)
    return chosen.whole([chosen.piece(head_graph(page)), *datasets]).encode()


def piece_of(entry: CatalogueEntry, address: str, form: str) -> str:
    """All that is said of a dataset, written once as long as the entry is the same."""
    if form not in entry.pieces:
        graph = CatalogueGraph(address)
        describe_dataset(graph, entry)
        entry.pieces[form] = FORMS[form].piece(graph)
    return entry.pieces[form]

"""Who stands behind the data, and the interface for programs."""

from urllib.parse import quote

from rdflib import Literal, URIRef

from klimamosaik.publication.public.catalogue.codes import eu
from klimamosaik.publication.public.catalogue.entry import ENDPOINT
from klimamosaik.publication.public.catalogue.words import (
    DCAT,
    DCATAP,
    DCTERMS,
    FOAF,
    RDF,
    VCARD,
    CatalogueGraph,
    about,
    said,
)
from klimamosaik.publication.public.xml_text import plain
from klimamosaik.publication.queries.paths import SENSORS, page_path
from klimamosaik.publication.queries.results import PublicTown
from klimamosaik.terms.text import Text

AUTHORITY = URIRef("http://purl.org/adms/publishertype/LocalAuthority")
DESCRIPTION = "/api/v1/openapi.json"
SERVICE = Text("Schnittstelle für Programme – {town}", "Interface for programs – {town}")
SERVICE_SAID = Text(
    "Alle veröffentlichten Zahlen, ohne Anmeldung, als JSON, CSV und Parquet.",
    "All published figures, without an account, as JSON, CSV and Parquet.",
)

SENSING = Text("Messwerte der Sensoren – {town}", "Readings of the sensors – {town}")
SENSING_SAID = Text(
    "Jeder veröffentlichte Messwert, ohne Anmeldung, nach dem Standard SensorThings API 1.1.",
    "Each published reading, without an account, by the standard SensorThings API 1.1.",
)
SENSING_STANDARD = URIRef("http://www.opengis.net/doc/is/sensorthings/1.1")


def publisher_of(graph: CatalogueGraph, town: PublicTown) -> URIRef:
    """The municipality's own address as a publisher: it stays, whatever it is called."""
    return graph.here(page_path(town.ags) + "#herausgeberin")


def contact_of(graph: CatalogueGraph, town: PublicTown) -> URIRef:
    """The role that answers."""
    return graph.here(page_path(town.ags) + "#kontakt")


def service_of(graph: CatalogueGraph, town: PublicTown) -> URIRef:
    """The interface, as far as this municipality's data go."""
    return graph.here(page_path(town.ags) + "#schnittstelle")


def service_at(graph: CatalogueGraph, town: PublicTown, path: str) -> URIRef:
    """The interface that stands at a path."""
    if path == SENSORS:
        return graph.here(page_path(town.ags) + "#sensorthings")
    return service_of(graph, town)


def describe_town(graph: CatalogueGraph, town: PublicTown) -> None:
    """Publisher, contact and interface of a municipality."""
    publisher, contact = publisher_of(graph, town), contact_of(graph, town)
    website = URIRef(town.website) if town.website else None
    about(
        graph,
        publisher,
        (RDF.type, FOAF.Agent),
        (FOAF.name, Literal(plain(town.publisher))),
        (DCTERMS.type, AUTHORITY),
        (FOAF.homepage, website),
    )
    about(
        graph,
        contact,
        (RDF.type, VCARD.Kind),
        (RDF.type, VCARD.Organization),
        (VCARD.fn, Literal(plain(town.desk or town.publisher))),
        (VCARD.hasEmail, URIRef("mailto:" + quote(town.email, safe="@+"))),
        (VCARD.hasURL, graph.here(page_path(town.ags, "rueckmeldung/"))),
    )
    describe_service(graph, town)


def describe_service(graph: CatalogueGraph, town: PublicTown) -> None:
    """The interface for programs."""
    about(
        graph,
        service_of(graph, town),
        *of_service(graph, town, SERVICE, SERVICE_SAID),
        (DCAT.endpointURL, graph.here(ENDPOINT)),
        (DCAT.endpointDescription, graph.here(DESCRIPTION)),
    )


def describe_sensing(graph: CatalogueGraph, town: PublicTown) -> URIRef:
    """The interface of the sensor standard; returns its address."""
    service = service_at(graph, town, SENSORS)
    about(
        graph,
        service,
        *of_service(graph, town, SENSING, SENSING_SAID),
        (DCAT.endpointURL, graph.here(SENSORS)),
        (DCTERMS.conformsTo, SENSING_STANDARD),
    )
    return service


def of_service(
    graph: CatalogueGraph, town: PublicTown, title: Text, description: Text
) -> list[tuple[URIRef, URIRef | Literal]]:
    """What is said of every interface."""
    return [
        (RDF.type, DCAT.DataService),
        *said(DCTERMS.title, title.format(town=town.name)),
        *said(DCTERMS.description, description),
        (DCTERMS.publisher, publisher_of(graph, town)),
        (DCAT.contactPoint, contact_of(graph, town)),
        (DCTERMS.license, URIRef(town.licence.iri)),
        (DCTERMS.accessRights, URIRef(eu("access-right", "PUBLIC"))),
        (DCATAP.availability, URIRef(eu("planned-availability", "STABLE"))),
    ]

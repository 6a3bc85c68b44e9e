"""One dataset with its files, its period and its place."""

from rdflib import Literal, URIRef

from klimamosaik.publication.kernel.periods import first_day, last_day
from klimamosaik.publication.public.catalogue.codes import CONTRIBUTORS, GEOCODING, eu
from klimamosaik.publication.public.catalogue.entry import CatalogueEntry, EntrySeries, OfferedFile
from klimamosaik.publication.public.catalogue.people import (
    contact_of,
    publisher_of,
    service_at,
)
from klimamosaik.publication.public.catalogue.words import (
    DCAT,
    DCATAP,
    DCATDE,
    DCTERMS,
    GEO,
    RDF,
    RDFS,
    SPDX,
    XSD,
    CatalogueGraph,
    about,
    day,
    moment,
    said,
)
from klimamosaik.publication.public.xml_text import plain
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.publication.queries.results import PublicTown
from klimamosaik.terms.text import Text

LANGUAGES = (URIRef(eu("language", "DEU")), URIRef(eu("language", "ENG")))
PUBLIC = URIRef(eu("access-right", "PUBLIC"))
STABLE = URIRef(eu("planned-availability", "STABLE"))
LEVEL = URIRef(GEOCODING + "Level/municipality")
LAW = URIRef("http://data.europa.eu/eli/ontology#LegalResource")
HIGH_VALUE = URIRef("http://data.europa.eu/eli/reg_impl/2023/138/oj")
FILE = Text("{title} ({format})", "{title} ({format})")
INTERFACE = Text("Schnittstelle", "interface")
INTERFACES = {SENSORS: "sensorthings"}  # by path: last part of its address; else "schnittstelle"


def municipality_of(town: PublicTown) -> URIRef:
    """The municipality by its official key, as a place."""
    return URIRef(f"{GEOCODING}municipalityKey/{town.ags}")


def describe_dataset(graph: CatalogueGraph, entry: CatalogueEntry) -> None:
    """All that is said of a dataset alone."""
    town, dataset = entry.town, graph.here(entry.path)
    about(
        graph,
        dataset,
        (RDF.type, DCAT.Dataset),
        *said(DCTERMS.title, entry.title),
        *said(DCTERMS.description, entry.description),
        (DCTERMS.identifier, Literal(entry.identifier)),
        (DCTERMS.publisher, publisher_of(graph, town)),
        (DCAT.contactPoint, contact_of(graph, town)),
        (DCAT.landingPage, graph.here(entry.page)),
        (DCTERMS.issued, moment(entry.issued)),
        (DCTERMS.modified, moment(entry.modified)),
        (DCTERMS.accrualPeriodicity, URIRef(entry.frequency)),
        (DCTERMS.accessRights, PUBLIC),
        (DCATAP.availability, STABLE),
        (DCAT.theme, URIRef(eu("data-theme", entry.theme))),
        *((DCTERMS.language, language) for language in LANGUAGES),
        *(pair for each in entry.keywords for pair in said(DCAT.keyword, each)),
        (DCAT.keyword, Literal(plain(town.name))),
        (DCAT.version, Literal(entry.version) if entry.version else None),
    )
    describe_contributor(graph, dataset, town)
    describe_source(graph, dataset, entry)
    describe_place(graph, dataset, entry)
    describe_period(graph, dataset, entry)
    if entry.series:
        graph.add((dataset, DCAT.inSeries, graph.here(entry.series.path)))
    for file in entry.files:
        graph.add((dataset, DCAT.distribution, describe_file(graph, entry, file)))
    if entry.interface:
        graph.add((dataset, DCAT.distribution, describe_interface(graph, entry)))


def describe_shared(graph: CatalogueGraph, entry: CatalogueEntry) -> None:
    """What several datasets name: the municipality as a place, a series, the law."""
    town = municipality_of(entry.town)
    about(graph, town, (RDF.type, DCTERMS.Location), (RDFS.label, Literal(plain(entry.town.name))))
    if entry.series:
        address = graph.here(entry.series.path)
        about(graph, address, *of_series(graph, entry.series, entry.town))
    if entry.high_value:
        graph.add((HIGH_VALUE, RDF.type, LAW))


def describe_contributor(graph: CatalogueGraph, dataset: URIRef, town: PublicTown) -> None:
    """GovData's own name for who delivers; an invented town has none."""
    if town.contributor.startswith(CONTRIBUTORS):
        graph.add((dataset, DCATDE.contributorID, URIRef(town.contributor)))


def describe_source(graph: CatalogueGraph, dataset: URIRef, entry: CatalogueEntry) -> None:
    """Whose figures they are; and the law, where the municipality named it high-value data."""
    source = graph.here(entry.part("herkunft"))
    about(graph, source, (RDF.type, DCTERMS.ProvenanceStatement), *said(RDFS.label, entry.source))
    graph.add((dataset, DCTERMS.provenance, source))
    if entry.high_value:
        graph.add((dataset, DCATAP.applicableLegislation, HIGH_VALUE))
        graph.add((dataset, DCATAP.hvdCategory, URIRef(entry.high_value)))


def describe_place(graph: CatalogueGraph, dataset: URIRef, entry: CatalogueEntry) -> None:
    """The municipality by its key, in the way of 3.0 and in the older one; and the very place."""
    town = municipality_of(entry.town)
    about(
        graph,
        dataset,
        (DCTERMS.spatial, town),
        (DCATDE.politicalGeocodingLevelURI, LEVEL),
        (DCATDE.politicalGeocodingURI, town),
    )
    if entry.latitude is not None and entry.longitude is not None:
        place = graph.here(entry.part("ort"))
        point = Literal(f"POINT({entry.longitude} {entry.latitude})", datatype=GEO.wktLiteral)
        about(graph, place, (RDF.type, DCTERMS.Location), (DCAT.centroid, point))
        graph.add((dataset, DCTERMS.spatial, place))


def describe_period(graph: CatalogueGraph, dataset: URIRef, entry: CatalogueEntry) -> None:
    """From the first day of its first period to the last day of its last one."""
    first = min((found for each in entry.periods if (found := first_day(each))), default=None)
    last = max((found for each in entry.periods if (found := last_day(each))), default=None)
    if first is None or last is None:
        return
    period = graph.here(entry.part("zeitraum"))
    about(
        graph,
        period,
        (RDF.type, DCTERMS.PeriodOfTime),
        (DCAT.startDate, day(first)),
        (DCAT.endDate, day(last)),
    )
    graph.add((dataset, DCTERMS.temporal, period))


def of_series(
    graph: CatalogueGraph, series: EntrySeries, town: PublicTown
) -> list[tuple[URIRef, URIRef | Literal]]:
    """All that is said of a series."""
    return [
        (RDF.type, DCAT.DatasetSeries),
        *said(DCTERMS.title, series.title),
        *said(DCTERMS.description, series.description),
        (DCTERMS.publisher, publisher_of(graph, town)),
        (DCAT.contactPoint, contact_of(graph, town)),
        (DCTERMS.accrualPeriodicity, URIRef(series.frequency)),
        (DCTERMS.spatial, municipality_of(town)),
    ]


def describe_file(graph: CatalogueGraph, entry: CatalogueEntry, file: OfferedFile) -> URIRef:
    """One file; returns its address."""
    address = graph.here(entry.part(file.name))
    describe_distribution(graph, entry, address, file.format.ending.upper())
    about(
        graph,
        address,
        (DCTERMS.language, LANGUAGES[0]),  # the other one has an address of its own
        (DCAT.accessURL, graph.here(entry.page)),
        (DCAT.downloadURL, graph.here(file.path)),
        (DCTERMS["format"], URIRef(file.format.format)),
        (DCAT.mediaType, URIRef(file.format.media_type)),
    )
    describe_bytes(graph, address, entry.part(f"{file.name}-pruefsumme"), file)
    return address


def describe_interface(graph: CatalogueGraph, entry: CatalogueEntry) -> URIRef:
    """The dataset by an interface, which has no file of its own; returns its address."""
    address = graph.here(entry.part(INTERFACES.get(entry.interface, "schnittstelle")))
    describe_distribution(graph, entry, address, INTERFACE)
    about(
        graph,
        address,
        *((DCTERMS.language, language) for language in LANGUAGES),
        (DCAT.accessService, service_at(graph, entry.town, entry.interface)),
        (DCAT.accessURL, graph.here(entry.interface)),
    )
    return address


def describe_distribution(
    graph: CatalogueGraph, entry: CatalogueEntry, address: URIRef, named: str | Text
) -> None:
    """What is said of every way to take a dataset along."""
    licence = entry.town.licence
    about(
        graph,
        address,
        (RDF.type, DCAT.Distribution),
        *said(DCTERMS.title, FILE.format(title=entry.title, format=named)),
        (DCTERMS.license, URIRef(licence.iri)),
        (DCATAP.availability, STABLE),
        (DCTERMS.modified, moment(entry.modified)),
    )
    if entry.high_value:
        graph.add((address, DCATAP.applicableLegislation, HIGH_VALUE))
    if licence.attribution:
        about(graph, address, *said(DCATDE.licenseAttributionByText, entry.town.attribution))


def describe_bytes(graph: CatalogueGraph, address: URIRef, path: str, file: OfferedFile) -> None:
    """How large the file is, and the sum by which one can check it."""
    checksum = graph.here(path)
    graph.add((address, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
    graph.add((address, SPDX.checksum, checksum))
    about(
        graph,
        checksum,
        (RDF.type, SPDX.Checksum),
        (SPDX.algorithm, SPDX.checksumAlgorithm_sha256),
        (SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)),
    )

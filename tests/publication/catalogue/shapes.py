"""The official shapes of DCAT-AP.de 3.0, and what they do not look at."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import rdflib
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

SH = Namespace("http://www.w3.org/ns/shacl#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
EU = "http://publications.europa.eu/resource/authority/"
# The EU's lists are not beside the shapes: of each, the entries a catalogue of ours may name.
LISTS = {
    "language": ["DEU", "ENG"],
    "access-right": ["PUBLIC"],
    "planned-availability": ["STABLE"],
    "file-type": ["CSV", "JSON", "XLSX", "PARQUET", "PDF", "GEOJSON"],
    "frequency": ["ANNUAL", "MONTHLY", "TRIENNIAL", "IRREG", "NEVER"],
    "data-theme": ["ENER", "ENVI", "REGI"],
}
PUBLISHER_TYPES = "http://purl.org/adms/publishertype/"
SPDX = Namespace("http://spdx.org/rdf/terms#")
SHA256 = SPDX.checksumAlgorithm_sha256


def lists_of(folder: Path) -> Graph:
    """The official lists, and the entries of the EU's that we use."""
    graph = Graph()
    for name in ("dcat-ap-de-licenses-open.rdf", "dcat-ap-de-contributors.rdf"):
        graph.parse(folder / name, format="xml")
    for name, codes in LISTS.items():
        for code in codes:
            entry(graph, URIRef(f"{EU}{name}/{code}"), URIRef(EU + name))
    authority = URIRef(PUBLISHER_TYPES + "LocalAuthority")
    entry(graph, authority, URIRef(PUBLISHER_TYPES + "1.0"))
    graph.add((SHA256, RDF.type, URIRef("http://spdx.org/rdf/terms#ChecksumAlgorithm")))
    level = "http://dcat-ap.de/def/politicalGeocoding/Level"
    entry(graph, URIRef(level + "/municipality"), URIRef(level))
    return graph


def entry(graph: Graph, one: URIRef, scheme: URIRef) -> None:
    """An entry of a list, with the name that lists give theirs."""
    graph.add((one, RDF.type, SKOS.Concept))
    graph.add((one, SKOS.inScheme, scheme))
    graph.add((one, SKOS.prefLabel, Literal(str(one).rpartition("/")[2], lang="en")))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, DCTERMS.title, Literal(str(scheme).rpartition("/")[2], lang="en")))


@cache
def shapes_of(folder: Path) -> Graph:
    """The shapes themselves."""
    return Graph().parse(folder / "shapes_v3.ttl", format="turtle")


def found_by_shapes(graph: Graph, folder: Path, severity: URIRef = SH.Violation) -> list[str]:
    """What the official shapes complain of."""
    from pyshacl import validate

    rdflib.NORMALIZE_LITERALS = False  # it would repair dates in silence
    _, report, _ = validate(
        graph + lists_of(folder),
        shacl_graph=shapes_of(folder),
        do_owl_imports=False,
        inference="none",
    )
    results = list(report.subjects(SH.resultSeverity, severity))
    return sorted(
        f"{report.value(node, SH.focusNode)} {report.value(node, SH.resultPath)}: "
        f"{report.value(node, SH.resultMessage)}"
        for node in results
    )


def found_by_us(graph: Graph) -> list[str]:
    """What fails most in the wild and no shape looks at."""
    return sorted({*nameless(graph), *doubled(graph), *misspelt(graph), *served(graph)})


def nameless(graph: Graph) -> Iterator[str]:
    """Nodes without an address: each harvest would make them anew."""
    for node in {node for triple in graph for node in triple if isinstance(node, BNode)}:
        yield f"{node}: no address"


def doubled(graph: Graph) -> Iterator[str]:
    """Two datasets with one identifier, or one with two."""
    rows = list(graph.subject_objects(DCTERMS.identifier))
    for count in (Counter(str(text) for _, text in rows), Counter(str(one) for one, _ in rows)):
        yield from (f"{each}: identifier doubled" for each, n in count.items() if n > 1)


def misspelt(graph: Graph) -> Iterator[str]:
    """Addresses that are none, and moments nobody can place."""
    for node in {node for triple in graph for node in triple}:
        if isinstance(node, URIRef) and (" " in node or not urlsplit(node).scheme):
            yield f"{node}: not an address"
    for predicate in (DCTERMS.issued, DCTERMS.modified):
        for one, at in graph.subject_objects(predicate):
            told = (
                at.toPython() if isinstance(at, Literal) and at.datatype == XSD.dateTime else None
            )
            if getattr(told, "tzinfo", None) is None:
                yield f"{one}: {at} has no zone"


def served(graph: Graph) -> Iterator[str]:
    """Distributions by an interface: its address, and no file of their own."""
    for one, service in graph.subject_objects(DCAT.accessService):
        if graph.value(one, DCAT.downloadURL) is not None:
            yield f"{one}: an interface and a file"
        if graph.value(one, DCAT.accessURL) != graph.value(service, DCAT.endpointURL):
            yield f"{one}: not the address of its interface"
    for one in graph.subjects(RDF.type, DCAT.DatasetSeries):  # that shape is attached to nothing
        if graph.value(one, DCTERMS.publisher) is None:
            yield f"{one}: no publisher"
    for one in graph.subjects(RDF.type, DCAT.Distribution):
        if len(list(graph.objects(one, DCTERMS.license))) != 1:
            yield f"{one}: not exactly one licence"

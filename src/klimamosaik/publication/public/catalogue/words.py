"""The vocabularies catalogues are written in, and how values stand in them."""

from datetime import date, datetime

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, XSD
from rdflib.term import Node

from klimamosaik.publication.public.xml_text import plain
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

__all__ = [
    "DCAT", "DCATAP", "DCATDE", "DCTERMS", "FOAF", "GEO", "HYDRA", "RDF", "RDFS", "SPDX", "VCARD",
    "XSD", "CatalogueGraph", "about", "day", "moment", "said",
]  # fmt: skip

DCAT = Namespace("http://www.w3.org/ns/dcat#")  # the library's own knows version 2 only
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
DCATAP = Namespace("http://data.europa.eu/r5r/")  # the shapes' "r5r#" is not its name
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
PREFIXES = {
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dcatde": DCATDE,
    "dct": DCTERMS,
    "foaf": FOAF,
    "geo": GEO,
    "hydra": HYDRA,
    "rdf": Namespace(str(RDF)),
    "rdfs": Namespace(str(RDFS)),
    "spdx": SPDX,
    "vcard": VCARD,
    "xsd": Namespace(str(XSD)),
}


class CatalogueGraph(Graph):
    """A graph of things that all have an address: harvesters double what has none."""

    def __init__(self, root: str) -> None:
        """root: scheme and host of this installation."""
        super().__init__(bind_namespaces="none")
        self.root = root
        for prefix, vocabulary in PREFIXES.items():
            self.bind(prefix, vocabulary)

    def here(self, path: str) -> URIRef:
        """The address of a path of this installation."""
        return URIRef(self.root + path)


def about(graph: CatalogueGraph, subject: Node, *statements: tuple[URIRef, Node | None]) -> None:
    """Say all these of a subject; what is unknown is not said."""
    for predicate, value in statements:
        if value is not None:
            graph.add((subject, predicate, value))


def said(predicate: URIRef, text: Text) -> tuple[tuple[URIRef, Literal], ...]:
    """A sentence in both languages; in German alone where somebody typed it in German."""
    typed = text.de == text.en
    return tuple(
        (predicate, Literal(plain(words), lang=code))
        for code, words in text.both().items()
        if not typed or code == "de"
    )


def moment(at: datetime) -> Literal:
    """A moment with its zone, to the second."""
    local = at.astimezone(LOCAL).replace(microsecond=0)
    return Literal(local.isoformat(), datatype=XSD.dateTime)


def day(at: date) -> Literal:
    """A day."""
    return Literal(at.isoformat(), datatype=XSD.date)

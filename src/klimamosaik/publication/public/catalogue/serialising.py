"""How a catalogue is written: in pieces, so that what a dataset says is written once."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import Graph

from klimamosaik.publication.public.catalogue.words import PREFIXES

CONTEXT = {prefix: str(vocabulary) for prefix, vocabulary in sorted(PREFIXES.items())}
TURTLE_HEAD = "".join(f"@prefix {prefix}: <{own}> .\n" for prefix, own in CONTEXT.items()) + "\n"
XML_HEAD = "\n".join(
    (
        '<?xml version="1.0" encoding="utf-8"?>',
        "<rdf:RDF",
        *(f'   xmlns:{prefix}="{own}"' for prefix, own in CONTEXT.items()),
        ">\n",
    )
)
XML_END = "</rdf:RDF>\n"


@dataclass(frozen=True)
class GraphForm:
    """A form graphs are written in, by whom pieces of one are put together."""

    piece: Callable[[Graph], str]  # its statements, without head and end
    whole: Callable[[Sequence[str]], str]


def turtle(graph: Graph) -> str:
    """Statements as Turtle."""
    return in_order(graph).serialize(format="turtle").partition("\n\n")[2]


def xml(graph: Graph) -> str:
    """Statements as RDF/XML."""
    body = in_order(graph).serialize(format="xml").partition("\n>\n")[2]
    return body.rpartition(XML_END.rstrip())[0]


def json_ld(graph: Graph) -> str:
    """Statements as nodes of JSON-LD, with a comma between two."""
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=True)
    said = settled(json.loads(text))
    said.pop("@context")
    nodes = said.get("@graph") or [said]  # a single one stands by itself
    return ",\n".join(json.dumps(node, ensure_ascii=False, indent=1) for node in nodes)


FORMS = {  # by the library's name
    "turtle": GraphForm(turtle, lambda pieces: "".join([TURTLE_HEAD, *pieces])),
    "xml": GraphForm(xml, lambda pieces: "".join([XML_HEAD, *pieces, XML_END])),
    "json-ld": GraphForm(
        json_ld,
        lambda pieces: "".join(
            [
                '{"@context": ',
                json.dumps(CONTEXT, indent=1),
                ',\n"@graph": [\n',
                ",\n".join(pieces),
                "\n]}\n",
            ]
        ),
    ),
}


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

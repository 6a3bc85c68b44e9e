"""The catalogue is the same file from every process: what a set holds has no order of its own."""

import json
import random

from rdflib import Graph, Literal, URIRef

from klimamosaik.publication.public.catalogue.serialising import in_order, settled

PLACE = "https://klima.example.org/{n}"


def filled(seed: int) -> Graph:
    triples = [
        (URIRef(PLACE.format(n=n)), URIRef(PLACE.format(n="title")), Literal(f"{n}", lang=lang))
        for n in range(40)
        for lang in ("de", "en")
    ]
    random.Random(seed).shuffle(triples)
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def test_two_graphs_that_say_the_same_are_written_alike() -> None:
    one, other = (in_order(filled(seed)).serialize(format="xml") for seed in (1, 2))
    assert one == other
    assert one.count("xml:lang") == 80


def test_json_sets_are_put_in_one_order_and_keep_all_they_hold() -> None:
    one = {"@graph": [{"@id": "b", "k": ["z", "a"]}, {"@id": "a"}]}
    other = {"@graph": [{"@id": "a"}, {"k": ["a", "z"], "@id": "b"}]}
    assert json.dumps(settled(one)) == json.dumps(settled(other))
    assert {each["@id"] for each in settled(one)["@graph"]} == {"a", "b"}

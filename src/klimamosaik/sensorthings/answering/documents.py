"""Entities as JSON documents: properties, links, what was selected, what was expanded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from klimamosaik.observations.queries.known_spans import KnownSpan, known_spans
from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.entities.observed import ObservationRow
from klimamosaik.sensorthings.entities.sets import EntitySet, Relation
from klimamosaik.sensorthings.entities.written import written
from klimamosaik.sensorthings.language.options import QueryOptions
from klimamosaik.sensorthings.sight import Sight

Document = dict[str, Any]
DATASTREAMS = ("Datastreams", "MultiDatastreams")
SPANNING = {"phenomenonTime", "resultTime"}


@dataclass(frozen=True)
class Writing:
    """Who reads, and under which address."""

    sight: Sight
    links: Links
    version: int  # of the data the answer stands on
    known: dict[int, KnownSpan | None] = field(default_factory=dict)  # by datastream, as looked up

    def spans(self, datastreams: Sequence[int]) -> dict[int, KnownSpan]:
        """What is known of the readings of datastreams, looked up once an answer."""
        fresh = [pk for pk in datastreams if pk not in self.known]
        found = known_spans(fresh)
        self.known.update((pk, found.get(pk)) for pk in fresh)
        return {pk: span for pk in datastreams if (span := self.known[pk]) is not None}


def documents(
    writing: Writing,
    kind: EntitySet,
    rows: Sequence[Any],
    options: QueryOptions,
    *,
    inside: bool = False,
) -> list[Document]:
    """Documents of these entities, with what is selected; what is expanded is not in them.

    inside: they are expanded themselves.
    """
    spans = writing.spans([row.pk for row in rows]) if spanning(kind, options) else {}
    found = []
    for row in rows:
        whole = row.said if isinstance(row, ObservationRow) else written(kind.name, row, spans)
        found.append(document(writing.links, kind, row, whole, options.select, inside=inside))
    return found


def spanning(kind: EntitySet, options: QueryOptions) -> bool:
    """True where the document tells from when to when there are readings."""
    if kind.name not in DATASTREAMS:
        return False
    return not options.select or bool(SPANNING & set(options.select))


def document(
    links: Links,
    kind: EntitySet,
    row: Any,
    whole: Any,
    select: Sequence[str],
    *,
    inside: bool = False,
) -> Document:
    """One entity: everything, or what is selected of it.

    inside: it is expanded in another one. The conformance tests want all links outside, also to
    what is expanded, and none inside where none is selected.
    """
    number = row.pk
    if select:
        return selected(links, kind, row, whole, select)
    own = links.entity(kind.name, number)
    found: Document = {"@iot.id": number, "@iot.selfLink": own, **whole}
    for link, name in () if inside else ways_from(kind, row):
        found[link] = own + name
    return found


def selected(
    links: Links, kind: EntitySet, row: Any, whole: Any, select: Sequence[str]
) -> Document:
    """What is selected of an entity."""
    found: Document = {}
    for name in select:
        relation = kind.relation.get(name)
        if name == "id":
            found["@iot.id"] = row.pk
        elif name == "selfLink":
            found["@iot.selfLink"] = links.entity(kind.name, row.pk)
        elif relation is not None:
            found[link_name(relation)] = links.related(kind.name, row.pk, name)
        else:
            put(found, whole, name.split("/"))
    return found


def put(found: Document, whole: Any, keys: Sequence[str]) -> None:
    """Copy a property, or a value inside of one, where there is one."""
    first, *deeper = keys
    if not isinstance(whole, dict) or first not in whole:
        return
    if not deeper:
        found[first] = whole[first]
        return
    inside = found.setdefault(first, {})
    if isinstance(inside, dict):
        put(inside, whole[first], deeper)


def link_name(relation: Relation) -> str:
    """The name of a navigation link."""
    return f"{relation.name}@iot.navigationLink"


def ways_from(kind: EntitySet, row: Any) -> Sequence[tuple[str, str]]:
    """Where an entity leads: the names of its links, and what follows its own address there."""
    if not isinstance(row, ObservationRow):
        return ways(kind)
    # a reading has one datastream of one kind, and leads to none of the other
    other = "Datastreams" if row.several else "MultiDatastreams"
    return ways(kind, other, "FeaturesOfInterest" if row.feature is None else "")


@cache
def ways(kind: EntitySet, *without: str) -> Sequence[tuple[str, str]]:
    """The same of a set; without: sets that it does not lead to."""
    there = [each for each in kind.relations if each.target not in without]
    return tuple((link_name(each), f"/{each.name}") for each in there)

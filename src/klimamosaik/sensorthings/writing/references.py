"""Links between entities made, changed and untied at `/$ref`, as OData 4.01 (11.4.6) says it.

SensorThings 1.1 only reads there; 2.0 writes. What a link means is decided where a PATCH with the
same link is: here it is only found out which of both entities holds it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS, Relation
from klimamosaik.sensorthings.paths import PathStep, ResourcePath, parsed_path
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.targets import PathTarget, found_at, parent_at
from klimamosaik.sensorthings.writing import moving, values
from klimamosaik.sensorthings.writing.altering import alter
from klimamosaik.sensorthings.writing.kinds import KINDS
from klimamosaik.sensorthings.writing.refusing import NO_METHOD, in_the_way, refused
from klimamosaik.sensorthings.writing.single_readings import alter_reading
from klimamosaik.sensorthings.writing.writer import ID, NO_TARGET, SensingWriter
from klimamosaik.terms.parts_of_address import split_address
from klimamosaik.terms.text import Text

ENDING = "/$ref"
ADDRESSES = ("@odata.id", "@id", "@iot.selfLink")  # what names an entity by its address
ENTITY = re.compile(r"(\w+)\((\d{1,19})\)", re.ASCII)
TOGETHER = {  # to many, and told as a whole
    ("Things", "Locations"),
    ("HistoricalLocations", "Locations"),
    ("MultiDatastreams", "ObservedProperties"),
}

NO_LINKING = Text(
    "{method} gibt es hier nicht: verknüpft wird mit POST an einer Liste oder mit PUT an einem "
    "einzelnen Bezug, gelöst mit DELETE.",
    "There is no {method} here: POST at a list or PUT at a single relation links, DELETE unlinks.",
)
NO_REFERENCE = Text(
    "„{relation}“ braucht einen Verweis: @iot.id, oder in @odata.id die Adresse eines Eintrags "
    "von „{target}“ dieses Servers.",
    "“{relation}” needs a reference: @iot.id, or in @odata.id the address of an entity of "
    "“{target}” of this server.",
)
WHICH = Text(
    "Was soll gelöst werden? Bitte nennen: …/{relation}(7)/$ref oder …/{relation}/$ref mit $id.",
    "What is to be unlinked? Please name it: …/{relation}(7)/$ref or …/{relation}/$ref with $id.",
)
NEEDED = Text(
    "Der Bezug „{relation}“ lässt sich nicht lösen: ohne ihn steht nichts. Mit PUT bekommt "
    "{single} einen anderen.",
    "The relation “{relation}” cannot be untied: nothing stands without it. PUT gives {single} "
    "another one.",
)
AS_MANY = Text(
    "Die ObservedProperties eines MultiDatastream gehören in ihrer Reihe zu seinen Werten: ersetzt "
    "werden sie alle zusammen, mit PUT an seinen ObservedProperties.",
    "The ObservedProperties of a MultiDatastream belong to its values in their order: all of them "
    "are replaced together, by PUT at its ObservedProperties.",
)


@dataclass(frozen=True)
class LinkEnd:
    """One end of a link: an entity, the relation it leads along, and the other's id if told."""

    parent: PathTarget
    relation: Relation
    number: int | None

    @property
    def key(self) -> tuple[str, str]:
        """Set and relation: ("Things", "Locations")."""
        return self.parent.set.name, self.relation.name


def link_at(path: str, writer: SensingWriter, method: str) -> LinkEnd:
    """The end of a link that an address names. Raises SensingRefused."""
    steps = parsed_path(path).steps
    if len(steps) == 1:
        raise refused(NO_LINKING, status=NO_METHOD, method=method)
    parent, relation = parent_at(ResourcePath(steps), writer.sight)
    return LinkEnd(parent, relation, steps[-1].id)


def link(writer: SensingWriter, end: LinkEnd, body: Any, links: Links) -> None:
    """POST: one more entity of a relation to many."""
    if not end.relation.many or end.number is not None:
        raise refused(NO_LINKING, status=NO_METHOD, method="POST")
    number = named(writer, body, end.relation, links)
    other = there(writer, end.relation, number)
    parent = end.parent.entity
    if end.key == ("Things", "Locations"):
        moving.also_at(writer, parent, other)
    elif end.key == ("Locations", "Things"):
        moving.also_at(writer, other, parent)
    elif end.key == ("HistoricalLocations", "Locations"):
        moving.was_also_at(writer, parent, other)
    elif end.key == ("Locations", "HistoricalLocations"):
        moving.was_also_at(writer, other, parent)
    else:
        set_one(writer, end.relation.target, other, end.parent.set.single, parent.pk)


def relink(writer: SensingWriter, end: LinkEnd, body: Any, links: Links) -> None:
    """PUT: another entity of a relation to one, or all of one to many."""
    if end.number is not None or (end.relation.many and end.key not in TOGETHER):
        raise refused(NO_LINKING, status=NO_METHOD, method="PUT")
    name, row = end.relation.name, end.parent.entity
    if not end.relation.many:
        number = named(writer, body, end.relation, links)
        return set_one(writer, end.parent.set.name, row, name, number)
    told = body.get("value") if isinstance(body, Mapping) else body
    if not isinstance(told, list) or not told:
        raise refused(NO_REFERENCE, relation=name, target=end.relation.target)
    numbers = [named(writer, each, end.relation, links) for each in told]
    return alter(
        writer, end.parent.set.name, row, {name: [{ID: each} for each in numbers]}, whole=False
    )


def unlink(writer: SensingWriter, end: LinkEnd, told: str | None, links: Links) -> None:
    """DELETE: an entity of a relation less; both of them stay. told: `$id` of the address."""
    relation = end.relation
    places = {end.parent.set.name, relation.target}
    if not relation.many or "Locations" not in places:
        raise in_the_way(NEEDED, relation=relation.name, single=end.parent.set.single)
    number = end.number
    if number is None:
        if told is None:
            raise refused(WHICH, relation=relation.name)
        number = number_at(writer, told, relation, links)
    listed = PathStep(relation.name, number)
    path = ResourcePath((PathStep(end.parent.set.name, end.parent.entity.pk), listed))
    ends = [end.parent.entity, found_at(path, writer.sight).entity]
    other, place = ends if relation.target == "Locations" else reversed(ends)
    if "Things" in places:
        moving.leave(writer, other, place)
    else:
        moving.was_not_at(writer, other, place)


def set_one(writer: SensingWriter, entities: str, row: Any, relation: str, number: int) -> None:
    """An entity belongs to another one from now on, as a PATCH would say it."""
    body = {relation: {ID: number}}
    if entities == OBSERVATIONS:
        return alter_reading(writer, row, body, whole=False)
    if relation not in KINDS[entities].links:
        raise in_the_way(AS_MANY)
    return alter(writer, entities, row, body, whole=False)


def there(writer: SensingWriter, relation: Relation, number: int) -> Any:
    """The entity a reference names, seen by who links. Raises SensingRefused where none is."""
    if relation.target != OBSERVATIONS:
        return writer.linked(relation.target, number, relation.name)
    try:
        return found_at(ResourcePath((PathStep(OBSERVATIONS, number),)), writer.sight).entity
    except SensingRefused as error:
        raise refused(
            NO_TARGET, relation=relation.name, single="Observation", number=number
        ) from error


def named(writer: SensingWriter, told: Any, relation: Relation, links: Links) -> int:
    """The id that a reference names. Raises SensingRefused."""
    told = values.an_object(told)
    if ID in told:
        return writer.number_in(told[ID], relation.name)
    address = next((told[name] for name in ADDRESSES if isinstance(told.get(name), str)), "")
    return number_at(writer, address, relation, links)


def number_at(writer: SensingWriter, address: str, relation: Relation, links: Links) -> int:
    """The id in the address of an entity; "$1" is what a request before it in a batch made."""
    if address.startswith("$"):
        return writer.number_in(address, relation.name)
    root = urlsplit(links.root)
    whole = split_address(address)
    below = whole.path
    while below.startswith("../"):
        below = below.removeprefix("../")
    if below.startswith("/") or whole.netloc:
        if whole.netloc not in ("", root.netloc) or not below.startswith(f"{root.path}/"):
            below = ""
        below = below.removeprefix(f"{root.path}/")
    found = ENTITY.fullmatch(below)
    if found is None or found[1] != relation.target:
        raise refused(NO_REFERENCE, relation=relation.name, target=relation.target)
    return writer.number_in(found[2], relation.name)


def is_reference(path: str) -> bool:
    """True for the address of a link."""
    return path.removesuffix("/").endswith(ENDING)

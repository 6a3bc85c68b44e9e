"""Names of properties and relations, looked up along a path."""

from collections.abc import Sequence

from klimamosaik.sensorthings.language.moments import shortened
from klimamosaik.sensorthings.language.vocabulary import (
    ANY,
    LINKS,
    NAMES_OF_ID,
    NUMBER,
    OPEN,
    TERMS,
    WayTo,
)
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import first_few


def way_to(step: str, entities: str) -> WayTo | None:
    """Where a step from an entity of the set leads; None for a property."""
    return TERMS[entities].ways.get(step)


def along(steps: Sequence[str], entities: str) -> str:
    """The set that relations lead to. Raises InputRejected for what is none."""
    place = entities
    for step in steps:
        way = way_to(step, place)
        if way is None:
            raise no_property(steps, entities)
        place = way.entities
    return place


def kind_of(steps: Sequence[str], entities: str) -> str:
    """The kind of the property at the end of a path.

    Raises InputRejected for names that are not of the standard.
    """
    place = entities
    for count, step in enumerate(steps):
        way = way_to(step, place)
        if way is None:
            return own_property(steps[count:], steps, place)
        place = way.entities
    raise no_property(steps, entities)  # a whole entity is no value


def own_property(rest: Sequence[str], steps: Sequence[str], entities: str) -> str:
    """The kind of a property and of what it holds."""
    name, *deeper = rest
    if name in NAMES_OF_ID and not deeper:
        return NUMBER
    kind = TERMS[entities].properties.get(name)
    if kind is None or (deeper and kind not in OPEN):
        raise no_property(steps, entities)
    return ANY if deeper else kind


def selected(name: str, entities: str) -> str:
    """A name of $select as it is told: "id", a property, or a relation.

    Raises InputRejected for names that are not of the standard.
    """
    if name in NAMES_OF_ID:
        return "id"
    if name in LINKS:
        return "selfLink"
    steps = name.split("/")
    terms = TERMS[entities]
    if name not in terms.ways:
        first, *deeper = steps
        known = terms.properties.get(first)
        if known is None or (deeper and known not in OPEN) or not all(steps):
            raise no_property(steps, entities)
    return name


def no_property(steps: Sequence[str], entities: str) -> InputRejected:
    """The refusal of a name, with the ones there are."""
    terms = TERMS[entities]
    known = ["id", *terms.properties, *terms.ways]
    return rejected(
        "unknown_property",
        "„{path}“ ist keine Eigenschaft von {entities}: es gibt {known}.",
        "“{path}” is no property of {entities}: there are {known}.",
        path=shortened("/".join(steps)),
        entities=entities,
        known=first_few(known, len(known)),
    )

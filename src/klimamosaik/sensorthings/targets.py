"""What a resource path leads to, as far as the asker may see it."""

import re
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from django.db.models import Q, QuerySet

from klimamosaik.observations.kernel.numbers import key_of
from klimamosaik.observations.models import Datastream, HistoricalLocation
from klimamosaik.observations.queries.reading_numbers import reading_numbered
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic
from klimamosaik.publication.queries.readings import refuse_thing
from klimamosaik.sensorthings.entities.observed import (
    ObservationRow,
    StreamFacts,
    fact_of,
    facts_of,
    rows_of,
)
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS, SETS, EntitySet, Relation
from klimamosaik.sensorthings.paths import PathStep, ResourcePath
from klimamosaik.sensorthings.refusals import not_there, taken_back
from klimamosaik.sensorthings.seen_datastream import datastream_seen
from klimamosaik.sensorthings.sight import Sight

OF_READINGS = ("Datastreams", "MultiDatastreams")
INDEXED = re.compile(r"([^\[\]]+)((?:\[\d{1,9}\])+)", re.ASCII)


@dataclass(frozen=True)
class ObservationScope:
    """Which readings a list is about: those of these datastreams, or of them about one feature."""

    datastreams: "QuerySet[Datastream] | None"
    feature: int | None = None  # None: about any
    only: Datastream | None = None  # instead of them the only one, where a path led over it

    def facts(self, datastream: int | None = None) -> dict[int, StreamFacts]:
        """What their readings share, by id. datastream: of this one, where it is among them."""
        if self.only is not None:
            return {self.only.pk: fact_of(self.only)}
        rows = self.datastreams
        assert rows is not None
        return facts_of(rows if datastream is None else rows.filter(pk=datastream))


@dataclass(frozen=True)
class PathTarget:
    """What a path leads to: a list, an entity, or a property of one."""

    set: EntitySet
    listed: "QuerySet[Any] | ObservationScope | None" = None  # of a list
    entity: Any = None  # of an entity or property: its row
    keys: tuple[str, ...] = ()  # of a property: its name, and deeper ones inside

    @property
    def is_list(self) -> bool:
        """True for a list of entities."""
        return self.listed is not None


def found_at(path: ResourcePath, sight: Sight) -> PathTarget:
    """What a path leads to. Raises SensingRefused: 404, or 410 for what was taken back."""
    first, *rest = path.steps
    if first.name not in SETS:
        raise not_there()
    target = begun_at(first, sight, lists_readings=bool(rest) and rest[0].name == OBSERVATIONS)
    for place, step in enumerate(rest):
        if target.is_list:
            raise not_there()
        relation = target.set.relation.get(step.name)
        if relation is None:
            return with_property(target, rest[place:])
        target = followed(target, relation, step, sight)
    return target


def begun_at(first: PathStep, sight: Sight, *, lists_readings: bool) -> PathTarget:
    """What the first step of a path leads to. Raises SensingRefused where it leads nowhere.

    lists_readings: of a datastream no more is needed than what its readings share.
    """
    kind = SETS[first.name]
    if first.id is None:
        return PathTarget(kind, listed=all_of(first.name, sight))
    if lists_readings and first.name in OF_READINGS:
        row: Any = datastream_seen(first.name, first.id, sight)
    else:
        row = row_in(PathTarget(kind, listed=all_of(first.name, sight)), first.id)
    if row is None:
        refuse_entity(first.name, first.id, sight)
    return PathTarget(kind, entity=row)


def parent_at(path: ResourcePath, sight: Sight) -> tuple[PathTarget, Relation]:
    """The entity before the last segment, and the relation that segment names.

    Raises SensingRefused (404) where there is no such entity or relation.
    """
    *parents, last = path.steps
    parent = found_at(ResourcePath(tuple(parents)), sight)
    relation = None if parent.is_list or parent.keys else parent.set.relation.get(last.name)
    if relation is None:
        raise not_there()
    return parent, relation


def all_of(name: str, sight: Sight) -> "QuerySet[Any] | ObservationScope":
    """Everything visible of a set."""
    if name == OBSERVATIONS:
        return ObservationScope(sight.every_datastream)
    return sight.of(name)


def row_in(target: PathTarget, number: int) -> Any:
    """The row of a list with an id; None where it holds none."""
    if isinstance(target.listed, ObservationScope):
        return observation(target.listed, number)
    assert target.listed is not None
    return only_one(target.listed.filter(pk=number))


def only_one(rows: "QuerySet[Any]") -> Any:
    """The row there is, or None; `first` would have it put in order."""
    return next(iter(rows.order_by()), None)


def observation(scope: ObservationScope, number: int) -> ObservationRow | None:
    """A reading of a scope by its number."""
    if number < 0:
        return None
    frame = reading_numbered(number)
    if frame.is_empty():
        return None
    row = next(iter(rows_of(frame, scope.facts(frame["datastream"][0]))), None)
    if row is not None and scope.feature is not None and row.feature != scope.feature:
        return None
    return row._replace(number=number) if row is not None else None


def followed(target: PathTarget, relation: Relation, step: PathStep, sight: Sight) -> PathTarget:
    """What one step along a relation leads to. Raises SensingRefused (404)."""
    there = SETS[relation.target]
    listed = related(target.set, target.entity, relation, sight)
    if relation.many and step.id is None:
        return PathTarget(there, listed=listed)
    if relation.many:
        assert step.id is not None
        row = row_in(PathTarget(there, listed=listed), step.id)
    else:
        assert not isinstance(listed, ObservationScope)
        row = listed.first() if step.id is None else None
    if row is None:
        raise not_there()
    return PathTarget(there, entity=row)


def related(
    source: EntitySet, row: Any, relation: Relation, sight: Sight
) -> "QuerySet[Any] | ObservationScope":
    """The visible entities that one entity leads to."""
    if relation.target == OBSERVATIONS:
        if source.name == "FeaturesOfInterest":
            return ObservationScope(about_feature(row.pk, sight), feature=row.pk)
        return ObservationScope(None, only=row)
    base = sight.of(relation.target)
    if isinstance(row, ObservationRow):
        wanted = row.feature if relation.target == "FeaturesOfInterest" else row.datastream
        return base.filter(pk=wanted)
    found = base.filter(**{relation.back: row.pk}).order_by(relation.order)
    # one whose results are lists may observe the same property twice
    return found.distinct() if relation.back == "parts__observed_property" else found


def about_feature(feature: int, sight: Sight) -> "QuerySet[Datastream]":
    """The datastreams that have, or may have, readings about a feature."""
    named = Datastream.features.through.objects.filter(featureofinterest=feature)
    return sight.every_datastream.filter(Q(feature=feature) | Q(pk__in=named.values("datastream")))


def with_property(target: PathTarget, steps: list[PathStep]) -> PathTarget:
    """A property of an entity, or a value inside of one. Raises SensingRefused (404)."""
    known = {*target.set.properties, "id", "@iot.id", "selfLink", "@iot.selfLink"}
    if keys_in(steps[0].name)[0] not in known or any(each.id is not None for each in steps):
        raise not_there()
    return replace(target, keys=tuple(each.name for each in steps))


def keys_in(written: str) -> list[str]:
    """A segment's keys: "result[0]" is the first value of a result that is a list."""
    found = INDEXED.fullmatch(written)
    return [found[1], *re.findall(r"\d+", found[2])] if found else [written]


def refuse_entity(entities: str, number: int, sight: Sight) -> NoReturn:
    """Raise SensingRefused for an entity that is not visible: 410 where it was once, else 404."""
    thing = thing_of(entities, number) if sight.stranger else None
    if thing is None:
        raise not_there()
    try:
        refuse_thing(thing)
    except NoLongerPublic as fault:
        raise taken_back() from fault
    except NotPublic as fault:
        raise not_there() from fault
    raise not_there()


def thing_of(entities: str, number: int) -> int | None:
    """The thing an entity belongs to; None where it belongs to none by itself."""
    if entities == "Things":
        return number
    if entities == "HistoricalLocations":
        return HistoricalLocation.objects.filter(pk=number).values_list("thing", flat=True).first()
    if entities == "Observations":
        number = key_of(number)[0]
    if entities in (*OF_READINGS, "Observations"):
        rows = Datastream.everything.filter(pk=number)
        return rows.values_list("thing", flat=True).first()
    return None

"""The properties of entities as SQL: where in the tables each of them stands."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from klimamosaik.observations.models import Latest, Quantity
from klimamosaik.observations.models.sensing import GEOJSON
from klimamosaik.observations.operations.things import STATION
from klimamosaik.observations.queries.things import PLAIN
from klimamosaik.places.models import BuildingKind
from klimamosaik.sensorthings.entities.units import known_units, unit_of
from klimamosaik.sensorthings.language.vocabulary import MOMENT, NUMBER, SINGULAR, TEXT
from klimamosaik.sensorthings.selecting.database import DatabaseEngine
from klimamosaik.sensorthings.selecting.json_columns import json_value
from klimamosaik.sensorthings.selecting.place_columns import POINT, WHOSE, place_column
from klimamosaik.sensorthings.selecting.values import Between, Manifold, Single
from klimamosaik.sensorthings.selecting.values import Value as Worth

# How to come from an entity to the one it belongs to: set, relation -> field of the model.
FIELDS = {
    ("Datastreams", "Thing"): "thing",
    ("Datastreams", "Sensor"): "sensor",
    ("Datastreams", "ObservedProperty"): "observed_property",
    ("MultiDatastreams", "Thing"): "thing",
    ("MultiDatastreams", "Sensor"): "sensor",
    ("HistoricalLocations", "Thing"): "thing",
}
PLACED = frozenset(
    {"Things", "Locations", "FeaturesOfInterest"}
)  # named by their building or station, where they have one
READ = frozenset({"Datastreams", "MultiDatastreams"})


class TicksOfMoment(Func):
    """A moment of the database in microseconds since 1970, UTC."""

    output_field = BigIntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Moments are texts there, with six figures behind the second or none."""
        template = (
            "(CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) * 1000000"
            " + CAST(substr(%(expressions)s || '.000000', 21, 6) AS INTEGER))"
        )
        sql, params = self.as_sql(compiler, connection, template=template, **extra)
        return sql, (*params, *params)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Seconds are a numeric there: exact."""
        template = "(EXTRACT(EPOCH FROM %(expressions)s) * 1000000)::bigint"
        return self.as_sql(compiler, connection, template=template, **extra)


def prefix_along(way: Sequence[str], entities: str) -> tuple[str, str]:
    """How the tables lead along relations to one entity each, and to which set."""
    prefix = ""
    for step in way:
        prefix, entities = f"{prefix}{FIELDS[entities, step]}__", SINGULAR[step]
    return prefix, entities


def property_column(entities: str, steps: tuple[str, ...]) -> Worth:
    """What a path means for the entities of a set; it leads over no list."""
    prefix = ""
    while (entities, steps[0]) in FIELDS:
        field = FIELDS[entities, steps[0]]
        prefix, entities, steps = f"{prefix}{field}__", SINGULAR[steps[0]], steps[1:]
    name, *deeper = steps
    if name == "id":
        return Single(NUMBER, F(f"{prefix}pk"))
    if name in SPECIAL:
        return SPECIAL[name](entities, prefix, tuple(deeper))
    if name in PLACES:
        return place_column(name, prefix, tuple(deeper))
    if name in JSON:
        return json_value(prefix + JSON[name], tuple(deeper))
    return Single(TEXT, F(prefix + TEXTS[name]))


def name_column(entities: str, prefix: str, deeper: tuple[str, ...]) -> Worth:
    """The name of a building or station where the entity is one."""
    own = F(f"{prefix}name")
    if entities not in PLACED:
        return Single(TEXT, own)
    station = NullIf(F(f"{prefix}station__name"), Value(""))
    names = F(f"{prefix}building__name"), station, F(f"{prefix}station__number"), own
    return Single(TEXT, Coalesce(*names, output_field=TextField()))


def description_column(entities: str, prefix: str, deeper: tuple[str, ...]) -> Worth:
    """As it was described; else the use of a building, that it is a station, what readings are."""
    own = F(f"{prefix}description")
    said = When(~Q(**{f"{prefix}description": ""}), then=own)
    if entities in PLACED:
        kinds = (
            When(Q(**{f"{prefix}building__kind": each.value}), then=Value(each.text.de))
            for each in BuildingKind
        )
        station = When(Q(**{f"{prefix}station__isnull": False}), then=Value(STATION))
        told = Case(said, *kinds, station, default=own, output_field=TextField())
    elif entities in READ:
        labels = (
            When(Q(**{f"{prefix}quantity": each.value}), then=Value(str(each.label)))
            for each in Quantity
        )
        told = Case(said, *labels, default=own, output_field=TextField())
    else:
        return Single(TEXT, own)
    return Single(TEXT, told)


def encoding_column(entities: str, prefix: str, deeper: tuple[str, ...]) -> Worth:
    """How a place is told: that of a building or station by its point, if it has one."""
    own = F(f"{prefix}encoding_type")
    if entities not in PLACED:
        return Single(TEXT, own)
    found: list[When] = []
    for whose in WHOSE:
        there = Q(**{f"{prefix}{whose}__isnull": False})
        point = Q(**{f"{prefix}{whose}__{each}__isnull": False for each in POINT})
        found += [When(there & point, then=Value(GEOJSON)), When(there, then=Value(PLAIN))]
    return Single(TEXT, Case(*found, default=own, output_field=TextField()))


def unit_column(entities: str, prefix: str, deeper: tuple[str, ...]) -> Worth:
    """As it was sent; else that of the unit that stands behind a number."""
    sent = json_value(f"{prefix}unit_of_measurement", deeper)
    if len(deeper) != 1 or deeper[0] not in unit_of(""):
        return sent
    unsaid = Q(**{f"{prefix}unit_of_measurement__isnull": True})
    units = ((unit, unit_of(unit)[deeper[0]]) for unit in known_units())
    told = [When(unsaid & Q(**{f"{prefix}unit": unit}), then=Value(word)) for unit, word in units]
    own = None if deeper[0] == "definition" else NullIf(F(f"{prefix}unit"), Value(""))
    unknown = When(unsaid, then=own or Value(None, output_field=TextField()))
    text = Case(*told, unknown, default=sent.text, output_field=TextField())
    return Manifold(sent.number, text, sent.boolean, DatabaseEngine().unknown(text))


def span_column(entities: str, prefix: str, deeper: tuple[str, ...]) -> Worth:
    """From the first to the last reading; unknown where there is none."""
    return between(prefix, "first", "until")


def result_column(entities: str, prefix: str, deeper: tuple[str, ...]) -> Worth:
    """From the first to the last moment a result was there; unknown where nobody said."""
    return between(prefix, "result_first", "result_until")


def between(prefix: str, *fields: str) -> Between:
    """What is known of the readings of datastreams, from one field to the other."""
    known = Latest.objects.filter(datastream=OuterRef(f"{prefix}pk"))
    first, until = (
        Subquery(known.values(field)[:1], output_field=BigIntegerField()) for field in fields
    )
    return Between(first, until)


def time_column(entities: str, prefix: str, deeper: tuple[str, ...]) -> Worth:
    """Since when a thing was at a place."""
    return Single(MOMENT, TicksOfMoment(F(f"{prefix}time")))


PLACES = frozenset({"location", "feature", "observedArea"})
TEXTS = {
    "definition": "definition",
    "observationType": "observation_type",
}
JSON = {
    "properties": "properties",
    "metadata": "metadata",
}
SPECIAL: dict[str, Callable[[str, str, tuple[str, ...]], Worth]] = {
    "name": name_column,
    "description": description_column,
    "encodingType": encoding_column,
    "unitOfMeasurement": unit_column,
    "phenomenonTime": span_column,
    "resultTime": result_column,
    "time": time_column,
}

"""Query options as trees.

`reading.parse` makes them, with every name and kind checked against the entities of the standard:
whoever evaluates a tree need not ask again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Literal:
    """A value written in a filter.

    kind and value: "number" int or float, "text" str, "boolean" bool, "moment" datetime (UTC),
    "span" two datetimes, "duration" timedelta, "clock" timedelta since midnight,
    "geometry" WKT, "null" None.
    """

    value: Any
    kind: str
    said: str = ""  # as written, where values are compared as texts


@dataclass(frozen=True)
class PropertyPath:
    """A property, maybe of a related entity: ("Datastream", "Thing", "properties", "floor").

    `@iot.id` is told as "id".
    """

    steps: tuple[str, ...]


@dataclass(frozen=True)
class FunctionCall:
    """A function or operator on arguments: "eq", "and", "not", "add", "substringof", "now".

    "and", "or" and "list" (right of "in") have any number of arguments. "any" has a path to a
    list and a condition on its members (without one: the list is not empty); paths over lists
    (`Datastreams/name eq 'x'`) are told as "any", too.
    """

    name: str
    arguments: "tuple[Expression, ...]" = ()


FORMATS = ("dataArray", "GeoJSON")
Expression = Literal | PropertyPath | FunctionCall


@dataclass(frozen=True)
class OrderItem:
    """One key to sort by."""

    by: Expression
    descending: bool = False


@dataclass(frozen=True)
class ExpandItem:
    """A related entity or list to be written inside, with options of its own."""

    name: str  # of the navigation property: "Datastreams", "Thing"
    options: "QueryOptions"


@dataclass(frozen=True)
class QueryOptions:
    """All options of one list or entity; `said` keeps what nextLinks repeat, decoded."""

    filter: Expression | None = None
    expand: tuple[ExpandItem, ...] = ()
    select: tuple[str, ...] = ()  # "id", "name", "unitOfMeasurement/name", "Datastreams"
    orderby: tuple[OrderItem, ...] = ()
    top: int | None = None
    skip: int | None = None
    count: bool | None = None
    result_format: str | None = None  # one of FORMATS
    said: Mapping[str, str] = field(default_factory=dict)  # {"$filter": "result gt 3"}, in order

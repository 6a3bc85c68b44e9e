"""Query options as trees; what text they were written as is forgotten."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Literal:
    """A value written in a filter: number, text, truth, moment, span, duration, geometry, null."""

    value: Any
    kind: str  # "number", "text", "boolean", "moment", "span", "duration", "geometry", "null"


@dataclass(frozen=True)
class PropertyPath:
    """A property, maybe of a related entity: ("Datastream", "Thing", "properties", "floor")."""

    steps: tuple[str, ...]


@dataclass(frozen=True)
class FunctionCall:
    """A function or operator on arguments: "eq", "and", "not", "add", "substringof", "now"."""

    name: str
    arguments: "tuple[Expression, ...]" = ()


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
    """All options of one list or entity; `text` parts keep what nextLinks repeat."""

    filter: Expression | None = None
    expand: tuple[ExpandItem, ...] = ()
    select: tuple[str, ...] = ()
    orderby: tuple[OrderItem, ...] = ()
    top: int | None = None
    skip: int | None = None
    count: bool | None = None
    result_format: str | None = None  # "dataArray", "GeoJSON"
    said: dict[str, str] = field(default_factory=dict)  # as written: {"$filter": "result gt 3"}

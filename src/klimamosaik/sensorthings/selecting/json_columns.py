"""JSON columns in SQL: each value as number, as text and as truth, unknown where it is another."""

import json
from typing import Any, ClassVar

from django.db.models import BooleanField, F, Field, FloatField, Func, TextField
from django.db.models.expressions import Combinable

from klimamosaik.sensorthings.selecting.values import Manifold

Compiled = tuple[str, tuple[Any, ...]]


class JsonValue(Func):
    """A value inside a JSON column, as one kind; null where it is of another or missing."""

    arity = 1
    sqlite: ClassVar[str]  # templates; {type}, {value}: what JSON functions say of it
    postgresql: ClassVar[str]

    def __init__(self, column: Any, steps: tuple[str, ...] = ()) -> None:
        super().__init__(column)
        self.steps = steps

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Compiled:
        """By json_type and json_extract."""
        column, params = compiler.compile(self.source_expressions[0])
        path = "$" + "".join(step_in_sqlite(s) for s in self.steps)
        return filled(
            self.sqlite, "json_type({c}, %s)", "json_extract({c}, %s)", column, params, path
        )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Compiled:
        """By jsonb_typeof and #>>."""
        column, params = compiler.compile(self.source_expressions[0])
        kind, value = "jsonb_typeof({c} #> %s::text[])", "({c} #>> %s::text[])"
        return filled(self.postgresql, kind, value, column, params, list(self.steps))


def step_in_sqlite(step: str) -> str:
    """A step of a path: a place of a list, or a name, written as it is stored (ü as \\u00fc)."""
    return f"[{step}]" if step.isascii() and step.isdigit() else f".{json.dumps(step)}"


def filled(template: str, kind: str, value: str, column: str, params: Any, path: Any) -> Compiled:
    """A template with column and path put in as often as it asks for them."""
    times = template.count("{type}") + template.count("{value}")
    sql = template.format(type=kind.format(c=column), value=value.format(c=column))
    return sql, (*params, path) * times


class JsonNumber(JsonValue):
    """Numbers."""

    output_field: "Field[Any, Any]" = FloatField()
    sqlite = "(CASE WHEN {type} IN ('integer', 'real') THEN {value} END)"
    postgresql = "(CASE WHEN {type} = 'number' THEN {value}::double precision END)"


class JsonText(JsonValue):
    """Texts, and numbers as they are written."""

    output_field: "Field[Any, Any]" = TextField()
    sqlite = "(CASE WHEN {type} IN ('text', 'integer', 'real') THEN CAST({value} AS TEXT) END)"
    postgresql = "(CASE WHEN {type} IN ('string', 'number') THEN {value} END)"


class JsonTruth(JsonValue):
    """True and false."""

    output_field: "Field[Any, Any]" = BooleanField()
    sqlite = "(CASE WHEN {type} IN ('true', 'false') THEN {value} END)"
    postgresql = "(CASE WHEN {type} = 'boolean' THEN {value}::boolean END)"


class JsonMissing(JsonValue):
    """Whether there is nothing, or null."""

    output_field: "Field[Any, Any]" = BooleanField()
    sqlite = "(COALESCE({type}, 'null') = 'null')"
    postgresql = "(COALESCE({type}, 'null') = 'null')"


def json_value(column: str | Combinable, steps: tuple[str, ...]) -> Manifold:
    """What stands at a path of a JSON column."""
    source = F(column) if isinstance(column, str) else column
    kinds = (JsonNumber, JsonText, JsonTruth, JsonMissing)
    return Manifold(*(kind(source, steps) for kind in kinds))

"""Ids and what is known of them, handed to the database as one parameter."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Field, FloatField, Func


class Among(Func):
    """Whether an id is one of many, however many these are."""

    output_field: "Field[Any, Any]" = BooleanField()

    def __init__(self, column: Any, ids: list[int]) -> None:
        super().__init__(column)
        self.ids = ids

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite allows a limited number of parameters; this is one."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql} IN (SELECT value FROM json_each(%s)))", (*params, json.dumps(self.ids))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """One array."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql} = ANY(%s::bigint[]))", (*params, self.ids)


class LookedUp(Func):
    """The number known of an id."""

    output_field: "Field[Any, Any]" = FloatField()

    def __init__(self, column: Any, numbers: Mapping[int, float]) -> None:
        super().__init__(column)
        self.numbers = numbers

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """From a JSON object."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"json_extract(%s, '$.' || {sql})", (self.told, *params)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """From a JSON object."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"((%s::jsonb ->> ({sql})::text)::double precision)", (self.told, *params)

    @property
    def told(self) -> str:
        """The numbers as JSON."""
        return json.dumps({str(pk): number for pk, number in self.numbers.items()})

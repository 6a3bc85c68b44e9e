"""Ids and what is known of them, handed to the database as one parameter."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Field, FloatField, Func

from klimamosaik.sensorthings.selecting.sqlite_functions import held


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
        self.held = held(numbers)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """By one of our functions, which knows the numbers as long as this expression lives."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"STA_LOOKED_UP(%s, {sql})", (self.held.key, *params)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """From a JSON object."""
        sql, params = compiler.compile(self.source_expressions[0])
        told = json.dumps({str(pk): number for pk, number in self.held.numbers.items()})
        return f"((%s::jsonb ->> ({sql})::text)::double precision)", (told, *params)

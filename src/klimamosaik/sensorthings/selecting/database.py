"""The engine for entities: expressions of SQL, the same on SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Expression,
    Field,
    FloatField,
    Func,
    TextField,
    Value,
)
from django.db.models.functions import (
    Cast,
    Ceil,
    Coalesce,
    Floor,
    Length,
    Round,
    StrIndex,
    Trim,
)

from klimamosaik.sensorthings.language.vocabulary import BOOLEAN, NUMBER, TEXT
from klimamosaik.sensorthings.selecting.json_columns import JsonNumber
from klimamosaik.sensorthings.selecting.sqlite_functions import LONGEST
from klimamosaik.sensorthings.selecting.values import TICKS

FIELDS: "dict[str, type[Field[Any, Any]]]" = {
    BOOLEAN: BooleanField,
    NUMBER: FloatField,
    TEXT: TextField,
}


class Written(Func):
    """SQL with its arguments in order; `%(expressions)s` has them joined."""

    def __init__(self, *arguments: Any, sql: str, joiner: str, field: "Field[Any, Any]") -> None:
        super().__init__(*arguments, template=sql, arg_joiner=joiner, output_field=field)


def infix(sign: str, *arguments: Any, field: "Field[Any, Any] | None" = None) -> Written:
    """Arguments with a sign between them, in brackets."""
    return Written(
        *arguments, sql="(%(expressions)s)", joiner=f" {sign} ", field=field or BooleanField()
    )


class PartOfMoment(Func):
    """A part of a moment [µs since 1970, UTC], in UTC."""

    output_field = BigIntegerField()
    letters = {"year": "Y", "month": "m", "day": "d", "hour": "H", "minute": "M", "second": "S"}

    def __init__(self, part: str, moment: Any) -> None:
        super().__init__(moment, part=part)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """`%%` is one percent sign in a template."""
        letter = self.letters[self.extra["part"]]
        template = (
            f"CAST(strftime('%%%%{letter}', %(expressions)s / 1000000, 'unixepoch') AS INTEGER)"
        )
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Seconds are a numeric with a fraction there."""
        template = (
            "FLOOR(EXTRACT(%(part)s FROM to_timestamp(%(expressions)s / 1000000.0)"
            " AT TIME ZONE 'UTC'))::bigint"
        )
        return self.as_sql(compiler, connection, template=template, **extra)


class OnTexts(Func):
    """A function of texts: on SQLite one of ours, see sqlite_functions."""

    postgresql = {
        "LOWER": "LOWER(%(expressions)s)",
        "UPPER": "UPPER(%(expressions)s)",
        "NUMBER_TEXT": "(%(expressions)s)::double precision::text",
        "STARTS": "STARTS_WITH(%(expressions)s)",
        "ENDS": (
            "(SELECT RIGHT(whole, LENGTH(part)) = part"
            " FROM (SELECT %(expressions)s) AS told (whole, part))"
        ),
        # It refuses negative counts and those that are no integers.
        "SUBSTRING": (
            "(SELECT SUBSTRING(whole FROM"
            " TRUNC(CASE WHEN place < 0 THEN 0 WHEN place > 1e6 THEN 1e6 ELSE place END)::int + 1"
            " FOR TRUNC(CASE WHEN count < 0 THEN 0 WHEN count > 1e6 THEN 1e6 ELSE count END)::int)"
            " FROM (SELECT %(expressions)s) AS told (whole, place, count))"
        ),
    }

    def __init__(self, name: str, *arguments: Any, field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(*arguments, function=f"STA_{name}", output_field=field or TextField())

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """By what PostgreSQL has; each argument stands there once, for they are nested."""
        template = self.postgresql[self.extra["function"].removeprefix("STA_")]
        return self.as_sql(compiler, connection, template=template, **extra)


class Quotient(Func):
    """A division; nothing is known of one by zero."""

    output_field = FloatField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite knows nothing of a division by zero by itself."""
        template = "(%(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" / ", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL refuses it."""
        template = "(%(expressions)s, 0))"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=" / NULLIF(", **extra
        )


class Rest(Func):
    """What is left by a division; nothing is known of one by zero."""

    output_field = FloatField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """By one of our functions."""
        return self.as_sql(compiler, connection, function="STA_REST", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL divides numerics only."""
        template = "MOD(%(expressions)s::numeric, 0))::double precision"
        joiner = "::numeric, NULLIF("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **extra)


def as_double(number: Any) -> Any:
    """A number that may be a whole one as a double."""
    if isinstance(number, Value):
        return Value(float(number.value), output_field=FloatField())
    is_double = isinstance(number, Written | Quotient | Rest | JsonNumber)
    return number if is_double else Cast(number, FloatField())


class DatabaseEngine:
    """Comparisons, logic and functions as expressions of SQL."""

    def literal(self, value: Any, kind: str) -> Expression:
        """A constant."""
        if kind in TICKS or (kind == NUMBER and isinstance(value, int)):
            return Value(value, output_field=BigIntegerField())
        return Value(value, output_field=FIELDS.get(kind, BooleanField)())

    def compare(self, sign: str, left: Any, right: Any) -> Expression:
        """A comparison."""
        return infix(sign, left, right)

    def every(self, *conditions: Any) -> Expression:
        """All are true."""
        return infix("AND", *conditions)

    def some(self, *conditions: Any) -> Expression:
        """At least one is true."""
        return infix("OR", *conditions)

    def negated(self, condition: Any) -> Expression:
        """Not true."""
        return Written(condition, sql="(NOT %(expressions)s)", joiner="", field=BooleanField())

    def unknown(self, column: Any) -> Expression:
        """True where nothing is known."""
        return Written(column, sql="(%(expressions)s IS NULL)", joiner="", field=BooleanField())

    def first_known(self, *columns: Any) -> Expression:
        """The first value that is known."""
        return Coalesce(*columns, output_field=BooleanField())

    def reckon(self, sign: str, left: Any, right: Any, kind: str) -> Expression:
        """Arithmetic; a quotient is no whole number, but for microseconds."""
        if kind in TICKS:
            sign = {"%": "%%", "//": "/"}.get(sign, sign)
            return infix(sign, left, right, field=BigIntegerField())
        # A product of whole numbers could be too large for one.
        left, right = as_double(left), as_double(right)
        if sign in {"/", "%"}:
            return Quotient(left, right) if sign == "/" else Rest(left, right)
        return infix(sign, left, right, field=FloatField())

    def number_text(self, number: Any) -> Expression:
        """A number as it is written."""
        return OnTexts("NUMBER_TEXT", number)

    def part(self, name: str, moment: Any) -> Expression:
        """A part of a moment."""
        return PartOfMoment(name, moment)

    def call(self, name: str, *arguments: Any) -> Expression:
        """A function."""
        return CALLS[name](*arguments)


CALLS: Mapping[str, Callable[..., Expression]] = {
    # LIKE would not tell capitals on SQLite
    "contains": lambda text, part: infix(">", StrIndex(text, part), Value(0)),
    "startswith": lambda *texts: OnTexts("STARTS", *texts, field=BooleanField()),
    "endswith": lambda *texts: OnTexts("ENDS", *texts, field=BooleanField()),
    "length": Length,
    "indexof": StrIndex,
    "substring": lambda text, begin, length=None: OnTexts(
        "SUBSTRING", text, begin, Value(LONGEST) if length is None else length
    ),
    "tolower": lambda text: OnTexts("LOWER", text),
    "toupper": lambda text: OnTexts("UPPER", text),
    "trim": Trim,
    "concat": lambda one, other: infix("||", one, other, field=TextField()),
    "round": lambda number: Round(number, output_field=FloatField()),
    "floor": lambda number: Floor(number, output_field=FloatField()),
    "ceiling": lambda number: Ceil(number, output_field=FloatField()),
}

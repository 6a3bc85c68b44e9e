"""The engine for entities: expressions of SQL, the same on SQLite and PostgreSQL."""

from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Expression,
    Field,
    FloatField,
    Func,
    IntegerField,
    TextField,
    Value,
    When,
)
from django.db.models.functions import (
    Cast,
    Ceil,
    Coalesce,
    Floor,
    Length,
    NullIf,
    Round,
    StrIndex,
    Substr,
    Trim,
    Upper,
)

from klimamosaik.sensorthings.language.vocabulary import BOOLEAN, NUMBER, TEXT
from klimamosaik.sensorthings.selecting.values import TICKS

FIELDS: "dict[str, type[Field[Any, Any]]]" = {
    BOOLEAN: BooleanField,
    NUMBER: FloatField,
    TEXT: TextField,
}
A_SECOND = 1_000_000  # [µs]


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


class NumberText(Func):
    """A number as it is written: 3, 0.1."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite writes 3.0 for a double."""
        template = (
            "(CASE WHEN (%(expressions)s) = CAST((%(expressions)s) AS INTEGER)"
            " THEN CAST(CAST((%(expressions)s) AS INTEGER) AS TEXT)"
            " ELSE CAST((%(expressions)s) AS TEXT) END)"
        )
        sql, params = self.as_sql(compiler, connection, template=template, **extra)
        return sql, (*params, *params, *params, *params)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL writes the shortest text that is the same number."""
        return self.as_sql(
            compiler, connection, template="(%(expressions)s)::double precision::text", **extra
        )


class Lower(Func):
    """In small letters; SQLite knows those of ASCII only."""

    output_field = TextField()
    function = "LOWER"
    arity = 1
    letters = "ÄäÖöÜü"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The German ones are told."""
        return self.as_sql(compiler, connection, template=german("LOWER", self.letters), **extra)


class Capital(Upper):
    """In capital letters; SQLite knows those of ASCII only."""

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The German ones are told."""
        return self.as_sql(compiler, connection, template=german("UPPER", "äÄöÖüÜ"), **extra)


def german(function: str, pairs: str) -> str:
    """A template that changes the case of German letters, too."""
    template = f"{function}(%(expressions)s)"
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        template = f"REPLACE({template}, '{old}', '{new}')"
    return template


class Rest(Func):
    """What is left by a division."""

    output_field = FloatField()
    function = "MOD"
    arity = 2

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL divides numerics only."""
        template = "MOD(%(expressions)s::numeric)::double precision"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner="::numeric, ", **extra
        )


def within_a_text(place: Any) -> Expression:
    """A number as a place in a text or a count of characters; PostgreSQL refuses others."""
    least, most = Value(0, output_field=IntegerField()), Value(1_000_000)
    return Case(
        When(infix("<", place, least), then=least),
        When(infix(">", place, most), then=most),
        default=Cast(place, IntegerField()),
        output_field=IntegerField(),
    )


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
        field = BigIntegerField() if kind in TICKS else FloatField()
        if sign == "%" and kind in TICKS:
            return infix("%%", left, right, field=field)
        if kind not in TICKS:  # a product of whole numbers could be too large for one
            left, right = Cast(left, FloatField()), Cast(right, FloatField())
        if sign in {"/", "%"}:
            right = NullIf(right, Value(0.0, output_field=FloatField()), output_field=FloatField())
        return Rest(left, right) if sign == "%" else infix(sign, left, right, field=field)

    def number_text(self, number: Any) -> Expression:
        """A number as it is written."""
        return NumberText(number)

    def part(self, name: str, moment: Any) -> Expression:
        """A part of a moment."""
        return PartOfMoment(name, moment)

    def call(self, name: str, *arguments: Any) -> Expression:
        """A function."""
        found: Expression = getattr(self, f"call_{name}")(*arguments)
        return found

    def call_contains(self, text: Any, part: Any) -> Expression:
        """Whether a part occurs in a text; LIKE would not tell capitals on SQLite."""
        return infix(">", StrIndex(text, part), Value(0))

    def call_substringof(self, part: Any, text: Any) -> Expression:
        """The same the other way round."""
        return self.call_contains(text, part)

    def call_startswith(self, text: Any, part: Any) -> Expression:
        """Whether a text begins so."""
        return infix("=", Substr(text, 1, Length(part)), part)

    def call_endswith(self, text: Any, part: Any) -> Expression:
        """Whether a text ends so."""
        begin = infix("+", infix("-", Length(text), Length(part), field=BigIntegerField()), 1)
        long_enough = infix(">=", Length(text), Length(part))
        return self.every(long_enough, infix("=", Substr(text, begin), part))

    def call_length(self, text: Any) -> Expression:
        """Characters."""
        return Length(text)

    def call_indexof(self, text: Any, part: Any) -> Expression:
        """Where a part occurs first, counted from 1; 0: nowhere."""
        return StrIndex(text, part)

    def call_substring(self, text: Any, begin: Any, length: Any = None) -> Expression:
        """Characters from a place on, counted from 0."""
        first = infix("+", within_a_text(begin), Value(1), field=IntegerField())
        return Substr(text, first, None if length is None else within_a_text(length))

    def call_tolower(self, text: Any) -> Expression:
        """In small letters."""
        return Lower(text)

    def call_toupper(self, text: Any) -> Expression:
        """In capital letters."""
        return Capital(text)

    def call_trim(self, text: Any) -> Expression:
        """Without spaces around."""
        return Trim(text)

    def call_concat(self, one: Any, other: Any) -> Expression:
        """One after the other."""
        return infix("||", one, other, field=TextField())

    def call_round(self, number: Any) -> Expression:
        """The nearest whole number; halves away from zero."""
        return Round(number, output_field=FloatField())

    def call_floor(self, number: Any) -> Expression:
        """The next whole number down."""
        return Floor(number, output_field=FloatField())

    def call_ceiling(self, number: Any) -> Expression:
        """The next whole number up."""
        return Ceil(number, output_field=FloatField())

"""What an expression is worth, whichever engine reckons it: SQL or polars.

Moments, durations and times of day are whole microseconds in both, moments since 1970 in UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.sensorthings.language.options import Expression, Literal
from klimamosaik.sensorthings.language.vocabulary import (
    BOOLEAN,
    CLOCK,
    DURATION,
    MOMENT,
    NULL,
    NUMBER,
    TEXT,
)

Column = Any  # an expression of the engine
TICKS = frozenset({MOMENT, DURATION, CLOCK})  # kinds that are microseconds


@dataclass(frozen=True)
class Single:
    """A value of one kind."""

    kind: str
    column: Column
    said: str = ""  # as written, of a literal


@dataclass(frozen=True)
class Between:
    """A span of time; an instant begins where it ends."""

    begin: Column
    end: Column


@dataclass(frozen=True)
class Manifold:
    """JSON of any kind: each column is unknown where the value is of another kind."""

    number: Column
    text: Column  # of numbers, too: as they are written
    boolean: Column
    missing: Column  # true where there is nothing, or null


Value = Single | Between | Manifold


class Seen(Protocol):
    """Who asks, and what of each set they may see."""

    def of(self, entities: str) -> "QuerySet[Any]":
        """The visible entities of a set: "Things"."""


class Selects(Protocol):
    """Who selects entities, as those see it who select readings: each asks the other."""

    @property
    def seen(self) -> Seen:
        """Who asks."""

    @property
    def now(self) -> datetime:
        """When."""

    def matching(
        self, entities: str, base: "QuerySet[Any]", condition: Expression | None
    ) -> "QuerySet[Any]":
        """The entities for which a condition is true."""


class Engine(Protocol):
    """What SQL and polars can both do; unknown stays unknown in all of it (Kleene's logic)."""

    def literal(self, value: Any, kind: str) -> Column:
        """A constant: float, text, truth, or microseconds; None where nothing is known."""

    def compare(self, sign: str, left: Column, right: Column) -> Column:
        """=, <>, <, <=, >, >= of two columns of one kind."""

    def every(self, *conditions: Column) -> Column:
        """All are true."""

    def some(self, *conditions: Column) -> Column:
        """At least one is true."""

    def negated(self, condition: Column) -> Column:
        """Not true."""

    def unknown(self, column: Column) -> Column:
        """True where nothing is known."""

    def first_known(self, *columns: Column) -> Column:
        """The first value that is known."""

    def reckon(self, sign: str, left: Column, right: Column, kind: str) -> Column:
        """+, -, *, /, % of numbers or microseconds, // of microseconds that are not negative.

        Nothing is known of a division by zero.
        """

    def number_text(self, number: Column) -> Column:
        """A number as it is written: 3, 0.1."""

    def call(self, name: str, *arguments: Column) -> Column:
        """A function of the standard on texts or numbers."""

    def part(self, name: str, moment: Column) -> Column:
        """A part of a moment in UTC: year, month, day, hour, minute, second."""


def constant(engine: Engine, literal: Literal) -> Value:
    """A literal as the engine knows it."""
    value = literal.value
    if isinstance(value, tuple):
        begin, end = (engine.literal(microseconds(each), MOMENT) for each in value)
        return Between(begin, end)
    if isinstance(value, datetime):
        return Single(MOMENT, engine.literal(microseconds(value), MOMENT), literal.said)
    if isinstance(value, timedelta):
        ticks = value // timedelta(microseconds=1)
        return Single(literal.kind, engine.literal(ticks, literal.kind), literal.said)
    if literal.kind == NUMBER:
        return Single(NUMBER, engine.literal(value, NUMBER), literal.said)
    if literal.kind in {TEXT, BOOLEAN}:
        return Single(literal.kind, engine.literal(value, literal.kind), literal.said)
    return Single(NULL, engine.literal(None, NULL))


def text_of(engine: Engine, value: Value) -> Column:
    """What is compared as text."""
    if isinstance(value, Manifold):
        return value.text
    assert isinstance(value, Single)
    if value.kind == NUMBER:
        return engine.literal(value.said, TEXT) if value.said else engine.number_text(value.column)
    if value.kind == MOMENT:  # beside JSON, where a moment is a text
        return engine.literal(value.said, TEXT)
    return value.column


def number_of(value: Value) -> Column:
    """What is reckoned with."""
    return value.number if isinstance(value, Manifold) else single(value)


def single(value: Value) -> Column:
    """The column of a value of one kind."""
    assert isinstance(value, Single)
    return value.column


def span_of(value: Value) -> Between:
    """A time as a span."""
    if isinstance(value, Between):
        return value
    return Between(single(value), single(value))


def truth_of(value: Value) -> Column:
    """What is true or false."""
    return value.boolean if isinstance(value, Manifold) else single(value)


def columns_to_sort_by(value: Value) -> list[Any]:
    """The columns a value is sorted by: of JSON truths, numbers, then texts."""
    if isinstance(value, Between):
        return [value.begin, value.end]
    if isinstance(value, Manifold):
        return [value.boolean, value.number, value.text]
    return [single(value)]

"""The engine for readings: expressions of polars."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from klimamosaik.sensorthings.language.vocabulary import BOOLEAN, NUMBER, TEXT
from klimamosaik.sensorthings.selecting.sqlite_functions import LONGEST
from klimamosaik.sensorthings.selecting.values import TICKS

KINDS: dict[str, Any] = {BOOLEAN: pl.Boolean, NUMBER: pl.Float64, TEXT: pl.String}
WHOLE = 1e15  # whole numbers below are written without a decimal point
PARTS = {"year", "month", "day", "hour", "minute", "second"}


class PolarsEngine:
    """Comparisons, logic and functions as expressions of polars."""

    def literal(self, value: Any, kind: str) -> pl.Expr:
        """A constant."""
        if kind in TICKS:
            return pl.lit(value, pl.Int64)
        if kind == NUMBER and isinstance(value, int):
            return pl.lit(value, pl.Int64)
        return pl.lit(value, KINDS.get(kind, pl.Boolean))

    def compare(self, sign: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        """A comparison."""
        return {
            "=": left.eq,
            "<>": left.ne,
            "<": left.lt,
            "<=": left.le,
            ">": left.gt,
            ">=": left.ge,
        }[sign](right)

    def every(self, *conditions: pl.Expr) -> pl.Expr:
        """All are true."""
        return pl.all_horizontal(*conditions)

    def some(self, *conditions: pl.Expr) -> pl.Expr:
        """At least one is true."""
        return pl.any_horizontal(*conditions)

    def negated(self, condition: pl.Expr) -> pl.Expr:
        """Not true."""
        return condition.not_()

    def unknown(self, column: pl.Expr) -> pl.Expr:
        """True where nothing is known."""
        return column.is_null()

    def first_known(self, *columns: pl.Expr) -> pl.Expr:
        """The first value that is known."""
        return pl.coalesce(*columns)

    def reckon(self, sign: str, left: pl.Expr, right: pl.Expr, kind: str) -> pl.Expr:
        """Arithmetic."""
        if sign in {"/", "%"}:
            right = pl.when(right != 0).then(right)
        if sign == "%":
            return remainder(left, right)
        made = {
            "+": left.add,
            "-": left.sub,
            "*": left.mul,
            "/": left.truediv,
            "//": left.floordiv,
        }[sign](right)
        return made.cast(pl.Int64, strict=False) if kind in TICKS else made

    def number_text(self, number: pl.Expr) -> pl.Expr:
        """A number as it is written."""
        whole = (number == number.floor()) & (number.abs() < WHOLE)
        short = pl.when(whole).then(number).cast(pl.Int64, strict=False).cast(pl.String)
        return pl.when(whole).then(short).otherwise(number.cast(pl.String))

    def part(self, name: str, moment: pl.Expr) -> pl.Expr:
        """A part of a moment."""
        at = moment.cast(pl.Datetime("us"))
        return getattr(at.dt, name)().cast(pl.Int64) if name in PARTS else at

    def call(self, name: str, *arguments: pl.Expr) -> pl.Expr:
        """A function."""
        return CALLS[name](*arguments)


def indexof(text: pl.Expr, part: pl.Expr) -> pl.Expr:
    """Where a part occurs first, counted from 1; 0: nowhere."""
    before = text.str.split_exact(part, 1).struct.field("field_0").str.len_chars()
    there = text.str.contains(part, literal=True)  # unknown where one of both is
    place = pl.when(part.str.len_bytes() > 0).then(before.cast(pl.Int64)).otherwise(0) + 1
    return pl.when(there).then(place).when(there.not_()).then(0)


def substring(text: pl.Expr, begin: pl.Expr, length: pl.Expr | None = None) -> pl.Expr:
    """Characters from a place on, counted from 0."""
    if length is None:
        return text.str.slice(within_a_text(begin))
    count = within_a_text(length)  # to polars an unknown number is all that is left
    return pl.when(count.is_not_null()).then(text.str.slice(within_a_text(begin), count))


def within_a_text(place: pl.Expr) -> pl.Expr:
    """A number as a place in a text or a count of characters."""
    return place.clip(0, LONGEST).cast(pl.Int64, strict=False)


def remainder(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """What is left of a division, with the sign of the left number, as databases reckon it."""
    rest = left.abs() % right.abs()
    return pl.when(left < 0).then(-rest).otherwise(rest)


CALLS: Mapping[str, Callable[..., pl.Expr]] = {
    "contains": lambda text, part: text.str.contains(part, literal=True),
    "startswith": lambda text, part: text.str.starts_with(part),
    "endswith": lambda text, part: text.str.ends_with(part),
    "length": lambda text: text.str.len_chars().cast(pl.Int64),
    "indexof": indexof,
    "substring": substring,
    "tolower": lambda text: text.str.to_lowercase(),
    "toupper": lambda text: text.str.to_uppercase(),
    "trim": lambda text: text.str.strip_chars(),
    "concat": lambda one, other: one + other,
    "round": lambda number: number.cast(pl.Float64).round(mode="half_away_from_zero"),
    "floor": lambda number: number.cast(pl.Float64).floor(),
    "ceiling": lambda number: number.cast(pl.Float64).ceil(),
}

"""Comparisons of values: numbers, texts, times, and JSON that may be any of them."""

from collections.abc import Callable

from klimamosaik.sensorthings.language.vocabulary import BOOLEAN, NULL, NUMBER
from klimamosaik.sensorthings.selecting.values import (
    TICKS,
    Between,
    Column,
    Engine,
    Manifold,
    Single,
    Value,
    number_of,
    single,
    span_of,
    text_of,
    truth_of,
)

SIGNS = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def compared(engine: Engine, name: str, left: Value, right: Value) -> Column:
    """One comparison; what is in quotes compares as text, what is a number as number."""
    kinds = {each.kind for each in (left, right) if isinstance(each, Single)}
    if NULL in kinds:
        return beside_nothing(engine, name, left, right)
    if isinstance(left, Between) or isinstance(right, Between):
        return in_time(engine, name, left, right)
    if isinstance(left, Manifold) and isinstance(right, Manifold):
        return any_beside_any(engine, SIGNS[name], left, right)
    manifold = isinstance(left, Manifold) or isinstance(right, Manifold)
    if kinds == {BOOLEAN}:
        columns = truth_of(left), truth_of(right)
    elif kinds == {NUMBER}:
        columns = number_of(left), number_of(right)
    elif kinds <= TICKS and not manifold:
        columns = single(left), single(right)
    else:
        columns = text_of(engine, left), text_of(engine, right)
    return engine.compare(SIGNS[name], *columns)


def beside_nothing(engine: Engine, name: str, left: Value, right: Value) -> Column:
    """`x eq null` is true where x is unknown; nothing is greater or less than null."""
    asked = right if isinstance(left, Single) and left.kind == NULL else left
    if name not in {"eq", "ne"}:
        return engine.literal(None, BOOLEAN)
    if isinstance(asked, Manifold):
        missing = asked.missing
    else:
        missing = engine.unknown(asked.begin if isinstance(asked, Between) else single(asked))
    return missing if name == "eq" else engine.negated(missing)


def any_beside_any(engine: Engine, sign: str, left: Manifold, right: Manifold) -> Column:
    """Numbers beside numbers, else texts beside texts, else truths."""
    return engine.first_known(
        engine.compare(sign, left.number, right.number),
        engine.compare(sign, left.text, right.text),
        engine.compare(sign, left.boolean, right.boolean),
    )


def in_time(engine: Engine, name: str, left: Value, right: Value) -> Column:
    """A comparison of times, of which at least one may be a span."""
    return TEMPORAL[name](engine, span_of(left), span_of(right))


def earlier(engine: Engine, one: Between, other: Between) -> Column:
    """One is over when the other begins: [10:00, 11:00) is earlier than 11:00."""
    return engine.every(
        engine.compare("<=", one.end, other.begin), engine.compare("<", one.begin, other.begin)
    )


def later(engine: Engine, one: Between, other: Between) -> Column:
    """The other is over when one begins."""
    return earlier(engine, other, one)


def not_later(engine: Engine, one: Between, other: Between) -> Column:
    """One neither begins nor ends after the other."""
    return engine.every(
        engine.compare("<=", one.begin, other.begin), engine.compare("<=", one.end, other.end)
    )


def not_earlier(engine: Engine, one: Between, other: Between) -> Column:
    """One neither begins nor ends before the other."""
    return not_later(engine, other, one)


def same(engine: Engine, one: Between, other: Between) -> Column:
    """Both begin and end at once."""
    return engine.every(starts(engine, one, other), finishes(engine, one, other))


def different(engine: Engine, one: Between, other: Between) -> Column:
    """They do not begin and end at once."""
    return engine.negated(same(engine, one, other))


def starts(engine: Engine, one: Between, other: Between) -> Column:
    """Both begin at once."""
    return engine.compare("=", one.begin, other.begin)


def finishes(engine: Engine, one: Between, other: Between) -> Column:
    """Both end at once."""
    return engine.compare("=", one.end, other.end)


def meets(engine: Engine, one: Between, other: Between) -> Column:
    """One begins where the other ends."""
    return engine.some(
        engine.compare("=", one.end, other.begin), engine.compare("=", one.begin, other.end)
    )


def during(engine: Engine, one: Between, other: Between) -> Column:
    """One lies inside the other; an instant at its end does not."""
    return engine.every(
        engine.compare(">=", one.begin, other.begin),
        engine.compare("<=", one.end, other.end),
        engine.compare("<", one.begin, other.end),
    )


def overlaps(engine: Engine, one: Between, other: Between) -> Column:
    """Both have a moment in common."""
    crossing = engine.every(
        engine.compare("<", one.begin, other.end), engine.compare(">", one.end, other.begin)
    )
    return engine.some(starts(engine, one, other), crossing)


TEMPORAL: dict[str, Callable[[Engine, Between, Between], Column]] = {
    "eq": same,
    "ne": different,
    "lt": earlier,
    "le": not_later,
    "gt": later,
    "ge": not_earlier,
    "before": earlier,
    "after": later,
    "starts": starts,
    "finishes": finishes,
    "meets": meets,
    "during": during,
    "overlaps": overlaps,
}

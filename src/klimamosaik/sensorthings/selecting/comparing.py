"""Comparisons of values: numbers, texts, times, and JSON that may be any of them."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

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
    if name == "ne":
        return engine.negated(in_time(engine, "eq", left, right))
    one, other = span_of(left), span_of(right)
    ways = (
        engine.every(*(engine.compare(sign, of(one), to(other)) for of, sign, to in way))
        for way in TEMPORAL[name]
    )
    return engine.some(*ways)


BEGIN, END = attrgetter("begin"), attrgetter("end")
BEFORE = ((END, "<=", BEGIN), (BEGIN, "<", BEGIN))  # [10:00, 11:00) is earlier than 11:00
AFTER = ((BEGIN, ">=", END), (BEGIN, ">", BEGIN))
STARTS, FINISHES = (BEGIN, "=", BEGIN), (END, "=", END)
# Each way is true where all of its comparisons are: of one, sign, of the other.
TEMPORAL: Mapping[str, Sequence[Sequence[tuple[Callable[[Between], Column], str, Any]]]] = {
    "eq": [[STARTS, FINISHES]],
    "lt": [BEFORE],
    "before": [BEFORE],
    "gt": [AFTER],
    "after": [AFTER],
    "le": [[(BEGIN, "<=", BEGIN), (END, "<=", END)]],
    "ge": [[(BEGIN, ">=", BEGIN), (END, ">=", END)]],
    "starts": [[STARTS]],
    "finishes": [[FINISHES]],
    "meets": [[(END, "=", BEGIN)], [(BEGIN, "=", END)]],
    # an instant at the end of a span is not inside it
    "during": [[(BEGIN, ">=", BEGIN), (END, "<=", END), (BEGIN, "<", END)]],
    "overlaps": [[STARTS], [(BEGIN, "<", END), (END, ">", BEGIN)]],
}

"""Which kinds of values can be compared, reckoned with and given to functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from klimamosaik.sensorthings.language.functions import (
    ARITHMETIC,
    COMPARISONS,
    FUNCTIONS,
    SHIFTS,
    TEMPORAL,
    TIMES,
)
from klimamosaik.sensorthings.language.moments import read_moment, read_span
from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    Literal,
    PropertyPath,
)
from klimamosaik.sensorthings.language.vocabulary import (
    ANY,
    BOOLEAN,
    GEOMETRY,
    MOMENT,
    NULL,
    NUMBER,
    SPAN,
    TEXT,
)
from klimamosaik.terms.complaint import InputRejected, rejected

AREA = "observedArea"  # of all shapes the one that may be missing


@dataclass(frozen=True)
class Understood:
    """An expression with the kind of its value."""

    tree: Expression
    kind: str


def call(name: str, arguments: Iterable[Understood]) -> FunctionCall:
    """A call of what was understood."""
    return FunctionCall(name, tuple(each.tree for each in arguments))


def compared(name: str, left: Understood, right: Understood) -> Understood:
    """A comparison of two values that can be compared."""
    left, right = as_time(left, right), as_time(right, left)
    left, right = as_told(left, right), as_told(right, left)
    kinds = {left.kind, right.kind}
    fits = (
        len(kinds) == 1
        or NULL in kinds
        or kinds <= {TEXT, NUMBER, ANY}
        or kinds <= TIMES
        or kinds == {ANY, BOOLEAN}
        or (
            kinds == {ANY, MOMENT} and any(isinstance(each.tree, Literal) for each in (left, right))
        )
    )
    if not fits or GEOMETRY in kinds:
        raise kinds_differ(name)
    return Understood(call(name, (left, right)), BOOLEAN)


def as_time(value: Understood, beside: Understood) -> Understood:
    """A text that stands beside a time is read as one: many clients put times in quotes."""
    literal = value.tree
    if value.kind != TEXT or beside.kind not in TIMES or not isinstance(literal, Literal):
        return value
    if "/" in literal.value:
        return Understood(Literal(read_span(literal.value), SPAN, literal.said), SPAN)
    return Understood(Literal(read_moment(literal.value), MOMENT, literal.said), MOMENT)


def as_told(value: Understood, beside: Understood) -> Understood:
    """`observedArea eq null` asks whether an area is told: each has a type."""
    path = value.tree
    if beside.kind != NULL or not isinstance(path, PropertyPath) or path.steps[-1] != AREA:
        return value
    return Understood(PropertyPath((*path.steps, "type")), ANY)


def reckoned(name: str, left: Understood, right: Understood) -> Understood:
    """Arithmetic with numbers, times and durations."""
    if {left.kind, right.kind} <= {NUMBER, ANY}:
        return Understood(call(name, (left, right)), NUMBER)
    found = SHIFTS.get((name, left.kind, right.kind))
    if found is None:
        raise kinds_differ(name)
    return Understood(call(name, (left, right)), found)


def called(name: str, arguments: Sequence[Understood]) -> Understood:
    """An operator or function with arguments of the right number and kinds."""
    if name in COMPARISONS:
        return compared(name, *arguments)
    if name in ARITHMETIC:
        return reckoned(name, *arguments)
    signature = FUNCTIONS.get(name)
    if signature is None:
        raise rejected(
            "unknown_function",
            "Die Funktion „{name}“ gibt es nicht.",
            "There is no function “{name}”.",
            name=name,
        )
    most = len(signature.takes)
    fewest = most if signature.fewest is None else signature.fewest
    if not fewest <= len(arguments) <= most:
        raise rejected(
            "wrong_number_of_arguments",
            "Die Funktion „{name}“ hat {most:Argument|Argumente}.",
            "The function “{name}” has {most:argument|arguments}.",
            name=name,
            most=most,
        )
    if name in TEMPORAL:
        first, second = arguments
        arguments = [as_time(first, second), as_time(second, first)]
    for given, allowed in zip(arguments, signature.takes, strict=False):
        if given.kind not in allowed:
            raise kinds_differ(name)
    return Understood(call(name, arguments), signature.gives)


def kinds_differ(name: str) -> InputRejected:
    """The refusal of values that do not fit what is done with them."""
    return rejected(
        "kinds_differ",
        "„{name}“ passt nicht zu diesen Werten (Zahl, Text, Zeit oder Geometrie).",
        "“{name}” does not fit these values (number, text, time or geometry).",
        name=name,
    )

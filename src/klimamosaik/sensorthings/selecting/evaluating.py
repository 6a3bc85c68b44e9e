"""Expressions evaluated by an engine: one set of rules for entities and for readings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.sensorthings.language.functions import (
    ARITHMETIC,
    COMPARISONS,
    FUNCTIONS,
    NUMBERS,
    PARTS_OF_MOMENT,
    TEMPORAL,
    WORDS,
)
from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    Literal,
    PropertyPath,
)
from klimamosaik.sensorthings.language.vocabulary import (
    BOOLEAN,
    CLOCK,
    DURATION,
    MOMENT,
    NUMBER,
)
from klimamosaik.sensorthings.selecting.comparing import compared, in_time
from klimamosaik.sensorthings.selecting.values import (
    TICKS,
    Between,
    Column,
    Engine,
    Single,
    Value,
    constant,
    number_of,
    single,
    span_of,
    text_of,
    truth_of,
)

SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "mod": "%"}
MICROSECOND = timedelta(microseconds=1)
A_DAY, A_SECOND = timedelta(days=1) // MICROSECOND, timedelta(seconds=1) // MICROSECOND
LONG_AGO = 800_000 * A_DAY  # before 1970: all moments there are come later
MOMENTS = {  # the first and last there are, as 1.1 has them
    "mindatetime": datetime(1, 1, 1, tzinfo=UTC),
    "maxdatetime": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
}


@dataclass(frozen=True)
class Evaluator:
    """An engine that knows the properties of some entities."""

    engine: Engine
    now: datetime
    property_of: Callable[[tuple[str, ...]], Value]
    members: Callable[[tuple[str, ...], Expression | None], Column]  # some member is so
    shape: Callable[[FunctionCall], Value]  # geo.*, st_*
    known: Callable[[Expression], Column | None] = lambda tree: None  # answered elsewhere

    def condition(self, tree: Expression) -> Column:
        """A condition as a column of truths."""
        elsewhere = self.known(tree)
        if elsewhere is not None:
            return elsewhere
        if isinstance(tree, FunctionCall):
            if tree.name == "and":
                return self.engine.every(*map(self.condition, tree.arguments))
            if tree.name == "or":
                return self.engine.some(*map(self.condition, tree.arguments))
            if tree.name == "not":
                return self.engine.negated(self.condition(tree.arguments[0]))
        return truth_of(self.value(tree))

    def value(self, tree: Expression) -> Value:
        """What an expression is worth."""
        if isinstance(tree, Literal):
            return constant(self.engine, tree)
        if isinstance(tree, PropertyPath):
            return self.property_of(tree.steps)
        name = tree.name
        if name in {"and", "or", "not"}:
            return Single(BOOLEAN, self.condition(tree))
        if name == "any":
            return Single(BOOLEAN, self.asked_of_members(tree))
        if name.startswith(("geo.", "st_")):
            return self.shape(tree)
        return self.of_arguments(name, [self.value(each) for each in tree.arguments])

    def asked_of_members(self, tree: FunctionCall) -> Column:
        """`any`: whether some member of a list is so."""
        way, *asked = tree.arguments
        assert isinstance(way, PropertyPath)
        return self.members(way.steps, asked[0] if asked else None)

    def of_arguments(self, name: str, arguments: list[Value]) -> Value:
        """What an operator or function makes of its arguments."""
        if name in COMPARISONS:
            return Single(BOOLEAN, compared(self.engine, name, *arguments))
        if name in TEMPORAL:
            return Single(BOOLEAN, in_time(self.engine, name, *arguments))
        if name in ARITHMETIC:
            return reckoned(self.engine, SIGNS[name], *arguments)
        if name == "substringof":
            return self.of_arguments("contains", arguments[::-1])
        signature = FUNCTIONS[name]
        if not {*signature.takes} <= {WORDS, NUMBERS} or not arguments:
            return self.of_time(name, arguments)
        pairs = zip(arguments, signature.takes, strict=False)
        columns = [
            text_of(self.engine, each) if takes is WORDS else number_of(each)
            for each, takes in pairs
        ]
        return Single(signature.gives, self.engine.call(name, *columns))

    def of_time(self, name: str, arguments: list[Value]) -> Value:
        """Functions that tell something of a time; of a span, of its begin."""
        engine = self.engine
        if not arguments:
            at = MOMENTS.get(name, self.now)
            return Single(MOMENT, engine.literal(microseconds(at), MOMENT), at.isoformat())
        moment = span_of(arguments[0]).begin
        if name in PARTS_OF_MOMENT[:6]:
            return Single(NUMBER, engine.part(name, moment))
        if name == "totaloffsetminutes":  # all times are told in UTC
            return Single(NUMBER, engine.reckon("-", moment, moment, NUMBER))
        day, second = (engine.literal(each, DURATION) for each in (A_DAY, A_SECOND))
        before = engine.literal(LONG_AGO, DURATION)
        since = engine.reckon("+", moment, before, DURATION)  # never negative: rests are rests
        if name == "fractionalseconds":
            rest = engine.reckon("%", since, second, DURATION)
            return Single(NUMBER, engine.reckon("/", rest, engine.literal(1e6, NUMBER), NUMBER))
        if name == "time":
            return Single(CLOCK, engine.reckon("%", since, day, DURATION))
        midnight = engine.reckon("*", engine.reckon("//", since, day, DURATION), day, DURATION)
        return Single(MOMENT, engine.reckon("-", midnight, before, MOMENT))  # date


def reckoned(engine: Engine, sign: str, left: Value, right: Value) -> Value:
    """Arithmetic of numbers, and of times with durations."""
    if isinstance(left, Between):
        moved = [
            engine.reckon(sign, each, single(right), MOMENT) for each in (left.begin, left.end)
        ]
        return Between(*moved)
    kinds = [each.kind if isinstance(each, Single) else NUMBER for each in (left, right)]
    if not TICKS & {*kinds}:
        return Single(NUMBER, engine.reckon(sign, number_of(left), number_of(right), NUMBER))
    kind = DURATION if sign == "-" and kinds == [MOMENT, MOMENT] else kinds[0]
    if MOMENT in kinds and kind != DURATION:
        kind = MOMENT
    if kind == NUMBER:  # a number of durations
        kind = DURATION
    return Single(kind, engine.reckon(sign, single(left), single(right), kind))

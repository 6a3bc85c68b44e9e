"""Expressions read from text; what they mean for an entity is asked elsewhere."""

import math
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, VisitError

from klimamosaik.sensorthings.language import moments
from klimamosaik.sensorthings.language.geometry import read_shape
from klimamosaik.sensorthings.language.moments import read_duration, read_moment, read_span
from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    Literal,
    PropertyPath,
)
from klimamosaik.sensorthings.language.vocabulary import NAMES_OF_ID
from klimamosaik.terms.complaint import InputRejected, rejected

DEEPEST = 12  # levels of a tree; SQLite's parser gives up at 100 open brackets, up to 8 a level
MOST = 1_000  # nodes of a tree; SQLite allows a depth of 1,000 in what is made of it
BRACKETS = 50  # in brackets, before anything is built of them
REMEMBERED = 500  # expressions; the same ones come again and again
LARGEST_WHOLE = 2**62  # of 64 bits, with room to add
QUANTIFIERS = frozenset({"any", "all"})


def read_expression(text: str, option: str) -> Expression:
    """The tree of an expression.

    option: "$filter" or "$orderby", for sentences. Raises InputRejected where it cannot be read.
    """
    refuse_brackets(text, option)
    try:
        return _read(text)
    except UnexpectedInput as problem:
        raise unreadable(text, option, problem) from None
    except VisitError as problem:
        if isinstance(problem.orig_exc, InputRejected):
            raise problem.orig_exc from None
        raise


def refuse_brackets(text: str, option: str) -> None:
    """Refuse deeply nested brackets before anything is built of them."""
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth > BRACKETS:
            raise too_deep(option)


@lru_cache(REMEMBERED)
def _read(text: str) -> Expression:
    tree: Expression = grammar().parse(text)  # type: ignore[assignment]  # the transformer's answer
    refuse_depth(tree)
    return tree


def refuse_depth(tree: Expression) -> None:
    """Refuse what is too deep or too large; looked at level by level, without calling itself."""
    level, nodes, depth = [tree], 0, 0
    while level:
        nodes, depth = nodes + len(level), depth + 1
        if nodes > MOST or depth > DEEPEST:
            raise too_deep("$filter")
        level = [arg for each in level if isinstance(each, FunctionCall) for arg in each.arguments]


def too_deep(option: str) -> InputRejected:
    """The refusal of what is nested too deeply or too long."""
    return rejected(
        "expression_too_large",
        "{option} ist zu groß: höchstens {depth} Ebenen und {most} Teile.",
        "{option} is too large: at most {depth} levels and {most} parts.",
        option=option,
        depth=DEEPEST,
        most=MOST,
    )


def unreadable(text: str, option: str, problem: UnexpectedInput) -> InputRejected:
    """The refusal of what the grammar does not know, with its place."""
    place = getattr(problem, "pos_in_stream", None)
    if place is None or place < 0 or place >= len(text):
        return rejected(
            "expression_ends_early",
            "{option} hört zu früh auf: „{text}“.",
            "{option} ends too early: “{text}”.",
            option=option,
            text=moments.shortened(text),
        )
    return rejected(
        "unreadable_expression",
        "{option} ist ab Zeichen {place} nicht zu verstehen: „{rest}“.",
        "{option} cannot be understood from character {place} on: “{rest}”.",
        option=option,
        place=place + 1,
        rest=moments.shortened(text[place:]),
    )


@v_args(inline=True)
class Tree(Transformer[Token, Expression]):
    """Builds the tree while the text is read, from the leaves up."""

    def joined(self, left: Expression, word: Token, right: Expression) -> Expression:
        """`a and b and c` as one call."""
        name = str(word)
        if isinstance(left, FunctionCall) and left.name == name:
            return FunctionCall(name, (*left.arguments, right))
        return FunctionCall(name, (left, right))

    def prefixed(self, word: Token, right: Expression) -> Expression:
        """`not a`."""
        return FunctionCall(str(word), (right,))

    def operation(self, left: Expression, word: Token, right: Expression) -> Expression:
        """`a eq b`, `a add b`, `a in (b, c)`."""
        return FunctionCall(str(word), (left, right))

    def negative(self, operand: Expression) -> Expression:
        """`-a`."""
        return FunctionCall("sub", (Literal(0, "number", "0"), operand))

    def list(self, *members: Expression) -> Expression:
        """What stands in the brackets of `in`."""
        return FunctionCall("list", members)

    def call(self, name: Token, *arguments: Expression | None) -> Expression:
        """A function; lark says None where there are no arguments."""
        return FunctionCall(str(name), tuple(each for each in arguments if each is not None))

    def path(self, *parts: Any) -> Expression:
        """A property, or a question to the members of a list."""
        steps = tuple(each.strip("[]") for each in parts if isinstance(each, Token))
        path = PropertyPath(tuple("id" if step in NAMES_OF_ID else step for step in steps))
        asked = parts[-1]
        if not isinstance(asked, FunctionCall):
            return path
        return FunctionCall(asked.name, (path, *asked.arguments))

    def quantified(self, word: Token, name: Token | None, asked: Expression | None) -> Expression:
        """`any(d: d/name eq 'x')`, its paths seen from the member."""
        if name is None or asked is None:
            return FunctionCall(str(word), ())
        return FunctionCall(str(word), (of_member(asked, str(name)),))

    def number(self, said: Token) -> Literal:
        """A number; whole ones stay whole as long as a database can hold them."""
        value = float(said)
        if not math.isfinite(value):
            raise rejected(
                "number_too_large",
                "Die Zahl „{said}“ ist zu groß.",
                "The number “{said}” is too large.",
                said=moments.shortened(said),
            )
        whole = said.lstrip("+-").isdigit() and abs(value) < LARGEST_WHOLE
        return Literal(int(said) if whole else value, "number", str(said))

    def text(self, said: Token) -> Literal:
        """A text; two quotes in it are one."""
        return Literal(said[1:-1].replace("''", "'"), "text", said[1:-1])

    def truth(self, said: Token) -> Literal:
        """True or false."""
        return Literal(said == "true", "boolean", str(said))

    def null(self, said: Token) -> Literal:
        """Nothing."""
        return Literal(None, "null", str(said))

    def moment(self, said: Token) -> Literal:
        """A moment, or a day's midnight."""
        return Literal(read_moment(said), "moment", str(said))

    def span(self, said: Token) -> Literal:
        """Begin and end."""
        return Literal(read_span(said), "span", str(said))

    def clock(self, said: Token) -> Literal:
        """A time of day."""
        try:
            return Literal(moments.read_clock(said), "clock", str(said))
        except ValueError:
            raise moments.no_moment(said) from None

    def duration(self, said: Token) -> Literal:
        """How long."""
        return Literal(read_duration(inside(said)), "duration", inside(said))

    def geometry(self, said: Token) -> Literal:
        """A shape as well-known text."""
        read_shape(inside(said))
        return Literal(inside(said), "geometry", inside(said))


def inside(said: str) -> str:
    """What stands in quotes."""
    return said[said.index("'") + 1 : -1]


def of_member(asked: Expression, name: str) -> Expression:
    """A condition with its paths seen from the member called `name`.

    Raises InputRejected for a path that begins elsewhere.
    """
    if isinstance(asked, PropertyPath):
        if asked.steps[0] != name or len(asked.steps) < 2:
            raise rejected(
                "not_of_the_member",
                "Hinter „{name}:“ ist „{path}“ keine Eigenschaft von „{name}“.",
                "Behind “{name}:”, “{path}” is no property of “{name}”.",
                name=name,
                path="/".join(asked.steps),
            )
        return PropertyPath(asked.steps[1:])
    if not isinstance(asked, FunctionCall):
        return asked
    if asked.name in QUANTIFIERS:  # what is asked there is seen from its own member already
        path, *inner = asked.arguments
        return FunctionCall(asked.name, (of_member(path, name), *inner))
    return FunctionCall(asked.name, tuple(of_member(each, name) for each in asked.arguments))


def terminals() -> str:
    """The terminals that are written in Python: times, longest first."""
    moment = moments.MOMENT.replace("/", r"\/")
    return f"\nSPAN.6: /{moment}\\/{moment}/\nMOMENT.5: /{moment}/\nCLOCK.4: /{moments.CLOCK}/\n"


@cache  # most servers are never asked for any
def grammar() -> Lark:
    """The parser: LALR(1), so that it takes time and memory by length alone."""
    rules = files(__package__).joinpath("grammar.lark").read_text("utf-8")
    return Lark(rules + terminals(), parser="lalr", transformer=Tree(), maybe_placeholders=True)

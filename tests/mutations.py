"""Small faults one could have written: found in a module's syntax, put in at their place alone."""

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

COMPARED = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
RECKONED = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
JOINED = {ast.And: ("and", "or"), ast.Or: ("or", "and")}
# Of two numbers these say the same whichever stands first.
EITHER_WAY = ("max", "min", "maximum", "minimum", "fmax", "fmin", "hypot", "gcd", "isclose")


@dataclass(frozen=True)
class Mutation:
    """One small fault: bytes `start` to `end` of a module become `after`."""

    kind: str
    line: int
    start: int  # bytes from the beginning of the file
    end: int
    before: str
    after: str
    where: str  # functions and classes around it, by name

    def put_into(self, source: bytes) -> bytes:
        """The module with this fault and no other change."""
        return source[: self.start] + self.after.encode() + source[self.end :]

    def rank(self, seed: int, module: str, source: bytes) -> str:
        """Its place in the draw of a seed: the same after lines around it or folders moved."""
        begin, end = source.rfind(b"\n", 0, self.start) + 1, source.find(b"\n", self.end)
        line = source[begin:end].strip()
        column = self.start - begin - len(source[begin:end]) + len(source[begin:end].lstrip())
        told = (seed, module, self.where, line, column, self.kind, self.before, self.after)
        return hashlib.sha256(repr(told).encode()).hexdigest()


def mutations(source: bytes) -> list[Mutation]:
    """Every small fault this module could have, in the order of its lines.

    A few are no Python once they are put in: ask `compiles` about those that are drawn.
    """
    return sorted(set(Finder(source).walk()), key=lambda each: (each.start, each.end, each.kind))


def compiles(source: bytes) -> bool:
    """True where this is Python."""
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


@dataclass(frozen=True)
class Finder:
    """Goes through a module; annotations, decorators and f-strings are left as they are."""

    source: bytes

    @cached_property
    def lines(self) -> list[int]:
        """Where each line begins, in bytes."""
        return [0, *(found.end() for found in re.finditer(rb"\n", self.source))]

    def walk(self) -> Iterator[Mutation]:
        """All faults of the module."""
        yield from self.within(ast.parse(self.source), "")

    def within(self, node: ast.AST, where: str) -> Iterator[Mutation]:
        """The faults of a node and of what stands in it."""
        if isinstance(node, ast.JoinedStr):  # before Python 3.12 it does not know where it stands
            return
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            where = f"{where}.{node.name}".strip(".")
        yield from self.of(node, where)
        if guards_lengths(node) or says_how_many_at_once(node):
            return
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_comment"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self.within(child, where)

    def of(self, node: ast.AST, where: str) -> Iterator[Mutation]:
        """The faults of one node alone."""
        match node:
            case ast.Compare() | ast.BinOp() | ast.BoolOp():
                yield from self.signs(node, where)
            case ast.Constant():
                yield from self.constant(node, where)
            case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
                yield self.instead("dropped", node, "pass", where)
            case ast.Return(value=ast.expr() as value):
                yield self.instead("return", value, self.other_return(value), where)
            case ast.Call(args=[first, second, *_]) if not either_way(node):
                yield from self.swapped(first, second, where)
            case _:
                yield from self.turned(node, where)

    def signs(self, node: ast.expr, where: str) -> Iterator[Mutation]:
        """Another sign in a comparison, a sum, a mask or between conditions."""
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for left, sign, right in zip(sides, node.ops, sides[1:], strict=False):
                    yield from self.between("comparison", left, right, COMPARED[type(sign)], where)
            case ast.BoolOp():
                for left, right in pairwise(node.values):
                    yield from self.between("and/or", left, right, JOINED[type(node.op)], where)
            case ast.BinOp() if type(node.op) in RECKONED and (where or not mask(node.op)):
                if not (written(node.left) or written(node.right)):
                    signs = RECKONED[type(node.op)]
                    yield from self.between("arithmetic", node.left, node.right, signs, where)

    def turned(self, node: ast.AST, where: str) -> Iterator[Mutation]:
        """A condition the other way round."""
        match node:
            case ast.UnaryOp(op=ast.Not()):
                yield self.instead("not", node, self.text(node.operand), where)
            case ast.If(test=test) | ast.IfExp(test=test):
                if isinstance(test, ast.Name | ast.Call | ast.Attribute):
                    yield self.instead("not", test, f"not {self.text(test)}", where)

    def constant(self, node: ast.Constant, where: str) -> Iterator[Mutation]:
        """A number a little larger, true instead of false."""
        value = node.value
        if isinstance(value, bool):
            yield self.instead("constant", node, str(not value), where)
        elif isinstance(value, int):
            yield self.instead("constant", node, str(value + 1), where)
        elif isinstance(value, float):
            yield self.instead("constant", node, repr(value * 1.5 or 1.0), where)

    def other_return(self, value: ast.expr) -> str:
        """None instead of something, something empty instead of None."""
        return "()" if isinstance(value, ast.Constant) and value.value is None else "None"

    def swapped(self, first: ast.expr, second: ast.expr, where: str) -> Iterator[Mutation]:
        """Two arguments in each other's place."""
        one, other = self.text(first), self.text(second)
        starred = isinstance(first, ast.Starred) or isinstance(second, ast.Starred)
        if one != other and not starred and not (written(first) or written(second)):
            start, end = self.span(first)[0], self.span(second)[1]
            between = self.source[self.span(first)[1] : self.span(second)[0]].decode()
            yield self.made("arguments", start, end, f"{other}{between}{one}", where)

    def between(
        self, kind: str, left: ast.expr, right: ast.expr, signs: tuple[str, str], where: str
    ) -> Iterator[Mutation]:
        """Another sign between two sides; brackets and comments beside it stay."""
        now, then = signs
        start, end = self.span(left)[1], self.span(right)[0]
        pattern = r"\s+".join(re.escape(word) for word in now.split())
        found = re.search(pattern.encode(), self.source[start:end])
        if found is not None:
            yield self.made(kind, start + found.start(), start + found.end(), then, where)

    def instead(self, kind: str, node: ast.AST, after: str, where: str) -> Mutation:
        """Something else in the place of a node."""
        return self.made(kind, *self.span(node), after, where)

    def made(self, kind: str, start: int, end: int, after: str, where: str) -> Mutation:
        before = self.source[start:end].decode()
        line = self.source.count(b"\n", 0, start) + 1
        return Mutation(kind, line, start, end, before, after, where)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where a node begins and ends, in bytes of the file."""
        assert isinstance(node, ast.expr | ast.stmt)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self.lines[node.lineno - 1] + node.col_offset
        return start, self.lines[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.source[start:end].decode()


def either_way(call: ast.Call) -> bool:
    """True for the larger of two numbers and the like: swapped they make no difference."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name in EITHER_WAY and len(call.args) == 2 and not call.keywords


def guards_lengths(node: ast.AST) -> bool:
    """True for `strict=True` of a zip: it holds what is so anyway, and no run differs without."""
    match node:
        case ast.keyword(arg="strict", value=ast.Constant(value=True)):
            return True
        case _:
            return False


def says_how_many_at_once(node: ast.AST) -> bool:
    """True for `batch_size=` and constants named `AT_ONCE`: smaller pieces say the same."""
    match node:
        case ast.keyword(arg="batch_size"):
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.BinOp()):
            return re.search(r"(^|_)AT_ONCE$", name) is not None
        case _:
            return False


def mask(sign: ast.operator) -> bool:
    """True for | and &, which join types where they stand outside a function."""
    return isinstance(sign, ast.BitOr | ast.BitAnd)


def written(node: ast.expr) -> bool:
    """True for a piece of text: another sign beside it could not even run."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )

"""What a condition on readings says of when they start: the store reads no more than that."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    Literal,
    PropertyPath,
)

TIME = PropertyPath(("phenomenonTime",))
Known = Callable[[Expression], "frozenset[int] | None"]
JUST_AFTER = timedelta(microseconds=1)
# Another reading at an instant that is taken is kept a few milliseconds later.
MOVED = timedelta(seconds=1)
MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "before": "after", "after": "before"}


@dataclass(frozen=True)
class Bounds:
    """Where readings that fulfil a condition can be: start in [start, end), of datastreams."""

    start: datetime | None = None
    end: datetime | None = None
    datastreams: frozenset[int] | None = None  # None: any

    def both(self, other: "Bounds") -> "Bounds":
        """Where both hold."""
        starts = [each for each in (self.start, other.start) if each is not None]
        ends = [each for each in (self.end, other.end) if each is not None]
        sets = [each for each in (self.datastreams, other.datastreams) if each is not None]
        return Bounds(
            max(starts, default=None),
            min(ends, default=None),
            frozenset.intersection(*sets) if sets else None,
        )

    def either(self, other: "Bounds") -> "Bounds":
        """Where one of both holds, or somewhere between."""
        start = None if self.start is None or other.start is None else min(self.start, other.start)
        end = None if self.end is None or other.end is None else max(self.end, other.end)
        if self.datastreams is None or other.datastreams is None:
            return Bounds(start, end)
        return Bounds(start, end, self.datastreams | other.datastreams)


def bounds_of(tree: Expression, now: datetime, known: Known) -> Bounds:
    """Where readings can be that fulfil a condition.

    known: the datastreams whose readings fulfil a part, where that depends on these alone.
    """
    datastreams = known(tree)
    if datastreams is not None:
        return Bounds(datastreams=datastreams)
    if not isinstance(tree, FunctionCall):
        return Bounds()
    if tree.name in {"and", "or"}:
        first, *others = [bounds_of(each, now, known) for each in tree.arguments]
        for each in others:
            first = first.both(each) if tree.name == "and" else first.either(each)
        return first
    return in_time(tree, now) if len(tree.arguments) == 2 else Bounds()


def in_time(tree: FunctionCall, now: datetime) -> Bounds:
    """What a comparison of phenomenonTime with a constant says."""
    left, right = tree.arguments
    name = tree.name
    if right == TIME:
        left, right, name = right, left, MIRRORED.get(name, name)
    span = constant(right, now)
    if left != TIME or span is None:
        return Bounds()
    return within(name, *span, first=tree.arguments[0] == TIME)


def within(name: str, begin: datetime, end: datetime, *, first: bool) -> Bounds:
    """Where readings are whose time compares so with [begin, end].

    first: the reading's time is named first, which makes a difference to `during`.
    """
    found = {
        "gt": Bounds(start=end),
        "after": Bounds(start=end),
        "ge": Bounds(start=begin),
        "lt": Bounds(end=after(begin)),
        "before": Bounds(end=after(begin)),
        "le": Bounds(end=after(begin)),
        "overlaps": Bounds(end=after(end)),
        "eq": Bounds(begin, after(begin)),
        "starts": Bounds(begin, after(begin)),
        "during": Bounds(begin, after(end)) if first else Bounds(),
    }
    return found.get(name, Bounds())


def after(moment: datetime) -> datetime:
    """Where readings end that start at or before a moment."""
    try:
        return moment + MOVED + JUST_AFTER
    except OverflowError:
        return moment


def constant(tree: Expression, now: datetime) -> tuple[datetime, datetime] | None:
    """Begin and end of a time that does not depend on the reading; None for anything else."""
    if isinstance(tree, Literal):
        if tree.kind == "span":
            begin, end = tree.value
            return begin, end
        return (tree.value, tree.value) if tree.kind == "moment" else None
    if not isinstance(tree, FunctionCall):
        return None
    if tree.name == "now":
        return now, now
    if tree.name in {"add", "sub"}:
        return shifted(tree, now)
    return None


def shifted(tree: FunctionCall, now: datetime) -> tuple[datetime, datetime] | None:
    """A time moved by a duration."""
    base, by = tree.arguments
    span = constant(base, now)
    if span is None or not isinstance(by, Literal) or by.kind != "duration":
        return None
    length: timedelta = by.value if tree.name == "add" else -by.value
    try:
        return span[0] + length, span[1] + length
    except OverflowError:
        return None

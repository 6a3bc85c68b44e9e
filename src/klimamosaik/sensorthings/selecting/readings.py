"""Which readings an expression selects, and in which order: tables of the store (STORED).

Whatever a condition asks of the datastream, its thing or the feature of interest is answered by
the database first, from what may be seen, and becomes a set of ids.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    OrderItem,
    PropertyPath,
)
from klimamosaik.sensorthings.language.understanding import paths, without
from klimamosaik.sensorthings.selecting.bounds import bounds_of
from klimamosaik.sensorthings.selecting.evaluating import Evaluator
from klimamosaik.sensorthings.selecting.reading_columns import ReadingColumns
from klimamosaik.sensorthings.selecting.tables import PolarsEngine
from klimamosaik.sensorthings.selecting.values import Selects, Value, columns_to_sort_by

ENGINE = PolarsEngine()
OWNERS = {  # relation of an Observation -> set
    "Datastream": "Datastreams",
    "MultiDatastream": "MultiDatastreams",
    "FeatureOfInterest": "FeaturesOfInterest",
}
Rule = Callable[[pl.DataFrame], pl.DataFrame]
KEPT = "kept?"


@dataclass(frozen=True)
class ReadingRule:
    """Which readings are wanted, and in which order."""

    keep: Rule | None  # of a table (STORED) those that are wanted, in their order; None: all
    sort: Rule | None  # a table in the order asked for, what is alike by key; None: none asked
    start: datetime | None = None  # only readings that start in [start, end) can be wanted
    end: datetime | None = None
    datastreams: frozenset[int] | None = None  # only readings of these can be; None: of any
    by_time: bool = False  # without `sort`: in the order of time, else by number
    newest_first: bool = False

    @property
    def plainly_newest_first(self) -> bool:
        """True where all readings are wanted, the newest of them first."""
        return self.newest_first and self.keep is None and self.sort is None


def reading_rule(
    select: Selects, condition: Expression | None, keys: Sequence[OrderItem]
) -> ReadingRule:
    """What a condition and an order ask of readings.

    Raises InputRejected for what cannot be asked of them.
    """
    asked = Asking(select)
    sort = asked.sort(keys) if keys else None
    if condition is None:
        return ReadingRule(None, sort)
    bounds = bounds_of(condition, select.now, asked.datastreams)
    return ReadingRule(asked.keep(condition), sort, bounds.start, bounds.end, bounds.datastreams)


@dataclass
class Asking:
    """An expression on readings with what was looked up for it."""

    select: Selects
    looked_up: dict[Expression, frozenset[int]] = field(default_factory=dict)

    def keep(self, condition: Expression) -> Rule:
        """The rule that keeps readings for which a condition is true."""
        columns = ReadingColumns(self.select)
        mask = self.evaluator(columns).condition(condition)

        def kept(frame: pl.DataFrame) -> pl.DataFrame:
            table = columns.beside(frame).with_columns(mask.alias(KEPT))
            return table.filter(pl.col(KEPT)).select(frame.columns)

        return kept

    def sort(self, keys: Sequence[OrderItem]) -> Rule:
        """The rule that sorts readings: unknown first when ascending, what is alike by key."""
        columns = ReadingColumns(self.select)
        evaluate = self.evaluator(columns).value
        terms: list[pl.Expr] = []
        descending: list[bool] = []
        for key in keys:
            own = columns_to_sort_by(evaluate(key.by))
            terms += own
            descending += [key.descending] * len(own)
        named = [term.alias(f"{place}?") for place, term in enumerate(terms)]

        def sorted_by(frame: pl.DataFrame) -> pl.DataFrame:
            table = columns.beside(frame).with_columns(named)
            by = [*(f"{place}?" for place in range(len(terms))), "datastream", "start"]
            down = [*descending, False, False]
            return table.sort(by, descending=down, nulls_last=down).select(frame.columns)

        return sorted_by

    def evaluator(self, columns: ReadingColumns) -> Evaluator:
        """What knows the properties of readings."""

        def members(steps: tuple[str, ...], asked: Expression | None) -> pl.Expr:
            tree = FunctionCall("any", (PropertyPath(steps), *([] if asked is None else [asked])))
            found = self.of_owner(tree, columns)
            assert found is not None  # all lists of an Observation are those of its owners
            return found

        def shape(call: FunctionCall) -> Value:
            from klimamosaik.sensorthings.selecting.shapes import shape_column  # loads shapely

            return shape_column(self.select.seen, "Observations", call, ENGINE)

        def known(tree: Expression) -> pl.Expr | None:
            return self.of_owner(tree, columns)

        return Evaluator(ENGINE, self.select.now, columns.property_of, members, shape, known)

    def of_owner(self, tree: Expression, columns: ReadingColumns) -> pl.Expr | None:
        """A condition that depends on datastream or feature alone, as membership in a set."""
        owner = owner_of(tree)
        if owner is None:
            return None
        ids = pl.Series(sorted(self.ids(tree, owner)), dtype=pl.Int64)
        column = columns.feature() if owner == "FeatureOfInterest" else pl.col("datastream")
        return column.is_in(ids.implode())

    def datastreams(self, tree: Expression) -> frozenset[int] | None:
        """The datastreams a condition is true for, where it depends on them alone."""
        owner = owner_of(tree)
        return self.ids(tree, owner) if owner in {"Datastream", "MultiDatastream"} else None

    def ids(self, tree: Expression, owner: str) -> frozenset[int]:
        """The ids of datastreams or features for which a condition is true."""
        if tree not in self.looked_up:
            entities = OWNERS[owner]
            own = without((owner,), tree)
            rows = self.select.matching(entities, self.select.seen.of(entities), own)
            self.looked_up[tree] = frozenset(rows.order_by().values_list("pk", flat=True))
        return self.looked_up[tree]


def owner_of(tree: Expression) -> str | None:
    """Whose properties alone a condition asks for: "Datastream"; None where it asks for others."""
    first = {path.steps[0] for path in paths(tree)}
    (owner,) = first if len(first) == 1 else (None,)
    return owner if owner in OWNERS else None

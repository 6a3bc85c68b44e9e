"""Which entities an expression selects, and in which order: Django queries, one set of rules.

Whatever follows a relation asks the sight for the related entities: a filter tells nothing of
what may not be seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OrderBy, OuterRef, QuerySet

from klimamosaik.sensorthings.entities.sets import BACK, OBSERVATIONS
from klimamosaik.sensorthings.language.names import along
from klimamosaik.sensorthings.language.options import Expression, FunctionCall, OrderItem
from klimamosaik.sensorthings.selecting.columns import prefix_along, property_column
from klimamosaik.sensorthings.selecting.database import DatabaseEngine
from klimamosaik.sensorthings.selecting.evaluating import Evaluator
from klimamosaik.sensorthings.selecting.id_tables import Among
from klimamosaik.sensorthings.selecting.values import Seen, Value, columns_to_sort_by
from klimamosaik.sensorthings.selecting.with_readings import owners_of_readings

ENGINE = DatabaseEngine()


@dataclass(frozen=True)
class Selecting:
    """What is needed to select entities: who asks, and when."""

    seen: Seen
    now: datetime

    def matching(
        self, entities: str, base: "QuerySet[Any]", condition: Expression | None
    ) -> "QuerySet[Any]":
        """Those of `base`, entities of the set, for which the condition is true; each once.

        Raises InputRejected for what cannot be asked of entities.
        """
        if condition is None:
            return base
        return base.filter(self.evaluator(entities).condition(condition))

    def ordered(
        self, entities: str, base: "QuerySet[Any]", keys: Sequence[OrderItem]
    ) -> "QuerySet[Any]":
        """In order, unknown first when ascending; what is alike by its id."""
        evaluate = self.evaluator(entities).value
        terms: list[OrderBy] = []
        for key in keys:
            for column in columns_to_sort_by(evaluate(key.by)):
                terms.append(
                    OrderBy(column, descending=True, nulls_last=True)
                    if key.descending
                    else OrderBy(column, nulls_first=True)
                )
        return base.order_by(*terms, "pk")

    def evaluator(self, entities: str) -> Evaluator:
        """What knows the properties of a set."""

        def property_of(steps: tuple[str, ...]) -> Value:
            return property_column(entities, steps)

        def members(steps: tuple[str, ...], asked: Expression | None) -> Any:
            return self.some_member(entities, steps, asked)

        def shape(call: FunctionCall) -> Value:
            from klimamosaik.sensorthings.selecting.shapes import shape_column  # loads shapely

            return shape_column(self.seen, entities, call, ENGINE)

        return Evaluator(ENGINE, self.now, property_of, members, shape)

    def some_member(self, entities: str, steps: tuple[str, ...], asked: Expression | None) -> Any:
        """Whether a list has a member for which a condition is true."""
        *way, last = steps
        prefix, owner = prefix_along(way, entities)
        listed, pk = along([last], owner), f"{prefix}pk"
        if listed == OBSERVATIONS:
            return Among(F(pk), sorted(owners_of_readings(self, owner, asked)))
        found = self.seen.of(listed).filter(**{BACK[owner, last]: OuterRef(pk)})
        return Exists(self.matching(listed, found.order_by(), asked))

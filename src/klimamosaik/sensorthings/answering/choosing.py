"""What options choose: entities as a query, readings as rules for the scan of the store."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from klimamosaik.sensorthings.answering.reading_choice import ReadingChoice
from klimamosaik.sensorthings.language.options import (
    Expression,
    OrderItem,
    PropertyPath,
    QueryOptions,
)
from klimamosaik.sensorthings.selecting.entities import Selecting
from klimamosaik.sensorthings.selecting.readings import reading_rule
from klimamosaik.sensorthings.sight import Sight

TIME = PropertyPath(("phenomenonTime",))


def chosen(
    sight: Sight, entities: str, base: "QuerySet[Any]", options: QueryOptions
) -> "QuerySet[Any]":
    """The entities of `base` that options ask for, in their order; else as they come."""
    selecting = selecting_for(sight)
    found = selecting.matching(entities, base, options.filter)
    return selecting.ordered(entities, found, options.orderby) if options.orderby else found


def choice_of(options: QueryOptions, sight: Sight) -> ReadingChoice:
    """What options ask of readings. Raises InputRejected for what cannot be asked of them."""
    return choice(sight, options.filter, options.orderby)


def choice(
    sight: Sight, condition: Expression | None, keys: tuple[OrderItem, ...] = ()
) -> ReadingChoice:
    """What a condition and an order ask of readings."""
    by_time = bool(keys) and keys[0].by == TIME
    rule = reading_rule(selecting_for(sight), condition, () if by_time else keys)
    return ReadingChoice(
        keep=rule.keep,
        start=rule.start,
        end=rule.end,
        datastreams=rule.datastreams,
        by_time=by_time,
        newest_first=by_time and keys[0].descending,
        sort=rule.sort,
    )


def selecting_for(sight: Sight) -> Selecting:
    """How entities are selected for who asks."""
    return Selecting(sight, timezone.now())

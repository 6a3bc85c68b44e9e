"""What options choose: entities as a query, readings as rules for the scan of the store."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from klimamosaik.sensorthings.language.options import PropertyPath, QueryOptions
from klimamosaik.sensorthings.selecting.entities import Selecting
from klimamosaik.sensorthings.selecting.readings import ReadingRule, reading_rule
from klimamosaik.sensorthings.sight import Sight

TIME = PropertyPath(("phenomenonTime",))


def chosen(
    sight: Sight, entities: str, base: "QuerySet[Any]", options: QueryOptions
) -> "QuerySet[Any]":
    """The entities of `base` that options ask for, in their order; else as they come."""
    selecting = Selecting(sight, timezone.now())
    found = selecting.matching(entities, base, options.filter)
    return selecting.ordered(entities, found, options.orderby) if options.orderby else found


def choice_of(options: QueryOptions, sight: Sight) -> ReadingRule:
    """What options ask of readings. Raises InputRejected for what cannot be asked of them."""
    keys = options.orderby
    by_time = bool(keys) and keys[0].by == TIME
    select = Selecting(sight, timezone.now())
    rule = reading_rule(select, options.filter, () if by_time else keys)
    return replace(rule, by_time=by_time, newest_first=by_time and keys[0].descending)

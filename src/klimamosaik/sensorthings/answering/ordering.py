"""Which entities of a set are wanted, and in which order."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from klimamosaik.sensorthings.language.options import QueryOptions
from klimamosaik.sensorthings.selecting.entities import Selecting
from klimamosaik.sensorthings.sight import Sight


def chosen(
    sight: Sight, entities: str, base: "QuerySet[Any]", options: QueryOptions
) -> "QuerySet[Any]":
    """The entities of `base` that options ask for, in their order; else as they come."""
    selecting = Selecting(sight, timezone.now())
    found = selecting.matching(entities, base, options.filter)
    return selecting.ordered(entities, found, options.orderby) if options.orderby else found

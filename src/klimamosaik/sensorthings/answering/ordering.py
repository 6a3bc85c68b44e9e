"""Which entities of a set are wanted, and in which order."""

from typing import Any

from django.db.models import QuerySet

from klimamosaik.sensorthings.language.options import QueryOptions
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.terms.text import Text

NOT_YET = Text("Das kann hier noch nicht gefiltert werden.", "This cannot be filtered here yet.")


def chosen(
    sight: Sight, entities: str, base: "QuerySet[Any]", options: QueryOptions
) -> "QuerySet[Any]":
    """The entities of `base` that options ask for, in their order."""
    if options.filter is not None or options.orderby:
        raise SensingRefused(501, NOT_YET)
    return base

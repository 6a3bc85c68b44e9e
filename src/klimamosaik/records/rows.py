"""What a row says, and rows that are read again."""

from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def fields_of(row: Model) -> tuple[object, ...]:
    """What a row holds."""
    return reader_of(type(row))(row)


@cache
def reader_of(model: type[Model]) -> Callable[[Model], tuple[object, ...]]:
    """What reads all fields of a row at once; a town has thousands."""
    return attrgetter(*names_of(model))


@cache
def names_of(model: type[Model]) -> tuple[str, ...]:
    """Its fields as they stand in the table."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def read_again(rows: "QuerySet[Row]", before: Iterable[Row]) -> list[Row]:
    """The rows of a question; each that holds what it held before is the object it was.

    Nobody may change one that is handed out. Their fields must be hashable.
    """
    names, then = names_of(rows.model), {fields_of(row): row for row in before}
    return [
        then.get(held) or rows.model.from_db(rows.db, names, held)
        for held in rows.values_list(*names)
    ]

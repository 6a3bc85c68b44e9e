"""Doors that keep records: checked, with the person who wrote them in the history of each."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from klimamosaik.records.problems import problems_in
from klimamosaik.terms.complaint import InputRejected

Row = TypeVar("Row", bound=models.Model)
ROWS_AT_ONCE = 500  # rows a statement; SQLite allows a limited number of parameters


def save(row: Row, *, by: AbstractBaseUser | None) -> Row:
    """Check and save a row; its history says who. Raises InputRejected with every problem."""
    written_by(row, by)
    refuse_wrong(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else saved the same a moment before
        refuse_wrong(row)
        raise
    return row


def refuse_wrong(row: models.Model) -> None:
    """Raise InputRejected with every problem of a row, as it would be among those there are now."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise InputRejected(problems_in(error, row)) from error


def replace(row: Row, *, same: Collection[str], by: AbstractBaseUser | None) -> Row:
    """Save a row, a new one in the place of the one that says the same in these fields.

    Its history goes on. Raises InputRejected with every problem.
    """
    if row._state.adding:
        asked = {name: getattr(row, name) for name in same}
        known = type(row)._base_manager.filter(**asked).values_list("pk", flat=True).first()
        if known is not None:
            row.pk, row._state.adding = known, False
    return save(row, by=by)


def save_all(
    rows: Sequence[models.Model],
    *,
    fields: Collection[str] | None = None,
    by: AbstractBaseUser | None,
) -> None:
    """Check and save rows of one table together, as `save` would one by one.

    fields: those that change of rows already there; None: the rows are new. What they link to is
    stored already; that no key is taken, the database itself sees to. Raises InputRejected with
    every problem of every row; then nothing is stored.
    """
    if not rows:
        return
    check_all(rows)
    for row in rows:
        written_by(row, by)
    if fields is None:
        bulk_create_with_history(rows, type(rows[0]), batch_size=ROWS_AT_ONCE)
    else:
        model = type(rows[0])
        bulk_update_with_history(
            rows,
            model,
            list(fields),
            batch_size=ROWS_AT_ONCE // 5,
            manager=model._base_manager,  # also of what does not stand
        )


def delete(row: models.Model, *, by: AbstractBaseUser | None) -> None:
    """Take a row back; its history stays and says who did it."""
    written_by(row, by)
    row.delete()


def check_all(rows: Sequence[models.Model]) -> None:
    """Check each row by itself, without the queries `full_clean` makes a row.

    Raises InputRejected with every problem.
    """
    found = []
    for row in rows:
        links = {field.name for field in row._meta.fields if field.is_relation}
        try:
            row.clean_fields(exclude=links)
            row.clean()
        except ValidationError as error:
            found += problems_in(error, row)
    if found:
        raise InputRejected(found)


def written_by(row: models.Model, by: AbstractBaseUser | None) -> None:
    """Say who writes this row, for its history; nobody is not the person of the request."""
    row._history_user = by  # type: ignore[attr-defined]

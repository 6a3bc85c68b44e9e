"""Doors that keep records: checked, with the person who wrote them in the history of each."""

from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.db import models
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

TOGETHER = 500  # rows a statement; SQLite allows a limited number of parameters


def record(instance: models.Model, *, by: User | None) -> None:
    """Check and save; the history says who."""
    instance._history_user = by  # type: ignore[attr-defined]
    instance.full_clean()
    instance.save()


def record_new(rows: Sequence[models.Model], *, by: User | None) -> None:
    """Check and save new rows of one table together, as `record` would one by one.

    What they link to is stored already; that no key is taken, the database itself sees to.
    """
    if rows:
        check_together(rows, by=by)
        bulk_create_with_history(rows, type(rows[0]), batch_size=TOGETHER)


def record_changed(
    rows: Sequence[models.Model], *, fields: Collection[str], by: User | None
) -> None:
    """Check and save these fields of known rows of one table together; the history says who."""
    if rows:
        check_together(rows, by=by)
        bulk_update_with_history(rows, type(rows[0]), list(fields), batch_size=TOGETHER // 5)


def check_together(rows: Sequence[models.Model], *, by: User | None) -> None:
    """Check each row by itself, without the queries `full_clean` makes a row."""
    links = {field.name for field in rows[0]._meta.fields if field.is_relation}
    for row in rows:
        row._history_user = by  # type: ignore[attr-defined]
        row.clean_fields(exclude=links)
        row.clean()

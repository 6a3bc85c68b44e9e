"""What is newest in the records of a stage."""

from collections.abc import Sequence

from django.apps import apps
from django.db import connection


def newest_records(*, stages: Sequence[str]) -> tuple[str | None, ...]:
    """The newest record in every history of these stages: each change of a row writes one."""
    return greatest("history_id", stages)


def last_recorded(*, stages: Sequence[str]) -> tuple[str | None, ...]:
    """When the newest record was written in every history of these stages."""
    return greatest("history_date", stages)


def greatest(field: str, stages: Sequence[str]) -> tuple[str | None, ...]:
    """The greatest value of a field in every history of these stages."""
    parts = [
        f"SELECT CAST(MAX({field}) AS TEXT) FROM {model._meta.db_table}"
        for stage in stages
        for model in apps.get_app_config(stage).get_models()
        if hasattr(model, field)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return tuple(value for (value,) in cursor.fetchall())

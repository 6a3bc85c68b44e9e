"""What is newest in the records of a stage."""

from collections.abc import Sequence

from django.apps import apps
from django.db import connection


def newest_records(*, stages: Sequence[str]) -> tuple[str | None, ...]:
    """The newest record in every history of these stages: each change of a row writes one."""
    parts = [
        f"SELECT CAST(MAX(history_id) AS TEXT) FROM {model._meta.db_table}"
        for stage in stages
        for model in apps.get_app_config(stage).get_models()
        if hasattr(model, "history_id")
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return tuple(value for (value,) in cursor.fetchall())

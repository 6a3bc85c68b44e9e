"""Which migrations there are is told by their files, and each start looks whether all are done."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from klimamosaik.web.folder_version import known, steps_missing, unknown


def test_the_names_of_files_are_the_migrations_django_loads() -> None:
    assert known() == set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def test_a_migration_of_a_newer_version_is_unknown() -> None:
    assert unknown([["places", "0001_initial"], ["places", "9999_later"]]) == [
        ["places", "9999_later"]
    ]


@pytest.mark.django_db
def test_a_migration_that_is_not_done_is_counted() -> None:
    assert steps_missing() == 0
    last = MigrationLoader(connection).graph.leaf_nodes("measures")[0]
    MigrationRecorder(connection).record_unapplied(*last)
    assert steps_missing() == 1


@pytest.mark.django_db
def test_where_all_are_done_none_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded(self: MigrationExecutor, *_: object) -> None:
        raise AssertionError("a start would wait for this")

    monkeypatch.setattr(MigrationExecutor, "__init__", loaded)
    assert steps_missing() == 0

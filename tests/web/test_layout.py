"""A new database gets its tables at once, and they are those the migrations would have made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from pytest_django.plugin import DjangoDbBlocker

from klimamosaik.web.layout import lay_out_if_empty

pytestmark = pytest.mark.django_db
Columns = frozenset[tuple[str, str, bool, bool]]


@contextmanager
def beside(name: str, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """An empty database beside the one of the tests."""
    connections.databases[name] = {**connection.settings_dict, "NAME": str(folder / name)}
    yield connections[name]
    connections[name].close()
    del connections[name]
    del connections.databases[name]


@pytest.fixture
def empty(
    tmp_path: Path, db: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """A new database."""
    with django_db_blocker.unblock(), beside("new", tmp_path) as database:
        yield database


@pytest.fixture
def migrated(
    tmp_path: Path, db: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """A database that migrations have made, from the first one."""
    with django_db_blocker.unblock(), beside("migrated", tmp_path) as database:
        call_command("migrate", database="migrated", verbosity=0, interactive=False)
        yield database


def columns(database: BaseDatabaseWrapper, table: str) -> Columns:
    """Name, type, whether it may be empty and whether it is the key, of all columns."""
    with database.cursor() as cursor:
        found = database.introspection.get_table_description(cursor, table)
    return frozenset((c.name, c.type_code, bool(c.null_ok), bool(c.pk)) for c in found)


def constraints(database: BaseDatabaseWrapper, table: str) -> list[str]:
    """Keys, indexes and checks of a table, without their names."""
    with database.cursor() as cursor:
        found = database.introspection.get_constraints(cursor, table).values()
    return sorted(
        repr([sorted(each["columns"] or ()), each["unique"], each["foreign_key"], each["check"]])
        for each in found
    )


@pytest.mark.long
def test_the_tables_are_those_the_migrations_make(
    empty: BaseDatabaseWrapper, migrated: BaseDatabaseWrapper
) -> None:
    assert lay_out_if_empty(empty)
    tables = set(migrated.introspection.table_names())
    assert len(tables) > 30
    assert set(empty.introspection.table_names()) == tables
    for table in tables:
        assert columns(empty, table) == columns(migrated, table), table
        assert constraints(empty, table) == constraints(migrated, table), table


def test_nothing_is_left_to_migrate(empty: BaseDatabaseWrapper) -> None:
    lay_out_if_empty(empty)
    executor = MigrationExecutor(empty)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_database_that_holds_a_table_is_left_alone(empty: BaseDatabaseWrapper) -> None:
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE somebody_elses (pk integer)")
    assert not lay_out_if_empty(empty)
    assert empty.introspection.table_names() == ["somebody_elses"]


def test_killed_in_the_middle_nothing_is_there(
    empty: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(database: BaseDatabaseWrapper) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("klimamosaik.web.layout.note_all_done", killed)
    with pytest.raises(KeyboardInterrupt):
        lay_out_if_empty(empty)
    assert empty.introspection.table_names() == []


def test_permissions_come_with_the_next_migrate(empty: BaseDatabaseWrapper) -> None:
    lay_out_if_empty(empty)
    call_command("migrate", database="new", verbosity=0, interactive=False)
    with empty.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_permission")
        assert cursor.fetchone()[0] > 50

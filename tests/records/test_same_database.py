"""Nothing is written any more into a database file that was taken away."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from klimamosaik.records.same_database import renew_connections


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with one table."""
    path = tmp_path / "town.sqlite3"
    made(path)
    return path


@pytest.fixture
def opened(file: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """A connection to it, beside the tests' own."""
    own = {"NAME": str(file), "OPTIONS": {}}  # no log of SQLite beside the file
    connections.databases["apart"] = connections.databases["default"] | own
    with django_db_blocker.unblock():
        yield connections["apart"]
        connections["apart"].close()
    del connections["apart"]
    del connections.databases["apart"]


def made(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE town (name TEXT)")
    database.close()


def write(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO town VALUES ('Oldenburg')")


def rows(path: Path) -> int:
    database = sqlite3.connect(path)
    [(count,)] = database.execute("SELECT count(*) FROM town")
    database.close()
    return int(count)


def test_the_next_piece_of_work_writes_into_the_file_at_its_place(
    opened: BaseDatabaseWrapper, file: Path
) -> None:
    write(opened)
    aside = file.with_name("aside.sqlite3")
    file.rename(aside)
    made(file)
    renew_connections()
    write(opened)
    assert rows(aside) == rows(file) == 1


def test_the_same_file_stays_open(opened: BaseDatabaseWrapper) -> None:
    write(opened)
    before = opened.connection
    renew_connections()
    assert opened.connection is before

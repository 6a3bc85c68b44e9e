"""The mark of a database is another one as soon as anybody has written, and only then."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from klimamosaik.records.database_mark import SNAPSHOT, DatabaseMark
from klimamosaik.records.query_cache import once


def test_any_process_that_writes_changes_the_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "one.sqlite3"
    with sqlite3.connect(file) as writing:
        writing.execute("CREATE TABLE note (word TEXT)")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    mark = DatabaseMark()
    before = mark.of_sqlite()
    assert mark.of_sqlite() == before is not None
    with sqlite3.connect(file) as writing:
        writing.execute("INSERT INTO note VALUES ('neu')")
    after = mark.of_sqlite()
    assert after != before
    file.rename(tmp_path / "gone.sqlite3")
    assert mark.of_sqlite() is None
    with sqlite3.connect(file) as writing:
        writing.execute("CREATE TABLE note (word TEXT)")
    assert mark.of_sqlite() not in (before, after)


def test_a_snapshot_of_postgresql_changes_with_what_is_written_whoever_ends_first(
    postgres_url: str,
) -> None:
    def seen() -> str:
        return str(reading.execute(SNAPSHOT).fetchone())

    with (
        psycopg.connect(postgres_url, autocommit=True) as reading,
        psycopg.connect(postgres_url) as early,
        psycopg.connect(postgres_url) as late,
    ):
        reading.execute("CREATE TABLE note (id serial, word text)")
        marks = [seen()]
        reading.execute("SELECT count(*) FROM note")
        assert seen() == marks[0]
        early.execute("INSERT INTO note (word) VALUES ('a')")
        late.execute("INSERT INTO note (word) VALUES ('b')")
        late.commit()  # its row has the greater number, and is there before the smaller one
        marks.append(seen())
        early.commit()
        marks.append(seen())
        reading.execute("DROP TABLE note")
        assert len(set(marks)) == 3


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_kept() -> None:
    made: list[int] = []
    for _ in range(2):
        once("test: in a transaction", lambda: made.append(1))
    assert len(made) == 2

"""SQLite's file gives back to the disk what nothing lies in any more."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.store import compacting as settling
from klimamosaik.web.database_and_mail import sqlite
from tests.observations.conftest import NOW, deliver, rows

NEW_YEAR = datetime(2023, 12, 31, 23, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sees to its room itself")
def test_all_room_that_readings_left_in_the_file_goes_back_to_the_disk(
    meter: Datastream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "GIVEN_BACK", 20)  # pages a step: several are needed
    monkeypatch.setattr(settling, "BETWEEN", 0.0)
    settling.give_back()  # what tests before left free
    empty = pages("page_count")
    deliver(rows(meter, NEW_YEAR, range(20_000)))
    assert pages("page_count") > empty + 100
    operations.settle(at=NOW)
    assert pages("freelist_count") == 0
    assert pages("page_count") < empty + 50


def pages(told: str) -> int:
    """Of SQLite's file: all pages, or those nothing lies in."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {told}")
        return int(cursor.fetchone()[0])


def test_the_log_of_a_large_delivery_shrinks_again(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    file = sqlite3.connect(path, isolation_level=None)
    file.executescript(sqlite(path)["OPTIONS"]["init_command"])
    file.execute("CREATE TABLE chunk (data BLOB)")
    file.execute("BEGIN")
    file.executemany("INSERT INTO chunk VALUES (?)", [(bytes(4000),)] * 6000)
    file.execute("COMMIT")
    log = tmp_path / "new.sqlite3-wal"
    grown = log.stat().st_size
    file.execute("INSERT INTO chunk VALUES ('more')")
    assert grown > 20_000_000 > 16_000_000 >= log.stat().st_size

"""The database as one file, and back: SQLite by its own copying, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from klimamosaik.terms.complaint import rejected

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps tools of each version


def kind() -> str:
    """The kind of database that is set: "sqlite" or "postgresql"."""
    return connection.vendor


def copy_to(folder: Path) -> Path:
    """Copy the database as it is at one moment, while others go on writing."""
    target = folder / NAMES[kind()]
    if kind() == "sqlite":
        with (
            sqlite3.connect(str(connection.settings_dict["NAME"])) as source,
            sqlite3.connect(target) as copy,
        ):
            source.backup(copy)
        copy.close()
        source.close()
        return target
    run("pg_dump", "--format=custom", "--no-owner", "--file", str(target), name())
    return target


def put_back(file: Path) -> None:
    """Make the database what the file says; all of it or nothing."""
    connection.close()
    if kind() == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        for beside in ("-wal", "-shm"):
            place.with_name(place.name + beside).unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)
        return
    run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
        "--dbname", name(), str(file),
    )  # fmt: skip


def applied() -> list[list[str]]:
    """The migrations the database has."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def unknown(layout: list[list[str]]) -> list[list[str]]:
    """Migrations this version of the software does not know: a newer one made them."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [each for each in layout if tuple(each) not in known]


def name() -> str:
    """The name of the PostgreSQL database."""
    return str(connection.settings_dict["NAME"])


def run(tool: str, *words: str) -> None:
    """Run a tool of PostgreSQL. Raises Refused where it is missing or fails."""
    told = connection.settings_dict
    access = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {key: str(told[value]) for key, value in access.items() if told.get(value)}
    try:
        subprocess.run(
            [found(tool), *words],
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
            text=True,
        )
    except subprocess.CalledProcessError as error:
        raise rejected(
            "database_tool_failed",
            "{tool} ist gescheitert: {why}",
            "{tool} failed: {why}",
            tool=tool,
            why=(error.stderr or "").strip()[-500:],
        ) from error


def found(tool: str) -> str:
    """Where a tool of PostgreSQL lies; the newest of Debian's."""
    versions = sorted(DEBIAN.glob(f"*/bin/{tool}"), key=lambda path: float(path.parts[-3]))
    place = str(versions[-1]) if versions else shutil.which(tool)
    if place is None:
        raise rejected(
            "database_tool_missing",
            "Für eine Sicherung der PostgreSQL-Datenbank fehlt {tool}: bitte das Paket "
            "postgresql-client installieren.",
            "To back up the PostgreSQL database {tool} is missing: please install the package "
            "postgresql-client.",
            tool=tool,
        )
    return place

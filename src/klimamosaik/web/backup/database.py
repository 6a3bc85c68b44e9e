"""The database as one file, and back: SQLite by its own copying, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection

from klimamosaik.terms.complaint import rejected

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
# Every table goes, not only those of the backup: a newer version may have made others, which refer
# to them.
CLEARING = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', each.tablename);
  END LOOP;
END $$;
"""
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
    clearing, filling = file.with_name("clearing.sql"), file.with_name("filling.sql")
    clearing.write_text(CLEARING, "utf-8")
    run("pg_restore", "--no-owner", "--file", str(filling), str(file))
    run(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1",
        "--file", str(clearing), "--file", str(filling), "--dbname", name(),
    )  # fmt: skip


def name() -> str:
    """The name of the PostgreSQL database."""
    return str(connection.settings_dict["NAME"])


def run(tool: str, *words: str) -> None:
    """Run a tool of PostgreSQL. Raises InputRejected where it is missing or fails."""
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

"""Which version of the software made a data folder, and whether ours can take it on."""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from pkgutil import iter_modules
from shlex import quote

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from klimamosaik import __version__
from klimamosaik.records.whole_files import write
from klimamosaik.terms.complaint import InputRejected, rejected

FILE = "version.json"  # in the data folder
HALF = ".restore-half"  # in it while a restore exchanges what is there: names the archive


def noted_version() -> str | None:
    """The version that used the folder last; None where it was one that did not say so yet."""
    try:
        return str(json.loads((Path(settings.DATA_DIR) / FILE).read_bytes())["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_version() -> None:
    """Note that our version uses the folder; a folder that can only be read stays as it is."""
    told = {"version": __version__, "since": datetime.now(UTC).isoformat(timespec="seconds")}
    with suppress(OSError):
        write(Path(settings.DATA_DIR) / FILE, json.dumps(told).encode())


def refuse_unfit() -> None:
    """Refuse a folder that a newer version has used, or that a restore was killed amid.

    Versions that differ in their last number only go forward and back (docs/releasing.md), where
    the database has no step we do not know.
    """
    half = Path(settings.DATA_DIR) / HALF
    if half.exists():
        raise half_restored(half.read_text("utf-8"))
    theirs = noted_version()
    if (theirs is not None and is_newer(theirs, __version__)) or unknown(applied()):
        raise too_new(theirs)


def is_newer(theirs: str, ours: str) -> bool:
    """True where `theirs` is newer in its first two numbers."""
    first, second = (
        [int(part) for part in re.findall(r"\d+", each)[:2]] for each in (theirs, ours)
    )
    return first > second


def applied() -> list[list[str]]:
    """The migrations the database has."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def known() -> set[tuple[str, str]]:
    """The migrations of this version of the software.

    By the names of their files, as Django finds them: a start would take a tenth longer if all were
    loaded.
    """
    return {
        (app.label, file.name)
        for app in apps.get_app_configs()
        for file in iter_modules([str(Path(app.path) / "migrations")])
        if not file.ispkg and file.name[0] not in "_~"
    }


def unknown(layout: list[list[str]]) -> list[list[str]]:
    """Migrations this version of the software does not know: a newer one made them."""
    ours = known()
    return [[app, name] for app, name in layout if (app, name) not in ours]


def steps_missing() -> int:
    """How many migrations the database does not have yet."""
    if known() <= {(app, name) for app, name in applied()}:
        return 0
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def half_restored(archive: str) -> InputRejected:
    """The refusal of a folder whose readings are of one archive and whose database is not."""
    return rejected(
        "half_restored",
        "Eine Wiederherstellung wurde abgebrochen, als erst ein Teil ausgetauscht war: Messwerte "
        "und Datenbank gehören nicht zusammen. Bitte noch einmal: klimamosaik restore --replace "
        "{archive}",
        "A restore was broken off when only a part had been exchanged: readings and database do "
        "not belong together. Please run it again: klimamosaik restore --replace {archive}",
        archive=quote(archive),  # part of a command that is copied
    )


def too_new(theirs: str | None) -> InputRejected:
    """The refusal of a folder of a newer version."""
    return rejected(
        "folder_too_new",
        "Der Datenordner {data} ist von der neueren Version {theirs}, hier läuft {ours}: bitte "
        "die neuere starten, oder eine Sicherung von {ours} zurückspielen (klimamosaik restore "
        "--replace DATEI).",
        "The data folder {data} is of the newer version {theirs}, this is {ours}: please start the "
        "newer one, or restore a backup of {ours} (klimamosaik restore --replace FILE).",
        data=str(settings.DATA_DIR),
        theirs=theirs or "?",
        ours=__version__,
    )

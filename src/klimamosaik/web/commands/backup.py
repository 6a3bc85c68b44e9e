"""klimamosaik backup and restore: all of an installation in one archive, and back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.echoing import echo_line
from klimamosaik.web.commands.progress import shown_progress

if TYPE_CHECKING:
    from klimamosaik.web.backup.archive import Contents

WRITTEN = Text(
    "Gesichert: {count:Datei|Dateien}, {size:.1n} MB, Datenversion {version}. "
    "Prüfen: klimamosaik restore --check {file}",
    "Backed up: {count:file|files}, {size:.1n} MB, data version {version}. "
    "To check it: klimamosaik restore --check {file}",
)
GOOD = Text(
    "Die Sicherung vom {at:time} ist vollständig: {count:Datei|Dateien}, {size:.1n} MB, "
    "Datenversion {version}. Es wurde nichts geändert.",
    "The backup of {at:time} is complete: {count:file|files}, {size:.1n} MB, "
    "data version {version}. Nothing was changed.",
)
RESTORED = Text(
    "Wiederhergestellt: Datenversion {version} vom {at:time}. Was vorher da war, liegt mindestens "
    "{days:Tag|Tage} im Datenordner unter before-restore-….",
    "Restored: data version {version} of {at:time}. What was there before lies in the data folder "
    "under before-restore-… for at least {days:day|days}.",
)
JSON = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write, best on another disk.")],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Also where a file is: it stays until the new one is whole."
        ),
    ] = False,
    as_json: JSON = False,
) -> None:
    """Write database, readings and all else into one checksummed archive, while it runs."""
    start_django(forward=False)  # an older folder is backed up as it is, before it moves forward
    from django.db import connection

    from klimamosaik.web.backup.operations import back_up
    from klimamosaik.web.folder_version import refuse_unfit
    from klimamosaik.web.layout import lay_out_if_empty

    refuse_unfit()
    lay_out_if_empty(connection)
    with shown_progress(quiet=as_json) as progress:
        contents = back_up(file, replace=replace, progress=progress)
    say(WRITTEN, contents, file, as_json=as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="An archive that backup wrote.")],
    check: Annotated[
        bool, typer.Option("--check", help="Only compare its checksums; change nothing.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where something is: it is kept aside.")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Make this installation what an archive says; stop `serve` before."""
    if check:
        only_check(file, as_json=as_json)
        return
    start_django(forward=False)  # what is there goes, of whatever version it is
    from klimamosaik.web.backup.operations import restore as put_back
    from klimamosaik.web.moving_forward import bring_forward

    with shown_progress(quiet=as_json) as progress:
        contents = put_back(file, replace=replace, progress=progress)
        bring_forward(backup=file)
    say(RESTORED, contents, file, as_json=as_json)


def only_check(file: Path, *, as_json: bool) -> None:
    """Read an archive again and compare its checksums; no data folder is needed or made."""
    with beside_any_folder():
        start_django(forward=False)
        from klimamosaik.web.backup.fitness import check

        with shown_progress(quiet=as_json) as progress:
            contents = check(file, progress)
        say(GOOD, contents, file, as_json=as_json)


@contextmanager
def beside_any_folder() -> Iterator[None]:
    """Settings with an empty data folder that goes afterwards, with the key that is made in it."""
    with TemporaryDirectory() as empty:
        before = os.environ.get("KLIMAMOSAIK_DATA")
        os.environ["KLIMAMOSAIK_DATA"] = empty
        try:
            yield
        finally:
            os.environ.pop("KLIMAMOSAIK_DATA")
            if before is not None:
                os.environ["KLIMAMOSAIK_DATA"] = before


def say(sentence: Text, contents: "Contents", file: Path, *, as_json: bool) -> None:
    """Tell a person in a sentence, a machine in a line."""
    from django.conf import settings

    told = {
        "file": str(file),
        "files": len(contents.files),
        "bytes": contents.size,
        "data_version": contents.data_version,
        "made_at": contents.made_at,
        "version": contents.version,
    }
    if as_json:
        echo_line(told)
        return
    written = sentence.format(
        count=len(contents.files),
        size=contents.size / 1e6,
        version=str(contents.data_version),
        at=datetime.fromisoformat(contents.made_at).astimezone(LOCAL),
        file=quote(str(file)),  # part of a command that is copied
        days=settings.BACKUP_DAYS,
    )
    typer.echo(spoken(written))

"""Files from the command line, through the same door as the upload page."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.sources.grid.local_file import FileData, data_of
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.web.commands import app, start_django
from klimamosaik.web.commands.afterwards import (
    Author,
    By,
    author,
    print_renewed,
    renew_effects,
)
from klimamosaik.web.commands.echoing import echo_json
from klimamosaik.web.commands.progress import shown_progress
from klimamosaik.web.terminal_questions import ask, list_questions

if TYPE_CHECKING:
    from klimamosaik.observations.intake.corrections import Corrections
    from klimamosaik.observations.intake.files import Intake
    from klimamosaik.observations.intake.parsing import FilePreview
    from klimamosaik.places.models import Municipality
    from klimamosaik.sources.tables import Progress as Report
from klimamosaik.web.commands.import_records import as_record, renewed_record
from klimamosaik.web.commands.import_words import print_preview, print_taken


@app.command("import")
def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="CSV, Excel, JSON or weather files.")],
    municipality: Annotated[
        str | None, typer.Option(help="Official key (AGS), eight digits.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of a municipality that is new.")] = None,
    hints: Annotated[
        str | None, typer.Option(help='Corrections as JSON, e.g. \'{"carrier": "gas"}\'.')
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
    by: By = None,
) -> None:
    """Read files and store what they hold: all of them, or none.

    Open questions end with exit code 2 and nothing stored; on a terminal they are asked. The
    effects that the new data change are worked out before it ends.
    """
    given = [(path.name, file_of(path)) for path in files]
    start_django()
    who = author(context, by)
    asks = on_terminal() and not (as_json or dry_run)
    told = hints_of_each(len(given), hints)
    while True:
        with shown_progress(quiet=as_json) as report:
            understood, taken = one_try(
                given, told, municipality, name, who=who, dry_run=dry_run, report=report
            )
        if taken is not None or not (asks and any(each.questions for each in understood)):
            break
        told = [ask(each) for each in understood]
    renewed = None
    if taken is not None:
        renewed = renew_effects(taken.municipality, who, quiet=as_json)
    if as_json:
        record = as_record(understood, taken) | renewed_record(renewed)
        echo_json(record)
    else:
        for each in understood:
            print_preview(each)
    if taken is None:
        leave_where_unclear(understood, aside=as_json)
    elif not as_json:
        print_taken(taken)
        if renewed is not None:
            print_renewed(renewed)


def on_terminal() -> bool:
    """True where somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def hints_of_each(count: int, hints: str | None) -> "list[Corrections | None]":
    """What --hints says, of each file; None: what was said of the last file of its kind."""
    from klimamosaik.observations.intake.corrections import Corrections

    return [Corrections.from_hints(hints) if hints else None] * count


def one_try(
    given: Sequence[tuple[str, FileData]],
    told: "Sequence[Corrections | None]",
    ags: str | None,
    name: str | None,
    *,
    who: Author,
    dry_run: bool,
    report: "Report | None",
) -> "tuple[list[FilePreview], Intake | None]":
    """Read the files and store them, unless a question is open; then no trace is left."""
    from django.db import transaction

    with transaction.atomic():
        town = town_for(ags, name, dry_run=dry_run)
        understood = preview_all(given, town, told=told, report=report)
        if dry_run or town is None:
            return understood, None
        if any(each.questions for each in understood):
            transaction.set_rollback(True)
            return understood, None
        return understood, store(understood, town, who=who, report=report)


def leave_where_unclear(files: "Sequence[FilePreview]", *, aside: bool) -> None:
    """End with exit code 2 where a question is open or a file holds nothing that can be stored."""
    from klimamosaik.observations.intake.refusals import nothing_in

    if any(each.questions for each in files):
        list_questions(files, aside=aside)
        raise typer.Exit(2)
    empty = [nothing_in(each) for each in files if each.empty]
    if empty:
        raise InputRejected(empty)


def bytes_of(path: Path) -> bytes:
    """Read a file; Refused where it is not there or cannot be read."""
    return bytes(file_of(path))


def file_of(path: Path) -> FileData:
    """A file, a large one where it lies; Refused where it is not there or cannot be read."""
    try:
        return data_of(path)
    except OSError as error:
        raise rejected(
            "no_such_file",
            "„{path}“ ist nicht zu lesen: {strerror}. Bitte den Pfad prüfen.",
            "“{path}” cannot be read: {strerror}. Please check the path.",
            path=path,
            strerror=error.strerror,
        ) from error


def town_for(ags: str | None, name: str | None, *, dry_run: bool) -> "Municipality | None":
    """The municipality meant: named, the only one, or made new; None in a dry run without any."""
    from klimamosaik.places.models import Municipality
    from klimamosaik.places.operations import found_municipality
    from klimamosaik.places.queries.gazetteer.checks import key_meant
    from klimamosaik.places.queries.places import which_municipality

    if ags is None:
        known = list(Municipality.objects.all()[:2])
        if len(known) == 1:
            return known[0]
        if dry_run and not known:
            return None
        raise which_municipality(option="--municipality")
    key = key_meant(ags)
    found = Municipality.objects.filter(ags=key).first()
    if found is not None:
        return found
    return None if dry_run else found_municipality(ags=key, name=name or "", by=None)


def preview_all(
    given: Sequence[tuple[str, FileData]],
    town: "Municipality | None",
    *,
    told: "Sequence[Corrections | None]",
    report: "Report | None",
) -> list["FilePreview"]:
    """Read all files; whatever is wrong with any of them is said of all."""
    from klimamosaik.observations.intake.files import preview

    found, complaints = [], []
    for (name, data), corrections in zip(given, told, strict=True):
        try:
            found.append(
                preview(
                    municipality=town,
                    data=data,
                    name=name,
                    corrections=corrections,
                    progress=report,
                )
            )
        except InputRejected as refusal:
            complaints += [complaint.about(name) for complaint in refusal.complaints]
    if complaints:
        raise InputRejected(complaints)
    return found


def store(
    understood: Sequence["FilePreview"],
    town: "Municipality",
    *,
    who: Author,
    report: "Report | None",
) -> "Intake":
    """Store previewed files in one act."""
    from django.utils import timezone

    from klimamosaik.observations.intake.files import store_import

    return store_import(
        municipality=town,
        files=understood,
        by=who.user,
        by_name=who.name,
        at=timezone.now(),
        progress=report,
    )

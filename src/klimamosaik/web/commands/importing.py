"""Files from the command line, through the same door as the upload page."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text, decimal
from klimamosaik.web.asking import ask, list_questions, question_record
from klimamosaik.web.commands import app, start_django
from klimamosaik.web.commands.afterwards import (
    Author,
    By,
    author,
    print_renewed,
    renew_effects,
)
from klimamosaik.web.commands.progress import shown_progress

if TYPE_CHECKING:
    from klimamosaik.evidence.operations import Renewed
    from klimamosaik.observations.intake.corrections import Corrections
    from klimamosaik.observations.intake.files import Intake
    from klimamosaik.observations.intake.matching import Match
    from klimamosaik.observations.intake.parsing import FilePreview
    from klimamosaik.observations.weather.preview import StationSeen
    from klimamosaik.places.models import Municipality
    from klimamosaik.sources.tables import Progress as Report
    from klimamosaik.sources.tables import SeriesPreview

SHOWN = 20  # complaints printed per file
SERIES_SHOWN = 60  # series printed per file, as on the page
ROWS_SHOWN = 5  # corrected values printed per series


@app.command("import")
def import_files(
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
    given = [(path.name, bytes_of(path)) for path in files]
    start_django()
    from django.conf import settings

    language = settings.ENVIRONMENT.language
    who = author(by)
    asks = on_terminal() and not (as_json or dry_run)
    told = told_of_each(len(given), hints)
    while True:
        with shown_progress(quiet=as_json, language=language) as report:
            understood, taken = one_try(
                given, told, municipality, name, who=who, dry_run=dry_run, report=report
            )
        if taken is not None or not (asks and any(each.questions for each in understood)):
            break
        told = [ask(each, language) for each in understood]
    renewed = None
    if taken is not None:
        renewed = renew_effects(taken.municipality, who, quiet=as_json, language=language)
    if as_json:
        record = as_record(understood, taken) | renewed_record(renewed)
        typer.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        for each in understood:
            print_preview(each, language)
    if taken is None:
        leave_where_unclear(understood, language, aside=as_json)
    elif not as_json:
        print_taken(taken, language)
        if renewed is not None:
            print_renewed(renewed, language)


def on_terminal() -> bool:
    """True where somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def told_of_each(count: int, hints: str | None) -> "list[Corrections | None]":
    """What --hints says, of each file; None: what was said of the last file of its kind."""
    from klimamosaik.observations.intake.corrections import Corrections

    return [Corrections.from_hints(hints) if hints else None] * count


def one_try(
    given: Sequence[tuple[str, bytes]],
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


def leave_where_unclear(files: "Sequence[FilePreview]", language: str, *, aside: bool) -> None:
    """End with exit code 2 where a question is open or a file holds nothing that can be stored."""
    from klimamosaik.observations.intake.files import nothing_in

    if any(each.questions for each in files):
        list_questions(files, language, aside=aside)
        raise typer.Exit(2)
    empty = [nothing_in(each) for each in files if each.empty]
    if empty:
        raise InputRejected(empty)


def bytes_of(path: Path) -> bytes:
    """Read a file; Refused where it is not there or cannot be read."""
    try:
        return path.read_bytes()
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
    from klimamosaik.places.queries.gazetteer.known import key_in

    if ags is None:
        known = list(Municipality.objects.all()[:2])
        if len(known) == 1:
            return known[0]
        if dry_run and not known:
            return None
        raise rejected(
            "which_municipality",
            "Für welche Gemeinde? Bitte --municipality AGS angeben, z. B. --municipality 03403000.",
            "For which municipality? Please give --municipality AGS, e.g. --municipality 03403000.",
        )
    found = Municipality.objects.filter(ags=key_in(ags)).first()
    if found is not None:
        return found
    return None if dry_run else found_municipality(ags=ags, name=name or "", by=None)


def preview_all(
    given: Sequence[tuple[str, bytes]],
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


def print_preview(file: "FilePreview", language: str) -> None:
    """What a file was taken for, in a few lines."""
    preview = file.preview
    typer.echo(f"{file.name}: {preview.why.in_(language)}")
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in SERIES_HEADINGS:
        table.add_column(heading.in_(language))
    for series, match in islice(zip(preview.series, file.matches, strict=True), SERIES_SHOWN):
        table.add_row(
            series.name,
            match.building,
            match.carrier.text.in_(language) if match.carrier else "?",
            direction_of(series, language),
            f"{decimal(series.total, language=language)} {series.unit or '?'}",
            f"{series.first.astimezone(LOCAL):%Y-%m} – {end_of(series):%Y-%m}"
            if series.first and series.last
            else "–",
            f"{series.count} ({series.gaps})",
        )
    if preview.series:
        Console().print(table)
    if hidden := max(0, len(preview.series) - SERIES_SHOWN):
        typer.echo(f"  {MORE_SERIES.format(n=hidden).in_(language)}")
    print_replaced(file, language)
    for heading, rows in (
        (BUILDINGS, preview.buildings),
        (BILLS, preview.costs),
        (STATIONS, file.stations),
    ):
        if rows:
            typer.echo(f"  {heading.in_(language)}: {len(rows)}")
    if preview.refused_total:
        typer.echo(f"  {REFUSED.in_(language)}: {preview.refused_total}")
    for complaint in (*preview.refused[:SHOWN], *preview.warnings[:SHOWN]):
        typer.echo(f"  ! {complaint.text.in_(language)}")


def print_replaced(file: "FilePreview", language: str) -> None:
    """Known values that would be corrected: how many, and the first few before and now."""
    for each in file.replaces:
        typer.echo(f"  {each.series}: {each.text.in_(language)}")
        for row in each.rows[:ROWS_SHOWN]:
            was, now = (text.in_(language) for text in row.said)
            typer.echo(f"      {row.when.in_(language)}: {was} → {now}")
        if each.count > ROWS_SHOWN:
            typer.echo(f"      {MORE_ROWS.format(n=each.count - ROWS_SHOWN).in_(language)}")
    for bill in file.replaces_bills[:ROWS_SHOWN]:
        was, now = bill.before.in_(language), bill.now.in_(language)
        day = f"{bill.start:%d.%m.%Y}"
        typer.echo(
            f"  {BILL.format(day=day).in_(language)}, {bill.where.in_(language)}: {was} → {now}"
        )


def direction_of(series: "SeriesPreview", language: str) -> str:
    """Which way it flows, and that it is no use where it is none."""
    told = series.direction.text.in_(language)
    return told if series.counts else f"{told} ({NO_USE.in_(language)})"


def end_of(series: "SeriesPreview") -> datetime:
    """The last local moment a series covers."""
    assert series.last is not None
    return (series.last - timedelta(seconds=1)).astimezone(LOCAL)


def print_taken(taken: "Intake", language: str) -> None:
    """What became of the files."""
    for file in taken.files:
        count = file.readings
        values = {"name": file.name, "new": count.new, "changed": count.changed}
        typer.echo(TAKEN.format(**values, same=count.same).in_(language))
    if taken.nothing_new:
        typer.echo(NOTHING_NEW.in_(language))


def as_record(understood: Sequence["FilePreview"], taken: "Intake | None") -> dict[str, Any]:
    """Everything a machine may want to know."""
    stored = {file.delivery.sha256: file for file in taken.files} if taken else {}
    return {
        "stored": taken is not None,
        "municipality": taken.municipality.ags if taken else None,
        "files": [file_record(each, stored.get(each.sha256)) for each in understood],
    }


def renewed_record(renewed: "Renewed | None") -> dict[str, Any]:
    """The measures whose effect was worked out anew; nothing where nothing was stored."""
    if renewed is None:
        return {}
    return {"effects_renewed": [measure.name for measure in renewed.measures]}


def file_record(file: "FilePreview", stored: Any) -> dict[str, Any]:
    """One file."""
    preview = file.preview
    record: dict[str, Any] = {
        "name": file.name,
        "sha256": file.sha256,
        "kind": preview.kind.value,
        "why": {"de": preview.why.de, "en": preview.why.en},
        "format": {
            name: fact.value for name, fact in vars(preview.format).items() if fact is not None
        },
        "columns": [
            {"header": c.header, "role": c.role.value, "unit": c.unit, "why": c.why.en}
            for c in preview.columns
        ],
        "series": [
            series_record(series, match) | replaced_record(file, series)
            for series, match in zip(preview.series, file.matches, strict=True)
        ],
        "buildings": len(preview.buildings),
        "bills": len(preview.costs),
        "bills_corrected": [
            {
                "meter": each.where.de,
                "start": each.start.isoformat(),
                "end": each.end.isoformat(),
                "before": each.before.de,
                "now": each.now.de,
            }
            for each in file.replaces_bills
        ],
        "stations": len(file.stations),
        "temperatures": [station_record(each) for each in file.stations if each.count],
        "refused_total": preview.refused_total,
        "refused": [complaint_record(each) for each in preview.refused],
        "left_out": list(file.left_out),
        "skipped": [
            {"value": each.value, "de": each.why.de, "en": each.why.en} for each in preview.skipped
        ],
        "warnings": [complaint_record(each) for each in preview.warnings],
        "questions": [question_record(each) for each in file.questions],
    }
    if stored is not None:
        record["readings"] = vars(stored.readings)
        record["bills_taken"] = vars(stored.bills)
        record["buildings_taken"] = vars(stored.buildings)
        record["delivery"] = stored.delivery.seq
    return record


def series_record(series: "SeriesPreview", match: "Match") -> dict[str, Any]:
    """One series and the meter it would be stored as."""
    return {
        "name": series.name,
        "building": match.building,
        "new_building": match.building_id is None,
        "carrier": match.carrier,
        "unit": series.unit,
        "spacing": series.spacing,
        "first": series.first.isoformat() if series.first else None,
        "last": series.last.isoformat() if series.last else None,
        "count": series.count,
        "gaps": series.gaps,
        "total": series.total,
        "direction": series.direction.value,
        "counts": series.counts,
    }


def replaced_record(file: "FilePreview", series: "SeriesPreview") -> dict[str, Any]:
    """The known values that a series would correct."""
    found = next((each for each in file.replaces if each.series == series.name), None)
    if found is None:
        return {"corrects": None}
    rows = [
        {"when": row.when.de, "before": row.before, "now": row.now, "unit": row.unit}
        for row in found.rows
    ]
    return {
        "corrects": {
            "count": found.count,
            "before": found.before,
            "now": found.now,
            "unit": found.unit,
            "first": rows,
        }
    }


def station_record(station: "StationSeen") -> dict[str, Any]:
    """One weather station with temperatures."""
    return {
        "name": station.name or station.number,
        "station": station.number,
        "spacing": station.spacing,
        "first": station.begin.isoformat() if station.begin else None,
        "last": station.end.isoformat() if station.end else None,
        "count": station.count,
        "mean": station.mean,
        "distance": station.distance,
    }


def complaint_record(complaint: Problem) -> dict[str, Any]:
    """A complaint with both its sentences."""
    return {
        "code": complaint.code,
        "row": complaint.row,
        "column": complaint.column,
        "de": complaint.text.de,
        "en": complaint.text.en,
    }


SERIES_HEADINGS = (
    Text("In der Datei", "In the file"),
    Text("Gebäude", "Building"),
    Text("Energieträger", "Carrier"),
    Text("Richtung", "Direction"),
    Text("Summe", "Sum"),
    Text("Zeitraum", "Period"),
    Text("Werte (fehlend)", "Values (missing)"),
)
MORE_SERIES = Text(
    "und {n} weitere Zähler (alle mit --json)", "and {n} more meters (all of them with --json)"
)
NO_USE = Text("zählt nicht zum Verbrauch", "does not count as use")
MORE_ROWS = Text("und {n} weitere (mit --json mehr)", "and {n} more (more of them with --json)")
BILL = Text("Rechnung ab {day}", "Bill from {day}")
BUILDINGS = Text("Gebäude", "Buildings")
BILLS = Text("Rechnungen", "Bills")
STATIONS = Text("Wetterstationen", "Weather stations")
REFUSED = Text("Nicht genommene Zeilen oder Zellen", "Rows or cells not taken")
TAKEN = Text(
    "{name}: {new} neue, {changed} berichtigte, {same} schon bekannte Messwerte",
    "{name}: {new} new, {changed} corrected, {same} known readings",
)
NOTHING_NEW = Text("Alles schon bekannt; nichts hat sich geändert.", "All known; nothing changed.")

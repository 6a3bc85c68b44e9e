"""What an import understood and stored, for a person at a terminal."""

from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text, joined
from klimamosaik.web.commands import spoken
from klimamosaik.web.commands.echoing import number

if TYPE_CHECKING:
    from klimamosaik.observations.intake.files import Intake
    from klimamosaik.observations.intake.parsing import FilePreview
    from klimamosaik.observations.intake.sensed import SensedPreview
    from klimamosaik.sources.tables import SeriesPreview

SHOWN = 20  # complaints printed per file
SERIES_SHOWN = 60  # series printed per file, as on the page
ROWS_SHOWN = 5  # corrected values printed per series


def print_preview(file: "FilePreview") -> None:
    """What a file was taken for, in a few lines."""
    preview = file.preview
    typer.echo(f"{file.name}: {spoken(preview.why)}")
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in SERIES_HEADINGS:
        table.add_column(spoken(heading))
    for series, match in islice(zip(preview.series, file.matches, strict=True), SERIES_SHOWN):
        table.add_row(
            series.name,
            match.building,
            spoken(match.carrier.text) if match.carrier else "?",
            direction_of(series),
            f"{number(series.total)} {series.unit or '?'}",
            f"{series.first.astimezone(LOCAL):%Y-%m} – {end_of(series):%Y-%m}"
            if series.first and series.last
            else "–",
            f"{series.count} ({series.gaps})",
        )
    if preview.series:
        Console().print(table)
    if hidden := max(0, len(preview.series) - SERIES_SHOWN):
        typer.echo(f"  {spoken(MORE_SERIES.format(n=hidden))}")
    for seen in file.sensed[:SERIES_SHOWN]:
        typer.echo(f"  {spoken(sensed_line(seen))}")
    print_replaced(file)
    for heading, rows in (
        (BUILDINGS, preview.buildings),
        (BILLS, preview.costs),
        (STATIONS, file.stations),
    ):
        if rows:
            typer.echo(f"  {spoken(heading)}: {len(rows)}")
    if preview.refused_total:
        typer.echo(f"  {spoken(REFUSED)}: {preview.refused_total}")
    print_remarks(file)


def print_remarks(file: "FilePreview") -> None:
    """What was refused, what is odd, and which meters go on for others."""
    for complaint in (*file.preview.refused[:SHOWN], *file.preview.warnings[:SHOWN]):
        typer.echo(f"  ! {spoken(complaint.text)}")
    for match in [one for one in file.matches if one.follows][:SHOWN]:
        typer.echo(f"  {match.series}: {spoken(match.why)}")


def sensed_line(seen: "SensedPreview") -> Text:
    """One series of what is no use."""
    series = seen.series
    return SENSED_LINE.format(
        place=series.place, label=series.label, least=series.least, most=series.most,
        unit=series.unit, span=seen.span, count=seen.count,
    )  # fmt: skip


SENSED_LINE = Text(
    "{place}: {label}, {least:.1n} bis {most:.1n} {unit}, {span}, {count}; zählt nie zum Verbrauch",
    "{place}: {label}, {least:.1n} to {most:.1n} {unit}, {span}, {count}; never counts as use",
)


def print_replaced(file: "FilePreview") -> None:
    """Known values that would be corrected: how many, and the first few before and now."""
    for each in file.replaces:
        typer.echo(f"  {each.series}: {spoken(each.text)}")
        for row in each.rows[:ROWS_SHOWN]:
            was, now = (spoken(text) for text in row.said)
            typer.echo(f"      {spoken(row.when)}: {was} → {now}")
        if each.count > ROWS_SHOWN:
            typer.echo(f"      {spoken(MORE_ROWS.format(n=each.count - ROWS_SHOWN))}")
    for bill in file.replaces_bills[:ROWS_SHOWN]:
        was, now = spoken(bill.before), spoken(bill.now)
        day = f"{bill.start:%d.%m.%Y}"
        typer.echo(f"  {spoken(BILL.format(day=day))}, {spoken(bill.where)}: {was} → {now}")


def direction_of(series: "SeriesPreview") -> str:
    """Which way it flows, and that it is no use where it is none."""
    told = spoken(series.direction.text)
    return told if series.counts else f"{told} ({spoken(NO_USE)})"


def end_of(series: "SeriesPreview") -> datetime:
    """The last local moment a series covers."""
    assert series.last is not None
    return (series.last - timedelta(seconds=1)).astimezone(LOCAL)


def print_taken(taken: "Intake") -> None:
    """What became of the files."""
    from klimamosaik.observations.intake.import_summary import beside_readings

    for file in taken.files:
        count, beside = file.readings, list(beside_readings(file))
        values = {"name": file.name, "new": count.new, "changed": count.changed}
        if any(vars(count).values()) or not beside:
            typer.echo(spoken(TAKEN.format(**values, same=count.same)))
        if beside:
            typer.echo(spoken(BESIDE.format(name=file.name, told=joined(beside))))
    if taken.nothing_new:
        typer.echo(spoken(NOTHING_NEW))


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


BESIDE = Text("{name}: {told}", "{name}: {told}")
TAKEN = Text(
    "{name}: {new} neue, {changed} berichtigte, {same} schon bekannte Messwerte",
    "{name}: {new} new, {changed} corrected, {same} known readings",
)


NOTHING_NEW = Text("Alles schon bekannt; nichts hat sich geändert.", "All known; nothing changed.")

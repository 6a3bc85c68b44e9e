"""Public statistics and emission factors brought in from files."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.echoing import echo_json, echo_line

if TYPE_CHECKING:
    from klimamosaik.sources.statistics.local.keeping import TableDifference
    from klimamosaik.sources.statistics.local.table import LocalTable

statistics = typer.Typer(no_args_is_help=True, help="Public statistics and emission factors.")
app.add_typer(statistics, name="statistics")


@statistics.command("import")
def import_statistics(
    folder: Annotated[
        Path, typer.Argument(help="Folder with tables NAME_YEAR.csv, or one published table.")
    ],
    year: Annotated[
        int | None, typer.Option(help="Year; without it the newest.", min=1990, max=2100)
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what a published table would change, only.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Keep a folder of statistics per municipality, or one published table, for first balances."""
    if folder.is_file():
        import_table(folder, dry_run=dry_run, as_json=as_json)
        return
    if dry_run:
        raise rejected(
            "only_tables",
            "--dry-run gibt es für einzelne Tabellen. Ein Ordner wird ganz oder gar nicht geladen.",
            "--dry-run is for single tables. A folder is loaded as a whole or not at all.",
        )
    import_folder(folder, year, as_json=as_json)


def import_folder(folder: Path, year: int | None, *, as_json: bool) -> None:
    """Keep a folder of statistics; without a year the newest."""
    from klimamosaik.sources.statistics.folder import read_folder
    from klimamosaik.sources.statistics.keeping import keep
    from klimamosaik.web.environment import read_environment

    environment = read_environment()
    found = read_folder(folder, year=year)
    kept_in = keep(found, environment.data)
    if as_json:
        document = {
            "year": found.year,
            "municipalities": len(found.municipalities),
            "population": int(found.municipalities.population.sum()),
            "kept_in": str(kept_in),
            "files": found.files,
            "notes": found.notes,
        }
        echo_json(document)
        return
    sentence = Text(
        "Statistik {year} von {count} Gemeinden geladen.",
        "Statistics of {year} on {count} municipalities loaded.",
    ).format(year=found.year, count=len(found.municipalities))
    typer.echo(spoken(sentence))
    for note in found.notes:
        typer.echo(f"– {spoken(note)}")


def import_table(file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Keep one published table, or only say what it would change."""
    from klimamosaik.sources.statistics.local.keeping import difference, keep_table
    from klimamosaik.sources.statistics.local.reading import read_local
    from klimamosaik.web.environment import read_environment

    environment = read_environment()
    table = read_local(file.read_bytes(), name=file.name)
    change = difference(environment.data, table)
    if not dry_run:
        keep_table(environment.data, table)
    if as_json:
        document = {
            "table": table.kind,
            "name": table.kind.text,
            "year": table.year,
            "rows": len(table.rows),
            "kept": not dry_run,
            **vars(change),
            "notes": table.notes,
        }
        echo_json(document)
        return
    for text in (table_sentence(table, change, dry_run=dry_run), *table.notes):
        typer.echo(spoken(text))


def table_sentence(table: "LocalTable", change: "TableDifference", *, dry_run: bool) -> Text:
    """What a table is and what it changes, in a sentence."""
    said = Text(
        "{name}, {year}: {rows} Schlüssel, davon {new} neu, {changed} geändert, {gone} entfallen. "
        "{done}",
        "{name}, {year}: {rows} keys, {new} of them new, {changed} changed, {gone} gone. {done}",
    )
    done = (
        Text("Noch ist nichts gespeichert.", "Nothing is stored yet.")
        if dry_run
        else Text(
            "Zurücknehmen: klimamosaik statistics undo {kind}.",
            "Take it back: klimamosaik statistics undo {kind}.",
        ).format(kind=table.kind.value)
    )
    return said.format(
        name=table.kind.text,
        year=str(table.year),
        rows=str(len(table.rows)),
        new=str(len(change.new)),
        changed=str(len(change.changed)),
        gone=str(len(change.gone)),
        done=done,
    )


@statistics.command("undo")
def undo_table(
    table: Annotated[str, typer.Argument(help="industry, employees, heating or traffic.")],
) -> None:
    """Take the last import of a published table back."""
    from klimamosaik.sources.statistics.local.keeping import take_back
    from klimamosaik.sources.statistics.local.table import TableKind
    from klimamosaik.web.environment import read_environment

    kinds = [kind.value for kind in TableKind]
    if table not in kinds:
        listed = ", ".join(kinds)
        raise rejected(
            "unknown_kind",
            "„{table}“: möglich sind {listed}.",
            "“{table}”: possible are {listed}.",
            table=table,
            listed=listed,
        )
    environment = read_environment()
    kind = TableKind(table)
    counts = take_back(environment.data, kind)
    said = (
        Text("{name}: es gilt wieder der Stand {year}.", "{name}: that of {year} counts again.")
        if counts
        else Text("{name}: zurückgenommen, nichts gilt.", "{name}: taken back, none counts.")
    )
    told = said.format(name=kind.text, year=str(counts.year) if counts else "")
    typer.echo(spoken(told))


@statistics.command("factors")
def load_factor_table(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Table of factors: CSV, Excel or YAML.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Lay an official table of emission factors over those that ship."""
    from klimamosaik.balance.factor_files import read_factor_table

    rows = read_factor_table(file)
    start_django()
    from klimamosaik.balance.operations import load_factors
    from klimamosaik.web.commands.afterwards import author

    loaded = load_factors(factors=rows, by=author(context, None).user, at=datetime.now(UTC))
    if as_json:
        echo_line({"loaded": len(loaded)})
        return
    sentence = Text(
        "{count} Faktoren geladen.",
        "{count} factors loaded.",
    ).format(count=len(loaded))
    typer.echo(spoken(sentence))


@statistics.command("published")
def show_published(
    folder: Annotated[Path, typer.Argument(help="Folder with one CSV per city.")],
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep them, to show beside each city's balance.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Show balances cities published themselves, each with its own method."""
    from klimamosaik.sources.statistics.keeping import keep_published
    from klimamosaik.sources.statistics.published import PublishedRow, read_published
    from klimamosaik.web.environment import read_environment

    environment = read_environment()
    found = read_published(folder)
    if keep:
        keep_published(found, environment.data)
    if as_json:
        echo_json(found)
        return
    for series in found:
        years = [point.year for point in series.points if point.kind is PublishedRow.REAL]
        span = f"{min(years)}–{max(years)}" if years else "–"
        method = "; ".join(spoken(text) for text in series.method)
        typer.echo(f"{series.code} ({span}): {method}")
        for doubt in series.doubts:
            typer.echo(f"  ? {spoken(doubt)}")

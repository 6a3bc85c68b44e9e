"""Public statistics and emission factors brought in from files."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, start_django

statistics = typer.Typer(no_args_is_help=True, help="Public statistics and emission factors.")
app.add_typer(statistics, name="statistics")


@statistics.command("import")
def import_statistics(
    folder: Annotated[Path, typer.Argument(help="Folder with tables NAME_YEAR.csv.")],
    year: Annotated[
        int | None, typer.Option(help="Year; without it the newest.", min=1990, max=2100)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Keep a folder of statistics per municipality, for first balances."""
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
            "files": [asdict(file) for file in found.files],
            "notes": [asdict(note) for note in found.notes],
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    sentence = Text(
        f"Statistik {found.year} von {len(found.municipalities)} Gemeinden geladen.",
        f"Statistics of {found.year} on {len(found.municipalities)} municipalities loaded.",
    )
    typer.echo(sentence.in_(environment.language))
    for note in found.notes:
        typer.echo(f"– {note.in_(environment.language)}")


@statistics.command("factors")
def load_factor_table(
    file: Annotated[Path, typer.Argument(help="Table of factors: CSV, Excel or YAML.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Lay an official table of emission factors over those that ship."""
    from klimamosaik.balance.factor_files import read_factor_table

    rows = read_factor_table(file)
    start_django()
    from django.conf import settings

    from klimamosaik.balance.operations import load_factors

    loaded = load_factors(factors=rows, by=None, at=datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps({"loaded": len(loaded)}))
        return
    sentence = Text(f"{len(loaded)} Faktoren geladen.", f"{len(loaded)} factors loaded.")
    typer.echo(sentence.in_(settings.ENVIRONMENT.language))


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
    from klimamosaik.sources.statistics.published import Kind, read_published
    from klimamosaik.web.environment import read_environment

    environment = read_environment()
    language = environment.language
    found = read_published(folder)
    if keep:
        keep_published(found, environment.data)
    if as_json:
        typer.echo(json.dumps([asdict(series) for series in found], ensure_ascii=False, indent=1))
        return
    for series in found:
        years = [point.year for point in series.points if point.kind is Kind.REAL]
        span = f"{min(years)}–{max(years)}" if years else "–"
        method = "; ".join(text.in_(language) for text in series.method)
        typer.echo(f"{series.code} ({span}): {method}")
        for doubt in series.doubts:
            typer.echo(f"  ? {doubt.in_(language)}")

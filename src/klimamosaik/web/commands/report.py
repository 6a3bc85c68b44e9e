"""klimamosaik report energy: the energy report as a file."""

import re
from pathlib import Path
from typing import Annotated

import typer

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Language
from klimamosaik.web.commands import app, start_django
from klimamosaik.web.private_files import as_usual

report_app = typer.Typer(no_args_is_help=True, help="Reports out of what is stored.")
app.add_typer(report_app, name="report")

YEARS = re.compile(r"\s*(\d{4})(?:\s*(?:-|–|\.\.)\s*(\d{4}))?\s*")


@report_app.command()
def energy(
    municipality: Annotated[str, typer.Option(help="AGS, the eight digits of the municipality.")],
    years: Annotated[str, typer.Option(help="Calendar years, for example 2023-2025.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File to write: .pdf, .xlsx or .json.")
    ],
    language: Annotated[str, typer.Option(help="de or en.")] = "de",
    factors: Annotated[str, typer.Option(help="Emission factors: direct or upstream.")] = "direct",
) -> None:
    """Write the energy report of a municipality."""
    asked = read_years(years)
    if language not in ("de", "en"):
        raise rejected(
            "language",
            "Die Sprache „{language}“ gibt es nicht; möglich sind de und en.",
            "There is no language “{language}”; possible are de and en.",
            language=language,
        )
    start_django()
    write(municipality, asked, output, "en" if language == "en" else "de", factors)


def read_years(text: str) -> tuple[int, ...]:
    """'2023-2025' as the years 2023, 2024, 2025. Raises InputRejected for anything else."""
    found = YEARS.fullmatch(text)
    if found is not None:
        first, last = int(found[1]), int(found[2] or found[1])
        if first <= last <= first + 100:
            return tuple(range(first, last + 1))
    raise rejected(
        "years",
        "--years „{text}“ ist nicht lesbar: Geben Sie ein Jahr oder eine Spanne an, zum Beispiel "
        "2023-2025.",
        "--years “{text}” cannot be read: give a year or a span, for example 2023-2025.",
        text=text,
    )


def write(ags: str, years: tuple[int, ...], path: Path, language: Language, factors: str) -> None:
    """Compute the report and write it; the sentence on the cover goes to the screen."""
    from django.utils import timezone

    from klimamosaik.places.queries.places import known_municipality
    from klimamosaik.reports.kernel.sentences import headline
    from klimamosaik.reports.operations import format_of, write_report
    from klimamosaik.reports.queries.council import council_report

    format_of(path)
    town = known_municipality(ags=ags)
    today = timezone.localdate()
    report = council_report(municipality=town, years=years, written_on=today, factors=factors)
    with as_usual():
        write_report(report=report, path=path, language=language)
    typer.echo(headline(report).in_(language))
    typer.echo(str(path))

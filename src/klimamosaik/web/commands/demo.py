"""The synthetic town, from files to effects, beside the built-in truth."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, language, spoken, start_django
from klimamosaik.web.commands.echoing import echo_json, number

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Finding, Story
    from klimamosaik.web.serving.processes import ServedPart

REPORT = "Energiebericht_Musterstadt.pdf"
REPORTING = Text(
    "Zehn erfundene Sensoren; neun melden alle zehn Sekunden: „Alle Messreihen“ und „Störungen“",
    "Ten invented sensors; nine report every ten seconds: “All series” and “Troubles”",
)


@app.command()
def demo(
    serve: Annotated[bool, typer.Option(help="Serve the pages afterwards.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list, no pages.")] = False,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Build a synthetic town whose true effects are known and show what was found."""
    start_django()
    if as_json:
        story = story_with_progress(quiet=True)
        echo_json([as_record(finding) for finding in story.findings])
    elif serve:
        show_and_serve(port)
    else:
        show(story_with_progress(quiet=False))


def show_and_serve(port: int) -> None:
    """Build the town and serve it; where that cannot be it is said before."""
    from klimamosaik.web.serving.processes import House, serve_from_here
    from klimamosaik.web.serving.start_checks import claimed

    host = "127.0.0.1"
    with claimed(host=host, port=port):
        show(story_with_progress(quiet=False))
    serve_from_here(House(host, port, also=[sensors_that_report()]))


def sensors_that_report() -> "ServedPart":
    """The invented sensors report while one watches."""
    from klimamosaik.web.serving.processes import ServedPart

    return ServedPart("sensors", ("-m", "klimamosaik.web.demo.living.reporting"), spoken(REPORTING))


def story_with_progress(*, quiet: bool) -> "Story":
    """Run the story with a progress bar on standard error."""
    from django.utils import timezone

    from klimamosaik.web.demo.story import tell_story

    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("", total=1.0)

        def progress(share: float, text: Text) -> None:
            bar.update(task, completed=share, description=spoken(text))

        return tell_story(at=timezone.now(), progress=progress)


def as_record(finding: "Finding") -> dict[str, object]:
    """A finding for machines."""
    effect = finding.effect
    return {
        "name": finding.name,
        "true_kwh": finding.true_kwh,
        "saved_kwh": effect.saved_kwh,
        "low": effect.low_kwh,
        "high": effect.high_kwh,
        "confidence": effect.confidence,
        "verdict": effect.verdict,
        "synthetic": True,
    }


def show(story: "Story") -> None:
    """Print what was found beside the truth, write the report, and say where to go."""
    table = Table(title=f"{story.municipality.name}")
    for heading in (
        Text("Maßnahme", "measure"),
        Text("wahr kWh", "true kWh"),
        Text("gefunden kWh", "found kWh"),
        Text("Spanne", "range"),
        Text("Ergebnis", "verdict"),
    ):
        table.add_column(spoken(heading))
    for finding in story.findings:
        table.add_row(*row_of(finding))
    console = Console()
    console.print(table)
    report = written_report(story)
    console.print(
        spoken(
            Text(
                "Energiebericht: {report}\nAnmelden als „demo“ mit dem Passwort {password}",
                "Energy report: {report}\nLog in as “demo” with the password {password}",
            ).format(report=report, password=story.password)
        ),
        highlight=False,
    )


def row_of(finding: "Finding") -> list[str]:
    """A finding as a row of the table."""
    effect = finding.effect
    return [
        finding.name,
        number(finding.true_kwh),
        number(effect.saved_kwh),
        f"{number(effect.low_kwh)} … {number(effect.high_kwh)}",
        spoken(effect.said.text),
    ]


def written_report(story: "Story") -> Path:
    """Write the town's energy report into the data folder."""
    from django.conf import settings
    from django.utils import timezone

    from klimamosaik.reports.operations import write_report
    from klimamosaik.reports.queries.council import council_report

    report = council_report(
        municipality=story.municipality, years=story.whole_years, written_on=timezone.localdate()
    )
    path = Path(settings.DATA_DIR) / REPORT
    return write_report(report=report, path=path, language=language())

"""klimamosaik export site: the public pages as a folder for a stick."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import LANGUAGES, Language, Text, first_few
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.echoing import echo_line
from klimamosaik.web.commands.progress import shown_progress
from klimamosaik.web.private_files import as_usual

if TYPE_CHECKING:
    from klimamosaik.publication.site.export import ExportedSite

export_app = typer.Typer(no_args_is_help=True, help="What is public, to take along.")
app.add_typer(export_app, name="export")

WRITTEN = Text(
    "{changed:Datei|Dateien} geschrieben, {same:n} unverändert, {removed:n} entfernt: {root}",
    "{changed:file|files} written, {same:n} the same, {removed:n} removed: {root}",
)
OPEN_IT = Text(
    "Öffnen: index.html, für einen Bildschirm {show}.",
    "To open: index.html, for a screen {show}.",
)
DEAD = Text(
    "{count:Link führt|Links führen} zu nichts, das öffentlich ist: {first}",
    "{count:link leads|links lead} to nothing that is public: {first}",
)
NO_ADDRESS = Text(
    "KLIMAMOSAIK_ADDRESS ist nicht gesetzt: Codes auf Karten und Adressen in Zitaten führen zu "
    "diesem Rechner.",
    "KLIMAMOSAIK_ADDRESS is not set: codes on cards and addresses in quotations lead to this "
    "machine.",
)


@export_app.command()
def site(
    folder: Annotated[Path, typer.Argument(help="Where to write: new, empty, or written before.")],
    municipality: Annotated[str, typer.Option(help="AGS, the eight digits of the municipality.")],
    told: Annotated[str, typer.Option("--language", help="de or en; left out: both.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Write the public pages into a folder that opens without server or network."""
    languages = asked_languages(told)
    start_django()
    from django.utils import timezone

    from klimamosaik.publication.site.export import export_site

    with as_usual(), shown_progress(quiet=as_json) as progress:
        done = export_site(
            ags=municipality,
            root=folder,
            at=timezone.now(),
            languages=languages,
            progress=progress,
        )
    if as_json:
        echo_line(as_row(done))
    else:
        say(done, folder, languages)


def asked_languages(told: str) -> tuple[Language, ...]:
    """The languages to write. Raises InputRejected for others."""
    found = tuple(each for each in LANGUAGES if told in ("", each))
    if not found:
        raise rejected(
            "language",
            "Die Sprache „{language}“ gibt es nicht; möglich sind de und en.",
            "There is no language “{language}”; possible are de and en.",
            language=told,
        )
    return found


def as_row(done: "ExportedSite") -> dict[str, object]:
    """What was done, for machines."""
    return {
        "files": done.files,
        "changed": list(done.changed),
        "same": done.same,
        "removed": list(done.removed),
        "dead": list(done.dead),
    }


def say(done: "ExportedSite", folder: Path, languages: tuple[Language, ...]) -> None:
    """What was done, and what to open."""
    if done.dead:
        said = DEAD.format(count=len(done.dead), first=first_few(done.dead, 3))
        typer.echo(spoken(said), err=True)
    if not done.addressed:
        typer.echo(spoken(NO_ADDRESS), err=True)
    counted = WRITTEN.format(
        changed=len(done.changed), same=done.same, removed=len(done.removed), root=str(folder)
    )
    typer.echo(spoken(counted))
    show = "ausstellung.html" if "de" in languages else "exhibition.html"
    typer.echo(spoken(OPEN_IT.format(show=show)))

"""What commands that bring data share: who did it, and effects worked out before they end."""

import getpass
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import spoken
from klimamosaik.web.commands.echoing import number

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from klimamosaik.evidence.operations import Renewed
    from klimamosaik.places.models import Municipality

By = Annotated[
    str | None,
    typer.Option("--by", help="Who brings this; left out: the name on this machine."),
]


@dataclass(frozen=True)
class Author:
    """Who is at work on the command line."""

    user: "User | None"  # an account of that name
    name: str  # where there is none


def author(context: typer.Context, named: str | None) -> Author:
    """The account or name given, else who is logged in on this machine.

    Histories name them until the command ends.
    """
    from django.contrib.auth.models import User

    from klimamosaik.records.authors import working_as

    given = (named or "").strip()
    user = User.objects.filter(username=given).first() if given else None
    name = given or f"{system_user()} (Befehlszeile)"
    context.with_resource(working_as(name[:150]))
    return Author(user, "" if user else name[:150])


def system_user() -> str:
    """Who runs this on this machine; the number where there is no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a list of users
        return f"uid {os.getuid()}"


def renew_effects(town: "Municipality", who: Author, *, quiet: bool) -> "Renewed":
    """Work out the effects that are older than their data, with a bar on the terminal."""
    from django.utils import timezone

    from klimamosaik.evidence.operations import renew
    from klimamosaik.web.commands.progress import shown_progress

    with shown_progress(quiet=quiet) as report:
        return renew(municipality=town, by=who.user, at=timezone.now(), progress=report, wait=True)


def print_renewed(done: "Renewed") -> None:
    """Say of how many measures the effect was worked out anew."""
    if done.measures:
        typer.echo(spoken(RENEWED.format(n=number(len(done.measures)))))
    for measure in done.failed:
        typer.echo(spoken(FAILED.format(name=measure.name)), err=True)


RENEWED = Text("Wirkung neu gerechnet: {n} Maßnahmen.", "Effects worked out anew: {n} measures.")
FAILED = Text(
    "Die Wirkung von „{name}“ konnte nicht gerechnet werden; der Grund steht im Protokoll.",
    "The effect of “{name}” could not be worked out; the log says why.",
)

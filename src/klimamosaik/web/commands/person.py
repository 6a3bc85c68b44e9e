"""People, from the command line: for the last one who manages, and who has lost the phone."""

from typing import Annotated

import typer

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.afterwards import By, author

person_app = typer.Typer(no_args_is_help=True, help="How people log in.")
app.add_typer(person_app, name="person")

OFF = Text(
    "{name} meldet sich nun mit dem Passwort allein an.",
    "{name} now logs in with the password alone.",
)


@person_app.callback()
def person() -> None:
    """How people log in."""


@person_app.command("second-factor-off")
def second_factor_off(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The user name.")],
    by: By = None,
) -> None:
    """Take the second factor of a person away who has lost phone and recovery codes."""
    start_django()
    from django.contrib.auth.models import User

    from klimamosaik.people.second_factor.operations import take_away_factor

    user = User.objects.filter(username=name).first()
    if user is None:
        raise rejected(
            "unknown_person",
            "Niemand heißt hier „{name}“; die Namen stehen unter „Personen“.",
            "Nobody is called “{name}” here; the names are under “People”.",
            name=name,
        )
    take_away_factor(user=user, by=author(context, by).user)
    typer.echo(spoken(OFF.format(name=name)))

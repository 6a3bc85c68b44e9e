"""The commands, one file each; Django starts only for those that need it."""

import os

import typer

from klimamosaik import __version__
from klimamosaik.terms.text import Language

app = typer.Typer(
    name="klimamosaik",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What a municipality's climate measures really bring, and what is still missing.",
)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def language() -> Language:
    """The language of the command line."""
    from klimamosaik.web.environment import one_of

    asked = one_of("LANGUAGE", os.environ.get("KLIMAMOSAIK_LANGUAGE", "de"), ("de", "en"))
    return "en" if asked == "en" else "de"


def start_django() -> None:
    """Set Django up and bring the database to the newest layout."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from klimamosaik.web.layout import lay_out_if_empty

    lay_out_if_empty(connection)
    call_command("migrate", verbosity=0, interactive=False)

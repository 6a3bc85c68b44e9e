"""The commands, one file each; Django starts only for those that need it."""

import typer

from klimamosaik import __version__

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


def start_django() -> None:
    """Set Django up and bring the database to the newest layout."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)

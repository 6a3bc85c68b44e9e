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


def start_django(*, forward: bool = True) -> None:
    """Set Django up and bring the data folder to our version, or leave it as it is."""
    import django

    django.setup()
    if forward:
        from klimamosaik.web.moving_forward import bring_forward

        if moved := bring_forward():
            typer.echo(moved.text.in_(language()), err=True)

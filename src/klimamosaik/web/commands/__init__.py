"""The commands, one file each; Django starts only for those that need it."""

import typer

from klimamosaik import __version__
from klimamosaik.web.command_errors import language, spoken

__all__ = ["app", "language", "spoken", "start_django"]

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


def start_django(*, forward: bool = True) -> None:
    """Set Django up and bring the data folder to our version, or leave it as it is."""
    import django

    django.setup()
    if forward:
        from klimamosaik.web.moving_forward import bring_forward

        if moved := bring_forward():
            typer.echo(spoken(moved.text), err=True)

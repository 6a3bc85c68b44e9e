"""What a command answers to programs."""

from typing import Any

import typer

from klimamosaik.terms.document import written


def echo_json(document: Any) -> None:
    """Print a document for whoever reads or keeps it."""
    typer.echo(written(document, indent=2))


def echo_line(document: Any) -> None:
    """Print what was done on a single line, as a log or timer takes it."""
    typer.echo(written(document))

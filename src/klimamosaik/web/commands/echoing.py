"""What a command answers to programs, and numbers for people."""

from typing import Any

import typer

from klimamosaik.terms.document import written
from klimamosaik.terms.text import decimal
from klimamosaik.web.command_errors import language


def echo_json(document: Any) -> None:
    """Print a document for whoever reads or keeps it."""
    typer.echo(written(document, indent=2))


def echo_line(document: Any) -> None:
    """Print what was done on a single line, as a log or timer takes it."""
    typer.echo(written(document))


def number(value: float | None, digits: int = 0) -> str:
    """A number as the reader writes it; a dash where it is not known."""
    return "–" if value is None else decimal(value, digits=digits, language=language())

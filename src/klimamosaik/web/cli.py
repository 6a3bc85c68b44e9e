"""The command line. Bad input ends with exit code 2 and one clear sentence."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from klimamosaik.web.command_errors import in_sentences
from klimamosaik.web.private_files import keep_private

if TYPE_CHECKING:
    from typer import Typer


def main() -> None:
    """Run the command line; nobody ever sees a stack trace for what they typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    keep_private()
    with in_sentences():
        if sys.argv[1:2] == ["serve"]:
            serve_at_once(sys.argv[2:])
        commands(*sys.argv[1:2])()


def serve_at_once(words: Sequence[str]) -> None:
    """Serve where the words behind `serve` are plain; else return, for others to read them."""
    from klimamosaik.web.serving.plain_words import read_plainly

    told = read_plainly(words)
    if told is not None:
        from klimamosaik.web.serving.as_told import serve_as_told

        serve_as_told(told)


def commands(asked: str = "") -> "Typer":
    """The command that is asked for, where a file is named like it; else every command there is.

    They are one file each in web/commands, found by being there.
    """
    from pkgutil import iter_modules

    from klimamosaik.web import commands

    files = {module.name for module in iter_modules(commands.__path__)}
    own = asked.replace("-", "_")
    for name in [own] if own in files else sorted(files):
        import_module(f"{commands.__name__}.{name}")
    return commands.app

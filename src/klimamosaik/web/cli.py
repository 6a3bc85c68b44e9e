"""The command line. Bad input ends with exit code 2 and one clear sentence."""

import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from typer import Typer

from klimamosaik.web.command_errors import in_sentences
from klimamosaik.web.private_files import keep_private


def main() -> None:
    """Run the command line; nobody ever sees a stack trace for what they typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    keep_private()
    with in_sentences():
        commands(*sys.argv[1:2])()


def commands(asked: str = "") -> Typer:
    """The command that is asked for, where a file is named like it; else every command there is.

    They are one file each in web/commands, found by being there.
    """
    from klimamosaik.web import commands

    files = {module.name for module in iter_modules(commands.__path__)}
    own = asked.replace("-", "_")
    for name in [own] if own in files else sorted(files):
        import_module(f"{commands.__name__}.{name}")
    return commands.app

"""The command line. Bad input ends with exit code 2 and one clear sentence."""

import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from typer import Typer

from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.text import Text
from klimamosaik.web.environment import SettingRefused


def main() -> None:
    """Run the command line; nobody ever sees a stack trace for what they typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    try:
        commands()()
    except SettingRefused as refusal:
        leave(Text(str(refusal), str(refusal)))
    except Refused as refusal:
        leave(*[complaint.text for complaint in refusal.complaints])


def commands() -> Typer:
    """Every command there is: one file each in web/commands, found by being there."""
    from klimamosaik.web import commands

    for module in iter_modules(commands.__path__):
        import_module(f"{commands.__name__}.{module.name}")
    return commands.app


def leave(*sentences: Text) -> None:
    """Say what is wrong on standard error and end with exit code 2."""
    language = os.environ.get("KLIMAMOSAIK_LANGUAGE", "de")
    for sentence in sentences:
        print(sentence.in_(language), file=sys.stderr)
    sys.exit(2)

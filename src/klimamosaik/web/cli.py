"""The command line. Bad input ends with exit code 2 and one clear sentence."""

import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from typer import Typer

from klimamosaik.records.damage import known_cause
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text
from klimamosaik.web.environment import SettingRefused
from klimamosaik.web.private_files import keep_private


def main() -> None:
    """Run the command line; nobody ever sees a stack trace for what they typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    keep_private()
    try:
        commands(*sys.argv[1:2])()
    except SettingRefused as refusal:
        leave(Text(str(refusal), str(refusal)))
    except InputRejected as refusal:
        leave(*[complaint.for_terminal for complaint in refusal.complaints])
    except Exception as error:
        if os.environ.get("KLIMAMOSAIK_DEBUG") == "1":
            raise
        leave(unexpected(error), code=1)


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


def unexpected(error: Exception) -> Text:
    """The sentence for what nobody foresaw; the trace is for those who ask for it."""
    cause = known_cause(error)
    if cause is not None:
        return cause.for_terminal
    what = f"{type(error).__name__}: {error}"
    return Text(
        "Das hätte nicht geschehen dürfen ({what}). Es wurde nichts halb gespeichert. Bitte "
        "melden Sie es; mit KLIMAMOSAIK_DEBUG=1 erscheint, wo es geschah.",
        "This should not have happened ({what}). Nothing was half-stored. Please report it; "
        "KLIMAMOSAIK_DEBUG=1 shows where it happened.",
    ).format(what=what)


def leave(*sentences: Text, code: int = 2) -> None:
    """Say what is wrong on standard error and end; exit code 2 is for what somebody gave."""
    language = os.environ.get("KLIMAMOSAIK_LANGUAGE", "de")
    for sentence in sentences:
        print(sentence.in_(language), file=sys.stderr)
    sys.exit(code)

"""The command line. Bad input ends with exit code 2 and one clear sentence."""

import os
import sys

from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.text import Text
from klimamosaik.web.environment import SettingRefused


def main() -> None:
    """Run the command line; nobody ever sees a stack trace for what they typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    from klimamosaik.web.commands import app

    try:
        app()
    except SettingRefused as refusal:
        leave(Text(str(refusal), str(refusal)))
    except Refused as refusal:
        leave(*[complaint.text for complaint in refusal.complaints])


def leave(*sentences: Text) -> None:
    """Say what is wrong on standard error and end with exit code 2."""
    language = os.environ.get("KLIMAMOSAIK_LANGUAGE", "de")
    for sentence in sentences:
        print(sentence.in_(language), file=sys.stderr)
    sys.exit(2)

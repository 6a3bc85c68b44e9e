"""How a command ends: what is wrong is said in a sentence; code 2 is for what somebody gave."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from klimamosaik.records.damage import known_cause
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Language, Text
from klimamosaik.web.environment import one_of
from klimamosaik.web.setting_refusals import SettingRefused


def language() -> Language:
    """The language of the command line."""
    asked = one_of("LANGUAGE", os.environ.get("KLIMAMOSAIK_LANGUAGE", "de"), ("de", "en"))
    return "en" if asked == "en" else "de"


def spoken(text: Text) -> str:
    """A sentence in the language of the command line."""
    return text.in_(language())


@contextmanager
def in_sentences() -> Iterator[None]:
    """Nobody sees a stack trace for what they gave."""
    try:
        yield
    except SettingRefused as refusal:
        leave(refusal.text)
    except InputRejected as refusal:
        leave(*[complaint.for_terminal for complaint in refusal.complaints])
    except Exception as error:
        if os.environ.get("KLIMAMOSAIK_DEBUG") == "1":
            raise
        leave(unexpected(error), code=1)


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
    """Say what is wrong on standard error and end."""
    language = os.environ.get("KLIMAMOSAIK_LANGUAGE", "de")
    for sentence in sentences:
        print(sentence.in_(language), file=sys.stderr)
    sys.exit(code)

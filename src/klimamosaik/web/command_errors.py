"""How a command ends: what is wrong is said in a sentence; code 2 is for what somebody gave.

What writes sentences is loaded once there is something to say: `serve` hands on before.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from klimamosaik.terms.text import Language, Text


def language() -> "Language":
    """The language of the command line."""
    from klimamosaik.web.environment import one_of

    asked = one_of("LANGUAGE", os.environ.get("KLIMAMOSAIK_LANGUAGE", "de"), ("de", "en"))
    return "en" if asked == "en" else "de"


def spoken(text: "Text") -> str:
    """A sentence in the language of the command line."""
    return text.in_(language())


@contextmanager
def in_sentences() -> Iterator[None]:
    """Nobody sees a stack trace for what they gave."""
    try:
        yield
    except Exception as error:
        leave_for(error)


def leave_for(error: Exception) -> NoReturn:
    """Say what an error means and end; the trace is for those who ask for it."""
    from klimamosaik.terms.complaint import InputRejected
    from klimamosaik.web.setting_refusals import SettingRefused

    if isinstance(error, SettingRefused):
        leave(error.text)
    if isinstance(error, InputRejected):
        leave(*[complaint.for_terminal for complaint in error.complaints])
    if os.environ.get("KLIMAMOSAIK_DEBUG") == "1":
        raise error
    leave(unexpected(error), code=1)


def unexpected(error: Exception) -> "Text":
    """The sentence for what nobody foresaw."""
    from klimamosaik.records.damage import known_cause
    from klimamosaik.terms.text import Text

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


def leave(*sentences: "Text", code: int = 2) -> NoReturn:
    """Say what is wrong on standard error and end."""
    language = os.environ.get("KLIMAMOSAIK_LANGUAGE", "de")
    for sentence in sentences:
        print(sentence.in_(language), file=sys.stderr)
    sys.exit(code)

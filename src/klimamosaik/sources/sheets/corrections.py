"""Corrections by a person as they are written down and read again."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from klimamosaik.terms.complaint import InputRejected, rejected


def written_down(told: Mapping[str, Any]) -> str:
    """What is set, as JSON; what a person said of columns stays in their order."""
    return json.dumps(dict(sorted(what_is_set(told).items())), ensure_ascii=False)


def what_is_set(told: Mapping[str, Any]) -> dict[str, Any]:
    """Without what leaves the guess."""
    return {key: value for key, value in told.items() if value not in (None, (), "")}


@contextmanager
def read_again() -> Iterator[None]:
    """Raise InputRejected for whatever cannot be understood within."""
    try:
        yield
    except InputRejected:
        raise
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise rejected(
            "unreadable_hints",
            "Die Angaben zur Datei sind nicht lesbar ({error}).",
            "The corrections for the file cannot be read ({error}).",
            error=error,
        ) from error


def not_allowed(name: str, found: object, allowed: str) -> InputRejected:
    """The sentence for a correction that cannot be."""
    return rejected(
        "hint_not_allowed",
        "Die Angabe {name} = {found} geht nicht; erlaubt: {allowed}.",
        "{name} = {found} is not possible; allowed: {allowed}.",
        name=name,
        found=found,
        allowed=allowed,
    )

"""Functions on texts that SQLite lacks, made known to each of its connections.

Its own `lower` knows the letters of ASCII only, and its parser gives up beyond a hundred open
brackets: one call of ours stands where three of its own would be nested.
"""

import itertools
import math
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakValueDictionary

LONGEST = 1_000_000  # characters of a text that places are told in
EXACT = 2.0**53  # whole numbers up to here are exact as doubles


def lower(text: str | None) -> str | None:
    """In small letters."""
    return None if text is None else str(text).lower()


def upper(text: str | None) -> str | None:
    """In capital letters."""
    return None if text is None else str(text).upper()


def substring(text: str | None, begin: float | None, length: float | None) -> str | None:
    """`length` characters from a place on, counted from 0."""
    if text is None or begin is None or length is None:
        return None
    first, count = (int(min(max(each, 0), LONGEST)) for each in (begin, length))
    return str(text)[first : first + count]


def number_text(number: float | None) -> str | None:
    """A number as it is written: 3, 0.1."""
    if number is None:
        return None
    return str(int(number)) if number == number // 1 and abs(number) < EXACT else repr(number)


def starts(text: str | None, part: str | None) -> bool | None:
    """Whether a text begins so."""
    return None if text is None or part is None else str(text).startswith(str(part))


def ends(text: str | None, part: str | None) -> bool | None:
    """Whether a text ends so."""
    return None if text is None or part is None else str(text).endswith(str(part))


def rest(number: float | None, by: float | None) -> float | None:
    """What is left by a division, of the sign of what was divided."""
    if number is None or not by:
        return None
    return math.fmod(number, by)


class HeldNumbers:
    """Numbers by id that a running query looks up; SQLite would search a JSON text for each row."""

    def __init__(self, numbers: Mapping[int, float]) -> None:
        self.numbers = numbers
        self.key = next(KEYS)


KEYS = itertools.count(1)
HELD: WeakValueDictionary[int, HeldNumbers] = WeakValueDictionary()


def held(numbers: Mapping[int, float]) -> HeldNumbers:
    """Hold numbers for as long as the answer is kept."""
    made = HeldNumbers(numbers)
    HELD[made.key] = made
    return made


def looked_up(key: int, pk: int | None) -> float | None:
    """The number of an id."""
    return None if pk is None else HELD[key].numbers.get(pk)


KNOWN: dict[str, tuple[int, Callable[..., Any]]] = {
    "STA_LOWER": (1, lower),
    "STA_UPPER": (1, upper),
    "STA_SUBSTRING": (3, substring),
    "STA_NUMBER_TEXT": (1, number_text),
    "STA_STARTS": (2, starts),
    "STA_ENDS": (2, ends),
    "STA_REST": (2, rest),
    "STA_LOOKED_UP": (2, looked_up),
}


def make_known(sender: object, connection: Any, **told: Any) -> None:
    """Tell a new connection, if it is one to SQLite."""
    if connection.vendor == "sqlite":
        for name, (arguments, function) in KNOWN.items():
            connection.connection.create_function(name, arguments, function, deterministic=True)

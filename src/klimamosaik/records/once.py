"""What several pages ask for is worked out once for each state of the database."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from klimamosaik.records.database_mark import DatabaseMark

Made = TypeVar("Made")
MARK = DatabaseMark()
KEPT: dict[Hashable, tuple[object, Any]] = {}  # name -> mark, answer; one of each name


def always(found: object) -> bool:
    """True of any answer: it depends on the database alone."""
    return True


def once(name: Hashable, make: Callable[[], Made], good: Callable[[Made], bool] = always) -> Made:
    """What `make` makes, made anew as soon as any row has changed; whoever is given it reads it.

    Inside a transaction it is made each time. Where the clock alone can make it another answer,
    `good` says whether the one that is kept still is one.
    """
    mark = MARK.now()
    if mark is None:
        return make()
    held = KEPT.get(name)
    if held is not None and held[0] == mark and good(held[1]):
        kept: Made = held[1]
        return kept
    found = make()
    KEPT[name] = (mark, found)
    return found

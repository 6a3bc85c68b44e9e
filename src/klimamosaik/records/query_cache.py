"""What several pages ask for is worked out once for each state of what it asks the database."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db.models import Model

from klimamosaik.records.database_mark import DatabaseMark
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.records.query_log import Questions, asking, stands_on
from klimamosaik.records.rows import fields_of

Made = TypeVar("Made")
Asked = tuple[object, Questions, Any]  # of what, asked what, answer
MARK = DatabaseMark()
KEPT = HeldResults[Asked](most=2000, seconds=26 * 3600)


def always(found: object) -> bool:
    """True of any answer: it depends on the database alone."""
    return True


def once(
    name: Hashable,
    make: Callable[[], Made],
    good: Callable[[Made], bool] = always,
    of: tuple[Model | None, ...] = (),
    kept: HeldResults[Asked] = KEPT,
) -> Made:
    """What `make` makes of what it asks the database; whoever is given it reads it.

    It is made anew as soon as one of its questions has another answer, or a row it is made `of`
    says something else: `make` uses nothing that was asked before. Inside a transaction it is made
    each time. Where the clock alone can make it another answer, `good` says whether the one that is
    held still is one. kept: where it is held, a place of its own for what is large.
    """
    mark = MARK.now()
    if mark is None:
        return make()
    rows = [row and fields_of(row) for row in of]
    held = kept.find(name)
    if held is not None and held[0] == rows and good(held[2]) and held[1].still(mark):
        stands_on(held[1])
        same: Made = held[2]
        return same
    with asking(mark) as asked:
        found = make()
    kept.keep(name, (rows, asked, found))
    return found

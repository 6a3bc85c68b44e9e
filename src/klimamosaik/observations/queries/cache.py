"""What takes long to work out from readings is worked out again only where they changed."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.db import connection

from klimamosaik.observations.store import latest, version
from klimamosaik.records.query_log import aside

KEPT = 26 * 3600  # [s]
Found = TypeVar("Found")


def cached(
    name: str,
    *,
    datastreams: Sequence[int],
    more: object = (),
    work: Callable[[], Found],
    again: Callable[[Found, Sequence[int]], Found] | None = None,
) -> Found:
    """The answer of `work` to a question about `datastreams`, as their readings stand now.

    name: of the question; more: whatever else its answer depends on; again: the same answer from
    an older one and the datastreams whose readings changed since, where it comes in parts. One
    answer a question is kept, so that many deliveries do not fill the memory. Inside a transaction
    nothing is kept, as its version may never come to be.
    """
    if connection.in_atomic_block:
        return work()
    key = f"{name}-{sha256(repr((list(datastreams), more)).encode()).hexdigest()}"
    now = version.current().newest  # before the work: what is delivered meanwhile is newer
    held: tuple[int, Found] | None = cache.get(key)
    if held is not None and held[0] == now:
        return held[1]
    with aside():  # the version is what it stands on
        found = work() if held is None else brought_forward(held, datastreams, work, again)
    cache.set(key, (now, found), KEPT)
    return found


def brought_forward(
    held: tuple[int, Found],
    datastreams: Sequence[int],
    work: Callable[[], Found],
    again: Callable[[Found, Sequence[int]], Found] | None,
) -> Found:
    """An older answer as it is, where none of the readings changed; else with what changed."""
    version, found = held
    changed = latest.changed_since(datastreams, version)
    if not changed:
        return found
    return work() if again is None else again(found, changed)

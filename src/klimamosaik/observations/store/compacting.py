"""Hot readings become cold ones, one compactor at a time."""

import time

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from klimamosaik.observations.store import cold, cold_writing, hot, version

PORTION = 2_000_000  # readings a commit
GIVEN_BACK = 10_000  # pages of 4 kB; who delivers waits meanwhile, a tenth of a second
BETWEEN = 0.05  # [s] then who waited writes first


def settle_upto(newest: int) -> int:
    """Move readings with seq <= newest from hot to cold; returns how many.

    The cold is committed first, then the hot rows are deleted: a crash between leaves readings
    in both, which readers take once and the next run clears away.
    """
    table = cold.opened() or cold_writing.created()
    if hot.settling(upto=table.settled).exists():  # left behind by a crash
        finish(table.settled)
    moved = 0
    for cut in hot.portions(newest=newest, readings=PORTION):
        now = cold.opened()
        moved += cold_writing.append(hot.take(upto=cut), upto=cut, table=now)
        finish(cut)
    return moved


def finish(cut: int) -> None:
    """Delete the hot rows of what has been committed to the cold."""
    with transaction.atomic():
        version.note_settled(cut)
        hot.drop(upto=cut)
    give_back()


def give_back() -> None:
    """Give the room that readings have left in SQLite's file back to the disk, a part at a time."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        left, before = free_pages(cursor), None
        while left and left != before:
            # as a script: else it stops after one page
            cursor.executescript(f"PRAGMA incremental_vacuum({GIVEN_BACK})")
            left, before = free_pages(cursor), left
            if left:
                time.sleep(BETWEEN)


def free_pages(cursor: CursorWrapper) -> int:
    """Pages of SQLite's file that nothing lies in."""
    cursor.execute("PRAGMA freelist_count")
    [count] = cursor.fetchone()
    return int(count)

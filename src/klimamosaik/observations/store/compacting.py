"""Hot readings become cold ones, one compactor at a time."""

from django.db import connection, transaction

from klimamosaik.observations.store import cold, hot, version

PORTION = 2_000_000  # readings a commit
GIVEN_BACK = 10_000  # pages of 4 kB; who delivers waits meanwhile, a tenth of a second


def settle_upto(newest: int) -> int:
    """Move readings with seq <= newest from hot to cold; returns how many.

    The cold is committed first, then the hot rows are deleted: a crash between leaves readings
    in both, which readers take once and the next run clears away.
    """
    table = cold.opened() or cold.created()
    if hot.settling(upto=table.settled).exists():  # left behind by a crash
        finish(table.settled)
    moved = 0
    for cut in hot.portions(newest=newest, readings=PORTION):
        now = cold.opened()
        readings = hot.take(upto=cut)
        cold.append(readings, upto=cut, table=now)
        finish(cut)
        moved += readings.height
    return moved


def finish(cut: int) -> None:
    """Delete the hot rows of what has been committed to the cold."""
    with transaction.atomic():
        version.note_settled(cut)
        hot.drop(upto=cut)
    give_back()


def give_back() -> None:
    """Give room that readings have left in SQLite's file back to the disk, a part each time."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:  # as a script: else it stops after one page
            cursor.executescript(f"PRAGMA incremental_vacuum({GIVEN_BACK})")

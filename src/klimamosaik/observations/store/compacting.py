"""Hot readings become cold ones, one compactor at a time."""

from django.db import transaction

from klimamosaik.observations.store import cold, hot, version

PORTION = 2_000_000  # readings a commit


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

"""A file that was stored no longer counts, or does once more."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.observations.intake.bills import restore_bills
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.deliveries import withdraw
from klimamosaik.observations.operations.withdrawn_places import (
    bring_places_again,
    take_places_back,
)
from klimamosaik.observations.queries.places_brought import places_brought
from klimamosaik.observations.store import version
from klimamosaik.records.undoing import undone_by
from klimamosaik.terms.complaint import InputRejected, Problem, problem


def undo(*, delivery: Delivery, by: User | None, at: datetime) -> Delivery:
    """Take a delivery back: its readings and bills no longer count.

    The buildings and meters go that came to be by it alone.

    Returns the new delivery that restores what was there before. Raises InputRejected where the
    delivery was undone already or is itself an undoing.
    """
    with transaction.atomic():
        version.hold()  # of two who take it back at the same time, one is refused
        if delivery.withdraws_id or Delivery.objects.filter(withdraws=delivery).exists():
            raise InputRejected([undone_already(delivery)])
        places = places_brought(delivery)
        undoing = withdraw(delivery=delivery, by=by, at=at)
        restore_bills(delivery=delivery.brings_again or delivery, undoing=undoing)
        take_places_back(places, undoing=undoing, by=by)
        undone_by(bring_again, [undoing.seq])
    return undoing


def bring_again(about: Sequence[int], by: User | None, at: datetime) -> None:
    """Let a delivery count again that was taken back.

    Raises InputRejected where it does already.
    """
    (withdrawal,) = about
    with transaction.atomic():
        version.hold()
        undoing = Delivery.objects.select_related("withdraws").get(pk=withdrawal)
        first = undoing.withdraws
        same = Delivery.objects.filter(seq__gt=withdrawal, withdraws=None)
        if first and first.sha256 and same.filter(sha256=first.sha256).exists():
            raise InputRejected([brought_again_already(undoing)])
        bring_places_again(undoing=undoing, by=by)
        again = withdraw(delivery=undoing, by=by, at=at, again=True)
        assert again.brings_again is not None
        restore_bills(delivery=again.brings_again, undoing=again)


def brought_again_already(delivery: Delivery) -> Problem:
    """A file that came once more since it was taken back."""
    return problem(
        "brought_again_already",
        "„{name}“ ist inzwischen noch einmal importiert worden.",
        "“{name}” has been imported once more meanwhile.",
        name=delivery.name,
    )


def undone_already(delivery: Delivery) -> Problem:
    """A delivery that cannot be taken back."""
    return problem(
        "undone_already",
        "„{name}“ (Datenversion {seq}) ist schon zurückgenommen oder selbst eine Rücknahme; "
        "soll es wieder gelten, laden Sie die Datei noch einmal hoch.",
        "“{name}” (data version {seq}) was withdrawn already or is itself a withdrawal; to "
        "have it back, upload the file again.",
        name=delivery.name,
        seq=delivery.seq,
    )

"""The brake on guessing: so many tries, then a pause that grows; counted in the database.

A try is counted before it is looked at and taken back where it was right, so that a hundred at
the same moment are no more than ten one after the other. While a pause lasts nothing is counted:
who guesses keeps nobody out for longer than the pause. What other names do touches no count.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from klimamosaik.people.log_in.models import WrongTries
from klimamosaik.terms.text import Text

WITHIN = timedelta(minutes=10)  # tries further apart do not add up
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(hours=4)
KEPT = timedelta(days=7)  # a count nobody adds to
NAME_TRIES = 10
ADDRESS_TRIES = 50  # a whole office may stand behind one

LOG = logging.getLogger(__name__)
WAIT = Text(
    "Zu viele falsche Versuche. Bitte warten Sie noch {minutes:Minute|Minuten}.",
    "Too many wrong tries. Please wait for {minutes:more minute|more minutes}.",
)


@dataclass(frozen=True)
class Slot:
    """What tries are counted by, and how many there may be."""

    kind: str  # "name", "address", "browser", "code", ...
    what: str
    tries: int = NAME_TRIES
    shared: bool = False  # by several people: one of them being right clears nothing of the others

    @property
    def digest(self) -> str:
        """What stands in the database: a name may be a password typed into the wrong field."""
        key = f"{self.kind}:{self.what}"
        return salted_hmac("klimamosaik.tries", key, algorithm="sha256").hexdigest()


class TooManyTries(Exception):
    """There is a pause; nothing was looked at."""

    def __init__(self, until: datetime, *, at: datetime) -> None:
        minutes = max(1, -int((at - until).total_seconds() // 60))
        self.until, self.text = until, WAIT.format(minutes=minutes)
        super().__init__(self.text.en)


def count_try(slots: Sequence[Slot], *, at: datetime) -> None:
    """Count a try in all slots, before it is looked at. Raises TooManyTries during a pause."""
    with transaction.atomic():
        rows = rows_of(slots, at)
        ends = [pause_end(row, tries) for row, tries in rows]
        until = max((end for end in ends if end is not None and end > at), default=None)
        if until is not None:
            raise TooManyTries(until, at=at)
        for (row, _), end in zip(rows, ends, strict=True):
            add_one(row, at, after_pause=end is not None)
            row.save()


def rows_of(slots: Sequence[Slot], at: datetime) -> list[tuple[WrongTries, int]]:
    """The rows of the slots, held until the end of the transaction, each with its limit."""
    found = []
    for slot in sorted(slots, key=lambda each: each.digest):  # in one order: nobody waits for ever
        row, new = WrongTries.objects.select_for_update().get_or_create(
            slot=slot.digest, defaults={"since": at, "last": at, "noted_since": at}
        )
        if new:
            WrongTries.objects.filter(last__lt=at - KEPT).delete()
        found.append((row, slot.tries))
    return found


def pause_end(row: WrongTries, tries: int) -> datetime | None:
    """When the pause of a row ends, or ended; None where there are tries left."""
    if row.count < tries:
        return None
    return row.last + min(FIRST_PAUSE * (1 << row.pauses), LONGEST_PAUSE)


def add_one(row: WrongTries, at: datetime, *, after_pause: bool) -> None:
    """Count one more try; a pause that is over, or a while without any, begins anew."""
    if after_pause:
        row.count, row.since, row.pauses = 0, at, min(row.pauses + 1, 10)
    elif at - row.since > WITHIN:
        row.count, row.since = 0, at
    if at - row.noted_since > KEPT:
        row.noted, row.noted_since, row.pauses = 0, at, 0
    row.count, row.noted, row.last = row.count + 1, row.noted + 1, at


def was_right(slots: Collection[Slot]) -> None:
    """The try counted last was right: it counts no more; what only this person did is forgiven."""
    with transaction.atomic():
        for slot in sorted(slots, key=lambda each: each.digest):
            row = WrongTries.objects.select_for_update().filter(slot=slot.digest).first()
            if row is None:
                continue
            row.count = max(0, row.count - 1) if slot.shared else 0
            row.pauses = row.pauses if slot.shared else 0
            row.noted = max(0, row.noted - 1)
            row.save()


def was_wrong(slots: Collection[Slot], *, who: str, address: str) -> None:
    """The try counted last was wrong; where that begins a pause, the log says so, once.

    who: a person's number, or that nobody is called so; never what was typed.
    """
    limits = {slot.digest: slot for slot in slots}
    for row in WrongTries.objects.filter(slot__in=limits):
        slot = limits[row.slot]
        if row.count == slot.tries:
            LOG.warning(
                "Too many wrong tries, counted by %s: %s, from %s; pause until %s",
                slot.kind,
                who,
                address or "an unknown address",
                f"{pause_end(row, slot.tries):%H:%M:%S %Z}",
            )


def wrong_tries(slots: Collection[Slot]) -> dict[str, WrongTries]:
    """What is noted of these slots, by `what`; those nobody was wrong at are left out."""
    names = {slot.digest: slot.what for slot in slots}
    return {names[row.slot]: row for row in WrongTries.objects.filter(slot__in=names, noted__gt=0)}

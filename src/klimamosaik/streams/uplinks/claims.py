"""Each message counts once, however often it comes and whatever dies in between.

Before its readings are stored, a message is claimed with the time they get; afterwards the claim
is noted as taken. Who dies in between leaves a claim: the same message then stores the same
readings at the same time again, which changes nothing. So none is lost and none counts twice.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from random import random

from klimamosaik.sources.lorawan.clocks import MessageClock, SentAt
from klimamosaik.sources.lorawan.uplink import Uplink
from klimamosaik.streams.models import DataSource, SeenMessage

COPIES = timedelta(minutes=10)  # copies of a message come up to a minute apart; a margin beside
REMEMBERED = timedelta(days=30)  # longer than any broker keeps what nobody fetched
FORGET_EVERY = 5_000  # messages
WRITTEN_AT_ONCE = 100  # rows a statement
ASKED_AT_ONCE = 500  # keys a query; SQLite allows a limited number of parameters


def known_claims(source: DataSource, keys: Iterable[str]) -> dict[str, SeenMessage]:
    """The claims there are, by key."""
    asked, found = sorted(set(keys)), {}
    for begin in range(0, len(asked), ASKED_AT_ONCE):
        some = asked[begin : begin + ASKED_AT_ONCE]
        rows = SeenMessage.objects.filter(source=source, key__in=some)
        found.update({each.key: each for each in rows})
    return found


def message_key(uplink: Uplink) -> str:
    """The key of a message. Sessions are told in many ways, so a long one is shortened."""
    return uplink.key if len(uplink.key) <= 200 else sha256(uplink.key.encode()).hexdigest()


def claim(
    source: DataSource, uplink: Uplink, sent: SentAt, known: dict[str, SeenMessage]
) -> SeenMessage:
    """The claim of a message, not saved yet; its `at` is the time its readings get.

    A counter that comes again much later is another message: a device that began anew without
    the network telling of a join. One whose time is only that of its arrival is told by its key
    alone. known: the claims there are; a new one is noted in it.
    """
    key = message_key(uplink)
    row = known.setdefault(key, SeenMessage(source=source, key=key, at=sent.at))
    if sent.clock is not MessageClock.ARRIVAL and abs(row.at - sent.at) > COPIES:
        row.at, row.taken_at = sent.at, None
    return row


def save_claims(rows: Iterable[SeenMessage]) -> None:
    """Save claims that are new or got another time."""
    SeenMessage.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["at", "taken_at"],
        batch_size=WRITTEN_AT_ONCE,
    )


def note_taken(rows: Sequence[SeenMessage], *, at: datetime) -> None:
    """The readings of these messages are stored."""
    for begin in range(0, len(rows), ASKED_AT_ONCE):
        keys = [row.key for row in rows[begin : begin + ASKED_AT_ONCE]]
        SeenMessage.objects.filter(source=rows[0].source_id, key__in=keys).update(taken_at=at)


def refused_before(source: DataSource, body: bytes, *, at: datetime) -> bool:
    """True where exactly these bytes were refused before; notes them as refused.

    A network server that repeats what it is refused would otherwise never stop.
    """
    key = "refused/" + sha256(body).hexdigest()
    _, fresh = SeenMessage.objects.get_or_create(
        source=source, key=key, defaults={"at": at, "taken_at": at}
    )
    return not fresh


def forget_sometimes(messages: int, *, at: datetime) -> None:
    """Forget old messages now and then: once in about so many that were taken in."""
    if random() * FORGET_EVERY < messages:
        forget(at=at)


def forget(*, at: datetime) -> int:
    """Forget messages so old that no copy comes any more; returns how many."""
    count, _ = SeenMessage.objects.filter(at__lt=at - REMEMBERED).delete()
    return count

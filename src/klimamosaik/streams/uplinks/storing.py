"""The way of a few messages into the store: claimed, stored in one act, noted.

Three commits. The one in the middle stores readings and the use that counters became together, so
that no death in between leaves one without the other.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from threading import Lock

from django.db import transaction

from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.sources.lorawan.uplink import Uplink
from klimamosaik.streams.models import DataSource
from klimamosaik.streams.uplinks.answers import LEFT_OUT, UplinkAnswer, ignored, refused, stored
from klimamosaik.streams.uplinks.claims import forget, note_taken
from klimamosaik.streams.uplinks.metering import MeteredUse, metered
from klimamosaik.streams.uplinks.noting import note_devices
from klimamosaik.streams.uplinks.opening import OpenUplink, opened
from klimamosaik.streams.uplinks.rows import frame_of
from klimamosaik.terms.complaint import InputRejected

STRIPES = tuple(Lock() for _ in range(64))  # by device: its counters are read and written on

SWEEP = 5_000  # messages between two looks for those nobody has to remember any more


def store_uplinks(
    source: DataSource, uplinks: Sequence[Uplink], *, at: datetime
) -> list[UplinkAnswer]:
    """Store what the messages measured; returns after the commit, an answer for each."""
    if not uplinks:
        return []
    with alone_with(uplinks):
        with transaction.atomic():
            found = opened(source, uplinks, at=at)
        deliver_all(source, [each for each in found if isinstance(each, OpenUplink)], at=at)
    return [answer_to(each) if isinstance(each, OpenUplink) else each for each in found]


@contextmanager
def alone_with(uplinks: Sequence[Uplink]) -> Iterator[None]:
    """Of one device only one thread of a process at a time; always taken in the same order.

    Two processes may still meet over one counter: the next state works out the steps before it
    once more (counting.AGAIN).
    """
    with ExitStack() as held:
        for place in sorted({hash(uplink.device) % len(STRIPES) for uplink in uplinks}):
            held.enter_context(STRIPES[place])
        yield


def deliver_all(source: DataSource, messages: Sequence[OpenUplink], *, at: datetime) -> None:
    """Store and note. What the store refuses is tried one by one, so that it holds up no other."""
    if not messages:
        return
    use = metered(messages)
    rows = [reading.row() for message in messages for reading in message.readings]
    try:
        if rows:
            take_in(frame_of([*rows, *use.rows]), name=source.name)
    except InputRejected as refusal:
        if len(messages) > 1:
            for each in messages:
                deliver_all(source, [each], at=at)
            return
        messages[0].answer, use = refused(refusal.complaints[0].text), MeteredUse()
    with transaction.atomic():
        # a message without readings stays open: its copy may be the one that was decoded
        note_taken([each.claim for each in messages if each.readings], at=at)
        note_devices(messages, use, at=at)
    if any(each.claim.pk % SWEEP == 0 for each in messages):
        forget(at=at)


def answer_to(message: OpenUplink) -> UplinkAnswer:
    """What is said of a message that was stored, or held nothing for us."""
    if message.answer is not None:
        return message.answer
    if message.readings:
        return stored(len(message.readings), message.note)
    return ignored(message.note) if message.note else LEFT_OUT

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
from klimamosaik.streams.uplinks.claims import forget_sometimes, note_taken
from klimamosaik.streams.uplinks.metering import MeteredUse, joined, metered
from klimamosaik.streams.uplinks.opening import OpenUplink, opened
from klimamosaik.streams.uplinks.rows import frame_of
from klimamosaik.streams.uplinks.states import note_devices, note_heard
from klimamosaik.terms.complaint import InputRejected

STRIPES = tuple(Lock() for _ in range(64))  # by device: its counters are read and written on


def store_uplinks(
    source: DataSource,
    uplinks: Sequence[Uplink],
    *,
    others: Sequence[UplinkAnswer] = (),
    at: datetime,
) -> list[UplinkAnswer]:
    """Store what the messages measured; returns after the commit, an answer for each.

    others: the answers to messages beside them that are no uplinks, to be counted with these.
    """
    with alone_with(uplinks):
        found = claimed(source, uplinks, at=at)
        messages = [each for each in found if isinstance(each, OpenUplink)]
        use = delivered(source, messages)
        answers = [answer_to(each) if isinstance(each, OpenUplink) else each for each in found]
        with transaction.atomic():
            note_taken([each.claim for each in messages if each.claim], at=at)
            note_devices(messages, use, at=at)
            note_heard(source, [*answers, *others], at=at)
    forget_sometimes(len(messages), at=at)
    return answers


def claimed(
    source: DataSource, uplinks: Sequence[Uplink], *, at: datetime
) -> list[OpenUplink | UplinkAnswer]:
    """The messages with their claims, committed."""
    if not uplinks:
        return []
    with transaction.atomic():
        return opened(source, uplinks, at=at)


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


def delivered(source: DataSource, messages: Sequence[OpenUplink]) -> MeteredUse:
    """Store the readings, and the use that counters became.

    What the store refuses is tried one by one, so that it holds up no other.
    """
    if not any(message.readings for message in messages):
        return MeteredUse()
    use = metered(messages)  # marks readings, too
    rows = [reading.row() for message in messages for reading in message.readings]
    try:
        take_in(frame_of([*rows, *use.rows]), name=source.name)
    except InputRejected as refusal:
        if len(messages) == 1:
            messages[0].answer = refused(refusal.complaints[0].text)
            return MeteredUse()
        return joined(delivered(source, [each]) for each in messages)
    return use


def answer_to(message: OpenUplink) -> UplinkAnswer:
    """What is said of a message that was stored, or held nothing for us."""
    if message.answer is not None:
        return message.answer
    if message.readings:
        return stored(len(message.readings), message.note)
    return ignored(message.note) if message.note else LEFT_OUT

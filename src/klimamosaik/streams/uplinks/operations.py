"""The door of LoRaWAN messages: taken in together, answered after the commit."""

from collections.abc import Sequence
from datetime import datetime

from klimamosaik.sources.lorawan.envelope import message_in
from klimamosaik.sources.lorawan.uplink import NoUplink, Uplink
from klimamosaik.streams.models import DataSource
from klimamosaik.streams.uplinks.answers import (
    PAUSED,
    REFUSED_BEFORE,
    UplinkAnswer,
    ignored,
    refused,
)
from klimamosaik.streams.uplinks.claims import forget, refused_before
from klimamosaik.streams.uplinks.storing import store_uplinks
from klimamosaik.streams.uplinks.tying import tie_counter, untie_counter
from klimamosaik.terms.complaint import InputRejected

__all__ = ["forget", "take_uplink", "take_uplinks", "tie_counter", "untie_counter"]


def take_uplink(*, source: DataSource, body: bytes, at: datetime) -> UplinkAnswer:
    """Take in one message; returns after its readings are committed."""
    return take_uplinks(source=source, bodies=[body], at=at)[0]


def take_uplinks(
    *, source: DataSource, bodies: Sequence[bytes], at: datetime
) -> list[UplinkAnswer]:
    """Take in messages that came together; returns after all is committed, an answer for each.

    bodies: as the network sent them, by HTTP or as payload of MQTT; at: when they came. What
    cannot be read is refused in its answer and holds up no other. What is raised means that
    nothing of it counts: whoever brings the messages brings them again.
    """
    if source.paused_at is not None:
        return [PAUSED for _ in bodies]
    found = [opened(source, body, at=at) for body in bodies]
    uplinks = [each for each in found if isinstance(each, Uplink)]
    others = [each for each in found if isinstance(each, UplinkAnswer)]
    stored = iter(store_uplinks(source, uplinks, others=others, at=at))
    return [next(stored) if isinstance(each, Uplink) else each for each in found]


def opened(source: DataSource, body: bytes, *, at: datetime) -> Uplink | UplinkAnswer:
    """The uplink in a message, or the answer to one that is none."""
    try:
        message = message_in(body)
    except InputRejected as refusal:
        if refused_before(source, body, at=at):
            return REFUSED_BEFORE
        return refused(refusal.complaints[0].text)
    return ignored(message.text) if isinstance(message, NoUplink) else message

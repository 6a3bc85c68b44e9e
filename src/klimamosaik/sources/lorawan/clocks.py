"""When a message was sent: by the gateway's clock where it is credible, else by the server's."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from klimamosaik.sources.lorawan.uplink import Uplink
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

FIRST = datetime(2015, 1, 1, tzinfo=UTC)  # LoRaWAN 1.0 is of January 2015
AHEAD = timedelta(seconds=5)  # a gateway hears before the server does; clocks differ a little
BEHIND = timedelta(hours=24)  # gateways keep what they heard while their own link is down
BEFORE_US = timedelta(minutes=5)  # by which our own clock may be slow


class MessageClock(TextEnum):
    """Whose clock the time of a message is of."""

    GATEWAY = "gateway", Text("Uhr des Gateways", "the gateway's clock")
    SERVER = "server", Text("Uhr des Netzwerkservers", "the network server's clock")
    ARRIVAL = "arrival", Text("Zeit des Eintreffens hier", "time of arrival here")


@dataclass(frozen=True)
class SentAt:
    """When a message was sent, to the millisecond, and by whose clock."""

    at: datetime  # UTC
    clock: MessageClock


def sent_at(uplink: Uplink, *, arrived: datetime) -> SentAt:
    """The earliest time of a gateway that fits the server's, else the server's, else ours.

    A gateway's clock is credible where it is neither ahead of who heard of it later nor more than
    a day behind. What comes out is in whole milliseconds, as readings are numbered.
    """
    server = uplink.received
    if server is not None and not FIRST <= server <= arrived + BEFORE_US:
        server = None
    latest = server + AHEAD if server else arrived + BEFORE_US
    earliest = server - BEHIND if server else FIRST
    heard = [each.at for each in uplink.gateways if each.at and earliest <= each.at <= latest]
    if heard:
        return SentAt(in_milliseconds(min(heard)), MessageClock.GATEWAY)
    if server:
        return SentAt(in_milliseconds(server), MessageClock.SERVER)
    return SentAt(in_milliseconds(arrived), MessageClock.ARRIVAL)


def in_milliseconds(at: datetime) -> datetime:
    """The moment without what is finer than a millisecond."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)

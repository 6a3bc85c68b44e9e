"""A message as it comes, and what whoever takes it promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BrokerMessage:
    """A message a broker handed over and keeps until it is acknowledged."""

    topic: str
    payload: bytes
    number: int  # packet identifier, the same when it is handed over again; 0 of QoS 0
    again: bool  # the broker says that it may have been handed over before
    at: datetime  # when it came here


# Stores what the messages say and returns how many of them said nothing that could be stored.
# What it raises means that none of them counts as stored.
Storing = Callable[[Sequence[BrokerMessage]], int]

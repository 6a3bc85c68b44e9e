"""A listener in a thread, and somebody who publishes."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from klimamosaik.sources.mqtt.address import broker_address
from klimamosaik.sources.mqtt.listening import TopicListener
from klimamosaik.sources.mqtt.message import BrokerMessage
from tests.broker import PATIENCE
from tests.broker import broker as broker


class Passing(Exception):
    """A failure that goes away by itself."""


class Poison(Exception):
    """The fault of a message."""


@dataclass
class Store:
    """What was stored, and what goes wrong while storing."""

    stored: list[bytes] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    failing: bool = False
    tries: int = 0

    def __call__(self, messages: Sequence[BrokerMessage]) -> int:
        self.tries += 1
        if self.failing:
            raise Passing
        if any(message.payload == b"poison" for message in messages):
            raise Poison
        self.batches.append(len(messages))
        self.stored += [message.payload for message in messages]
        return 0


@contextmanager
def listening(
    address: str, store: Store, topics: Sequence[str] = ("in/#",)
) -> Iterator[TopicListener]:
    """A listener that is subscribed already."""
    listener = TopicListener(
        broker_address(address),
        topics,
        name="listener",
        store=store,
        passes=lambda error: isinstance(error, Passing),
    )
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        yield listener
    finally:
        listener.stopping.set()
        thread.join(PATIENCE)


def published(port: int, *payloads: bytes, topic: str = "in/one") -> None:
    """Publish; returns once the broker has them all."""
    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
    client.connect("127.0.0.1", port)
    client.loop_start()
    sent = [client.publish(topic, payload, 1) for payload in payloads]
    for each in sent:
        each.wait_for_publish(PATIENCE)
    client.disconnect()
    client.loop_stop()


@pytest.fixture
def store() -> Store:
    """An empty store."""
    return Store()

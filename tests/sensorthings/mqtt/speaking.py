"""Clients of a broker as programs of other people are."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from tests.broker import PATIENCE


class Speaking:
    """Somebody connected, with what they heard and what the broker answered."""

    def __init__(self, port: int, user: str, password: str, name: str, will: str = "") -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.answers: dict[int, bool] = {}
        self.changed = threading.Condition()
        self.let_in: bool | None = None
        kept = name != ""
        self.client = paho.Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=paho.MQTTv5)
        if user:
            self.client.username_pw_set(user, password)
        if will:  # published by the broker once it misses us
            self.client.will_set(will, b"will", 1)
        self.client.on_connect = self.connected
        self.client.on_disconnect = lambda *_: self.note(let_in=False)
        self.client.on_message = self.received
        self.client.on_publish = self.answered
        self.client.on_subscribe = lambda _, __, mid, *___: self.note(mid, True)
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = 3600 if kept else 0
        self.client.connect("127.0.0.1", port, clean_start=not kept, properties=properties)
        self.client.loop_start()
        self.wait(lambda: self.let_in is not None)

    def note(self, number: int = 0, good: bool = False, let_in: bool | None = None) -> None:
        """Take in an answer."""
        with self.changed:
            if number:
                self.answers[number] = good
            if let_in is not None:
                self.let_in = let_in
            self.changed.notify_all()

    def connected(self, _: object, __: object, ___: object, reason: object, ____: object) -> None:
        self.note(let_in=not getattr(reason, "is_failure", False))

    def received(self, _: object, __: object, message: paho.MQTTMessage) -> None:
        with self.changed:
            self.heard.append((message.topic, bytes(message.payload)))
            self.changed.notify_all()

    def answered(self, _: object, __: object, number: int, reason: object, ____: object) -> None:
        self.note(number, not getattr(reason, "is_failure", False))

    def wait(self, holds: object) -> None:
        """Wait for something to become true."""
        with self.changed:
            assert self.changed.wait_for(holds, PATIENCE), "waited in vain"  # type: ignore[arg-type]

    def publish(self, topic: str, payload: bytes = b"{}") -> bool:
        """Publish; True where the broker took it."""
        sent = self.client.publish(topic, payload, 1)
        self.wait(lambda: sent.mid in self.answers)
        return self.answers[sent.mid]

    def subscribe(self, *topics: str) -> None:
        """Subscribe; what may not be read never comes."""
        for topic in topics:
            _, number = self.client.subscribe(topic, 1)
            assert number is not None
            self.wait(lambda number=number: number in self.answers)

    def vanish(self) -> None:
        """Be gone without a word."""
        made: Any = self.client.socket()
        assert made is not None
        made.shutdown(socket.SHUT_RDWR)

    def hears(self, topic: str) -> bool:
        """True where something came on a topic."""
        return any(each == topic for each, _ in self.heard)


@contextmanager
def speaking(
    port: int, user: str = "", password: str = "", name: str = "", will: str = ""
) -> Iterator[Speaking]:
    """A client; with a name the broker keeps what comes while it is away."""
    made = Speaking(port, user, password, name, will)
    try:
        yield made
    finally:
        made.client.disconnect()
        made.client.loop_stop()

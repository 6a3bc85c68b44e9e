"""Listening to a broker for a moment, to see what comes: nothing is acknowledged or kept."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from klimamosaik.sources.mqtt.address import BrokerAddress
from klimamosaik.sources.mqtt.connecting import LARGEST, failed
from klimamosaik.sources.mqtt.message import BrokerMessage

MOST = 500  # messages that are enough to see what comes
LOOKS = 0.1  # [s]


class BrokerSilent(Exception):
    """The broker is not there, or does not let us listen."""


class Overhearer:
    """A client of the moment, which the broker forgets after it."""

    def __init__(self, address: BrokerAddress, topic: str, most: int) -> None:
        self.topic, self.most = topic, most
        self.heard: list[BrokerMessage] = []
        self.subscribed, self.refused = threading.Event(), threading.Event()
        self.client = paho.Client(CallbackAPIVersion.VERSION2)
        self.client.on_connect = self.connected
        self.client.on_subscribe = self.granted
        self.client.on_message = self.received
        if address.user:
            self.client.username_pw_set(address.user, address.password)
        if address.encrypted:
            self.client.tls_set()

    def connected(
        self, client: paho.Client, _: object, __: object, reason: object, *___: object
    ) -> None:
        """Ask for the topic, once we are let in."""
        if failed(reason):
            self.refused.set()
        else:
            client.subscribe(self.topic, 0)

    def granted(
        self, _: object, __: object, ___: object, why: Sequence[object], *____: object
    ) -> None:
        """The broker says whether it hands over what comes."""
        (self.refused if any(failed(each) for each in why) else self.subscribed).set()

    def received(self, _: object, __: object, message: paho.MQTTMessage) -> None:
        """Keep a message to look at."""
        if len(self.heard) < self.most and len(message.payload) <= LARGEST:
            body, now = bytes(message.payload), datetime.now(UTC)
            self.heard.append(BrokerMessage(message.topic, body, message.mid, False, now))


def overhear(
    address: BrokerAddress,
    topic: str,
    *,
    spare: Callable[[], bool],
    most: int = MOST,
    listening: Callable[[], None] = lambda: None,
) -> Sequence[BrokerMessage]:
    """What comes on a topic while there is time. Raises BrokerSilent where nobody lets us listen.

    listening: called once the broker hands over what comes.
    """
    one = Overhearer(address, topic, most)
    try:
        one.client.connect(address.host, address.port)
    except OSError as error:
        raise BrokerSilent from error
    one.client.loop_start()
    try:
        while spare() and not (one.subscribed.is_set() or one.refused.is_set()):
            time.sleep(LOOKS)
        if not one.subscribed.is_set():
            raise BrokerSilent
        listening()
        while spare() and len(one.heard) < most:
            time.sleep(LOOKS)
    finally:
        one.client.disconnect()
        one.client.loop_stop()
    return one.heard

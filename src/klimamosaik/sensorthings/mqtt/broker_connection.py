"""The connection by which the server tells, and by which the broker tells what is asked for."""

import logging
import threading
from collections.abc import Callable, Sequence

import paho.mqtt.client as paho

from klimamosaik.sensorthings.mqtt.entity_messages import ToldMessage
from klimamosaik.sensorthings.mqtt.subscriptions import TOLD_ON
from klimamosaik.sensorthings.mqtt.topics import client_name
from klimamosaik.sources.mqtt.address import BrokerAddress
from klimamosaik.sources.mqtt.connecting import failed, remembered_client

LOOKS = 0.5  # [s] between looks whether to stop

logger = logging.getLogger("klimamosaik.mqtt")


class TellingVoice:
    """Publishes and waits until the broker has it, however long it is away."""

    def __init__(
        self, address: BrokerAddress, heard: Callable[[bytes], None], stopping: threading.Event
    ) -> None:
        """heard: takes what the broker tells of subscriptions."""
        self.address, self.heard, self.stopping = address, heard, stopping
        self.sent = self.arrived = 0
        self.arriving = threading.Condition()
        self.refused = False  # the broker once let us not write; said once
        self.client = remembered_client(
            address, client_name("telling"), self.connected, missed, version=int(paho.MQTTv5)
        )
        self.client.on_message = self.received
        self.client.on_publish = self.acknowledged

    def start(self) -> None:
        """Connect, and stay so."""
        self.client.loop_start()

    def end(self) -> None:
        """Leave the broker."""
        self.client.disconnect()
        self.client.loop_stop()

    def tell(self, messages: Sequence[ToldMessage]) -> bool:
        """Publish; True once the broker has them all, False where we stop before."""
        for each in messages:
            self.client.publish(each.topic, each.payload, 1)
        self.sent += len(messages)
        with self.arriving:
            while self.arrived < self.sent:
                if self.stopping.is_set():
                    return False
                self.arriving.wait(LOOKS)
        return True

    def connected(self, _: bool) -> None:
        """Ask for what is subscribed to, each time."""
        self.client.subscribe(TOLD_ON, 1)

    def received(self, client: paho.Client, _: object, message: paho.MQTTMessage) -> None:
        """Hand over what the broker tells; lost in the middle, the next subscription tells it."""
        self.heard(bytes(message.payload))
        client.ack(message.mid, message.qos)

    def acknowledged(self, _: object, __: object, ___: int, reason: object, ____: object) -> None:
        """The broker has one more."""
        if failed(reason) and not self.refused:
            self.refused = True
            logger.error("%s lets the server not tell: %s", self.address.without_name, reason)
        with self.arriving:
            self.arrived += 1
            self.arriving.notify()


def missed(too_new: bool) -> None:
    """The broker does not let us in; told in the log, and tried again."""
    if too_new:
        logger.error("telling needs a broker of MQTT 5")

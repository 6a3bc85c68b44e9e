"""Listens to topics of a broker and acknowledges a message after what it says was committed.

Messages go through a queue to one working thread, which takes all that wait (up to a thousand),
has them stored together and acknowledges them then. A process that is killed in between has
acknowledged nothing: the broker hands the messages over again, and whoever stores them tells by
their key that they are there already.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, SimpleQueue

import paho.mqtt.client as paho

from klimamosaik.sources.mqtt.address import BrokerAddress
from klimamosaik.sources.mqtt.connecting import failed, farewell, remembered_client
from klimamosaik.sources.mqtt.message import BrokerMessage, Storing
from klimamosaik.sources.mqtt.read_ahead import ReadAheadClient

TOGETHER = 1_000  # messages stored at a time
GATHERED = 0.01  # [s] others may come along after the first: ten together cost little more than one
LOOKS = 0.5  # [s] between looks whether to stop
FIRST, LONGEST = 0.5, 30.0  # [s] pause before what could not be stored is tried again
logger = logging.getLogger("klimamosaik.mqtt")


@dataclass(frozen=True)
class Held:
    """A message and the connection it came by: another one knows nothing of its number."""

    message: BrokerMessage
    connection: int


class TopicListener:
    """Listens until it is stopped, whatever the broker does meanwhile."""

    def __init__(
        self,
        address: BrokerAddress,
        topics: Sequence[str],
        *,
        name: str,
        store: Storing,
        passes: Callable[[Exception], bool],
        together: int = TOGETHER,
        stopping: threading.Event | None = None,
    ) -> None:
        """name: of the client at the broker, always the same, and nobody else's.

        passes: True for a failure that goes away by itself (no database, a full disk): the same
        messages are tried again. Any other is the fault of a message, which is then left out.
        """
        self.address, self.topics, self.name = address, tuple(topics), name
        self.store, self.passes, self.together = store, passes, together
        self.waiting: SimpleQueue[Held] = SimpleQueue()
        self.connection = 0  # counts connections
        self.stored = self.ignored = 0
        self.stopping = stopping or threading.Event()
        self.forgotten = False  # at the end the broker is to keep nothing for us any more
        self.subscribed = threading.Event()  # the broker hands over what comes from now on
        self.version = int(paho.MQTTv5)
        self.client = self.made()

    def made(self) -> ReadAheadClient:
        """A client that speaks the version of MQTT that broker and we know."""
        client = remembered_client(
            self.address, self.name, self.connected, self.refused, version=self.version
        )
        client.on_message = self.received
        client.on_connect_fail = self.missed
        client.on_subscribe = self.granted
        client.on_disconnect = self.parted
        return client

    def run(self) -> None:
        """Listen and store until `stopping` is set."""
        spoken = self.version
        self.client.loop_start()
        try:
            while not self.stopping.is_set():
                if held := self.next_ones():
                    self.settle(held)
                if spoken != self.version:
                    spoken = self.version
                    self.hang_up()
                    self.client = self.made()
                    self.client.loop_start()
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        """Leave the broker, which keeps what comes meanwhile, unless nobody will ask for it."""
        if self.forgotten:
            self.client.unsubscribe(list(self.topics))
        fifth = self.version == paho.MQTTv5
        self.client.disconnect(properties=farewell() if self.forgotten and fifth else None)
        self.client.loop_stop()

    def connected(self, remembered: bool) -> None:
        """Subscribe, each time: a broker that was restarted without its notes knows nothing."""
        self.connection += 1
        self.client.subscribe([(topic, 1) for topic in self.topics])
        logger.info("%s listens to %s (remembered: %s)", self.name, self.topics, remembered)

    def granted(
        self, _: object, __: object, ___: object, reasons: Sequence[object], *____: object
    ) -> None:
        """The broker says what it hands over."""
        refused = [topic for topic, why in zip(self.topics, reasons, strict=False) if failed(why)]
        if refused:
            logger.error("%s lets %s not read %s", self.address.without_name, self.name, refused)
        else:
            self.subscribed.set()

    def parted(self, *_: object) -> None:
        """The connection is down; it is made again."""
        self.subscribed.clear()

    def refused(self, too_new: bool) -> None:
        """The broker does not let us in: of an older one MQTT 3.1.1 is spoken."""
        if too_new:
            self.version = int(paho.MQTTv311)

    def missed(self, *_: object) -> None:
        """The broker is not there; it is tried again."""
        logger.info("%s finds nobody at %s", self.name, self.address.without_name)

    def received(self, _: paho.Client, __: object, message: paho.MQTTMessage) -> None:
        """Put a message in the queue; no more wait than the broker hands over unacknowledged."""
        came = BrokerMessage(
            message.topic, bytes(message.payload), message.mid, message.dup, datetime.now(UTC)
        )
        self.waiting.put(Held(came, self.connection))

    def next_ones(self) -> list[Held]:
        """All that wait, up to as many as are stored together."""
        held: list[Held] = []
        try:
            held.append(self.waiting.get(timeout=LOOKS))
            if self.waiting.qsize() < self.together:
                time.sleep(GATHERED)
            while len(held) < self.together:
                held.append(self.waiting.get_nowait())
        except Empty:
            pass
        return held

    def settle(self, held: Sequence[Held]) -> None:
        """Have them stored, however long that takes, then acknowledge them."""
        ignored = self.put_away([each.message for each in held])
        if ignored is None:
            return  # stopped meanwhile: the broker keeps them
        self.ignored += ignored
        self.stored += len(held) - ignored
        self.client.ack_all(
            each.message.number
            for each in held
            if each.message.number and each.connection == self.connection
        )

    def put_away(self, messages: Sequence[BrokerMessage]) -> int | None:
        """How many said nothing that could be stored; None where it was stopped before."""
        pause = FIRST
        while not self.stopping.is_set():
            try:
                return self.store(messages)
            except Exception as error:
                if not self.passes(error):
                    return self.divide(messages, error)
                logger.error("%s cannot store (%s); tried again", self.name, error)
            self.stopping.wait(pause)
            pause = min(2 * pause, LONGEST)
        return None

    def divide(self, messages: Sequence[BrokerMessage], error: Exception) -> int | None:
        """Find the message that cannot be stored: the others are, and none is tried for ever."""
        if len(messages) == 1:
            logger.error("a message on %s is left out", messages[0].topic, exc_info=error)
            return 1
        middle = len(messages) // 2
        first = self.put_away(messages[:middle])
        second = None if first is None else self.put_away(messages[middle:])
        return None if first is None or second is None else first + second

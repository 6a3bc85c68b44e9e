"""paho's client, which reads all that is there at once and writes many acknowledgements in one.

By itself it asks the system three times for a packet, waits anew before each, makes a table of all
properties MQTT 5 knows for each message and wakes its own loop for each acknowledgement: most of
what a message cost. What is overridden here are the places where paho touches its socket and the
reading of a message that has no properties; all else of MQTT stays paho's.
"""

import struct
from collections.abc import Iterable
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode

AT_ONCE = 65_536  # [bytes] taken from the system
PUBACK = struct.Struct("!BBH")  # kind, length of what follows, number of the message
TWO = 2  # [bytes] of a length or a number
DUP, RETAIN, NO_PROPERTIES = 0b1000, 0b1, 0


class ReadAheadSocket:
    """A socket whose bytes are taken from the system in large pieces and handed out in small."""

    def __init__(self, plain: Any) -> None:
        self.plain, self.held, self.at = plain, b"", 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)

    def recv(self, size: int) -> bytes:
        """At most so many bytes. Raises as the socket does where there are none yet."""
        if self.at == len(self.held):
            self.held, self.at = self.plain.recv(AT_ONCE), 0
        part: bytes = self.held[self.at : self.at + size]
        self.at += len(part)
        return part

    def pending(self) -> int:
        """How many bytes are here already: nobody need wait for them."""
        inside = self.plain.pending() if hasattr(self.plain, "pending") else 0  # of TLS
        return len(self.held) - self.at + int(inside)


class ReadAheadClient(paho.Client):
    """paho's client with such a socket."""

    def _create_socket(self) -> Any:
        return ReadAheadSocket(super()._create_socket())

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Handle all packets that are here, not only the first of them."""
        found = super().loop_read(max_packets)
        while not found and isinstance(self._sock, ReadAheadSocket) and self._sock.pending():
            found = super().loop_read(max_packets)
        return found

    def _handle_publish(self) -> MQTTErrorCode:
        """Hand a message of QoS 1 without properties on; paho reads all others."""
        command, packet = self._in_packet["command"], self._in_packet["packet"]
        end = TWO + int.from_bytes(packet[:TWO], "big")  # of the topic
        body = end + TWO + 1
        plain = self._protocol == paho.MQTTv5 and command >> 1 & 0b11 == 1 and len(packet) >= body
        if not plain or packet[body - 1] != NO_PROPERTIES:
            return super()._handle_publish()
        number = int.from_bytes(packet[end : end + TWO], "big")
        message = paho.MQTTMessage(mid=number, topic=bytes(packet[TWO:end]))
        message.qos, message.dup, message.retain = 1, bool(command & DUP), bool(command & RETAIN)
        message.payload = bytes(packet[body:])
        self._handle_on_message(message)
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def ack_all(self, numbers: Iterable[int]) -> None:
        """Acknowledge messages of QoS 1 by their numbers, in their order."""
        packets = b"".join(PUBACK.pack(paho.PUBACK, TWO, number) for number in numbers)
        if packets:
            self._packet_queue(paho.PUBACK, packets, 0, 1)

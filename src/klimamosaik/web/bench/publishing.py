"""Publishes readings as fast as a broker takes them, at little cost to the machine it measures.

    python -m klimamosaik.web.bench.publishing PORT NAME PASSWORD COUNT FIRST STREAM [STREAM …]

MQTT 3.1.1 written by hand: a client for every day spends more on a message than the broker does.
Each reading is QoS 1; the program ends once the broker has acknowledged all of them.
"""

import socket
import struct
import sys
from datetime import UTC, datetime, timedelta

TOPIC = "create/v1.1/Datastreams({stream})/Observations"
BODY = '{{"phenomenonTime":"{time}","result":{number}.5}}'
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
AT_ONCE, TOGETHER = 2_000, 500  # messages not acknowledged yet, and written in one go
NUMBERS = 60_000  # packet identifiers, used again and again
CONNECT, PUBLISH = 0x10, 0x32
ACKNOWLEDGED = 4  # [bytes] of a PUBACK
KNOWN_BY_NAME = 0xC2  # name and password follow; nothing is left of an earlier session


def main() -> None:
    """Publish what the words on the command line say."""
    port, name, password, count, first, *streams = sys.argv[1:]
    with socket.create_connection(("127.0.0.1", int(port))) as broker:
        broker.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        hello = text("MQTT") + bytes([4, KNOWN_BY_NAME, 0, 60]) + text("bench")
        broker.sendall(packet(CONNECT, hello + text(name) + text(password)))
        broker.recv(ACKNOWLEDGED)
        publish(broker, int(count), int(first), streams)


def publish(broker: socket.socket, count: int, first: int, streams: list[str]) -> None:
    """Publish readings, a millisecond after one another in each datastream."""
    topics = [text(TOPIC.format(stream=stream)) for stream in streams]
    sent = received = 0
    while received < count * ACKNOWLEDGED:
        room = min(count - sent, AT_ONCE - (sent - received // ACKNOWLEDGED), TOGETHER)
        if room <= 0:
            received += len(broker.recv(65_536))
            continue
        numbers = range(first + sent, first + sent + room)
        broker.sendall(b"".join(reading(number, topics) for number in numbers))
        sent += room


def reading(number: int, topics: list[bytes]) -> bytes:
    """One message."""
    at = BEGIN + timedelta(milliseconds=number // len(topics))
    told = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = BODY.format(time=told, number=number)
    head = topics[number % len(topics)] + struct.pack(">H", number % NUMBERS + 1)
    return packet(PUBLISH, head + body.encode())


def text(told: str) -> bytes:
    """A text with its length before it."""
    return struct.pack(">H", len(told.encode())) + told.encode()


def packet(kind: int, rest: bytes) -> bytes:
    """A packet with its length, seven bits a byte."""
    size, length = len(rest), b""
    while True:
        size, part = divmod(size, 128)
        length += bytes([part | (128 if size else 0)])
        if not size:
            return bytes([kind]) + length + rest


if __name__ == "__main__":
    main()

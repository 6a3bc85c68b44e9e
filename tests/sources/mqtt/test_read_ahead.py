"""What is read ahead is what paho reads, message by message."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.exception import MalformedPacket

from klimamosaik.sources.mqtt.read_ahead import ReadAheadClient, ReadAheadSocket

SOME_PROPERTIES = bytes([9, 38, 0, 1]) + b"a" + bytes([0, 1]) + b"b" + bytes([1, 1])
PACKETS = [  # kind, topic, number, properties, payload
    (0x32, "create/v1.1/Observations", 1, b"\0", b'{"result":1}'),
    (0x3A, "create/v1.1/Datastreams(1)/Observations", 65_535, b"\0", b"again"),
    (0x33, "retained", 7, b"\0", b"kept"),
    (0x32, "größe/ä", 256, b"\0", "ä".encode()),
    (0x32, "nothing", 2, b"\0", b""),
    (0x32, "with properties", 3, SOME_PROPERTIES, b"x"),
]


def packet(topic: str, number: int, properties: bytes, payload: bytes) -> bytes:
    name = topic.encode()
    return struct.pack(">H", len(name)) + name + struct.pack(">H", number) + properties + payload


def read_by(kind: type[paho.Client], version: int, command: int, body: bytes) -> list[Any]:
    """What a client hands on of one packet."""
    client = kind(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion(version))
    client.manual_ack_set(True)
    heard: list[Any] = []
    client.on_message = lambda _, __, m: heard.append(
        (m.topic, bytes(m.payload), m.mid, m.qos, m.dup, m.retain)
    )
    client._in_packet |= {"command": command, "packet": bytearray(body)}
    client._handle_publish()
    return heard


@pytest.mark.parametrize(("command", "topic", "number", "properties", "payload"), PACKETS)
def test_a_message_is_what_paho_reads(
    command: int, topic: str, number: int, properties: bytes, payload: bytes
) -> None:
    fifth = packet(topic, number, properties, payload)
    older = packet(topic, number, b"", payload)
    for version, body in ((paho.MQTTv5, fifth), (paho.MQTTv311, older)):
        expected = read_by(paho.Client, version, command, body)
        assert len(expected) == 1
        assert read_by(ReadAheadClient, version, command, body) == expected


@pytest.mark.parametrize("length", range(7))
def test_half_a_message_is_none_for_both(length: int) -> None:
    half = packet("abcd", 1, b"\0", b"")[:length]
    for kind in (paho.Client, ReadAheadClient):
        with pytest.raises(MalformedPacket):
            read_by(kind, paho.MQTTv5, 0x32, half)


@contextmanager
def connected() -> Iterator[tuple[socket.socket, ReadAheadSocket]]:
    here, there = socket.socketpair()
    with here, there:
        there.setblocking(False)
        yield here, ReadAheadSocket(there)


def pieces(ahead: ReadAheadSocket) -> Iterator[bytes]:
    """All that is there, in small pieces."""
    with suppress(BlockingIOError):
        while True:
            part = ahead.recv(7)
            assert 0 < len(part) <= 7
            yield part


def test_bytes_come_in_the_pieces_asked_for_and_none_is_lost() -> None:
    sent = bytes(range(256)) * 1_000
    with connected() as (here, ahead):
        found = b""
        for begin in range(0, len(sent), 50_000):
            here.sendall(sent[begin : begin + 50_000])
            found += b"".join(pieces(ahead))
            assert ahead.pending() == 0
    assert found == sent


def test_what_is_here_already_is_told_and_the_end_is_seen() -> None:
    with connected() as (here, ahead):
        here.sendall(b"abc")
        assert ahead.recv(1) == b"a"
        assert ahead.pending() == 2
        here.close()
        assert (ahead.recv(9), ahead.recv(9)) == (b"bc", b"")

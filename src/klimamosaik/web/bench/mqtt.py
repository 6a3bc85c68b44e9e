"""How many readings go from a broker into the store, acknowledged after the commit."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from klimamosaik.observations.models import Latest
from klimamosaik.sensorthings.mqtt.configuration import (
    FILE,
    BrokerDoors,
    configuration,
    program,
)
from klimamosaik.sensorthings.mqtt.rights import SERVER
from klimamosaik.sensorthings.mqtt.token_rights import AdmissionFiles
from klimamosaik.web.bench.figure import Speed, seconds
from klimamosaik.web.bench.sensors import sensors_of
from klimamosaik.web.bench.under_load import LOOKS, free_port, processor, until_open
from klimamosaik.web.serving.mqtt_parts import no_broker
from klimamosaik.web.serving.watching import stop

STREAMS = 100
MESSAGES = 600_000  # a minute at the rate that is aimed at
BURST = 100_000  # while nobody listens
PLAIN = 100_000  # to the loop beside it
PATIENCE = 60.0  # [s] without another reading, after which none is expected any more
LISTENER = ("-m", "klimamosaik.web.serving.mqtt", "--parent", str(os.getpid()))


@dataclass(frozen=True)
class BenchBroker:
    """A broker with the way in."""

    process: "subprocess.Popen[bytes]"
    port: int
    secret: str

    @property
    def words(self) -> list[str]:
        """What our programs are told of it."""
        return [str(self.port), SERVER, self.secret]


def mqtt() -> Iterator[Speed]:
    """A minute of messages, a burst while nobody listens, and a plain loop beside it."""
    streams = sensors_of(STREAMS)
    with broker(settings.DATA_DIR / "mqtt") as there:
        yield from plain_loop(there, streams)
        with listener(there) as process:
            until_heard(there, streams[:1])
            yield from sustained(there, process, streams)
        spent = seconds(lambda: published(there, streams, BURST, first=10 * MESSAGES))
        yield Speed(f"burst of {BURST:,} while nobody listens: taken by the broker", spent, "s")
        with listener(there):
            begun = stored()
            spent = seconds(lambda: until(begun + BURST))
        yield Speed(f"burst of {BURST:,}: stored afterwards in", spent, "s")
    missing = 1 + MESSAGES + BURST - stored()
    yield Speed("messages that are no reading of the store", missing, "", "0")


def sustained(
    there: BenchBroker, process: "subprocess.Popen[bytes]", streams: Sequence[int]
) -> Iterator[Speed]:
    """As many messages as the broker takes, until all of them are stored."""
    begun, before = stored(), (processor(process.pid), processor(there.process.pid))

    def all_of_them() -> None:
        published(there, streams, MESSAGES, first=1_000)
        until(begun + MESSAGES)

    spent = seconds(all_of_them)
    name = f"{MESSAGES:,} messages of QoS 1 to {STREAMS} datastreams"
    yield Speed(f"{name}: stored", MESSAGES / spent, "1/s", "10,000/s")
    after = (processor(process.pid), processor(there.process.pid))
    for who, was, now in zip(("listener", "broker"), before, after, strict=True):
        yield Speed(f"  of a processor, the {who}", 1e6 * (now - was) / MESSAGES, "µs a message")


def plain_loop(there: BenchBroker, streams: Sequence[int]) -> Iterator[Speed]:
    """The same messages to a loop as many write it."""
    file = settings.DATA_DIR / "plain.sqlite3"
    words = [sys.executable, "-m", "klimamosaik.web.bench.plain_loop", *there.words]
    process = subprocess.Popen([*words, str(PLAIN), str(file)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()

    def all_of_them() -> None:
        published(there, streams, PLAIN, first=0)
        process.wait()

    yield Speed("a plain paho loop with JSON and SQLite", PLAIN / seconds(all_of_them), "1/s")


def published(there: BenchBroker, streams: Sequence[int], count: int, *, first: int) -> None:
    """Publish so many; returns once the broker has them."""
    words = [sys.executable, "-m", "klimamosaik.web.bench.publishing", *there.words]
    subprocess.run([*words, str(count), str(first), *map(str, streams)], check=True)


def until_heard(there: BenchBroker, streams: Sequence[int]) -> None:
    """Publish the same reading until one was stored: before somebody listens it is lost."""
    while not stored():
        published(there, streams, 1, first=0)
        time.sleep(LOOKS)


def stored() -> int:
    """How many readings the store holds: a message that the broker hands over twice is one."""
    return sum(Latest.objects.values_list("count", flat=True))


def until(count: int) -> None:
    """Wait until so many readings are stored, or none came for a minute."""
    held, since = stored(), time.monotonic()
    while held < count and time.monotonic() - since < PATIENCE:
        time.sleep(LOOKS)
        now = stored()
        if now > held:
            held, since = now, time.monotonic()


@contextmanager
def listener(there: BenchBroker) -> "Iterator[subprocess.Popen[bytes]]":
    """The process that listens, as `serve --mqtt` runs it."""
    address = f"mqtt://{SERVER}:{there.secret}@127.0.0.1:{there.port}"
    environment = {**os.environ, "KLIMAMOSAIK_MQTT": address}
    process = subprocess.Popen([sys.executable, *LISTENER], env=environment)
    try:
        yield process
    finally:
        stop([process])


@contextmanager
def broker(folder: Path) -> Iterator[BenchBroker]:
    """A broker as `serve --mqtt` runs it. Raises InputRejected where there is none."""
    mosquitto = program()
    if mosquitto is None:
        raise no_broker()
    folder.mkdir(mode=0o700, exist_ok=True)
    doors, secret = BrokerDoors("127.0.0.1", free_port(), free_port()), secrets.token_urlsafe(24)
    AdmissionFiles(folder, secret).renew(at=timezone.now())
    (folder / FILE).write_text(configuration(folder, doors), "utf-8")
    process = subprocess.Popen([mosquitto, "-c", str(folder / FILE)], stderr=subprocess.DEVNULL)
    try:
        until_open(doors.receiving)
        yield BenchBroker(process, doors.receiving, secret)
    finally:
        stop([process])

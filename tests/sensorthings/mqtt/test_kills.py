"""Nothing a broker acknowledged is lost, and nothing counts twice, whoever dies in between."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from tests.broker import PATIENCE, Broker, brokering
from tests.broker import broker as broker
from tests.sensorthings.mqtt.scene import asked, more_than, stored_so_far
from tests.web.serving.conftest import until

pytestmark = pytest.mark.long

MESSAGES, KILLS = 2_000, 8
LISTENS = (
    "import django; django.setup(); from klimamosaik.web.serving import mqtt; {fault}; mqtt.main()"
)
SLOW = (  # a kill then finds messages in the listener's hands
    "import time; from klimamosaik.sensorthings.mqtt import creating as c; s = c.store; "
    "c.store = lambda m: (time.sleep(0.2), s(m))[1]"
)
TOO_EARLY = (  # acknowledges as soon as a message is there, as aiomqtt does
    "from klimamosaik.sources.mqtt.listening import TopicListener as L; r = L.received; "
    "L.received = lambda s, c, u, m: (r(s, c, u, m), c.ack(m.mid, m.qos))"
)


class Listener:
    """The process that listens to the broker, killed and started again at will."""

    def __init__(self, data: Path, broker: Broker, fault: str = "pass") -> None:
        self.words = [sys.executable, "-c", LISTENS.format(fault=fault)]
        self.words += ["--parent", str(os.getpid())]
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
            "KLIMAMOSAIK_DATA": str(data),
            "KLIMAMOSAIK_MQTT": broker.address,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(self.words, env=self.environment)

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)
            self.process = None


@contextmanager
def listener(data: Path, broker: Broker, fault: str = "pass") -> Iterator[Listener]:
    """A listener that knows its topics already: what comes while it is dead waits for it."""
    made = Listener(data, broker, fault)
    made.start()
    subscribed(broker)
    try:
        yield made
    finally:
        made.stop()


def subscribed(broker: Broker) -> None:
    """Wait until the broker knows the listener."""
    notes = broker.folder / "mosquitto.db"
    until(lambda: notes.exists() and b"create/#" in notes.read_bytes())


@pytest.fixture
def scene(tmp_path: Path) -> dict[str, Any]:
    """A town in a folder of its own."""
    data = tmp_path / "data"
    return {**asked("prepare", data), "data": data}


class Publisher:
    """Publishes numbered readings, QoS 1, and counts what the broker acknowledged."""

    def __init__(self, port: int, streams: list[int]) -> None:
        self.streams = streams
        self.acknowledged: set[int] = set()
        self.numbers: dict[int, int] = {}
        self.lock = threading.Lock()
        self.client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id="publisher", clean_session=False
        )
        self.client.reconnect_delay_set(1, 1)
        self.client.on_publish = self.noted
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()

    def noted(self, _: object, __: object, mid: int, *___: object) -> None:
        with self.lock:
            self.acknowledged.add(mid)

    def publish(self, number: int) -> int:
        """Publish one; its number is its value and its time."""
        stream = self.streams[number % len(self.streams)]
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_700_000_000 + number))
        body = json.dumps({"result": number, "phenomenonTime": at})
        return self.client.publish(f"create/v1.1/Datastreams({stream})/Observations", body, 1).mid

    def all_acknowledged(self, sent: set[int]) -> bool:
        with self.lock:
            return sent <= self.acknowledged

    def stop(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def numbers(scene: dict[str, Any]) -> Counter[int]:
    """The readings in the store by their number."""
    return Counter(int(value) for _, value in asked("count", scene["data"])["readings"])


def published(publisher: Publisher, count: int, pause: float = 0.0, first: int = 0) -> None:
    """Publish so many, and wait until the broker has acknowledged them."""
    sent = set()
    for number in range(first, first + count):
        sent.add(publisher.publish(number))
        if pause and number % 20 == 0:
            time.sleep(pause)
    until(lambda: publisher.all_acknowledged(sent))


def numbers_if(scene: dict[str, Any], count: int) -> bool:
    """True once so many readings are stored; looked at only where it may be."""
    return stored_so_far(scene["data"]) >= count and len(numbers(scene)) >= count


def killed_again_and_again(
    scene: dict[str, Any], made: Listener, publisher: Publisher, seed: int
) -> None:
    """Publish, and kill the listener each time once it has begun to store what was published."""
    dice, part = random.Random(seed), MESSAGES // KILLS
    for each in range(KILLS):
        before = stored_so_far(scene["data"])
        sending = threading.Thread(target=published, args=(publisher, part, 0.05, each * part))
        sending.start()
        until(partial(more_than, before, scene["data"]))
        time.sleep(dice.uniform(0, 0.4))
        made.stop()
        made.start()
        sending.join()


def test_a_listener_that_is_killed_eight_times_loses_nothing(
    scene: dict[str, Any], broker: Broker
) -> None:
    publisher = Publisher(broker.port, scene["streams"])
    with listener(scene["data"], broker, SLOW) as made:
        killed_again_and_again(scene, made, publisher, seed=11)
        until(lambda: numbers_if(scene, MESSAGES))
    publisher.stop()
    assert numbers(scene) == Counter(range(MESSAGES))


def test_one_that_acknowledges_too_early_loses_some(scene: dict[str, Any], broker: Broker) -> None:
    """The test above can fail."""
    publisher = Publisher(broker.port, scene["streams"])
    with listener(scene["data"], broker, "; ".join((SLOW, TOO_EARLY))) as made:
        killed_again_and_again(scene, made, publisher, seed=11)
        published(publisher, 1, first=MESSAGES)
        until(lambda: MESSAGES in numbers(scene))
    publisher.stop()
    assert len(numbers(scene)) < MESSAGES


def test_a_message_that_named_no_time_counts_once_though_its_listener_was_killed(
    scene: dict[str, Any], broker: Broker
) -> None:
    """It dies after the commit and before the acknowledgement: the same message comes again."""
    dies = (
        "import os; from klimamosaik.sensorthings.mqtt import creating as c; s = c.store; "
        "c.store = lambda m: (s(m), os._exit(9))"
    )
    topic = f"create/v1.1/Datastreams({scene['streams'][0]})/Observations"
    publisher = Publisher(broker.port, scene["streams"])
    with listener(scene["data"], broker, dies) as made:
        sent = {publisher.client.publish(topic, json.dumps({"result": n}), 1).mid for n in (1, 2)}
        until(lambda: publisher.all_acknowledged(sent))
        assert made.process is not None
        made.process.wait(PATIENCE)
    publisher.stop()
    with listener(scene["data"], broker):
        until(lambda: stored_so_far(scene["data"]) > 2)
    assert sorted(numbers(scene).elements()) == [1, 2]


def test_a_broker_that_is_restarted_in_the_middle_loses_nothing(
    scene: dict[str, Any], broker: Broker
) -> None:
    publisher = Publisher(broker.port, scene["streams"])
    with listener(scene["data"], broker):
        sending = threading.Thread(target=published, args=(publisher, MESSAGES, 0.05))
        sending.start()
        for _ in range(3):
            before = stored_so_far(scene["data"])
            until(partial(more_than, before, scene["data"]))
            broker.stop()
            broker.start()
        sending.join()
        until(lambda: numbers_if(scene, MESSAGES))
    publisher.stop()
    assert numbers(scene) == Counter(range(MESSAGES))


def test_a_broker_that_is_killed_is_listened_to_again_and_nothing_counts_twice(
    scene: dict[str, Any], broker: Broker
) -> None:
    publisher = Publisher(broker.port, scene["streams"])
    with listener(scene["data"], broker):
        sending = threading.Thread(target=published, args=(publisher, MESSAGES, 0.05))
        sending.start()
        until(lambda: stored_so_far(scene["data"]) > 0)
        broker.stop(signal.SIGKILL)
        broker.start()
        sending.join()
        published(publisher, 1, first=MESSAGES)
        until(lambda: MESSAGES in numbers(scene))
    publisher.stop()
    assert set(numbers(scene).values()) == {1}


def test_messages_without_a_time_count_once_though_the_line_breaks_while_they_wait(
    scene: dict[str, Any], broker: Broker
) -> None:
    """What waits for a slow store comes a second time once the line is there again."""
    publisher = Publisher(broker.port, scene["streams"])
    topics = [f"create/v1.1/Datastreams({pk})/Observations" for pk in scene["streams"]]

    def publish(wanted: range) -> None:
        bodies = [(topics[number % 10], json.dumps({"result": number})) for number in wanted]
        sent = {publisher.client.publish(*each, 1).mid for each in bodies}
        until(partial(publisher.all_acknowledged, sent))

    with listener(scene["data"], broker, SLOW.replace("0.2", "5")):
        publish(range(1))
        time.sleep(1)  # the first is being stored
        publish(range(1, 100))
        broker.stop()
        broker.start()
        until(lambda: stored_so_far(scene["data"]) > 100)
        until(lambda: len(numbers(scene)) >= 100)
    publisher.stop()
    assert numbers(scene) == Counter(range(100))


BURST = 20_000
FORGETFUL = """
persistence true
persistence_location {folder}/
autosave_interval 1
listener {port} 127.0.0.1
allow_anonymous true
"""


def test_a_burst_while_nobody_listens_waits_for_the_listener(
    scene: dict[str, Any], broker: Broker
) -> None:
    publisher = Publisher(broker.port, scene["streams"])
    with listener(scene["data"], broker) as made:
        made.stop()
        published(publisher, BURST)
        made.start()
        until(lambda: stored_so_far(scene["data"]) >= BURST)
    publisher.stop()
    assert numbers(scene) == Counter(range(BURST))


def test_a_broker_as_it_is_delivered_drops_most_of_a_burst(
    scene: dict[str, Any], tmp_path: Path
) -> None:
    """The test above can fail; and the how-to says why a configuration is needed."""
    folder = tmp_path / "forgetful"
    folder.mkdir()
    with brokering(folder, FORGETFUL) as forgetful:
        publisher = Publisher(forgetful.port, scene["streams"])
        with listener(scene["data"], forgetful) as made:
            made.stop()
            published(publisher, BURST)
            made.start()
            until(lambda: stored_so_far(scene["data"]) > 0)
            published(publisher, 1, first=BURST)
            until(lambda: BURST in numbers(scene))
        publisher.stop()
    assert len(numbers(scene)) < BURST / 2

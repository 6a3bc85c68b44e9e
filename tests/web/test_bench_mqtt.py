"""What the bench publishes by hand is what a broker and a listener take."""

import json
import subprocess
import sys

from tests.broker import Broker
from tests.broker import broker as broker
from tests.sources.mqtt.conftest import Store, listening
from tests.web.serving.conftest import until

COUNT = 3_000


def test_every_reading_arrives_once_and_is_one(broker: Broker) -> None:
    store = Store()
    with listening(broker.address, store, topics=["create/#"]) as listener:
        until(listener.subscribed.is_set)
        words = [sys.executable, "-m", "klimamosaik.web.bench.publishing", str(broker.port)]
        subprocess.run([*words, "name", "password", str(COUNT), "7", "1", "2"], check=True)
        until(lambda: len(store.stored) == COUNT)
    told = [json.loads(each) for each in store.stored]
    assert [each["result"] for each in told] == [number + 0.5 for number in range(7, 7 + COUNT)]
    assert len({each["phenomenonTime"] for each in told}) == COUNT // 2 + 1

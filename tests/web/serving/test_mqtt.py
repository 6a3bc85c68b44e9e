"""`serve --mqtt`: a reading goes in at one door, is stored, and comes out at the other, once."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.broker import mosquitto
from tests.ports import free_port
from tests.sensorthings.mqtt.scene import asked
from tests.sensorthings.mqtt.speaking import Speaking, speaking
from tests.web.serving.conftest import DIRECT, RUN, Serving, children, gone, until

pytestmark = pytest.mark.long


@dataclass
class SpokenServer:
    """`serve --mqtt` with a town in it."""

    serving: Serving
    port: int  # for receiving
    streams: list[int]
    key: str  # of a token

    def creating(self) -> Any:
        """Somebody with a token at the door for creating."""
        _, handle, secret = self.key.split("_", 2)
        return speaking(self.port + 1, handle, secret)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpokenServer]:
    """It runs; the last test ends it."""
    mosquitto()
    data, port = tmp_path_factory.mktemp("spoken") / "data", free_port(together=2)
    scene = asked("prepare", data)
    serving = Serving(data, "--mqtt", "--mqtt-port", str(port))
    try:
        serving.start()
        until(lambda: "klimamosaik-telling" in processes_said(serving))
        yield SpokenServer(serving, port, scene["streams"], scene["key"])
    finally:
        serving.stop()


def processes_said(serving: Serving) -> str:
    """What the broker has noted of the server's own sessions."""
    notes = serving.data / "mqtt" / "mosquitto.db"
    return notes.read_bytes().decode("latin-1") if notes.exists() else ""


def create(sends: Speaking, stream: int, result: float, **more: object) -> None:
    """Publish a reading."""
    body = json.dumps({"result": result, **more}).encode()
    assert sends.publish(f"v1.1/Datastreams({stream})/Observations", body)


def once_chosen(sends: Speaking, stream: int, heard: Speaking, topic: str) -> bool:
    """One more reading; true once it is told as chosen."""
    create(sends, stream, 0)
    return bool(results(heard, topic))


def results(heard: Speaking, topic: str) -> list[Any]:
    return [json.loads(payload)["result"] for each, payload in heard.heard if each == topic]


def test_a_reading_goes_in_and_comes_out_once(spoken: SpokenServer) -> None:
    public, private, *_ = spoken.streams
    chosen = "v1.1/Observations?$select=result"
    with spoken.creating() as sends, speaking(spoken.port) as heard:
        heard.subscribe("v1.1/Observations", chosen)
        until(lambda: once_chosen(sends, public, heard, chosen))  # the choice is known
        del heard.heard[:]
        for number in (1, 2):
            create(sends, private, -number)
            create(sends, public, number)
        heard.wait(lambda: 2 in results(heard, "v1.1/Observations"))
        heard.wait(lambda: 2 in results(heard, chosen))
    told = [each for each in results(heard, "v1.1/Observations") if each]
    assert told == [1, 2]
    assert [each for each in results(heard, chosen) if each] == [1, 2]


PARTS = {"serving.mqtt": ("serving.mqtt",)} | dict.fromkeys(
    ("serving.broker", "mosquitto -c"), ("serving.broker", "mosquitto -c")
)  # what is killed, and what ends with it


def test_whatever_dies_comes_back_and_nothing_is_lost(spoken: SpokenServer) -> None:
    stream = spoken.streams[2]
    main = spoken.serving.started[0].pid
    for number, (which, ends) in enumerate(PARTS.items(), 101):
        found = everything(main)
        killed = [pid for pid, words in found.items() if which in words]
        ending = [pid for pid, words in found.items() if any(each in words for each in ends)]
        assert len(killed) == 1, which
        os.kill(killed[0], signal.SIGKILL)
        until(partial(all_gone, ending))
        until(partial(reachable, spoken.port + 1))
        with spoken.creating() as sends:
            # a killed broker may hand over again what it does not know to be acknowledged
            create(sends, stream, number, phenomenonTime=time_of(number))
        until(partial(are_there, spoken, stream, [*range(101, number + 1)]))


def are_there(spoken: SpokenServer, stream: int, numbers: list[int]) -> bool:
    """True once all of them are stored; each is once."""
    return stored_in(spoken, stream) == numbers


def stored_in(spoken: SpokenServer, stream: int) -> list[int]:
    """The values of a datastream; each is once."""
    found = asked("count", spoken.serving.data)["readings"]
    values = sorted(value for each, value in found if each == stream)
    assert len(values) == len({*values})
    return values


def time_of(number: int) -> str:
    """The time of a numbered reading."""
    return datetime.fromtimestamp(1_700_000_000 + number, UTC).isoformat()


def all_gone(pids: list[int]) -> bool:
    """True once none of them lives."""
    return all(map(gone, pids))


def everything(main: int) -> dict[int, str]:
    """The processes of `serve` and those they started."""
    found = children(main)
    return found | {pid: words for each in found for pid, words in children(each).items()}


def reachable(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def impatient(server: SpokenServer, least: int) -> list[int]:
    """What a sensor publishes that tries from the first moment on; returns what was taken."""
    taken: list[int] = []
    number, stream = 0, server.streams[2]
    while len(taken) < least:
        time.sleep(0.05)
        with suppress(OSError, AssertionError), server.creating() as sends:
            while sends.let_in and len(taken) < least:
                number += 1
                create(sends, stream, number, phenomenonTime=time_of(number))
                taken.append(number)
    return taken


def test_from_the_first_moment_on_what_the_broker_takes_is_stored(tmp_path: Path) -> None:
    mosquitto()
    data, port = tmp_path / "data", free_port(together=2)
    scene = asked("prepare", data)
    server = SpokenServer(
        Serving(data, "--mqtt", "--mqtt-port", str(port)), port, scene["streams"], scene["key"]
    )
    try:
        with ThreadPoolExecutor(1) as sensor:
            taking = sensor.submit(impatient, server, 200)
            server.serving.start()
            taken = taking.result()
        until(lambda: set(taken) <= set(stored_in(server, server.streams[2])))
    finally:
        server.serving.stop()


def test_the_root_names_both_doors(spoken: SpokenServer) -> None:
    with DIRECT.open(f"{spoken.serving.address}/sensorthings/v1.1") as answer:
        told = json.load(answer)["serverSettings"]
    found = {
        name.rpartition("/")[2]: each["endpoints"]
        for name, each in told.items()
        if "1.1/req" in name
    }
    assert found == {
        "observations-creation": [f"mqtt://127.0.0.1:{spoken.port + 1}"],
        "receive-updates": [f"mqtt://127.0.0.1:{spoken.port}"],
    }
    assert {each for each in told["conformance"] if "mqtt" in each} == {*told} - {"conformance"}


def test_nothing_listens_beyond_this_machine(spoken: SpokenServer) -> None:
    table = Path("/proc/net/tcp").read_text().splitlines()[1:]
    open_ = [line.split()[1].split(":") for line in table if line.split()[3] == "0A"]
    hosts = {host for host, port in open_ if int(port, 16) in (spoken.port, spoken.port + 1)}
    assert hosts == {"0100007F"}
    everywhere = Path("/proc/net/tcp6")
    told = everywhere.read_text() if everywhere.exists() else ""
    assert f":{spoken.port:04X} 0000" not in told


@pytest.mark.parametrize(
    ("before", "settings", "said"),
    [
        ("", {"KLIMAMOSAIK_MQTT": "mqtt://x:y@/"}, "KLIMAMOSAIK_MQTT"),
        ("import shutil; shutil.which = lambda *_, **__: None; ", {}, "apt-get install mosquitto"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    tmp_path: Path, before: str, settings: dict[str, str], said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", before + RUN, "serve", "--mqtt", "--port", str(free_port())],
        env={**os.environ, "KLIMAMOSAIK_DATA": str(tmp_path / "data"), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_with_the_server_its_broker_ends(spoken: SpokenServer) -> None:
    main = spoken.serving.started[0].pid
    before = everything(main)
    assert any("mosquitto" in words for words in before.values())
    os.kill(main, signal.SIGKILL)
    until(partial(all_gone, [*before]))

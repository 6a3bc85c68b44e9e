"""Two servers over one PostgreSQL and one shared folder: readings come in at both, once each."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.postgres import postgres
from tests.sensorthings.blackbox.client import SensorServer
from tests.sensorthings.blackbox.conftest import PATH, RUN, wait_for
from tests.sensorthings.blackbox.world import datastream, location

pytestmark = pytest.mark.long
WRITERS, EACH = 4, 40


class Hosts:
    """Servers that share database and folder."""

    def __init__(self, folder: Path, database: str, opened: ExitStack) -> None:
        self.opened = opened
        self.log = opened.enter_context((folder / "log").open("w+"))
        self.environment = {
            "KLIMAMOSAIK_DATA": str(folder / "data"),
            "KLIMAMOSAIK_DATABASE": database,
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }

    def command(self, *words: str) -> str:
        """What a command of ours prints."""
        return subprocess.run(
            [sys.executable, "-c", RUN, *words],
            env=self.environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    def start(self, token: str) -> SensorServer:
        """One more server."""
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, "serve", "--port", str(port)],
            env=self.environment, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.opened.callback(process.wait)
        self.opened.callback(process.send_signal, signal.SIGTERM)
        url = f"http://127.0.0.1:{port}{PATH}"
        wait_for(url)
        return SensorServer(url, token)


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Hosts]:
    with postgres() as url, ExitStack() as opened:
        yield Hosts(tmp_path, url, opened)


def test_what_comes_in_at_two_servers_is_there_once(hosts: Hosts) -> None:
    made = hosts.command("token", "create", "two", "--scope", "admin", "--json")
    token = next(word for word in made.replace('"', " ").split() if word.startswith("kmt_"))
    servers = [hosts.start(token), hosts.start(token)]
    thing = servers[0].made("Things", {
        "name": "t", "description": "d", "Locations": [location("hier")],
        "Datastreams": [datastream(f"reihe {n}") for n in range(WRITERS)],
    })  # fmt: skip
    found = servers[1].get(f"Things({thing})/Datastreams")["value"]
    streams = [each["@iot.id"] for each in found]

    def write(number: int) -> None:
        for minute in range(EACH):
            servers[(number + minute) % 2].post(
                f"Datastreams({streams[number]})/Observations",
                {"phenomenonTime": f"2026-03-01T00:{minute:02}:00Z", "result": minute},
            )

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    for server in servers:
        for stream in streams:
            told = server.get(f"Datastreams({stream})/Observations", count="true", top="100")
            assert told["@iot.count"] == EACH
            assert [each["result"] for each in told["value"]] == list(range(EACH))

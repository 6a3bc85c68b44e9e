"""The server under test: one that is named by its address, else our own, started for the tests.

SENSORTHINGS_URL ends in /v1.1; SENSORTHINGS_TOKEN opens it for writing.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.ports import free_port
from tests.sensorthings.blackbox.client import SensorServer
from tests.sensorthings.blackbox.world import World, build

RUN = "from klimamosaik.web.cli import main; main()"
PATH = "/sensorthings/v1.1"
WAIT = 60.0  # [s] for a server to answer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SensorServer]:
    named = os.environ.get("SENSORTHINGS_URL")
    if named:
        token = os.environ.get("SENSORTHINGS_TOKEN", "")
        yield SensorServer(named.rstrip("/"), token)
        return
    with started(tmp_path_factory.mktemp("sensorthings")) as own:
        yield own


@contextmanager
def started(folder: Path) -> Iterator[SensorServer]:
    """Our own server on loopback, with a token that may do everything."""
    environment = {
        "KLIMAMOSAIK_DATA": str(folder / "data"),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "KLIMAMOSAIK_LANGUAGE": "en",
    }
    made = subprocess.run(
        [sys.executable, "-c", RUN, "token", "create", "suite", "--scope", "admin", "--json"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    port = free_port()
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", RUN, "serve", "--port", str(port)],
            env=environment, stdout=log, stderr=log,
        ) as process,
    ):  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}{PATH}"
            wait_for(url)
            yield SensorServer(url, json.loads(made.stdout)["key"])
        finally:
            process.terminate()


def wait_for(url: str) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            if requests.get(url, timeout=WAIT).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture(scope="session")
def world(server: SensorServer) -> World:
    return build(server)

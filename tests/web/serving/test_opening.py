"""Who watches waits for the first process that answers, and ends as that one ends."""

import os
import socket
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from klimamosaik.web.serving import opening
from klimamosaik.web.serving.opening import open_house

TELLS = """
import os, socket, sys
number = int(sys.argv[sys.argv.index("--report") + 1])
with open(sys.argv[1]) as file, socket.create_server(("127.0.0.1", 0)) as door:
    with socket.socket(fileno=number) as line:
        socket.send_fds(line, [b"3"], [file.fileno(), door.fileno()])
"""


@pytest.fixture
def opened_by(monkeypatch: pytest.MonkeyPatch) -> "Sequence[str]":
    """The process that opens is the program that is named."""
    monkeypatch.setattr(opening, "PAGES", ("-c",))
    return opening.PAGES


def test_what_was_claimed_is_open_here_though_who_claimed_it_has_ended(
    opened_by: Sequence[str], tmp_path: Path
) -> None:
    held = tmp_path / "held"
    held.write_text("the lock", "utf-8")
    house = open_house([TELLS, str(held)], threading.Event())
    assert house is not None
    assert house.workers == 3
    assert house.process.wait() == 0
    with os.fdopen(house.folder, encoding="utf-8") as file:
        assert file.read() == "the lock"
    with socket.socket(fileno=house.door) as door:
        assert door.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("program", "code"), [("raise SystemExit(2)", 2), ("import os; os.kill(os.getpid(), 9)", 1)]
)
def test_where_it_ends_instead_so_does_who_waits(
    opened_by: Sequence[str], program: str, code: int
) -> None:
    with pytest.raises(SystemExit) as ended:
        open_house([program], threading.Event())
    assert ended.value.code == code


def test_stopped_while_it_opens_nothing_is_left(opened_by: Sequence[str]) -> None:
    stopping = threading.Event()
    threading.Timer(0.3, stopping.set).start()
    begun = time.monotonic()
    assert open_house(["import time; time.sleep(60)"], stopping) is None
    assert time.monotonic() - begun < 30

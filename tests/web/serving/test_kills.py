"""Whichever process dies under load is back by itself, and nothing acknowledged is lost."""

import http.client
import json
import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener

import pytest

from tests.broker import mosquitto
from tests.ports import free_port
from tests.sensorthings.mqtt.scene import asked as scene
from tests.web.serving.conftest import LONG_ENOUGH, Serving, asked, children, until

pytestmark = pytest.mark.long
SENDERS = 4
PARTS = ("serving.pages", "web.background", "serving.mqtt")  # what runs beside the main process
MORE = 60  # readings acknowledged between two kills


class ReadingSender(threading.Thread):
    """Posts one reading after the other, each again until it is acknowledged."""

    def __init__(self, serving: Serving, number: int, stream: int, key: str) -> None:
        super().__init__()
        self.port, self.stream, self.key = serving.port, stream, key
        self.next, self.acknowledged = number * 1_000_000, 0
        self.enough = threading.Event()

    def run(self) -> None:
        """Until it is enough."""
        while not self.enough.is_set():
            if self.posted(self.next):
                self.next, self.acknowledged = self.next + 1, self.acknowledged + 1
            self.enough.wait(0.02)  # the load is there all the while, and others work here, too

    def posted(self, number: int) -> bool:
        """True once the reading was acknowledged; its number is its value and its time."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_600_000_000 + number))
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG_ENOUGH)
        try:
            line.request(
                "POST",
                f"/sensorthings/v1.1/Datastreams({self.stream})/Observations",
                json.dumps({"result": number, "phenomenonTime": at}),
                {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"},
            )
            return line.getresponse().status in (201, 409)  # 409: it came, the answer did not
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


class Uploader(threading.Thread):
    """Uploads files and keeps the address of each preview it was led to."""

    def __init__(self, serving: Serving) -> None:
        super().__init__()
        self.cookies = CookieJar()
        self.browser: OpenerDirector = build_opener(
            ProxyHandler({}), HTTPCookieProcessor(self.cookies)
        )
        self.address, self.token = serving.address, serving.token()
        self.previews: list[str] = []
        self.enough = threading.Event()

    def csrf(self) -> str:
        """The token against forged forms."""
        return next(each.value or "" for each in self.cookies if each.name == "csrftoken")

    def set_up(self) -> None:
        """The first person, who uploads."""
        self.browser.open(f"{self.address}/einrichten/?token={self.token}").close()
        fields = {
            "ags": "03403000", "username": "ada",
            "password": "mosaik-steine-legen", "token": self.token,
            "csrfmiddlewaretoken": self.csrf(),
        }  # fmt: skip
        self.browser.open(f"{self.address}/einrichten/", urlencode(fields).encode()).close()

    def run(self) -> None:
        """Until it is enough; who is cut off tries again."""
        while not self.enough.is_set():
            try:
                self.previews.append(self.upload(len(self.previews)))
                self.enough.wait(0.5)
            except OSError:
                time.sleep(0.2)

    def upload(self, number: int) -> str:
        """Where the preview of a file lies, once the server has it."""
        rows = "".join(f"{day:02}.03.2025;{number + day}\n" for day in range(1, 32))
        parts = {
            'name="csrfmiddlewaretoken"': self.csrf(),
            f'name="files"; filename="{number}.csv"': f"Datum;Rathaus Strom (kWh)\n{rows}",
        }
        body = "".join(
            f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n"
            for head, value in parts.items()
        )
        request = Request(f"{self.address}/03403000/dateien/neu/", f"{body}--x--\r\n".encode())
        request.add_header("Content-Type", "multipart/form-data; boundary=x")
        with self.browser.open(request, timeout=LONG_ENOUGH) as answer:
            assert "/dateien/vorschau/" in answer.url, answer.url
            return str(answer.url)

    def shows(self, preview: str) -> bool:
        """True where the upload is still there, read and complete."""
        with self.browser.open(preview, timeout=LONG_ENOUGH) as answer:
            return "Rathaus Strom" in answer.read().decode()


class LoadedServer:
    """`serve --mqtt` under load."""

    def __init__(self, serving: Serving, senders: list[ReadingSender], uploads: Uploader) -> None:
        self.serving, self.senders, self.uploads = serving, senders, uploads

    def acknowledged(self) -> int:
        """How many readings so far."""
        return sum(each.acknowledged for each in self.senders)

    def main(self) -> int:
        """The process that watches the others."""
        return self.serving.started[-1].pid

    def parts(self) -> dict[str, int]:
        """The processes beside it, by what they do."""
        found = children(self.main()).items()
        return {part: pid for pid, words in found for part in PARTS if f"{part} " in words}

    def whole(self) -> bool:
        """True where all of it is there and answers."""
        return len(self.parts()) == len(PARTS) and asked(f"{self.serving.address}/gesund/") == 200

    def whole_without(self, gone: int) -> bool:
        """True where all of it is there again, this process replaced."""
        return gone not in self.parts().values() and self.whole()

    def more(self) -> None:
        """Wait until more readings were acknowledged."""
        before = self.acknowledged()
        until(lambda: self.acknowledged() >= before + MORE)


@contextmanager
def loaded(data: Path) -> Iterator[LoadedServer]:
    """A town that takes readings and uploads."""
    mosquitto()
    town = scene("prepare", data)
    serving = Serving(data, "--mqtt", "--mqtt-port", str(free_port(together=2)))
    serving.start()
    uploads = Uploader(serving)
    uploads.set_up()
    senders = [
        ReadingSender(serving, each, town["streams"][each], town["key"]) for each in range(SENDERS)
    ]
    load = [*senders, uploads]
    try:
        for thread in load:
            thread.start()
        yield LoadedServer(serving, senders, uploads)
    finally:
        for thread in load:
            thread.enough.set()  # type: ignore[attr-defined]
        for thread in load:
            thread.join()
        serving.stop()


def test_each_process_killed_under_load_is_back_and_nothing_acknowledged_is_lost(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with loaded(data) as town:
        for part in PARTS:
            town.more()
            before = town.parts()
            os.kill(before[part], signal.SIGKILL)
            killed_at = time.monotonic()
            until(partial(town.whole_without, before[part]))
            print(f"{part} back after {time.monotonic() - killed_at:.1f} s")
        town.more()
        town.serving.started[-1].kill()
        town.serving.started[-1].wait()
        killed_at = time.monotonic()
        town.serving.start()  # as systemd does
        until(town.whole)
        print(f"all back after {time.monotonic() - killed_at:.1f} s")
        town.more()
        until(lambda: len(town.uploads.previews) > 3)
        uploaded = list(town.uploads.previews)
        until(lambda: all(map(town.uploads.shows, uploaded)))
    held = Counter(int(value) for _, value in scene("count", data)["readings"])
    sent = {
        number
        for each in town.senders
        for number in range(each.next - each.acknowledged, each.next)
    }
    assert len(sent) >= len(PARTS) * MORE
    assert sent <= set(held)
    assert set(held.values()) == {1}


def test_stopped_under_load_it_ends_without_a_trace_and_keeps_what_it_acknowledged(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with loaded(data) as town:
        town.more()
        main = town.serving.started[-1]
        main.send_signal(signal.SIGTERM)
        assert main.wait(LONG_ENOUGH) == 0
        assert asked(f"{town.serving.address}/gesund/") == 0
        held = scene("count", data)["readings"]
        assert len(held) >= town.acknowledged() >= MORE
    log = town.serving.log.read_text()
    assert not re.search("Traceback|panic|Exception|CRITICAL|Error", log), log

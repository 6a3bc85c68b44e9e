"""Who brings readings waits apart: many at a time, and pages are answered meanwhile."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.request import Request

from klimamosaik.web.serving.server import SENDERS, THREADS
from tests.web.serving.conftest import DIRECT, LONG_ENOUGH, answering

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

INSIDE = 4 * THREADS


class Commit:
    """An application whose senders are answered once so many of them are inside."""

    def __init__(self) -> None:
        self.all_inside = threading.Barrier(INSIDE + 1)

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            self.all_inside.wait(LONG_ENOUGH)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]


def test_as_many_senders_as_come_are_inside_together_and_pages_are_answered() -> None:
    commit = Commit()
    assert INSIDE <= SENDERS
    with answering(commit, patience=30) as (_, port), ThreadPoolExecutor(INSIDE) as pool:
        address = f"http://127.0.0.1:{port}"

        def send(_: int) -> int:
            place = f"{address}/sensorthings/v1.1/Observations"
            with DIRECT.open(Request(place, b"{}", method="POST"), timeout=LONG_ENOUGH) as answer:
                return int(answer.status)

        sent = [pool.submit(send, each) for each in range(INSIDE)]
        with DIRECT.open(f"{address}/", timeout=LONG_ENOUGH) as page:
            assert page.status == 200
        assert not any(each.done() for each in sent)
        commit.all_inside.wait(LONG_ENOUGH)
        assert [each.result() for each in sent] == [200] * INSIDE


def test_other_requests_never_take_the_threads_of_senders() -> None:
    most, here, lock = [0], [0], threading.Lock()
    free = threading.Event()

    def page(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        with lock:
            here[0] += 1
            most[0] = max(most[0], here[0])
        free.wait(LONG_ENOUGH if here[0] < THREADS else 0.2)
        free.set()
        with lock:
            here[0] -= 1
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with answering(page, patience=30) as (_, port), ThreadPoolExecutor(INSIDE) as pool:
        places = ["/", "/sensorthings/v1.1"] * (INSIDE // 2)
        asked = [
            pool.submit(DIRECT.open, f"http://127.0.0.1:{port}{place}", timeout=LONG_ENOUGH)
            for place in places
        ]
        assert [each.result().status for each in asked] == [200] * INSIDE
    assert most[0] == THREADS

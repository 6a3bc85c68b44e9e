"""Who brings readings waits apart: many at a time, and pages are answered meanwhile."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.request import Request

import pytest

from klimamosaik.web.serving.server import (
    FEWEST,
    READERS,
    SENDERS,
    THREADS,
    connections_needed,
    senders_of,
)
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
        free.wait(LONG_ENOUGH if here[0] < THREADS + READERS else 0.2)
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
    assert most[0] == THREADS + READERS


@pytest.mark.parametrize("place", ["/sensorthings/v1.1/Things", "/api/v1/x", "/en/api/v1/x"])
def test_programs_that_read_never_take_the_threads_of_pages(place: str) -> None:
    done = threading.Event()

    def looking(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/":
            done.wait(LONG_ENOUGH)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with answering(looking, patience=30) as (_, port), ThreadPoolExecutor(INSIDE) as pool:
        address = f"http://127.0.0.1:{port}"
        asked = [
            pool.submit(DIRECT.open, f"{address}{place}", timeout=LONG_ENOUGH)
            for _ in range(INSIDE)
        ]
        for _ in range(3):
            with DIRECT.open(f"{address}/", timeout=10) as page:
                assert page.status == 200
        assert not any(each.done() for each in asked)
        done.set()
        assert [each.result().status for each in asked] == [200] * INSIDE


@pytest.mark.parametrize(("workers", "each"), [(1, SENDERS), (2, SENDERS // 2), (64, FEWEST)])
def test_several_processes_share_the_threads_for_readings(workers: int, each: int) -> None:
    assert senders_of(workers) == each


def test_what_postgresql_lets_in_by_itself_is_enough_for_four_processes() -> None:
    delivered = 100 - 3  # max_connections, without those it keeps for its administrator
    assert all(connections_needed(workers) <= delivered for workers in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("place", "awaited"), [("/klima/", True), ("/sensorthings/v1.1/Observations", False)]
)
def test_it_is_known_whether_somebody_waits_for_a_page(place: str, awaited: bool) -> None:
    inside, free = threading.Event(), threading.Event()

    def page(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        inside.set()
        free.wait(LONG_ENOUGH)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with answering(page, patience=30) as (server, port), ThreadPoolExecutor(1) as pool:
        assert not server.pages_awaited()
        asked = pool.submit(
            DIRECT.open, Request(f"http://127.0.0.1:{port}{place}", b"{}"), timeout=LONG_ENOUGH
        )
        assert inside.wait(LONG_ENOUGH)
        assert server.pages_awaited() is awaited
        free.set()
        assert asked.result().status == 200

"""One address may ask so often and so much at a time; who asks more is told when to come."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from klimamosaik.publication.public.api.entry import ApiEntry
from klimamosaik.publication.public.api.limits import ApiTurns

PATH = "/api/v1/municipalities"


def fine(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse("fine")


def asked(entry: ApiEntry, address: str = "192.0.2.1", path: str = PATH) -> HttpResponseBase:
    return entry(RequestFactory().get(path, REMOTE_ADDR=address))


@pytest.fixture
def three(settings: Any) -> ApiEntry:
    """An interface that answers three times a minute."""
    settings.API_PER_MINUTE, settings.API_AT_ONCE = 3, 2
    return ApiEntry(fine)


def test_the_fourth_request_of_three_is_told_when_to_come(three: ApiEntry) -> None:
    told = [asked(three)["RateLimit"].partition(";")[2].partition(";")[0] for _ in range(3)]
    assert told == ["r=2", "r=1", "r=0"]
    response = asked(three)
    assert isinstance(response, HttpResponse)
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert response["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert response["Access-Control-Allow-Origin"] == "*"
    problem = json.loads(response.content)
    assert "3 Anfragen je Minute" in problem["errors"][0]["allowed"]
    assert response["Retry-After"] in problem["errors"][0]["todo"]


def test_another_address_has_turns_of_its_own(three: ApiEntry) -> None:
    assert [asked(three).status_code for _ in range(4)][-1] == 429
    assert asked(three, "192.0.2.2").status_code == 200


def test_a_household_with_many_addresses_counts_once(three: ApiEntry) -> None:
    answers = [asked(three, f"2001:db8:1:2::{n}").status_code for n in range(1, 5)]
    assert answers == [200, 200, 200, 429]
    assert asked(three, "2001:db8:1:3::1").status_code == 200


def test_a_page_is_never_refused(three: ApiEntry) -> None:
    for path in ("/api/v1/", "/en/api/v1/", "/klima/03999999/", "/"):
        assert {asked(three, path=path).status_code for _ in range(9)} == {200}


def test_a_running_request_holds_its_place_until_its_last_part(settings: Any, db: None) -> None:
    settings.API_PER_MINUTE, settings.API_AT_ONCE = 100, 1

    def parts() -> Iterator[bytes]:
        yield b"a"
        yield b"b"

    entry = ApiEntry(lambda request: StreamingHttpResponse(parts()))
    first = asked(entry)
    assert isinstance(first, StreamingHttpResponse)
    assert asked(entry).status_code == 429
    assert asked(entry, "192.0.2.2").status_code == 200
    assert b"".join(first.streaming_content) == b"ab"  # type: ignore[arg-type]
    first.close()
    assert asked(entry).status_code == 200


def test_who_goes_away_before_the_end_gives_the_place_back(settings: Any, db: None) -> None:
    settings.API_AT_ONCE = 1
    entry = ApiEntry(lambda request: StreamingHttpResponse(iter([b"a"])))
    asked(entry).close()
    assert asked(entry).status_code == 200


def test_what_fails_gives_the_place_back(settings: Any) -> None:
    settings.API_AT_ONCE = 1

    def fails(request: HttpRequest) -> HttpResponseBase:
        raise RuntimeError("broken")

    entry = ApiEntry(fails)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="broken"):
            asked(entry)


def test_a_turn_comes_back_as_the_window_moves(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_PER_MINUTE = 1
    turns = ApiTurns()
    assert turns.take("a").admitted
    turns.done("a")
    turn = turns.take("a")
    assert not turn.admitted
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + turn.wait + 1)
    assert turns.take("a").admitted


def test_what_is_kept_counts_too(settings: Any, stranger: Client) -> None:
    settings.API_PER_MINUTE = 2
    statuses = [stranger.get(PATH).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert stranger.get("/api/v1/").status_code == 200


def test_nothing_is_made_for_who_asks_for_the_head_of_a_stream(settings: Any, db: None) -> None:
    settings.API_AT_ONCE = 1
    made: list[bytes] = []

    def parts() -> Iterator[bytes]:
        made.append(b"a")
        yield b"a"

    def streams(request: HttpRequest) -> HttpResponseBase:
        return StreamingHttpResponse(parts(), content_type="text/csv")

    entry = ApiEntry(streams)
    for _ in range(2):
        response = entry(RequestFactory().head(PATH))
        assert (response.status_code, response["Content-Type"]) == (200, "text/csv")
    assert made == []


def test_addresses_that_do_not_come_back_are_forgotten(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_PER_MINUTE = 10
    turns = ApiTurns()
    for n in range(100):
        turns.take(str(n))
        turns.done(str(n))
    assert len(turns.storage.events) == 100
    for asked in turns.storage.events.values():
        asked.clear()  # as the storage does when their minute is over
    monkeypatch.setattr("time.monotonic", lambda: turns.swept + 61)
    turns.take("new")
    assert len(turns.storage.events) == 1

"""A figure of the bench stands beside what the least there is takes on the same machine."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from klimamosaik.web.bench import yardsticks
from klimamosaik.web.bench.empty_view import ADDRESS
from klimamosaik.web.bench.figure import Speed
from klimamosaik.web.bench.under_load import Load
from klimamosaik.web.commands.bench import line

SQLITE = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"}
LOAD = Load(rate=2_600.0, usual=6.0, p95=8.0, p99=9.0, refused=0, generator=0.1)
LEAST = yardsticks.Yardsticks(
    bare=yardsticks.EmptyView(usual=1.2, each=0.25, load=LOAD),
    whole=yardsticks.EmptyView(usual=2.2, each=0.65, load=LOAD),
    loop=Speed("yardstick: a loop", 61.0, "ms"),
    commits=3_100.0,
)


def test_a_figure_is_printed_with_its_aim_and_with_what_the_least_takes() -> None:
    told = line(Speed("a page", 9.5, "ms", "5 ms", LEAST.alone))
    assert told.split("   (")[1] == "aim: 5 ms; here an empty view 2.2 ms, the loop 61 ms)"
    assert "9.500 ms" in told
    assert line(Speed("a page", 9.5, "ms")).endswith("9.500 ms")
    assert line(Speed("a page", 9.5, "ms", beside=LEAST.many)).endswith("(here the loop 61 ms)")


def test_a_rate_stands_beside_rates_and_work_beside_work() -> None:
    assert "2,600/s" in LEAST.rate
    assert "3,100/s" in LEAST.rate
    assert "0.25 ms, with middleware 0.65 ms" in LEAST.work


def test_every_yardstick_is_told_itself() -> None:
    told = {each.name: each.value for each in LEAST.speeds()}
    assert sorted(told.values()) == [0.25, 0.65, 1.2, 2.2, 61.0, 2_600.0, 2_600.0, 3_100.0]


@pytest.mark.django_db
@pytest.mark.parametrize("whole", [False, True])
def test_the_empty_view_answers_behind_our_middleware_and_behind_none(
    settings: LazySettings, *, whole: bool
) -> None:
    settings.ROOT_URLCONF = "klimamosaik.web.bench.empty_view"
    settings.MIDDLEWARE = settings.MIDDLEWARE if whole else []
    answer = WSGIHandler().get_response(RequestFactory().get(ADDRESS))
    assert (answer.status_code, getattr(answer, "content", None)) == (200, b"")
    assert ("X-Request-ID" in answer) is whole


def test_each_row_is_a_commit_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setattr(yardsticks, "ROWS", 7)
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", SQLITE)
    file = tmp_path / "rows.sqlite3"
    assert yardsticks.commits_each_second(file) > 0
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM row").fetchone() == (7,)

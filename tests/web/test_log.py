"""What goes wrong on our side leaves its trace on standard error, what others mistype does not."""

import errno
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from klimamosaik.web import log
from klimamosaik.web.log import DiscreetLines

ASK = """
import django
django.setup()
from django.test import Client
from klimamosaik.web.views import health
health.database_answers = lambda: 1 / 0
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
answers = [client.get(path) for path in ("/gesund/?key=geheim", "/nothing/")]
answers.append(client.get("/anmelden/", SERVER_NAME="evil.example.org"))
print(*[answer.status_code for answer in answers], answers[0]["X-Request-ID"])
"""


def test_an_error_of_ours_stands_in_the_log_with_its_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ
        | {"KLIMAMOSAIK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings"},
    )
    *statuses, number = done.stdout.split()
    assert statuses == ["500", "404", "400"]
    assert f"[request {number}] ERROR django.request: Internal Server Error:" in done.stderr
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "nothing" not in done.stderr
    assert "evil" not in done.stderr
    assert "geheim" not in done.stderr


def logged(error: Exception, request: Any) -> str:
    """The entry of an error that happened while a request was answered."""
    try:
        raise error
    except Exception:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s",
            (request.path,), sys.exc_info(),
        )  # fmt: skip
    record.request = request
    return DiscreetLines().format(record)


@pytest.mark.parametrize(
    "said",
    [
        "could not convert string to float: 'Erika Mustermann'",
        'invalid input syntax for type integer: "Mustermann, Erika"',
        "{'name': ['Erika Mustermann'], 'note': 'Knie\\nRücken'}",
        "first line\nMustermann in the second one: Rücken",
    ],
)
def test_what_people_typed_is_left_out_of_what_an_error_says(said: str) -> None:
    request = RequestFactory().post(
        "/personen/?q=Rheuma", {"name": "Erika Mustermann", "note": "Knie\nRücken"}
    )
    assert request.POST
    entry = logged(ValueError(said), request)
    assert not [each for each in ("Erika", "Mustermann", "Knie", "Rücken") if each in entry]
    assert "ValueError: " in entry
    assert f'File "{__file__}", line' in entry
    assert "raise error" in entry
    assert "Rheuma" not in logged(ValueError("Rheuma"), request)


def test_type_and_place_stay_whatever_was_typed() -> None:
    request = RequestFactory().post("/", {"name": "ValueError File line logged raise"})
    assert request.POST
    entry = logged(ValueError("12 months"), request)
    assert "ValueError: 12 months" in entry
    assert f'File "{__file__}", line' in entry


def test_a_form_that_was_not_read_is_not_read_for_the_log() -> None:
    request = RequestFactory().post("/", {"name": "Erika"})
    assert "ValueError: no" in logged(ValueError("no"), request)
    assert not hasattr(request, "_post")


def failed(why: str, monkeypatch: pytest.MonkeyPatch, at: float) -> str:
    """The entry of background work that failed at a moment [s]."""
    monkeypatch.setattr("klimamosaik.web.log.time.monotonic", lambda: at)
    try:
        raise OSError(why)
    except OSError:
        said = ("klimamosaik.background", logging.ERROR, __file__, 1, "settling %s", ("failed",))
        record = logging.LogRecord(*said, sys.exc_info())
    return DiscreetLines().format(record)


def test_what_fails_again_and_again_leaves_its_trace_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log, "TRACES", {})
    assert "Traceback" in failed("100 % full", monkeypatch, 0)
    again = failed("100 % full", monkeypatch, 5)
    assert again == "settling failed (as before: OSError: 100 % full)"
    assert "Traceback" in failed("another", monkeypatch, 6)
    assert "Traceback" not in failed("100 % full", monkeypatch, log.TRACED - 1)
    assert "Traceback" in failed("100 % full", monkeypatch, log.TRACED)


def test_each_request_that_fails_has_its_trace() -> None:
    request = RequestFactory().get("/")
    assert all("Traceback" in logged(ZeroDivisionError("x"), request) for _ in range(2))


def test_requests_without_a_database_leave_one_trace_and_a_line_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log, "TRACES", {})
    gone = PermissionError(errno.EACCES, "no", "/srv/town/readings.lock")
    first, second = (logged(gone, RequestFactory().get("/")) for _ in range(2))
    assert "Traceback" in first
    assert second.count("\n") == 0
    assert "as before: PermissionError" in second

"""An error is found by its id: on the page, in the answer's header, and in the log."""

import json
import logging
from ipaddress import ip_network
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from klimamosaik.records.runs import NamesRun, at_work, current_id
from klimamosaik.web.log import discreet
from klimamosaik.web.views import health
from tests.web.conftest import AGS

HEADER = "X-Request-ID"
FAULTY = "klimamosaik.web.context.ways"


def wrong(*_: object, **__: object) -> None:
    """Fail as nobody foresaw."""
    raise ZeroDivisionError("of a test")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log as it is written, with the run of each line."""
    caplog.handler.addFilter(NamesRun())
    caplog.handler.setFormatter(logging.Formatter("[%(run)s] %(levelname)s %(message)s"))
    return caplog


def test_the_page_about_a_fault_says_the_id_the_log_knows_it_by(
    as_admin: Client,
    admin: User,
    lines: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_admin.raise_request_exception = False
    monkeypatch.setattr(FAULTY, wrong)
    answer = as_admin.get(f"/{AGS}/hintergrund/")
    number = answer[HEADER]
    assert answer.status_code == 500
    assert f"Kennung dieses Fehlers: {number}." in answer.content.decode()
    assert f"[request {number} user {admin.pk}] ERROR" in lines.text
    assert "ZeroDivisionError: of a test" in lines.text
    assert admin.username not in lines.text
    english = as_admin.get(f"/{AGS}/hintergrund/", headers={"Accept-Language": "en"})
    assert f"Id of this error: {english[HEADER]}." in english.content.decode()


def test_every_answer_has_an_id_of_its_own(client: Client, db: None) -> None:
    paths = ["/", "/nothing/", "/sensorthings/v1.1/Things(7)", "/api/v1/nothing", "/robots.txt"]
    numbers = {client.get(path)[HEADER] for path in paths}
    assert len(numbers) == len(paths)


def test_only_a_known_proxy_says_the_id(client: Client, db: None, settings: Any) -> None:
    told = {"X-Request-ID": "7f000001-from-nginx"}
    assert client.get("/anmelden/", headers=told)[HEADER] != told["X-Request-ID"]
    settings.TRUSTED_PROXIES = (ip_network("127.0.0.1"),)
    assert client.get("/anmelden/", headers=told)[HEADER] == told["X-Request-ID"]
    for odd in ("short", "a b c d e f g h", "x" * 65, "../../../../etc", "id\nERROR forged line"):
        assert client.get("/anmelden/", headers={"X-Request-ID": odd})[HEADER] != odd


@pytest.mark.parametrize("path", ["/api/v1/municipalities", "/sensorthings/v1.1/Things"])
def test_a_program_reads_the_id_in_the_shape_of_its_interface(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    client.raise_request_exception = False
    with monkeypatch.context() as without:
        without.setattr("django.db.backends.utils.CursorWrapper.execute", gone)
        answer = client.get(path)
    assert answer.status_code == 500
    assert "json" in answer["Content-Type"]
    assert answer[HEADER] in json.dumps(answer.json())


def test_a_failing_page_about_a_failure_still_says_its_id(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr(health, "database_answers", wrong)
    monkeypatch.setattr("klimamosaik.web.faults.render", wrong)
    answer = client.get("/gesund/")
    assert answer.status_code == 500
    assert answer[HEADER] in answer.content.decode()


def test_each_run_of_background_work_has_an_id(lines: pytest.LogCaptureFixture) -> None:
    with at_work("settling"):
        first = current_id()
        logging.getLogger("klimamosaik.background").error("failed")
    with at_work("settling"):
        second = current_id()
    assert f"[settling {first}] ERROR failed" in lines.text
    assert first != second
    assert not current_id() or current_id() not in (first, second)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("refused kmt_0a1b2c_99ff00aa", "refused kmt_…"),
        ("cannot reach postgresql://amt:geheim@db/x", "cannot reach postgresql://…@db/x"),
        ("{'erika@stadt.example': (550, b'no')}", "{'…@…': (550, b'no')}"),
        ("/dateien/?suche=Frau+M", "/dateien/?…"),
        (
            "Error: /stoerungen/03403000/kJ8s7dh2Jd8shqk38dH1kd83jdSh2k/neues.atom",
            "Error: /stoerungen/03403000/…/neues.atom",
        ),
        (
            'duplicate key\nDETAIL:  Key (email)=(Erika) already exists.\n\n  File "x.py"',
            'duplicate key\n(left out)\n\n  File "x.py"',
        ),
        (
            "IOException: /data/month=2024-03/part-00000-0b52a6ab-1c8e-4d2c-8d5b-c000.zstd.parquet",
            "IOException: /data/month=2024-03/part-00000-0b52a6ab-1c8e-4d2c-8d5b-c000.zstd.parquet",
        ),
        ("What is 1 + 1? Two.", "What is 1 + 1? Two."),
        (
            '  File "x.py", line 1\n    1 / 0\n    ~~^~~',
            '  File "x.py", line 1\n    1 / 0\n    ~~^~~',
        ),
    ],
)
def test_a_line_names_nobody_and_opens_nothing(told: str, kept: str) -> None:
    assert discreet(told) == kept


def test_a_line_a_request_is_written_only_where_asked_for(
    client: Client, db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "klimamosaik.requests")
    client.get("/anmelden/?next=/03403000/")
    assert not caplog.messages
    settings.LOG_REQUESTS = True
    client.get("/anmelden/?next=/03403000/")
    client.get(f"/{AGS}/personen/")
    client.get("/Erika Mustermann/")
    first, second, third = caplog.messages
    assert first.startswith("GET /anmelden/ 200 ")
    assert second.startswith("GET /<ags:ags>/personen/ 302 ")
    assert third.startswith("GET (no page) 404 ")

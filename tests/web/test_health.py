"""A watcher hears one word; who manages a town reads how the background work is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from klimamosaik.places.models import Municipality
from klimamosaik.sensorthings.models import CreatedByMqtt
from klimamosaik.web import background_state
from klimamosaik.web.background_state import FAILING, BackgroundTask, hold, noted, state
from klimamosaik.web.views import health
from tests.web.conftest import AGS

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def running() -> Iterator[None]:
    """The background work's sign of life."""
    sign = hold()
    assert sign is not None
    with sign:
        yield


def failing(task: BackgroundTask) -> None:
    """The task fails once."""
    with pytest.raises(ZeroDivisionError), noted(task):
        raise ZeroDivisionError("secret detail")


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.mark.usefixtures("running")
def test_all_is_well() -> None:
    answer = Client().get("/gesund/")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_its_background_work_it_is_not_well() -> None:
    answer = Client().get("/gesund/")
    assert (answer.status_code, answer.content) == (503, b"not ok")


@pytest.mark.usefixtures("running")
def test_without_its_database_it_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> object:
            raise DatabaseError("host db.local, user town")

    monkeypatch.setattr(health, "connection", Gone())
    answer = Client().get("/gesund/")
    assert (answer.status_code, answer.content) == (503, b"not ok")


@pytest.mark.usefixtures("running")
def test_with_a_full_disk_it_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "shutil.disk_usage", lambda folder: SimpleNamespace(free=health.LEAST_ROOM - 1)
    )
    assert Client().get("/gesund/").status_code == 503
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=10**9))
    assert Client().get("/gesund/").status_code == 200


@pytest.mark.usefixtures("running")
def test_what_fails_once_is_tried_again_and_what_fails_for_long_needs_somebody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, NOW)
    failing(BackgroundTask.EFFECTS)
    assert state().well(NOW)
    at(monkeypatch, NOW + FAILING)
    failing(BackgroundTask.EFFECTS)
    assert Client().get("/gesund/").status_code == 503
    with noted(BackgroundTask.EFFECTS):
        assert state().doing is BackgroundTask.EFFECTS
    assert Client().get("/gesund/").status_code == 200


def test_a_state_nobody_can_read_is_none() -> None:
    for text in ("", "{", "[]", '{"tasks": {"unknown": {}}, "doing": null, "since": null}'):
        (settings.DATA_DIR / background_state.FILE).write_text(text)
        assert state().tasks == {}


@pytest.mark.usefixtures("running", "town")
def test_the_office_reads_what_was_done_and_what_failed(
    as_admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    with noted(BackgroundTask.SETTLING):
        pass
    failing(BackgroundTask.LEARNING)
    page = as_admin.get(f"/{AGS}/hintergrund/").content.decode()
    assert "Die Hintergrundarbeit läuft." in page
    assert "ZeroDivisionError" in page
    assert "secret detail" not in page
    assert "Es warten Wirkungen dieser Gemeinde: 0; Importe: 0." in page
    at(monkeypatch, now + timedelta(hours=1))
    page = as_admin.get(f"/{AGS}/hintergrund/").content.decode()
    assert "In der Hintergrundarbeit schlägt etwas fehl." in page


def test_the_office_is_told_that_nothing_is_done(as_admin: Client) -> None:
    assert (
        "Die Hintergrundarbeit läuft nicht."
        in as_admin.get(f"/{AGS}/hintergrund/").content.decode()
    )
    assert f'href="/{AGS}/hintergrund/"' in as_admin.get(f"/{AGS}/personen/").content.decode()


def test_only_who_manages_the_town_reads_it(as_editor: Client, town: Municipality) -> None:
    assert as_editor.get(f"/{town.ags}/hintergrund/").status_code == 403
    assert Client().get(f"/{town.ags}/hintergrund/").status_code == 302


def test_what_came_by_mqtt_is_counted_for_the_office(as_admin: Client) -> None:
    assert "MQTT" not in as_admin.get(f"/{AGS}/hintergrund/").content.decode()
    CreatedByMqtt.objects.create(stored=12_345, ignored=6, at=NOW)
    page = as_admin.get(f"/{AGS}/hintergrund/").content.decode()
    assert "Über MQTT kamen 12.345 Messwerte" in page
    assert "was der Broker noch einmal gab" in page
    assert "6 Meldungen waren keine" in page

"""Sources get their turns: as often as promised, each alone with its faults."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.queries.readings import readings
from klimamosaik.records.exclusive_work import alone
from klimamosaik.streams.brokers import listening
from klimamosaik.streams.models import DataSource, SourceKind, SourceState
from klimamosaik.streams.queries.sources import SourceCondition, source_line
from klimamosaik.streams.retention import withdraw_expired
from klimamosaik.streams.work import SOURCES, work_on, work_on_sources
from klimamosaik.web.source_rounds import one_round
from tests.streams.conftest import NOW
from tests.streams.frost import frost

pytestmark = pytest.mark.django_db
Make = Callable[..., DataSource]


def state(source: DataSource) -> SourceState:
    return SourceState.objects.get(pk=source.pk)


def test_each_source_has_its_turn_and_then_rests(new_source: Make) -> None:
    with frost() as server:
        source = new_source(address=server.address)
        assert work_on_sources(now=lambda: NOW) == 1
        assert work_on_sources(now=lambda: NOW + timedelta(minutes=3)) == 0
        assert work_on_sources(now=lambda: NOW + timedelta(minutes=4)) == 1
        assert state(source).heard_at == NOW + timedelta(minutes=4)


def test_a_fault_stays_with_its_source(new_source: Make) -> None:
    with frost() as server:
        server.meter(1)
        server.says(1, "2026-11-26T11:59:00Z", 1.0)
        broken = new_source(SourceKind.FOLDER, name="kaputt", address="/weg")
        well = new_source(name="läuft", address=server.address)
        assert work_on_sources(now=lambda: NOW) == 2
    assert state(broken).failing_since == NOW
    assert "/weg" in state(broken).problem["de"]
    assert state(well).readings == 1
    assert source_line(well, NOW).condition is SourceCondition.RUNS
    broken.refresh_from_db()
    assert source_line(broken, NOW).condition is SourceCondition.FAILING


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("7200", timedelta(hours=2)),
        ("31536000", timedelta(days=1)),
        ("9" * 400, timedelta(days=1)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=1)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", timedelta(minutes=3, seconds=45)),
        ("bald", timedelta(minutes=3, seconds=45)),
        ("²", timedelta(minutes=3, seconds=45)),
        ("-5", timedelta(minutes=3, seconds=45)),
    ],
)
def test_a_server_says_when_to_come_again_and_is_asked_within_a_day(
    new_source: Make, monkeypatch: pytest.MonkeyPatch, said: str, waits: timedelta
) -> None:
    monkeypatch.setattr("klimamosaik.sources.sensorthings.asking.WAITS", ())
    with frost() as server:
        server.faults += [(503, {"Retry-After": said})]
        source = new_source(address=server.address)
        work_on(source, now=NOW)
        assert datetime.fromisoformat(state(source).progress["next"]) == NOW + waits
        assert "503" in state(source).problem["en"]
        assert len(server.asked) == 1
        assert work_on_sources(now=lambda: NOW + waits - timedelta(seconds=1)) == 0
        assert work_on_sources(now=lambda: NOW + waits) == 1
    assert state(source).failing_since is None


def test_since_when_it_fails_stays_and_ends_with_the_next_answer(
    new_source: Make, tmp_path: Any
) -> None:
    source = new_source(SourceKind.FOLDER, address=str(tmp_path / "noch nicht"))
    work_on(source, now=NOW)
    work_on(source, now=NOW + timedelta(minutes=5))
    assert state(source).failing_since == NOW
    (tmp_path / "noch nicht").mkdir()
    work_on(source, now=NOW + timedelta(minutes=10))
    assert state(source).failing_since is None
    assert state(source).problem == {}


def test_who_is_asked_to_come_later_waits_so_long(new_source: Make) -> None:
    with frost() as server:
        server.faults += [(503, {"Retry-After": "7200"})]
        source = new_source(address=server.address)
        work_on(source, now=NOW)
    assert datetime.fromisoformat(state(source).progress["next"]) == NOW + timedelta(hours=2)


def test_what_nobody_foresaw_is_noted_and_tried_again(
    new_source: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> bool:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("klimamosaik.streams.mirror.work.mirror", breaks)
    source = new_source(address="https://frost.example.org/v1.1", promised_every=timedelta(days=1))
    work_on(source, now=NOW)
    assert "Protokoll" in state(source).problem["de"]
    assert datetime.fromisoformat(state(source).progress["next"]) == NOW + timedelta(minutes=5)


@pytest.mark.parametrize("breaks", [False, True])
def test_a_source_removed_during_its_turn_leaves_nothing(
    new_source: Make, monkeypatch: pytest.MonkeyPatch, breaks: bool
) -> None:
    def removes(source: DataSource, **_: Any) -> bool:
        DataSource.objects.filter(pk=source.pk).delete()
        if breaks:
            raise RuntimeError("its rows are gone")
        return False

    monkeypatch.setattr("klimamosaik.streams.mirror.work.mirror", removes)
    work_on(new_source(address="https://frost.example.org/v1.1"), now=NOW)
    assert not SourceState.objects.exists()


def test_a_paused_source_has_no_turn(new_source: Make) -> None:
    new_source(address="https://frost.example.org/v1.1", paused_at=NOW)
    assert work_on_sources(now=lambda: NOW) == 0


def test_only_one_process_works_on_sources(new_source: Make) -> None:
    new_source(address="https://frost.example.org/v1.1")
    with alone(SOURCES) as free:
        assert free
        assert work_on_sources(now=lambda: NOW) == 0


def test_those_who_listen_learn_which_brokers_run(new_source: Make) -> None:
    listened = new_source(SourceKind.MQTT, name="Netz", address="mqtts://broker.example.org")
    new_source(SourceKind.MQTT, name="aus", address="mqtts://b.example.org", paused_at=NOW)
    new_source(SourceKind.PUSH, name="Push")
    assert list(listening()) == [listened]


def test_readings_past_their_retention_are_withdrawn_as_a_delivery(new_source: Make) -> None:
    with frost() as server:
        server.meter(1)
        for day in range(1, 26):
            server.says(1, f"2026-11-{day:02d}T00:00:00Z", float(day))
        source = new_source(address=server.address, kept_for=timedelta(days=10))
        work_on(source, now=NOW)
        (stream,) = Datastream.objects.all()
        assert readings(datastreams=[stream.pk])["value"].min() == 17.0  # older never came
        (done,) = withdraw_expired(now=NOW + timedelta(days=3))
        assert done.name == "Parkplätze (Aufbewahrung abgelaufen)"
        assert done.changed == 3
        assert readings(datastreams=[stream.pk])["value"].min() == 20.0
        work_on(source, now=NOW + timedelta(days=3, minutes=1))
        assert readings(datastreams=[stream.pk])["value"].min() == 20.0  # it does not come back
    assert withdraw_expired(now=NOW + timedelta(days=3)) == []


def test_what_is_kept_for_good_is_never_withdrawn(new_source: Make) -> None:
    with frost() as server:
        server.meter(1)
        server.says(1, "1999-12-31T00:00:00Z", 1.0)
        work_on(new_source(address=server.address), now=NOW)
    count = Delivery.objects.count()
    assert withdraw_expired(now=NOW) == []
    assert Delivery.objects.count() == count


def test_a_round_that_breaks_does_not_end_the_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: Any) -> int:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("klimamosaik.streams.work.work_on_sources", breaks)
    monkeypatch.setattr("klimamosaik.records.same_database.renew_connections", lambda: None)
    assert one_round(NOW) == NOW

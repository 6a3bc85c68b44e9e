"""Each source by MQTT is listened to as long as it runs, and its broker's absence is told."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import pytest

from klimamosaik.streams.brokers import PATIENCE, SourceListeners
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.source_state import state_of
from klimamosaik.streams.uplinks.answers import UplinkAnswer, ignored, stored
from klimamosaik.terms.text import Text
from tests.broker import Broker
from tests.broker import broker as broker
from tests.sources.mqtt.conftest import published
from tests.streams.conftest import NOW
from tests.web.serving.conftest import until

pytestmark = pytest.mark.django_db(transaction=True)

New = Callable[..., DataSource]
Taken = list[tuple[str, bytes]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """What was taken in: the source's name and the body."""
    found: Taken = []

    def take(*, source: DataSource, bodies: Sequence[bytes], at: datetime) -> list[UplinkAnswer]:
        found.extend((source.name, body) for body in bodies)
        nothing = ignored(Text("nichts", "nothing"))
        return [nothing if body == b"nothing" else stored(1, None) for body in bodies]

    monkeypatch.setattr("klimamosaik.streams.uplinks.operations.take_uplinks", take)
    return found


@pytest.fixture
def listeners() -> Iterator[SourceListeners]:
    """The listeners, looked at by hand."""
    made = SourceListeners(threading.Event())
    yield made
    for each in made.running.values():
        each.stop()


def by_mqtt(new: New, broker: Broker, name: str = "a", **more: object) -> DataSource:
    """A source by MQTT."""
    options = {"topic": f"{name}/#"}
    return new(SourceKind.MQTT, name=name, address=broker.address, options=options, **more)


def heard(listeners: SourceListeners) -> bool:
    """True once every broker hands over what comes."""
    return all(each.listener.subscribed.is_set() for each in listeners.running.values())


def test_each_source_gets_its_own_messages(
    new_source: New, broker: Broker, listeners: SourceListeners, taken: Taken
) -> None:
    by_mqtt(new_source, broker, "a")
    by_mqtt(new_source, broker, "b")
    new_source(SourceKind.PUSH, name="pushed")
    by_mqtt(new_source, broker, "c", paused_at=NOW)
    listeners.look()
    assert len(listeners.running) == 2
    until(lambda: heard(listeners))
    for name in "abc":
        published(broker.port, name.encode(), topic=f"{name}/1")
    until(lambda: len(taken) == 2)
    assert sorted(taken) == [("a", b"a"), ("b", b"b")]


def test_what_has_nothing_for_us_is_counted_as_such(
    new_source: New, broker: Broker, listeners: SourceListeners, taken: Taken
) -> None:
    source = by_mqtt(new_source, broker)
    listeners.look()
    until(lambda: heard(listeners))
    listener = listeners.running[source.pk].listener
    published(broker.port, b"1", b"nothing", b"2", topic="a/1")
    until(lambda: (listener.stored, listener.ignored) == (2, 1))


def test_what_comes_while_a_source_is_paused_is_there_afterwards(
    new_source: New, broker: Broker, listeners: SourceListeners, taken: Taken
) -> None:
    source = by_mqtt(new_source, broker)
    listeners.look()
    until(lambda: heard(listeners))
    DataSource.objects.update(paused_at=NOW)
    listeners.look()
    assert not listeners.running
    published(broker.port, b"meanwhile", topic="a/1")
    assert not taken
    DataSource.objects.update(paused_at=None)
    listeners.look()
    until(lambda: taken)
    assert taken == [(source.name, b"meanwhile")]


def test_a_source_that_is_changed_is_listened_to_anew(
    new_source: New, broker: Broker, listeners: SourceListeners, taken: Taken
) -> None:
    source = by_mqtt(new_source, broker)
    listeners.look()
    DataSource.objects.update(options={"topic": "z/#"})
    listeners.look()
    assert listeners.running[source.pk].listener.topics == ("z/#",)
    until(lambda: heard(listeners))
    published(broker.port, b"old", topic="a/1")
    published(broker.port, b"new", topic="z/1")
    until(lambda: taken)
    assert taken == [(source.name, b"new")]


def test_of_a_source_that_was_removed_the_broker_keeps_nothing(
    new_source: New, broker: Broker, listeners: SourceListeners, taken: Taken
) -> None:
    source = by_mqtt(new_source, broker)
    listeners.look()
    until(lambda: heard(listeners))
    DataSource.objects.all().delete()
    listeners.look()
    published(broker.port, b"meanwhile", topic="a/1")
    source.save(force_insert=True)
    listeners.look()
    until(lambda: heard(listeners))
    published(broker.port, b"later", topic="a/1")
    until(lambda: taken)
    assert taken == [(source.name, b"later")]


def test_a_broker_that_is_away_is_told_and_so_is_its_return(
    new_source: New, broker: Broker, listeners: SourceListeners, taken: Taken
) -> None:
    source = by_mqtt(new_source, broker)
    broker.stop()
    for _ in range(PATIENCE):
        assert not source.__class__.objects.filter(state__failing_since__isnull=False).exists()
        listeners.look()
    state = state_of(source)
    assert state.failing_since
    assert broker.address in state.problem["de"]
    broker.start()
    until(lambda: heard(listeners))
    listeners.look()
    state = state_of(source)
    assert (state.failing_since, state.problem) == (None, {})
    assert state.heard_at


def test_a_source_without_an_address_holds_up_no_other(
    new_source: New, broker: Broker, listeners: SourceListeners, taken: Taken
) -> None:
    odd = new_source(SourceKind.MQTT, name="odd", address="mqtt://", options={})
    by_mqtt(new_source, broker)
    listeners.look()
    assert len(listeners.running) == 1
    assert state_of(odd).failing_since

"""A listener acknowledges what was stored, and nothing else; a broker may come and go."""

import signal
import socket
import struct
import threading

from tests.broker import PATIENCE, Broker
from tests.sources.mqtt.conftest import Store, listening, published
from tests.web.serving.conftest import until

MANY = [str(number).encode() for number in range(3_000)]


def settled(store: Store, *expected: bytes) -> None:
    until(lambda: len(store.stored) >= len(expected))
    assert sorted(store.stored) == sorted(expected)


def test_what_comes_at_once_is_stored_together(broker: Broker, store: Store) -> None:
    with listening(broker.address, store) as listener:
        until(listener.subscribed.is_set)
        published(broker.port, *MANY)
        settled(store, *MANY)
    assert max(store.batches) <= 1_000
    assert len(store.batches) < len(MANY) / 2


def test_what_was_stored_is_not_handed_over_again(broker: Broker, store: Store) -> None:
    with listening(broker.address, store) as listener:
        until(listener.subscribed.is_set)
        published(broker.port, b"once")
        settled(store, b"once")
    with listening(broker.address, store):
        published(broker.port, b"later")
        settled(store, b"once", b"later")


def test_what_comes_while_nobody_listens_waits_at_the_broker(broker: Broker, store: Store) -> None:
    with listening(broker.address, store) as listener:
        until(listener.subscribed.is_set)
    published(broker.port, *MANY)
    assert not store.stored
    with listening(broker.address, store):
        settled(store, *MANY)


def test_what_cannot_be_stored_now_is_tried_again(broker: Broker, store: Store) -> None:
    with listening(broker.address, store) as listener:
        until(listener.subscribed.is_set)
        store.failing, store.tries = True, 0
        published(broker.port, b"a", b"b")
        until(lambda: store.tries > 1)
        assert not store.stored
        store.failing = False
        settled(store, b"a", b"b")


def test_what_could_not_be_stored_to_the_end_is_handed_over_again(
    broker: Broker, store: Store
) -> None:
    with listening(broker.address, store) as listener:
        until(listener.subscribed.is_set)
        store.failing, store.tries = True, 0
        published(broker.port, b"a", b"b")
        until(lambda: store.tries)
    assert not store.stored
    store.failing = False
    with listening(broker.address, store):
        settled(store, b"a", b"b")


def test_a_message_that_can_never_be_stored_holds_up_no_other(broker: Broker, store: Store) -> None:
    with listening(broker.address, store) as listener:
        until(listener.subscribed.is_set)
        published(broker.port, b"a", b"poison", *MANY, b"poison", b"z")
        settled(store, b"a", *MANY, b"z")
        until(lambda: listener.ignored == 2)
    store.tries = 0
    with listening(broker.address, store):
        published(broker.port, b"later")
        until(lambda: b"later" in store.stored)
    assert store.tries == 1  # the poison was acknowledged and does not come again


def test_a_broker_that_forgot_everything_is_subscribed_to_again(
    broker: Broker, store: Store
) -> None:
    with listening(broker.address, store) as listener:
        until(listener.subscribed.is_set)
        broker.stop(signal.SIGKILL)
        until(lambda: not listener.subscribed.is_set())
        (broker.folder / "mosquitto.db").unlink(missing_ok=True)
        broker.start()
        until(listener.subscribed.is_set)
        published(broker.port, b"after")
        settled(store, b"after")


def test_a_listener_waits_for_a_broker_that_is_not_there_yet(broker: Broker, store: Store) -> None:
    broker.stop()
    with listening(broker.address, store) as listener:
        broker.start()
        until(listener.subscribed.is_set)


def test_with_a_broker_that_knows_no_mqtt_5_the_older_one_is_spoken(store: Store) -> None:
    """The Things Stack is one of them."""
    spoken: list[int] = []
    answered = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)

        def old_broker() -> None:
            for refuses in (True, False):
                connection, _ = server.accept()
                with connection:
                    spoken.append(connection.recv(1_000)[8])
                    connection.sendall(struct.pack("4B", 0x20, 2, 0, 1 if refuses else 0))
                    if not refuses:
                        connection.recv(1_000)
                        answered.set()

        thread = threading.Thread(target=old_broker)
        thread.start()
        with listening(f"mqtt://127.0.0.1:{server.getsockname()[1]}", store):
            assert answered.wait(PATIENCE)
        thread.join()
    assert spoken == [5, 4]

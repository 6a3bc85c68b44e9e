"""At the broker everybody reads and writes what they may, and the two doors lead apart."""

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from klimamosaik.people.broker_passwords import broker_password
from klimamosaik.sensorthings.mqtt.configuration import BrokerDoors, configuration
from klimamosaik.sensorthings.mqtt.rights import (
    PASSWORDS,
    RIGHTS,
    SERVER,
    TokenRights,
    acl_file,
    password_file,
)
from tests.broker import Broker, until_open
from tests.ports import free_port
from tests.sensorthings.mqtt.speaking import Speaking, speaking
from tests.web.serving.conftest import until

SECRET = "secret"


def rights(handle: str, **more: object) -> TokenRights:
    """A token that reads its town and writes to datastream 5."""
    given: dict[str, object] = {
        "reads": "03404000", "writes": True, "everywhere": False, "datastreams": (5,)
    }  # fmt: skip
    return TokenRights(handle, broker_password(SECRET), **(given | more))  # type: ignore[arg-type]


TOKENS = (
    rights("town"),
    rights("all", reads="", everywhere=True, datastreams=()),
    rights("reader", writes=False, datastreams=()),
    rights("narrow", reads=None),
    rights("large", datastreams=range(1_001)),
)


@dataclass
class Doors:
    """A broker with both doors."""

    broker: Broker
    creating: int

    def admit(self, *tokens: TokenRights) -> None:
        """Write names and rights."""
        names = password_file(broker_password(SECRET), tokens)
        (self.broker.folder / PASSWORDS).write_text(names)
        (self.broker.folder / RIGHTS).write_text(acl_file(tokens))


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Doors]:
    """The broker as `serve --mqtt` runs it."""
    folder = tmp_path / "mqtt"
    folder.mkdir()
    broker = Broker(folder, "")
    made = Doors(broker, free_port())
    made.admit(*TOKENS)
    text = configuration(folder, BrokerDoors("127.0.0.1", broker.port, made.creating))
    broker.file.write_text(text)
    broker.start()
    until_open(made.creating)
    try:
        yield made
    finally:
        broker.stop()


def server(doors: Doors, name: str = "") -> object:
    return speaking(doors.broker.port, SERVER, SECRET, name)


TOPICS = ("v1.1/Observations", "own/03404000/v1.1/Observations", "own/03456001/v1.1/Observations")


@pytest.mark.parametrize(
    ("user", "hears"),
    [
        ("", {0}),
        ("town", {0, 1}),
        ("reader", {0, 1}),
        ("all", {0, 1, 2}),
        ("narrow", {0}),
        (SERVER, {0, 1, 2, 3}),
    ],
)
def test_everybody_hears_what_they_may_and_nothing_else(
    doors: Doors, user: str, hears: set[int]
) -> None:
    topics = (*TOPICS, "create/v1.1/Observations")
    with server(doors) as told, speaking(doors.broker.port, user, SECRET) as heard:  # type: ignore[attr-defined]
        heard.subscribe("#", "own/#", "create/#", *topics)
        for topic in reversed(topics):
            assert told.publish(topic)
        heard.wait(lambda: heard.hears(topics[0]))
        assert {topic for topic, _ in heard.heard} == {topics[each] for each in hears}


def test_strangers_do_not_learn_what_is_subscribed_to(doors: Doors) -> None:
    with server(doors) as told, speaking(doors.broker.port) as heard:  # type: ignore[attr-defined]
        heard.subscribe("$SYS/#", "$SYS/broker/log/M/subscribe", "v1.1/#")
        told.publish("v1.1/Observations")
        heard.wait(lambda: heard.heard)
        assert {topic for topic, _ in heard.heard} == {"v1.1/Observations"}


@pytest.mark.parametrize("user", ["", "town", "all", "reader"])
@pytest.mark.parametrize(
    "topic", ["v1.1/Observations", "create/v1.1/Observations", "own/03404000/v1.1/Observations"]
)
def test_nobody_but_the_server_writes_at_the_door_for_receiving(
    doors: Doors, user: str, topic: str
) -> None:
    """Save who may create: the door decides nothing there, the topic does."""
    allowed = user == "all" and topic.startswith("create/")
    with speaking(doors.broker.port, user, SECRET) as somebody:
        assert somebody.publish(topic) is allowed


def test_at_the_door_for_creating_nobody_is_let_in_without_a_token(doors: Doors) -> None:
    for user, password in (("", ""), ("town", "wrong"), ("nobody", SECRET)):
        with speaking(doors.creating, user, password) as somebody:
            assert not somebody.let_in


HERE, THERE = "v1.1/Datastreams(5)/Observations", "v1.1/Datastreams(6)/Observations"


@pytest.mark.parametrize(
    ("user", "taken"),
    [
        ("town", {HERE, "town/v1.1/Observations", "town/v1.1/Datastreams(6)/Observations"}),
        ("all", {HERE, THERE, "v1.1/Observations", "all/v1.1/Observations"}),
        ("narrow", {HERE, "narrow/v1.1/Observations"}),
        ("reader", set()),
        ("large", {"large/v1.1/Observations"}),
    ],
)
def test_a_token_creates_where_it_may(doors: Doors, user: str, taken: set[str]) -> None:
    others = {"v1.1/Observations", HERE, THERE, "town/v1.1/Observations", "v1.1/Things"}
    others |= {"v1.1/FeaturesOfInterest(1)/Observations", "x/v1.1/Observations"}
    also = {"v1.1/Things", "v1.1/FeaturesOfInterest(1)/Observations"} if user == "all" else set()
    with speaking(doors.creating, user, SECRET) as somebody:
        assert {topic for topic in others | taken if somebody.publish(topic)} == taken | also


def test_what_is_created_meets_nothing_that_is_told(doors: Doors) -> None:
    with (
        server(doors) as told,  # type: ignore[attr-defined]
        speaking(doors.broker.port) as heard,
        speaking(doors.creating, "all", SECRET) as sends,
    ):
        told.subscribe("create/#")
        heard.subscribe("v1.1/#")
        assert sends.publish("v1.1/Observations", b"sent")
        told.wait(lambda: told.heard)
        assert told.heard == [("create/v1.1/Observations", b"sent")]
        told.publish("v1.1/Observations", b"told")
        heard.wait(lambda: heard.heard)
        assert heard.heard == [("v1.1/Observations", b"told")]


def test_a_revoked_token_is_put_out(doors: Doors) -> None:
    with (
        speaking(doors.creating, "town", SECRET) as revoked,
        speaking(doors.creating, "all", SECRET) as stays,
    ):
        doors.admit(*TOKENS[1:])
        assert doors.broker.process is not None
        doors.broker.process.send_signal(signal.SIGHUP)
        revoked.wait(lambda: revoked.let_in is False)
        assert stays.publish("v1.1/Observations")
        assert stays.let_in


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_what_comes_while_the_server_is_away_waits_through_a_restart_of_the_broker(
    doors: Doors, how: signal.Signals
) -> None:
    with server(doors, "name") as away:  # type: ignore[attr-defined]
        away.subscribe("create/#")
    noted(doors.broker)
    doors.broker.stop(how)
    doors.broker.start()
    until_open(doors.creating)
    with speaking(doors.creating, "all", SECRET) as sends:
        assert all(sends.publish("v1.1/Observations", str(n).encode()) for n in range(50))
    noted(doors.broker)
    doors.broker.stop(how)
    doors.broker.start()
    with server(doors, "name") as back:  # type: ignore[attr-defined]
        back.wait(lambda: len(back.heard) == 50)


def noted(broker: Broker) -> None:
    """Wait until the broker has noted what it has; it does so once a second."""
    file, since = broker.folder / "mosquitto.db", time.time()
    until(lambda: file.exists() and file.stat().st_mtime > since)


def test_a_stranger_does_not_take_over_what_waits_for_the_server(doors: Doors) -> None:
    heard: list[Speaking] = []
    with speaking(doors.broker.port, name="klimamosaik-creating") as stranger:
        stranger.subscribe("create/#", "v1.1/#")
        with server(doors) as told:  # type: ignore[attr-defined]
            told.publish("create/v1.1/Observations")
            told.publish("v1.1/Observations")
            stranger.wait(lambda: stranger.heard)
        heard.append(stranger)
    assert heard[0].heard == [("v1.1/Observations", b"{}")]


TOLD = ("v1.1/Observations", b"told")


@pytest.mark.parametrize(
    ("user", "topic", "left"),
    [
        ("", "v1.1/Observations", False),
        ("", "create/v1.1/Observations", False),
        ("all", "v1.1/Observations", False),
        ("all", "create/v1.1/Observations", True),
    ],
)
def test_nobody_leaves_a_will_where_they_may_not_write(
    doors: Doors, user: str, topic: str, left: bool
) -> None:
    with server(doors) as listens:  # type: ignore[attr-defined]
        listens.subscribe("v1.1/#", "create/#")
        with speaking(doors.broker.port, user, SECRET, will=topic) as somebody:
            somebody.vanish()
            somebody.wait(lambda: somebody.let_in is False)
        listens.publish(*TOLD)
        listens.wait(lambda: TOLD in listens.heard)
        assert ((topic, b"will") in listens.heard) is left

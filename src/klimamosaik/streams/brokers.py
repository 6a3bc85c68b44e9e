"""Listens to the brokers of sources: each source has a listener of its own, as long as it runs."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from klimamosaik.records.damage import passes
from klimamosaik.records.same_database import renew_connections
from klimamosaik.sources.mqtt.listening import TopicListener
from klimamosaik.sources.mqtt.message import BrokerMessage
from klimamosaik.streams.at_brokers import NO_BROKER, broker_of
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.source_state import failed, heard, state_of
from klimamosaik.streams.uplinks.answers import UplinkOutcome
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

LOOKS = 5.0  # [s] between looks at which sources there are, and whether their brokers are there
PATIENCE = 12  # looks without the broker before that is a trouble: a minute
COUNTED = (UplinkOutcome.STORED, UplinkOutcome.KNOWN)

NO_TOPIC = Text(
    "Das Thema fehlt, das beim Broker abonniert werden soll.",
    "The topic that is to be heard at the broker is missing.",
)
logger = logging.getLogger("klimamosaik.mqtt")


@dataclass
class SourceListener:
    """A listener with the thread it runs in."""

    told: tuple[object, ...]  # how the source was set up when it began
    listener: TopicListener
    thread: threading.Thread
    missed: int = 0  # looks without the broker, one after the other

    def stop(self, *, forgotten: bool = False) -> None:
        """Stop listening; what comes meanwhile waits at the broker for a week, unless forgotten."""
        self.listener.forgotten = forgotten
        self.listener.stopping.set()
        self.thread.join()


class SourceListeners:
    """The listeners of all sources that come by MQTT."""

    def __init__(self, stopping: threading.Event) -> None:
        self.stopping = stopping
        self.running: dict[int, SourceListener] = {}

    def run(self) -> None:
        """Keep a listener for each source until all are to stop."""
        try:
            while not self.stopping.is_set():
                self.look()
                self.stopping.wait(LOOKS)
        finally:
            for each in self.running.values():
                each.stop()

    def look(self) -> None:
        """Begin with new sources, begin anew with changed ones, leave paused and removed ones."""
        renew_connections()
        try:
            wanted = {source.pk: source for source in listening()}
            for pk in [*self.running]:
                if pk not in wanted or self.running[pk].told != listener_key(wanted[pk]):
                    paused = pk not in wanted and DataSource.objects.filter(pk=pk).exists()
                    self.running.pop(pk).stop(forgotten=not paused)
            for pk, source in wanted.items():
                if pk not in self.running and (fresh := begun(source)):
                    self.running[pk] = fresh
                if pk in self.running:
                    note_broker(source, self.running[pk])
        except (DatabaseError, InterfaceError):
            logger.exception("sources cannot be looked up for now; their listeners go on")


def listening() -> QuerySet[DataSource]:
    """The sources a broker's client has to listen to: those by MQTT that are not paused."""
    return DataSource.objects.filter(kind=SourceKind.MQTT, paused_at=None)


def listener_key(source: DataSource) -> tuple[object, ...]:
    """What a listener is made from."""
    return source.address, source.secret, source.options.get("topic"), source.options.get("user")


def begun(source: DataSource) -> SourceListener | None:
    """A listener at work; None where the source is set up so that there can be none."""
    try:
        address, topic = broker_of(source), str(source.options["topic"])
    except InputRejected as refusal:
        failed(source, text=refusal.complaints[0].text, at=timezone.now())
        return None
    except KeyError:
        failed(source, text=NO_TOPIC, at=timezone.now())
        return None
    listener = TopicListener(
        address, [topic], name=name_of(source), store=partial(store, source.pk), passes=passes
    )
    thread = threading.Thread(target=listener.run, daemon=True)
    thread.start()
    return SourceListener(listener_key(source), listener, thread)


def name_of(source: DataSource) -> str:
    """The name at the broker: always the same, and nobody can guess it."""
    digest = salted_hmac("klimamosaik.source", str(source.pk)).hexdigest()[:16]
    return "-".join(("klimamosaik", str(source.pk), digest))


def store(source: int, messages: Sequence[BrokerMessage]) -> int:
    """Take messages of a source in; returns, once it is committed, how many had nothing for us."""
    from klimamosaik.streams.uplinks.operations import take_uplinks  # it loads the store

    renew_connections()
    row = DataSource.objects.filter(pk=source).first()
    if row is None:
        return len(messages)  # removed meanwhile
    bodies = [each.payload for each in messages]
    answers = take_uplinks(source=row, bodies=bodies, at=messages[-1].at)
    return sum(each.outcome not in COUNTED for each in answers)


def note_broker(source: DataSource, running: SourceListener) -> None:
    """Write down that a broker is away, and that it is back."""
    at = timezone.now()
    if running.listener.subscribed.is_set():
        if running.missed >= PATIENCE or (not running.missed and state_of(source).failing_since):
            heard(source, at=at)
        running.missed = 0
        return
    running.missed += 1
    if running.missed == PATIENCE:
        failed(source, text=NO_BROKER.format(address=running.listener.address.without_name), at=at)

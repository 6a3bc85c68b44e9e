"""Readings that programs publish: many messages become one delivery, then they are acknowledged.

A message that is no reading, or that nobody may write here, is left out and counted: MQTT gives no
answer to whoever published it.
"""

import logging
import time
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.operations.reporting import ReportedReading, report
from klimamosaik.people.models import ApiToken
from klimamosaik.records.same_database import renew_connections
from klimamosaik.sensorthings.models import CreatedByMqtt
from klimamosaik.sensorthings.mqtt.arrival_times import moments_of
from klimamosaik.sensorthings.mqtt.entity_messages import everything_of
from klimamosaik.sensorthings.mqtt.published_readings import SentReading, sent_reading
from klimamosaik.sensorthings.mqtt.topics import CREATE
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.sensorthings.writing.posting import reading_in, stream_for
from klimamosaik.sensorthings.writing.refusing import refused
from klimamosaik.sensorthings.writing.streams import StreamTarget, target_of
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.sources.mqtt.message import BrokerMessage
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

TOPICS = (f"{CREATE}/#",)
NAME = "SensorThings (MQTT)"  # of deliveries
SAID_EVERY = 60.0  # [s] between two lines of the log about messages that were left out

logger = logging.getLogger("klimamosaik.mqtt")

NOT_HERE = Text("Es gibt keine Messreihe {number}.", "There is no datastream {number}.")
NO_FEATURE = Text(
    "Es gibt den Ort der Messung {number} nicht.", "There is no feature of interest {number}."
)
NO_TOKEN = Text(
    "Der Zugangsschlüssel {handle} gilt nicht (mehr).", "The access token {handle} is not valid."
)


def store(messages: Sequence[BrokerMessage]) -> int:
    """Store what messages create, in one delivery; returns how many created nothing.

    Returns once it is committed. Raises what `damage.passes` tells of; then nothing is stored.
    """
    renew_connections()
    problems: list[Text] = []
    sent = read(messages, problems)
    batch = WrittenBatch(timezone.now())
    rows: list[ReportedReading] = []
    for each in sent:
        try:
            rows.append(batch.reading(each))
        except SensingRefused as fault:
            problems.append(fault.text)
    stored(rows, batch.corrects, problems)
    note(len(messages) - len(problems), problems)
    return len(problems)


def read(messages: Sequence[BrokerMessage], problems: list[Text]) -> list[SentReading]:
    """What the messages say, with when they came; those that say nothing are problems."""
    sent: list[SentReading] = []
    for message in messages:
        try:
            sent.append(sent_reading(message))
        except SensingRefused as fault:
            problems.append(fault.text)
    timeless = [each for each in sent if each.body.get("phenomenonTime") is None]
    came = moments_of([each.message for each in timeless]) if timeless else []
    for each, at in zip(timeless, came, strict=True):
        each.came = at
    return sent


class WrittenBatch:
    """What was looked up for messages that are stored together."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.streams: dict[tuple[str, int, bool], StreamTarget] = {}
        self.writers: dict[str, SensingWriter] = {}
        self.features: set[tuple[str, str | None, int]] = set()

    @property
    def corrects(self) -> set[int]:
        """The datastreams where a reading replaces the one at its time."""
        return {stream.pk for stream in self.streams.values() if stream.corrects}

    def reading(self, sent: SentReading) -> ReportedReading:
        """What was sent as a reading. Raises SensingRefused for what is none, or may not be."""
        stream = self.stream(sent.handle, sent.stream, sent.several)
        if sent.feature is not None:
            self.refuse_feature(sent.handle, stream.owner, sent.feature)
        now = microseconds(sent.came)
        return reading_in(sent.body, stream, feature=sent.feature, now=now, anywhere=True)

    def stream(self, handle: str, number: int, several: bool) -> StreamTarget:
        """A datastream that may be written to. Raises SensingRefused for any other."""
        key = (handle, number, several)
        if key not in self.streams:
            found: StreamTarget | None
            if handle:
                found = stream_for(self.writer(handle), number, "Datastream")
            else:
                found = target_of(number)  # the broker has decided by the topic
            if found is None or bool(found.several) is not several:
                raise refused(NOT_HERE, number=number)
            self.streams[key] = found
        return self.streams[key]

    def refuse_feature(self, handle: str, owner: str | None, number: int) -> None:
        """Raise SensingRefused where there is no such feature for who writes.

        Where the broker decided, nobody knows who that is: then for the owner of the datastream,
        or what is another town's and private would be seen beside a reading that is public.
        """
        if (handle, owner, number) not in self.features:
            sight = self.writer(handle).sight if handle else Sight(everything_of(owner))
            if not sight.of("FeaturesOfInterest").filter(pk=number).exists():
                raise refused(NO_FEATURE, number=number)
            self.features.add((handle, owner, number))

    def writer(self, handle: str) -> SensingWriter:
        """Who a token's handle stands for. Raises SensingRefused for one that opens nothing."""
        if handle not in self.writers:
            token = ApiToken.objects.select_related("municipality").filter(handle=handle).first()
            if token is None or not token.stands(self.at):
                raise refused(NO_TOKEN, handle=handle)
            self.writers[handle] = SensingWriter(Sight(token), self.at)
        return self.writers[handle]


def stored(rows: list[ReportedReading], corrects: Collection[int], problems: list[Text]) -> None:
    """Store them. Raises InputRejected where one of several cannot be: which, is found apart."""
    if not rows:
        return
    try:
        report(rows, corrects=corrects, name=NAME)
    except InputRejected as refusal:
        if len(rows) > 1:
            raise
        problems.append(refusal.complaints[0].text)


def note(stored: int, problems: Sequence[Text]) -> None:
    """Count what came, and keep why the last one that was left out was."""
    row = CreatedByMqtt.objects.get_or_create(pk=1)[0]
    changes: dict[str, Any] = {"stored": F("stored") + stored, "at": timezone.now()}
    if problems:
        changes["ignored"] = F("ignored") + len(problems)
        changes["problem"] = {"de": problems[-1].de, "en": problems[-1].en}
        say(problems[-1])
    CreatedByMqtt.objects.filter(pk=row.pk).update(**changes)


_said = 0.0  # [s] when a message that was left out was last told in the log


def say(problem: Text) -> None:
    """Tell in the log why a message was left out; a flood of them is told once a minute."""
    global _said
    now = time.monotonic()
    if not _said or now - _said >= SAID_EVERY:
        _said = now
        logger.warning("a message created nothing: %s", problem.en)

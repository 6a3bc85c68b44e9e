"""Follows the store and tells, round after round."""

import logging
import threading
import time
from collections import deque

from django.db import DatabaseError
from django.utils import timezone

from klimamosaik.records.same_database import renew_connections
from klimamosaik.sensorthings.mqtt.broker_connection import TellingVoice
from klimamosaik.sensorthings.mqtt.places import AskedTopics
from klimamosaik.sensorthings.mqtt.subscriptions import asked_topics, note_line
from klimamosaik.sensorthings.mqtt.telling import tell_what_is_new
from klimamosaik.sources.mqtt.address import BrokerAddress

PAUSE = 0.05  # [s] after a round in which there was nothing to tell
FAILED = 5.0  # [s] after one in which the database did not answer
ASKED_EVERY = 30.0  # [s] between looks at what is asked for, unless the broker tells of more
MOST, A_ROUND = 1_000, 50  # lines of the broker kept, and looked at between two tellings

logger = logging.getLogger("klimamosaik.mqtt")


class Follower:
    """Tells what is new until it is stopped."""

    def __init__(self, address: BrokerAddress, stopping: threading.Event) -> None:
        self.stopping = stopping
        self.lines: deque[bytes] = deque(maxlen=MOST)  # of the broker, not looked at yet
        self.voice = TellingVoice(address, self.lines.append, stopping)
        self.asked, self.looked = AskedTopics(), 0.0

    def run(self) -> None:
        """Round after round."""
        self.voice.start()
        try:
            while not self.stopping.is_set():
                self.stopping.wait(self.round())
        finally:
            self.voice.end()

    def round(self) -> float:
        """Tell what is new; how long to rest [s]."""
        renew_connections()
        try:
            self.look()
            told = tell_what_is_new(self.voice.tell, self.asked, at=timezone.now())
        except DatabaseError:
            logger.exception("nothing can be told for now; it is tried again")
            return FAILED
        return 0.0 if told else PAUSE

    def look(self) -> None:
        """Take in what the broker told of subscriptions."""
        at = timezone.now()
        lines = [self.lines.popleft() for _ in range(min(len(self.lines), A_ROUND))]
        heard = [note_line(each, at=at) for each in lines]
        if any(heard) or time.monotonic() - self.looked >= ASKED_EVERY or not self.looked:
            self.asked, self.looked = AskedTopics(asked_topics(at=at)), time.monotonic()

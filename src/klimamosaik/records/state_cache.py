"""Answers kept as long as what they stand on is the same."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar

ROOM = 64 * 1024 * 1024  # [bytes] of answers kept
Key = tuple[Hashable, ...]


class Sized(Protocol):
    """Anything that can say what it takes."""

    @property
    def size(self) -> int:
        """What it takes [bytes]."""


Answer = TypeVar("Answer", bound=Sized)


class Shelf(Generic[Answer]):
    """Answers of one stand; those of an older one are thrown away."""

    def __init__(self, room: int = ROOM) -> None:
        self.room, self.filled = room, 0
        self.stand: object = None
        self.answers: OrderedDict[Key, Answer] = OrderedDict()
        self.making: dict[Key, threading.Lock] = {}
        self.lock = threading.Lock()

    def find(self, stand: object, key: Key) -> Answer | None:
        """The answer kept under this stand."""
        with self.lock:
            if stand != self.stand:
                self.clear(stand)
            found = self.answers.get(key)
            if found is not None:
                self.answers.move_to_end(key)
            return found

    def put(self, stand: object, key: Key, answer: Answer) -> None:
        """Keep an answer in place of an older one; those longest not asked for make room."""
        with self.lock:
            if stand != self.stand or answer.size > self.room // 8:
                return
            older = self.answers.pop(key, None)
            self.answers[key] = answer
            self.filled += answer.size - (older.size if older else 0)
            while self.filled > self.room:
                self.filled -= self.answers.popitem(last=False)[1].size

    def turn(self, key: Key) -> threading.Lock:
        """Who makes an answer holds this; others wait and then find it."""
        with self.lock:
            return self.making.setdefault(key, threading.Lock())

    def done(self, key: Key) -> None:
        """Nobody needs to wait for it any more."""
        with self.lock:
            self.making.pop(key, None)

    def clear(self, stand: object) -> None:
        """Begin anew under another stand."""
        self.stand, self.filled = stand, 0
        self.answers.clear()

"""Many who bring a little at the same time: stored together, each answered after the commit.

The first to come stores at once. Who comes meanwhile waits; one of them then stores what all of
them brought. So nobody waits longer than two commits take, and no thread is needed beside them.
"""

import threading
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import OperationalError

from klimamosaik.observations.store.batch import ReadingBatch

MOST = 1_000  # readings of several that are stored together; more of one go by themselves
Answer = TypeVar("Answer")
Key = tuple[int, int]  # datastream and start [µs since 1970, UTC]


@dataclass(eq=False)
class WaitingSender(Generic[Answer]):
    """Readings somebody brought and waits to be stored."""

    readings: ReadingBatch
    names: Collection[str]  # of the sources
    ahead: bool = False  # only where it is later than all there is
    apart: Mapping[Key, str] | None = None  # and each by itself: key -> name of its source
    left_out: frozenset[Key] = frozenset()  # of readings apart that were not stored
    turn: threading.Event = field(default_factory=threading.Event)  # answered, or to store
    answer: Answer | None = None
    fault: BaseException | None = None

    @property
    def open(self) -> bool:
        """True as long as nobody has stored or refused it."""
        return self.answer is None and self.fault is None


class GroupCommit(Generic[Answer]):
    """The door at which those wait who come at the same time; one a process."""

    def __init__(self, store: Callable[[Sequence[WaitingSender[Answer]]], None]) -> None:
        """store: gives each of a group its answer, or its fault; raises where all have the same."""
        self.store = store
        self.lock = threading.Lock()
        self.queue: deque[WaitingSender[Answer]] = deque()
        self.busy = False

    def stored(self, mine: WaitingSender[Answer]) -> Answer:
        """Wait until `mine` is committed. Raises what storing it raised."""
        self.all_stored([mine])
        return answered(mine)

    def all_stored(self, mine: Sequence[WaitingSender[Answer]]) -> None:
        """Wait until each of several that one thread brings is committed, or has its fault."""
        if not mine:
            return
        with self.lock:
            self.queue.extend(mine)
            waits, self.busy = self.busy, True
        for one in mine:
            if waits:
                one.turn.wait()
            if one.open:
                self.lead()
            waits = True

    def alone(self, mine: WaitingSender[Answer]) -> Answer:
        """Store `mine` and nothing else. Raises what storing it raised."""
        self.store([mine])
        return answered(mine)

    def lead(self) -> None:
        """Store those at the head of the queue, then let the next one do so."""
        group = self.next_group()
        try:
            self.commit(group)
        finally:
            for one in group:
                one.turn.set()
            with self.lock:
                self.busy = bool(self.queue)
                if self.queue:
                    self.queue[0].turn.set()

    def next_group(self) -> list[WaitingSender[Answer]]:
        """Take those from the queue that can be one delivery: no key is in two of them."""
        with self.lock:
            group = [self.queue.popleft()]
            size = len(group[0].readings)
            keys = group[0].readings.keys() if size < MOST else set()
            while self.queue and size + len(self.queue[0].readings) <= MOST:
                more = self.queue[0].readings.keys()
                if not keys.isdisjoint(more):
                    break
                keys |= more
                size += len(more)
                group.append(self.queue.popleft())
        return group

    def commit(self, group: Sequence[WaitingSender[Answer]]) -> None:
        """Store a group; where one of them is refused, each by itself."""
        try:
            self.store(group)
        except BaseException as fault:
            if len(group) == 1 or isinstance(fault, OperationalError) or outside(fault):
                for one in group:
                    one.fault = fault
            else:
                for one in group:
                    self.commit([one])


def answered(mine: WaitingSender[Answer]) -> Answer:
    """The answer. Raises the fault instead where there is one."""
    if mine.fault is not None:
        raise mine.fault
    assert mine.answer is not None
    return mine.answer


def outside(fault: BaseException) -> bool:
    """True for what ends the program, and is nobody's fault."""
    return not isinstance(fault, Exception)

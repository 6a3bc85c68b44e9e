"""Who takes part in the crash test: writers, a compactor, a reader, and a judge at the end.

Every writer has a datastream of its own. Its delivery number k says k for the ten hours from
hour 5 k on, so half of each delivery corrects the one before. After l deliveries hour h must
say min(h // 5, l), for 5 l + 10 hours: anything else is a loss, a double or a half delivery.
"""

import os
import random
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.queries import readings as queries
from tests.observations.rebuilding import rebuild_days

BEGIN = datetime(2024, 1, 30, 23, tzinfo=UTC)  # soon crosses into the next month
HOUR = timedelta(hours=1)
STEP, LENGTH = 5, 10  # hours from delivery to delivery, and in each
PAUSE = 0.1  # s between two deliveries of a writer: others get their turn
FIRST, LAST = date(2024, 1, 1), date(2026, 1, 1)


@dataclass(frozen=True)
class Scene:
    """What all roles know."""

    folder: Path  # of the logs
    datastreams: tuple[int, ...]  # one a writer
    seed: int

    def log(self, name: str, line: str) -> None:
        """Append a line that survives any crash."""
        handle = os.open(self.folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, f"{line}\n".encode())
        os.fsync(handle)
        os.close(handle)

    def lines(self, name: str) -> list[str]:
        """All lines of a log so far."""
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    def acknowledged(self, datastream: int) -> int:
        """How many deliveries of a datastream its writer was told are stored."""
        return len(self.lines(f"acknowledged-{datastream}"))


def write(scene: Scene, datastream: int) -> None:
    """Deliver and note what was acknowledged, for ever; goes on where it was killed."""
    number = scene.acknowledged(datastream)
    while True:
        hours = [BEGIN + HOUR * (STEP * number + place) for place in range(LENGTH)]
        readings = pl.DataFrame(
            {
                "datastream": [datastream] * LENGTH,
                "start": hours,
                "end": [hour + HOUR for hour in hours],
                "value": [float(number)] * LENGTH,
                "quality": ["measured"] * LENGTH,
            }
        )
        name = f"{datastream}/{number}"
        scene.log(f"acknowledged-{datastream}", str(brought(readings, number, name)))
        number += 1
        time.sleep(PAUSE)


def brought(readings: pl.DataFrame, number: int, name: str) -> int:
    """The version they are in: by turns somebody brings readings, or they arrive by themselves."""
    if number % 2:
        return take_in(readings, name=name).version
    return operations.deliver(
        readings=readings, name=name, municipality=None, by=None, at=BEGIN
    ).seq


def settle(scene: Scene) -> None:
    """Settle for ever."""
    while True:
        if operations.settle(at=BEGIN, keep=HOUR).readings:
            scene.log("settled", "1")


def read(scene: Scene) -> None:
    """Look at what can be read, for ever."""
    dice = random.Random(scene.seed)
    while True:
        look(scene, dice.choice(scene.datastreams))
        scene.log("looked", "1")


def look(scene: Scene, datastream: int) -> None:
    """Read one datastream and complain of anything lost, doubled, halved or changed later."""
    told = scene.acknowledged(datastream)
    version = queries.data_version()
    complain = Complaints(scene, datastream, version)
    found = queries.readings(datastreams=[datastream], as_of=version)
    complain.unless(told <= deliveries_in(found), f"{told} acknowledged, but {found.height} hours")
    complain.unless(as_delivered(found), "not what was delivered")
    days = queries.daily(datastreams=[datastream], first=FIRST, last=LAST, as_of=version)
    total = float(found["value"].sum())
    complain.unless(abs(float(days["value"].sum()) - total) < 1e-6, "days do not add up")
    memory = scene.folder / f"remembered-{datastream}"
    if memory.exists():
        then, sum_then = memory.read_text().split()
        again = queries.readings(datastreams=[datastream], as_of=int(then))
        complain.unless(float(again["value"].sum()) == float(sum_then), f"{then} has changed")
    new = memory.with_suffix(".new")
    new.write_text(f"{version} {total}")
    new.rename(memory)


@dataclass(frozen=True)
class Complaints:
    """Notes what is wrong with a datastream at a version."""

    scene: Scene
    datastream: int
    version: int

    def unless(self, holds: bool, words: str) -> None:
        """Complain where it does not hold."""
        if not holds:
            self.scene.log("violations", f"{self.datastream} at {self.version}: {words}")


def deliveries_in(found: pl.DataFrame) -> int:
    """How many deliveries made these hours; a rest is for as_delivered() to notice."""
    return max(0, (found.height - LENGTH) // STEP + 1) if found.height else 0


def as_delivered(found: pl.DataFrame) -> bool:
    """True where these are the hours of a whole number of deliveries, each once."""
    last = deliveries_in(found) - 1
    hours = range(STEP * last + LENGTH if found.height else 0)
    return found["start"].to_list() == [BEGIN + HOUR * hour for hour in hours] and found[
        "value"
    ].to_list() == [float(min(hour // STEP, last)) for hour in hours]


def judge(scene: Scene) -> None:
    """After everything: settle what is left, look at all, and compare the roll-up."""
    for _ in range(2):
        for datastream in scene.datastreams:
            look(scene, datastream)
        operations.settle(at=BEGIN)
    before = queries.daily(datastreams=scene.datastreams, first=FIRST, last=LAST)
    rebuild_days()
    after = queries.daily(datastreams=scene.datastreams, first=FIRST, last=LAST)
    if not before.equals(after):
        scene.log("violations", "the roll-up is not what the readings say")
    scene.log("judged", "1")

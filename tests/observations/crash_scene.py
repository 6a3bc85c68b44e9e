"""Runs the roles as processes and kills them again and again; prints what came of it as JSON.

    python -m tests.observations.crash_scene FOLDER SEED SECONDS FAULT

The database and the readings are those of the environment.
"""

import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.observations.crash_roles import Scene

WRITERS = 3
PAUSE = (0.1, 0.5)  # s between two kills
SLOWER = 1.5
ENOUGH_KILLS, ENOUGH_OF_EACH = 30, 5
FORK = multiprocessing.get_context("fork")  # starting anew would take longer than a life lasts


@dataclass(frozen=True)
class Outcome:
    """What happened."""

    kills: dict[str, int]  # by role
    acknowledged: int  # deliveries
    settled: int  # runs that moved something
    looked: int  # times the reader looked
    judged: bool
    violations: list[str]


def main(folder: Path, seed: int, seconds: float, fault: str) -> Outcome:
    """Set the scene, let everybody work and die for a while, and judge."""
    django.setup()
    from tests.observations import crash_roles as roles
    from tests.observations.crash_faults import FAULTS

    scene = roles.Scene(folder, prepared(), seed)
    FAULTS[fault]()
    cast: dict[str, Callable[[], None]] = {
        f"writer {datastream}": partial(roles.write, scene, datastream)
        for datastream in scene.datastreams
    }
    cast["compactor"] = partial(roles.settle, scene)
    cast["reader"] = partial(roles.read, scene)
    kills = killing(cast, scene, seconds, ends=fault == "none")
    start("judge", partial(roles.judge, scene), scene).join()
    return Outcome(
        kills=dict(kills),
        acknowledged=sum(map(scene.acknowledged, scene.datastreams)),
        settled=len(scene.lines("settled")),
        looked=len(scene.lines("looked")),
        judged=bool(scene.lines("judged")),
        violations=scene.lines("violations"),
    )


def prepared() -> tuple[int, ...]:
    """Create the tables and one datastream a writer; leaves no connection open."""
    from django.db import connection, connections

    from klimamosaik.observations.models import Datastream, Quantity
    from klimamosaik.places.models import WeatherStation
    from klimamosaik.web.layout import lay_out_if_empty

    lay_out_if_empty(connection)
    stations = [WeatherStation.objects.create(number=str(n)) for n in range(WRITERS)]
    made = [
        Datastream.objects.create(
            station=station, quantity=Quantity.ENERGY, unit="kWh", spacing="PT1H"
        ).pk
        for station in stations
    ]
    connections.close_all()
    return tuple(made)


def killing(
    cast: dict[str, Callable[[], None]], scene: "Scene", seconds: float, *, ends: bool
) -> Counter[str]:
    """Kill one after the other and start it again, up to the first violation.

    ends: stop where there was enough work and death to tell.

    On a slow machine lives last longer: while nothing settles between two deaths of the
    compactor, everybody is given more time.
    """
    dice = random.Random(scene.seed)
    alive = {name: start(name, role, scene) for name, role in cast.items()}
    kills: Counter[str] = Counter()
    settled, patience = 0, 1.0
    end = time.monotonic() + seconds
    while time.monotonic() < end and not scene.lines("violations"):
        if ends and enough(kills, scene):
            break
        time.sleep(patience * dice.uniform(*PAUSE))
        name = dice.choice([*cast, "compactor"])
        alive[name].kill()
        alive[name].join()
        kills[name.split()[0]] += 1
        alive[name] = start(name, cast[name], scene)
        if name == "compactor":
            before, settled = settled, len(scene.lines("settled"))
            patience = patience * SLOWER if settled == before else max(1.0, patience / SLOWER)
    for process in alive.values():
        process.kill()
        process.join()
    return kills


def enough(kills: Counter[str], scene: "Scene") -> bool:
    """True where there was enough work and death to tell."""
    return (
        kills.total() >= ENOUGH_KILLS
        and all(kills[role] >= ENOUGH_OF_EACH for role in ("writer", "compactor", "reader"))
        and len(scene.lines("settled")) >= ENOUGH_OF_EACH
    )


def start(name: str, role: Callable[[], None], scene: "Scene") -> BaseProcess:
    """Start a role in a process of its own; what it fails with is a violation."""

    def play() -> None:
        try:
            role()
        except Exception as error:
            scene.log("violations", f"{name}: {error!r}")
            raise

    process = FORK.Process(target=play, daemon=True)
    process.start()
    return process


if __name__ == "__main__":
    place, sown, lasting, broken = sys.argv[1:]
    print(json.dumps(asdict(main(Path(place), int(sown), float(lasting), broken))))

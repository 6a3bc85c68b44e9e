"""How soon `serve` answers, and what all its processes hold in memory while nobody asks."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from klimamosaik.web.bench.figure import Speed
from klimamosaik.web.bench.under_load import REST, family, processor, serving

PATIENCE = 600.0  # [s] for the background to find nothing left and begin anew
ANEW = b"--sign"  # a word of a process that has
WRITES_NOTHING, COMPILED = "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"
SHARED_OUT = "Pss:"  # [kB] of a process; what several share counts once in all
NO_FILE = "Pss_Anon:"  # [kB] of it that is no file of the programme, which the system may drop


def start() -> Iterator[Speed]:
    """Start `serve` on the bench's folder, and leave it alone for a while."""
    with compiled():
        begun = time.perf_counter()
        with serving() as (_, main):
            yield Speed("serve, to its first page", time.perf_counter() - begun, "s", "1 s")
            yield Speed("serve, to its first page, processor time", processor(main), "s")
            time.sleep(REST)
            yield from held_by(main, "half a minute after its start")
            await_rest(main)
            yield from held_by(main, "at rest", goal="300 MB")


def await_rest(main: int) -> None:
    """Wait until the background is small again, however busy the machine is."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not any(map(begun_anew, family(main))):
        time.sleep(1)
    time.sleep(REST)


def begun_anew(process: int) -> bool:
    """True for a background that has begun anew."""
    with suppress(OSError):
        return ANEW in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def held_by(main: int, when: str, goal: str = "") -> Iterator[Speed]:
    """What a server and its processes hold in memory."""
    running = family(main)
    held = [held for each in running if (held := memory_mb(each, SHARED_OUT))]
    yield Speed(f"serve {when}, processes", len(held), "")
    yield Speed(f"serve {when}, memory of all", sum(held), "MB", goal)
    own = sum(memory_mb(each, NO_FILE) for each in running)
    yield Speed("of it what is no file of the programme", own, "MB")


@contextmanager
def compiled() -> Iterator[None]:
    """Meanwhile the programme is compiled, as an installed one is: one start before compiles it.

    Where Python may not write what it compiled, each start takes half as long again.
    """
    before = {name: os.environ.pop(name, None) for name in (WRITES_NOTHING, COMPILED)}
    with TemporaryDirectory() as folder:
        os.environ[COMPILED] = folder
        try:
            with serving():
                pass
            yield
        finally:
            os.environ.pop(COMPILED)
            os.environ.update({name: value for name, value in before.items() if value is not None})


def memory_mb(process: int, kind: str) -> float:
    """The part of the memory that is a process's own [MB], shared by its part; 0 if gone."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1e3
    return 0.0

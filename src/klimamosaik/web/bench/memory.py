"""The most memory a command takes, in a process of its own, so that nothing else counts."""

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

LOOK = 0.02  # [s] between two looks; the kernel keeps the most there was
COMMAND = "from klimamosaik.web.cli import main; main()"


def peak_memory(words: Sequence[str]) -> float:
    """The most memory `klimamosaik WORDS` takes [MB]; Linux only.

    Raises RuntimeError where it ends with an error.
    """
    started = [sys.executable, "-c", COMMAND, *words]
    process = subprocess.Popen(started, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = 0.0
    while process.poll() is None:
        most = max(most, most_so_far(process.pid))
        time.sleep(LOOK)
    said = process.communicate()[1]
    if process.returncode:
        raise RuntimeError(f"{words[0]}: {said.decode()[-500:]}")
    return most


def most_so_far(pid: int) -> float:
    """The most memory of a process since it began [MB]; 0 where it is gone."""
    with suppress(OSError):
        told = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(told[1]) * 1024 / 1e6 if told else 0.0
    return 0.0

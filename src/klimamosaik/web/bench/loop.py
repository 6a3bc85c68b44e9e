"""A fixed loop of plain Python: how fast this machine is in these minutes, whatever it runs."""

from statistics import median

from klimamosaik.web.bench.figure import Speed, cpu_seconds

ROUNDS = 1_000_000
REPEATS = 5  # the median counts


def loop_yardstick() -> Speed:
    """How long it takes [ms of the processor]."""
    spent = median(cpu_seconds(squares) for _ in range(REPEATS))
    return Speed("yardstick: a Python loop that adds a million squares", 1e3 * spent, "ms")


def squares() -> int:
    """Work of Python alone, the same everywhere."""
    return sum(number * number for number in range(ROUNDS))

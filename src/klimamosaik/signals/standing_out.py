"""Single readings of a sensor that stand out: beyond what there can be, stuck, or a leap."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


def beyond(values: Numbers, *, low: float | None, high: float | None) -> Flags:
    """True where a value lies below `low` or above `high`, in its unit, shape (n,).

    None: there is no such limit. What is not known (nan) is not beyond.
    """
    below = values < (-np.inf if low is None else low)
    return below | (values > (np.inf if high is None else high))


def stuck(
    values: Numbers, starts: Seconds, *, count: int, seconds: int, steps: float, zero: bool
) -> Flags:
    """True on readings of a run that says the same number too often and for too long, shape (n,).

    values: in their order, nan where unknown; starts: when each began [s]. A run has at least
    `count` readings over at least `seconds`. steps: its number is at least so many times the
    smallest change between neighbours, for a coarse counter repeats itself; where nothing else was
    ever said, it counts as fine. zero: a run of zeros is one, too.
    """
    found = np.zeros(values.shape, np.bool_)
    if values.size < count:
        return found
    same = (values[1:] == values[:-1]) & np.isfinite(values[1:])
    changes = np.abs(np.diff(values))
    changes = changes[np.isfinite(changes) & (changes > 0)]
    finest = float(changes.min()) if changes.size else 0.0
    edges = np.flatnonzero(np.diff(same, prepend=False, append=False))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        number = abs(float(values[first]))
        long = last - first + 1 >= count and starts[last] - starts[first] >= seconds
        fine = number >= steps * finest if number else zero
        found[first : last + 1] = long and fine
    return found


def leaps(values: Numbers, starts: Seconds, *, most: float, within: int) -> Flags:
    """True where a value differs from the one before by more than `most`, shape (n,).

    starts: when each began [s]; only neighbours not more than `within` [s] apart are compared. The
    way back from a single false value is no leap of its own.
    """
    found = np.zeros(values.shape, np.bool_)
    if values.size < 2:
        return found
    near = np.diff(starts) <= within
    with np.errstate(invalid="ignore"):
        found[1:] = near & (np.abs(np.diff(values)) > most)
        back = np.abs(values[2:] - values[:-2]) <= most
    found[2:] &= ~(found[1:-1] & back)
    return found

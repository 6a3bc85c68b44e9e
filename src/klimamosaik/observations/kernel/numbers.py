"""The number of a reading: its datastream and its start, so that none has to be stored.

`@iot.id` of an Observation must be a whole number (the conformance tests read it as a long of
64 bits). Written in decimals it is readable: 17 · 10^13 + milliseconds since 1900. For fewer than
900 datastreams it also stays exact where numbers are doubles, as in JavaScript.
"""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

SPAN = 10**13  # [ms] 316 years from 1900 on
BEGIN = int(datetime(1900, 1, 1, tzinfo=UTC).timestamp()) * 1000  # [ms since 1970]


def number_of(datastream: int, start: int) -> int:
    """The number of the reading of a datastream that starts at `start` [µs since 1970, UTC]."""
    return datastream * SPAN + start // 1000 - BEGIN


def numbers_of(datastream: NDArray[np.int64], start: NDArray[np.int64]) -> list[int]:
    """The same of many readings, both of shape (n,)."""
    found: list[int] = (datastream * SPAN + start // 1000 - BEGIN).tolist()
    return found


def key_of(number: int) -> tuple[int, int]:
    """Datastream and first microsecond [µs since 1970, UTC] of the millisecond of a reading."""
    datastream, milliseconds = divmod(number, SPAN)
    return datastream, (milliseconds + BEGIN) * 1000

"""The newest reading of a series that goes on, as far as a value is made of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class LiveReading:
    """The reading a value is made of, where the next one makes another value."""

    datastream: int
    at: datetime  # its end
    back: timedelta  # readings of this long before it are part of the value

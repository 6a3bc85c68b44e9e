"""One thing a device measured."""

from dataclasses import dataclass
from datetime import datetime

MeasuredValue = float | int | str | bool


@dataclass(frozen=True)
class Measurement:
    """A named value of a message."""

    name: str  # as the device or its decoder calls it; parts of an object joined by dots
    value: MeasuredValue
    unit: str | None = None  # as written behind a number; None: nobody said
    counter: bool | None = None  # a register that only grows; None: nobody said
    at: datetime | None = None  # UTC, where the device says so; None: when the message was sent

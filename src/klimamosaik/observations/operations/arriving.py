"""Readings that arrive by themselves, one or a thousand at a time.

They are stored before anybody is answered.
Whoever brings some waits here until they are committed.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.utils import timezone

from klimamosaik.observations.operations.deliveries import deliver


@dataclass(frozen=True)
class Arrived:
    """What became of readings that arrived."""

    version: int  # of the data: the delivery they are in
    at: datetime


def take_in(readings: pl.DataFrame, *, name: str) -> Arrived:
    """Store readings that arrived and return once they are committed.

    readings: DELIVERED without order (see store.frames); name: of the source, for the history.
    Raises InputRejected as `deliver` does; then none of them is stored.
    """
    at = timezone.now()
    delivery = deliver(readings=readings, name=name, municipality=None, by=None, at=at)
    return Arrived(delivery.seq, at)

"""What deliveries brought, one after the other, for whoever tells of them."""

from dataclasses import dataclass

import polars as pl
from django.db.models import Sum

from klimamosaik.observations.models import Chunk
from klimamosaik.observations.store import cold, hot, version
from klimamosaik.observations.store.frames import KEY, empty, in_order


@dataclass(frozen=True)
class Delivered:
    """The readings that some versions wrote, tombstones and corrections as they are."""

    upto: int  # seq of the last of them
    readings: pl.DataFrame  # STORED, by KEY and seq


def delivered_after(seq: int, *, most: int) -> Delivered | None:
    """What was delivered after version `seq`: several deliveries with about `most` readings.

    A delivery is never parted, however large it is. None where there was none.
    """
    known = version.current()
    if known.newest <= seq:
        return None
    if seq < known.settled:
        return Delivered(
            seq + 1, ordered(pl.concat([hot.of_version(seq + 1), cold.of_version(seq + 1)]))
        )
    upto = last_of(seq, newest=known.newest, most=most)
    return Delivered(upto, ordered(hot.unpacked(Chunk.objects.filter(seq__gt=seq, seq__lte=upto))))


def last_of(seq: int, *, newest: int, most: int) -> int:
    """The last version after `seq` up to which there are no more than `most` readings."""
    sizes = Chunk.objects.filter(seq__gt=seq, seq__lte=newest).order_by("seq")
    total = 0
    for each, size in sizes.values_list("seq").annotate(Sum("count"))[:most]:
        total += size
        if total > most:
            return max(int(each) - 1, seq + 1)
    return newest


def ordered(readings: pl.DataFrame) -> pl.DataFrame:
    """By key and version, each once."""
    if readings.is_empty():
        return empty()
    columns = [*KEY, "seq"]
    return in_order(readings.unique(subset=columns), columns)

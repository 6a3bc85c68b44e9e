"""What arrived by itself is told once every ten minutes and source, not once a reading.

Versions stay as they are: readings keep the number they came with, and any version can be read
again. Only the lines of the history become one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from klimamosaik.observations.models import Chunk, Delivery, Revision

TOGETHER = timedelta(minutes=10)
AT_ONCE = 500  # rows a statement
TOWN = Coalesce(
    "datastream__meter_point__building__municipality",
    "datastream__thing__building__municipality",
    "datastream__thing__municipality",
)
SUMMED = ["first", "new", "changed", "same"]
Row = TypeVar("Row")
Key = tuple[str, str | None, int]  # name, municipality, ten minutes


def gather(*, at: datetime, settled: int) -> int:
    """Make one row of those of the same source and ten minutes; returns how many went.

    settled: the version up to which it was said before whose readings they are. Rows with
    corrections keep a row of their own, as these are told with it. Rows of the last ten minutes
    are left alone.
    """
    note_towns(after=settled)
    edge = at - TOGETHER
    groups: dict[Key, list[Delivery]] = defaultdict(list)
    for row in waiting().filter(at__lt=edge):
        place = int(row.at.timestamp() // TOGETHER.total_seconds())
        groups[row.name, row.municipality_id, place].append(row)
    made = [made_one(rows) for rows in groups.values()]
    gone = [seq for one in made for seq in one.instead]
    with transaction.atomic():
        for some in parts(gone):
            Delivery.objects.filter(seq__in=some).delete()
        Delivery.objects.bulk_update([one.delivery for one in made], SUMMED, batch_size=AT_ONCE)
    return len(gone)


def waiting() -> "QuerySet[Delivery]":
    """Rows that may become one with others."""
    told = Revision.objects.values("delivery")
    undone = Delivery.objects.filter(withdraws__isnull=False).values("withdraws")
    rows = Delivery.objects.filter(streamed=True, first=None)
    return rows.exclude(seq__in=told).exclude(seq__in=undone).order_by("seq")


@dataclass(frozen=True)
class Gathered:
    """A row that stands for several."""

    delivery: Delivery  # the newest of them
    instead: Sequence[int]  # of these


def made_one(rows: Sequence[Delivery]) -> Gathered:
    """One row of several, the oldest first: their sums under the newest number."""
    *older, newest = rows
    newest.first = rows[0].seq
    for each in older:
        newest.new += each.new
        newest.changed += each.changed
        newest.same += each.same
    return Gathered(newest, [each.seq for each in older])


def note_towns(*, after: int) -> None:
    """Note of streamed deliveries whose they are, where all their readings are of one town."""
    unknown = Delivery.objects.filter(streamed=True, municipality=None, seq__gt=after)
    chunks = Chunk.objects.filter(seq__gt=after, seq__in=unknown.order_by().values("seq"))
    towns: dict[int, set[str | None]] = defaultdict(set)
    for seq, town in chunks.order_by().values_list("seq", TOWN).distinct():
        towns[seq].add(town)
    of_one: dict[str, list[int]] = defaultdict(list)
    for seq, found in towns.items():
        (first, *others) = found
        if first is not None and not others:
            of_one[first].append(seq)
    for town, seqs in of_one.items():
        for some in parts(seqs):
            Delivery.objects.filter(seq__in=some).update(municipality=town)


def parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """As many as one statement takes."""
    for begin in range(0, len(rows), AT_ONCE):
        yield rows[begin : begin + AT_ONCE]

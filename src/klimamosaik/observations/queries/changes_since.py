"""What is new since a version of the data: which datastreams, and from when to when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min

from klimamosaik.observations.kernel.instants import moment
from klimamosaik.observations.models import Chunk, Delivery
from klimamosaik.records.batched_ids import at_once


@dataclass(frozen=True)
class FreshSpan:
    """Where one datastream has readings that are new, changed or taken away."""

    datastream: int
    first: datetime  # earliest start of these
    last: datetime  # latest start of these


def fresh_spans(*, after: int, upto: int, beyond: int = 0, most: int) -> tuple[FreshSpan, ...]:
    """Datastreams that versions in (after, upto] changed, by id.

    beyond, most: the first `most` of those whose id is larger than `beyond`. Hot is asked first:
    what settles meanwhile is met in the cold.
    """
    found = of_chunks(after, upto, beyond, most)
    for datastream, (first, last) in of_settled(after, upto, beyond, most).items():
        held = found.get(datastream, (first, last))
        found[datastream] = min(held[0], first), max(held[1], last)
    return tuple(
        FreshSpan(datastream, moment(found[datastream][0]), moment(found[datastream][1]))
        for datastream in sorted(found)[:most]
    )


def of_chunks(after: int, upto: int, beyond: int, most: int) -> dict[int, tuple[int, int]]:
    """The same of what has not settled: first and last start [µs since 1970, UTC]."""
    fresh = Chunk.objects.filter(seq__gt=after, seq__lte=upto, datastream__gt=beyond)
    rows = fresh.order_by("datastream").values_list("datastream")
    spans = rows.annotate(Min("first"), Max("last"))[:most]
    return {datastream: (first, last) for datastream, first, last in spans}


def of_settled(after: int, upto: int, beyond: int, most: int) -> dict[int, tuple[int, int]]:
    """The same of what has settled; nothing is read where all of it is older."""
    from klimamosaik.observations.store import cold, file_sums  # large, and arrivals need none

    table = cold.opened()
    if table is None or table.settled <= after:
        return {}
    return file_sums.spans(
        cold.files_since(table, after + 1), since=after + 1, upto=upto, beyond=beyond, most=most
    )


def arrivals(versions: Collection[int]) -> Mapping[int, datetime]:
    """When these versions of the data came to be."""
    return {
        seq: at
        for some in at_once(sorted(set(versions)))
        for seq, at in Delivery.objects.filter(seq__in=some).values_list("seq", "at")
    }

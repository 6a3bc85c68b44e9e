"""From when to when datastreams have readings, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from klimamosaik.observations.kernel.instants import moment
from klimamosaik.observations.models import Latest
from klimamosaik.records.batched_ids import wanted

ASKED = (  # written out: nearly each page of readings asks for it
    "SELECT datastream_id, first, until, start, count, result_first, result_until "
    f"FROM {Latest._meta.db_table} WHERE count > 0 AND datastream_id "
)


@dataclass(frozen=True)
class KnownSpan:
    """The readings of one datastream at a glance; it has at least one."""

    first: datetime  # earliest start
    until: datetime  # latest end
    last: datetime  # start of the last reading
    count: int
    result_first: datetime | None = None  # earliest time a result was there; None: nobody said
    result_until: datetime | None = None  # latest


def known_spans(datastreams: Sequence[int]) -> dict[int, KnownSpan]:
    """What is known of the readings of datastreams; those without any are left out."""
    found: dict[int, KnownSpan] = {}
    with connection.cursor() as cursor:
        for some, condition, values in wanted(datastreams):
            cursor.execute(f"{ASKED}{condition}", values)
            rows = cursor.fetchall()
            found |= {pk: known_span(*told) for pk, *told in rows if pk in some}
    return found


def known_span(first: int, until: int, last: int, count: int, *result: int | None) -> KnownSpan:
    """What is known of a datastream as it is kept, times in µs since 1970, UTC."""
    results = [None if each is None else moment(each) for each in result]
    return KnownSpan(moment(first), moment(until), moment(last), count, *results)

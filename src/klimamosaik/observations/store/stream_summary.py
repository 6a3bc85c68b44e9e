"""What is known of datastreams at a glance, without looking at their readings."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from klimamosaik.observations.models import Datastream, Latest
from klimamosaik.records.batched_ids import at_once
from klimamosaik.terms.complaint import rejected

NOTED = (
    "start", "end", "value", "first", "until", "count", "result_first", "result_until", "kept",
)  # fmt: skip
COLUMNS = ", ".join(f'l."{name}"' for name in (*NOTED, "pending"))
HELD = (
    f"SELECT l.datastream_id, {COLUMNS}, d.gone_at IS NOT NULL "
    f"FROM {Latest._meta.db_table} l JOIN {Datastream._meta.db_table} d ON d.id = l.datastream_id "
    'WHERE l.datastream_id IN ({asked}) AND (l."start" IS NOT NULL OR l.kept IS NOT NULL)'
)


@dataclass(slots=True)
class LastReading:
    """What is known of a datastream at a glance, as `Latest` keeps it."""

    start: int | None = None
    end: int | None = None
    value: float | None = None
    first: int | None = None
    until: int | None = None
    count: int = 0
    result_first: int | None = None
    result_until: int | None = None
    kept: int | None = None
    pending: int | None = None
    gone: bool = False  # True: the datastream was deleted

    @property
    def taken(self) -> int | None:
        """The latest place where nothing else may stand; None where there is none."""
        if self.kept is None or self.start is None:
            return self.kept if self.start is None else self.start
        return max(self.start, self.kept)


def held_of(datastreams: Sequence[int]) -> dict[int, LastReading]:
    """The last readings as noted so far, of datastreams that have one, or have kept a number."""
    found: dict[int, LastReading] = {}
    with connection.cursor() as cursor:  # objects take three times as long as the database does
        for asked in at_once(datastreams):
            cursor.execute(HELD.format(asked=", ".join(["%s"] * len(asked))), list(asked))
            for datastream, *noted, gone in cursor.fetchall():
                found[datastream] = told = LastReading(*noted)
                told.gone = bool(gone)
    return found


def known_of(datastreams: Sequence[int]) -> dict[int, LastReading]:
    """The last readings as noted so far, of each of these datastreams.

    Raises InputRejected for one that does not exist.
    """
    held = held_of(datastreams)
    new = [each for each in datastreams if each not in held]
    if new:
        quantities(new)
    for asked in at_once(new):
        told = Datastream.everything.filter(pk__in=asked).values_list("pk", "gone_at")
        held |= {pk: LastReading(gone=gone_at is not None) for pk, gone_at in told}
    return held


def quantities(datastreams: Sequence[int]) -> dict[int, str]:
    """What each of these datastreams may be used as. Raises InputRejected for one there is not."""
    found: dict[int, str] = {}
    for asked in at_once(datastreams):
        rows = Datastream.everything.filter(pk__in=asked)
        found.update(rows.values_list("pk", "quantity"))
    unknown = sorted(set(datastreams) - found.keys())
    if unknown:
        raise rejected(
            "unknown_datastream",
            "Es gibt keine Messreihe {unknown}: bitte zuerst anlegen.",
            "There is no datastream {unknown}: create it first.",
            unknown=unknown[0],
        )
    return found


def known_of_both(*times: int | None) -> list[int]:
    """What is known of several times."""
    return [each for each in times if each is not None]

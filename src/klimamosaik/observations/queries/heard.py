"""When each datastream was last heard of: when its newest reading arrived, and what it says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from klimamosaik.observations.models import Delivery, Latest
from klimamosaik.observations.store.frames import moment

SET_BACK = timedelta(hours=2)  # a clock of this machine that was wrong by a change of season
ASKED_AT_ONCE = 500  # datastreams a query; SQLite allows a limited number of parameters


@dataclass(frozen=True)
class Heard:
    """The newest of a datastream."""

    arrived: datetime | None  # when the newest delivery that changed it came
    last_end: datetime | None  # end of the reading that starts last
    value: float | None  # of that reading [unit of the datastream]
    seq: int  # version of that delivery

    def since(self, now: datetime) -> datetime | None:
        """When it was last heard of; a moment that is still to come (a wrong clock) is none.

        Where our own clock was set back a little, what arrived by it just before is of now.
        """
        if self.arrived is not None and now < self.arrived <= now + SET_BACK:
            return now
        known = [at for at in (self.arrived, self.last_end) if at is not None and at <= now]
        return max(known, default=None)


def heard_of(*, datastreams: Iterable[int]) -> dict[int, Heard]:
    """When these datastreams were last heard of; those without any reading are absent."""
    found = [row for some in parts(datastreams) for row in Latest.objects.filter(pk__in=some)]
    at = {
        seq: when
        for some in parts({row.seq for row in found})
        for seq, when in Delivery.objects.filter(seq__in=some).values_list("seq", "at")
    }
    return {
        row.pk: Heard(
            arrived=at.get(row.seq),
            last_end=None if row.end is None else moment(row.end),
            value=row.value,
            seq=row.seq,
        )
        for row in found
    }


def parts(numbers: Iterable[int]) -> Iterator[list[int]]:
    """As many at once as a statement takes."""
    ordered = sorted(numbers)
    for begin in range(0, len(ordered), ASKED_AT_ONCE):
        yield ordered[begin : begin + ASKED_AT_ONCE]

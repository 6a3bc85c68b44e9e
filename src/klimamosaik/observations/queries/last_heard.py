"""When each datastream was last heard of: when its newest reading arrived, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from klimamosaik.observations.kernel.instants import moment
from klimamosaik.observations.models import Latest
from klimamosaik.observations.queries.changes_since import arrivals
from klimamosaik.records.batched_ids import at_once

SET_BACK = timedelta(hours=2)  # a clock of this machine that was wrong by a change of season


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
    asked = at_once(sorted(datastreams))
    found = [row for some in asked for row in Latest.objects.filter(pk__in=some)]
    at = arrivals({row.seq for row in found})
    return {
        row.pk: Heard(
            arrived=at.get(row.seq),
            last_end=None if row.end is None else moment(row.end),
            value=row.value,
            seq=row.seq,
        )
        for row in found
    }

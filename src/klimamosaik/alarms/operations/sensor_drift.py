"""Sensors that drift: the newest weeks beside the same weeks a year before, once a day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from klimamosaik.alarms.models import Mark, MarkRule, MeterLook
from klimamosaik.alarms.rules import facts, rules_for, version
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.last_heard import heard_of
from klimamosaik.observations.queries.readings import daily_matrix
from klimamosaik.signals.drifting import drift
from klimamosaik.terms.period import local_day, midnight

YEAR = timedelta(days=364)  # the same days of the week
DAY = timedelta(days=1)
MOST = 500  # sensors at once
Limits = Mapping[int, float]  # [unit] how far sensors may lie apart, by datastream


def look_for_drift(*, at: datetime) -> int:
    """Look at sensors with news of a day; how many it were."""
    looked = 0
    for newest, limits in due(at):
        with transaction.atomic():
            mark_drifts(newest, limits, at)
        looked += len(limits)
    return looked


def due(at: datetime) -> Iterator[tuple[date, Limits]]:
    """Sensors whose kind can drift, with news since they were looked at a day ago, by last day."""
    streams = Datastream.objects.filter(meter_point=None).select_related("observed_property")
    limits = {each.pk: limit for each in streams if (limit := rules_for(each).drift) is not None}
    looks = dict(MeterLook.objects.values_list("datastream", "at"))
    by_day: dict[date, dict[int, float]] = defaultdict(dict)
    for pk, heard in heard_of(datastreams=limits).items():
        if heard.last_end is not None and (pk not in looks or at - looks[pk] >= DAY):
            by_day[local_day(heard.last_end)][pk] = limits[pk]
    for newest, own in sorted(by_day.items()):
        ids = sorted(own)
        for begin in range(0, len(ids), MOST):
            yield newest, {pk: own[pk] for pk in ids[begin : begin + MOST]}


def mark_drifts(newest: date, limits: Limits, at: datetime) -> None:
    """Mark the weeks before `newest` where they lie apart from the year before, or no longer."""
    ids = list(limits)
    now, before = weeks(ids, newest), weeks(ids, newest - YEAR)
    apart = {pk: drift(*pair) for pk, *pair in zip(ids, now, before, strict=True)}
    Mark.objects.filter(datastream__in=ids, rule=MarkRule.DRIFT.value).delete()
    Mark.objects.bulk_create(
        drift_mark(pk, off, newest, at)
        for pk, off in apart.items()
        if off is not None and abs(off) > limits[pk]
    )
    MeterLook.objects.bulk_create(
        [MeterLook(datastream_id=pk, version=version(), seq=0, at=at) for pk in ids],
        update_conflicts=True,
        unique_fields=["datastream"],
        update_fields=["version", "at"],
    )


def weeks(ids: Sequence[int], end: date) -> NDArray[np.float64]:
    """Means of the days of the weeks before `end`, shape (n, d)."""
    first = end - timedelta(days=facts()["readings"]["drift_days"])
    return daily_matrix(datastreams=ids, first=first, last=end).values


def drift_mark(datastream: int, off: float, newest: date, at: datetime) -> Mark:
    """The mark on the weeks before `newest`."""
    days = int(facts()["readings"]["drift_days"])
    return Mark(
        datastream_id=datastream,
        rule=MarkRule.DRIFT.value,
        first=midnight(newest - timedelta(days=days)),
        last=midnight(newest - DAY),
        count=days,
        value=off,
        version=version(),
        found_at=at,
    )

"""Sensors that drift: the newest weeks beside the same weeks a year before, once a day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from klimamosaik.alarms.models import Mark, MarkRule, MeterLook
from klimamosaik.alarms.rules import facts, rules_for, version
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.heard import Heard, heard_of
from klimamosaik.observations.queries.readings import daily_matrix
from klimamosaik.signals.drifting import drift
from klimamosaik.terms.period import LOCAL, midnight

YEAR = timedelta(days=364)  # the same days of the week
DAY = timedelta(days=1)


def look_for_drift(*, at: datetime) -> int:
    """Look at sensors with news of a day; how many it were."""
    looked = 0
    for stream, limit, heard in due(at):
        if heard.last_end is not None:
            mark_drift(stream, limit, heard.last_end.astimezone(LOCAL).date(), at)
        told = {"version": version(), "seq": heard.seq, "at": at}
        MeterLook.objects.update_or_create(datastream=stream, defaults=told)
        looked += 1
    return looked


def due(at: datetime) -> Iterator[tuple[Datastream, float, Heard]]:
    """Sensors whose kind can drift, with news since they were looked at a day ago."""
    streams = Datastream.objects.filter(meter_point=None).select_related("observed_property")
    limits = {each.pk: (each, rules_for(each).drift) for each in streams}
    heard = heard_of(datastreams=limits)
    looks = MeterLook.objects.in_bulk(list(limits))
    for pk, (stream, limit) in limits.items():
        look, known = looks.get(pk), heard.get(pk)
        if limit is None or known is None:
            continue
        if look is None or (look.seq < known.seq and at - look.at >= DAY):
            yield stream, limit, known


def mark_drift(stream: Datastream, limit: float, newest: date, at: datetime) -> None:
    """Mark the newest weeks where they lie apart from those of the year before, or no longer."""
    days = timedelta(days=facts()["readings"]["drift_days"])
    now, before = (
        daily_matrix(datastreams=[stream.pk], first=end - days, last=end).values[0]
        for end in (newest, newest - YEAR)
    )
    apart = drift(now, before)
    Mark.objects.filter(datastream=stream, rule=MarkRule.DRIFT.value).delete()
    if apart is not None and abs(apart) > limit:
        Mark.objects.create(
            datastream=stream,
            rule=MarkRule.DRIFT.value,
            first=midnight(newest - days),
            last=midnight(newest - DAY),
            count=days.days,
            value=apart,
            version=version(),
            found_at=at,
        )

"""Marks on new readings, found by rules; readings themselves are never changed or left out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction

from klimamosaik.alarms.kernel.spans import MarkedSpan, anew
from klimamosaik.alarms.models import Mark, MarkRule
from klimamosaik.alarms.operations.odd_readings import OddReadings, odd_readings
from klimamosaik.alarms.operations.reading_progress import begun, note_looked
from klimamosaik.alarms.rules import ReadingRules, rules_for, version
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.changes_since import FreshSpan, fresh_spans
from klimamosaik.records.exclusive_work import LockedTask, alone

MARKING = LockedTask("marking")
MOST = 200  # datastreams at once
NEW = (MarkRule.BEYOND, MarkRule.STUCK, MarkRule.LEAP, MarkRule.FUTURE)  # of new readings
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def mark_news(*, at: datetime, most: int = MOST) -> int:
    """Look at readings that came since the last time; of how many datastreams it was.

    A few datastreams at a time, each step noted as soon as it is done, so that a first look at
    millions of readings can be ended at any moment. Other rules look at everything again.
    """
    with alone(MARKING) as free:
        if not free:
            return 0
        looked = begun()
        if looked.upto is None:
            return 0
        spans = fresh_spans(after=looked.done, upto=looked.upto, beyond=looked.place, most=most)
        found = list(odd_readings(spans, rules_of(spans)))
        with transaction.atomic():
            keep_marks(found, at)
            note_looked(looked, spans, most)
        return len(spans)


def rules_of(spans: Sequence[FreshSpan]) -> Mapping[int, ReadingRules]:
    """The rules the datastreams of these spans are held to; those that are gone are absent."""
    found = Datastream.objects.select_related("observed_property", "meter_point").in_bulk(
        [span.datastream for span in spans]
    )
    return {pk: rules_for(stream) for pk, stream in found.items()}


def keep_marks(found: Sequence[OddReadings], at: datetime) -> None:
    """Put what was found in the place of what was known of the same readings."""
    ids = [each.span.datastream for each in found]
    held: dict[tuple[int, str], list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(datastream__in=ids, rule__in=[rule.value for rule in NEW]):
        held[mark.datastream_id, mark.rule].append(mark)
    for each in found:
        first, last = instant(each.span.first), instant(each.span.last)
        for rule in NEW:
            own = held[each.span.datastream, rule.value]
            known = [span_of(mark) for mark in own]
            wanted = anew(each.found[rule], known, each.starts, first=first, last=last)
            replace_marks(each.span.datastream, rule, own, wanted, at)


def instant(at: datetime) -> int:
    """A moment as spans count it [µs since 1970, UTC]."""
    return (at - EPOCH) // MICROSECOND


def span_of(mark: Mark) -> MarkedSpan:
    """A stored mark as a span."""
    return MarkedSpan(instant(mark.first), instant(mark.last), mark.count, mark.value)


def replace_marks(
    datastream: int,
    rule: MarkRule,
    held: Sequence[Mark],
    wanted: Sequence[MarkedSpan],
    at: datetime,
) -> None:
    """Store spans as marks; one that stays keeps the moment it was found."""
    known = {span_of(mark): mark.found_at for mark in held}
    if set(known) == set(wanted):
        return
    since = {each.first: at for each, at in known.items()}
    Mark.objects.filter(pk__in=[mark.pk for mark in held]).delete()
    Mark.objects.bulk_create(
        Mark(
            datastream_id=datastream,
            rule=rule.value,
            first=EPOCH + each.first * MICROSECOND,
            last=EPOCH + each.last * MICROSECOND,
            count=each.count,
            value=each.value,
            version=version(),
            found_at=since.get(each.first, at),
        )
        for each in wanted
    )

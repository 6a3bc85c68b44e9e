"""How source, devices and series are doing, noted once their readings are stored."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F

from klimamosaik.streams.models import DataSource, SourceSeries, SourceState
from klimamosaik.streams.uplinks import counter_use
from klimamosaik.streams.uplinks.answers import UplinkAnswer, UplinkOutcome
from klimamosaik.streams.uplinks.frame_counters import FrameState, after
from klimamosaik.streams.uplinks.metering import MeteredUse
from klimamosaik.streams.uplinks.opening import OpenUplink

ASKED_AT_ONCE = 500  # rows a query; SQLite allows a limited number of parameters
WRITTEN_AT_ONCE = 100  # rows a statement


def note_heard(source: DataSource, answers: Sequence[UplinkAnswer], *, at: datetime) -> None:
    """Note that messages came, and what became of them.

    One that cannot be read is no failure of the source: it is told, and a source of which nothing
    can be read breaks its promise.
    """
    state = SourceState.objects.filter(pk=source.pk)
    stored = sum(answer.readings for answer in answers)
    without = sum(answer.outcome is not UplinkOutcome.STORED for answer in answers)
    refused = [each for each in answers if each.outcome is UplinkOutcome.REFUSED]
    problem = dict(refused[-1].text.both()) if refused else {}
    told = {
        "heard_at": at,
        "readings": F("readings") + stored,
        "ignored": F("ignored") + without,
        "failing_since": None,
        "problem": problem,
    } | ({"reading_at": at} if stored else {})
    if not state.update(**told):
        SourceState.objects.get_or_create(source=source)
        state.update(**told)


def note_devices(messages: Sequence[OpenUplink], use: MeteredUse, *, at: datetime) -> None:
    """Note frames of devices and states of counters, on rows as they are now.

    Inside a transaction.
    """
    ids = {message.device.pk for message in messages}
    ids |= {each.series.pk for message in messages for each in message.readings}
    rows = held(ids)
    for message in messages:
        if message.device.pk in rows:
            note_frame(rows[message.device.pk], message)
    for key, made in use.states.items():
        if key in rows:
            counter_use.remember(rows[key], made.states, made.decisions)
    changed = {message.device.pk for message in messages} | use.states.keys()
    for row in rows.values():
        row.last_seen = at
    SourceSeries.objects.bulk_create(  # much faster than an update of many rows
        [row for row in rows.values() if row.pk in changed],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "about", "last_seen"],
        batch_size=WRITTEN_AT_ONCE,
    )
    seen = sorted(rows.keys() - changed)
    for begin in range(0, len(seen), ASKED_AT_ONCE):
        some = SourceSeries.objects.filter(pk__in=seen[begin : begin + ASKED_AT_ONCE])
        some.update(last_seen=at)


def held(ids: Iterable[int]) -> dict[int, SourceSeries]:
    """The rows as they are now, held to the end of the transaction."""
    asked = sorted(ids)
    found: dict[int, SourceSeries] = {}
    for begin in range(0, len(asked), ASKED_AT_ONCE):
        some = SourceSeries.objects.select_for_update().order_by("pk")
        rows = some.filter(pk__in=asked[begin : begin + ASKED_AT_ONCE])
        found.update({row.pk: row for row in rows})
    return found


def note_frame(device: SourceSeries, message: OpenUplink) -> None:
    """Note the frame counter of a message, by whose clock its time is, what was not understood."""
    uplink = message.uplink
    known = FrameState.of(device.state.get("frames", {}))
    told = after(known, session=uplink.session, counter=uplink.counter, at=message.sent.at)
    device.about = message.device.about
    device.state["frames"] = told.as_record()
    device.state["clock"] = message.sent.clock.value
    device.state["note"] = dict(message.note.both()) if message.note else {}

"""What messages of a network would bring, before anything is stored."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from klimamosaik.sources.lorawan.envelope import message_in
from klimamosaik.sources.lorawan.measured import DecoderChoice, measurements
from klimamosaik.sources.lorawan.measurement import MeasuredValue
from klimamosaik.sources.lorawan.naming import property_named
from klimamosaik.sources.lorawan.uplink import NoUplink, Uplink
from klimamosaik.streams.doubts import SeriesSample, doubts_about
from klimamosaik.streams.other_units import is_another_unit
from klimamosaik.streams.source_preview import PreviewedSeries, SourcePreview
from klimamosaik.streams.uplinks.devices import key_of
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text


@dataclass
class DeviceValues:
    """One value of a device, message after message."""

    device: Uplink
    name: str
    label: Text
    unit: str
    values: list[tuple[datetime, MeasuredValue]] = field(default_factory=list)


def seen_in(
    bodies: Iterable[tuple[bytes, datetime]],
    *,
    choice: DecoderChoice,
    every: timedelta | None,
    now: datetime,
) -> SourcePreview:
    """The series in messages, with the sentences of those that hold none.

    bodies: as they came, and when. every: the promised interval, where one is known.
    """
    found: dict[str, DeviceValues] = {}
    notes: dict[Text, int] = defaultdict(int)
    count = 0
    for body, at in bodies:
        count += 1
        note = look_into(body, at, choice, found)
        if note is not None:
            notes[note] += 1
    told = tuple(TIMES.format(count=times, note=note) for note, times in notes.items())
    series = tuple(shown(key, each, every, now) for key, each in found.items())
    return SourcePreview(series, (HEARD.format(count=count), *told))


def look_into(
    body: bytes, at: datetime, choice: DecoderChoice, found: dict[str, DeviceValues]
) -> Text | None:
    """Add what a message holds; the sentence where it holds nothing."""
    try:
        message = message_in(body)
    except InputRejected as refusal:
        return refusal.complaints[0].text
    if isinstance(message, NoUplink):
        return message.text
    measured = measurements(message, choice)
    for each in measured.measurements:
        told = property_named(each)
        key = key_of(message, each)
        if key in found and is_another_unit(found[key].unit, told.unit):
            key = key_of(message, each, in_unit=True)
        fresh = DeviceValues(message, each.name, told.label, told.unit)
        found.setdefault(key, fresh).values.append((each.at or at, each.value))
    return measured.note


def shown(key: str, one: DeviceValues, every: timedelta | None, now: datetime) -> PreviewedSeries:
    """One series as it is shown."""
    values = sorted(one.values, key=lambda pair: pair[0])
    numbers = not isinstance(values[-1][1], bool | str)
    sample = SeriesSample(key, one.name, one.label.de, one.unit, numbers, tuple(values))
    place = one.device.place
    return PreviewedSeries(
        key=key,
        name=one.name,
        thing=one.device.name,
        unit=one.unit,
        place=(place.latitude, place.longitude) if place else None,
        first=values[0][0],
        last=values[-1][0],
        value=values[-1][1],
        gaps=None,
        doubts=doubts_about(sample, every=every, now=now),
    )


HEARD = Text(
    "{count:Nachricht|Nachrichten} mitgehört.",
    "{count:message|messages} overheard.",
)
TIMES = Text("{count}-mal: {note}", "{count} times: {note}")

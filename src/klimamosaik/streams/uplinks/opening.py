"""Messages before they are stored: read, claimed, with the series of what they measured."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from klimamosaik.sources.lorawan.clocks import SentAt, sent_at
from klimamosaik.sources.lorawan.measured import (
    DecoderChoice,
    MeasuredMessage,
    choice_from,
    measurements,
)
from klimamosaik.sources.lorawan.uplink import Uplink
from klimamosaik.streams.models import DataSource, SeenMessage, SourceSeries, SourceState
from klimamosaik.streams.uplinks.answers import FULL, KNOWN, UplinkAnswer
from klimamosaik.streams.uplinks.claims import claim, known_claims, message_key, save_claims
from klimamosaik.streams.uplinks.devices import KnownDevices, key_of
from klimamosaik.streams.uplinks.rows import TakenReading, instant_of
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text, joined


@dataclass
class OpenUplink:
    """A message on its way."""

    uplink: Uplink
    sent: SentAt
    claim: SeenMessage | None  # None: it holds no readings, and its copy may
    device: SourceSeries
    readings: list[TakenReading]
    note: Text | None  # what was not understood
    answer: UplinkAnswer | None = None  # None: not answered yet


def decoders_of(source: DataSource) -> DecoderChoice:
    """The decoders a source's settings choose; what cannot be read of them chooses none."""
    try:
        return choice_from(source.options)
    except (InputRejected, AttributeError, TypeError):
        return DecoderChoice({}, None)


def opened(
    source: DataSource, uplinks: Sequence[Uplink], *, at: datetime
) -> list[OpenUplink | UplinkAnswer]:
    """Each message with its claim and its series, or the answer where nothing is to be stored.

    Inside a transaction; the row of the source's state is held, so that no other process makes
    the same device at the same time.
    """
    SourceState.objects.select_for_update().get_or_create(source=source)
    choice = decoders_of(source)
    read = [(uplink, measurements(uplink, choice)) for uplink in uplinks]
    devices = KnownDevices(source, at)
    devices.look_up(keys_in(read))
    claims = known_claims(source, [message_key(uplink) for uplink in uplinks])
    made: dict[tuple[str, datetime], SeenMessage] = {}  # claimed by messages of this very call
    found: list[OpenUplink | UplinkAnswer] = []
    for uplink, measured in read:
        sent = sent_at(uplink, arrived=at)
        row = claim(source, uplink, sent, claims) if measured.measurements else None
        if row is not None:
            if row.taken_at is not None or (row.key, row.at) in made:
                found.append(KNOWN)
                continue
            made[row.key, row.at] = row
            sent = SentAt(row.at, sent.clock)
        found.append(with_series(devices, uplink, measured, row, sent))
    save_claims({row.key: row for row in made.values()}.values())
    return found


def keys_in(read: Iterable[tuple[Uplink, MeasuredMessage]]) -> Iterator[str]:
    """The keys of all series the messages are about."""
    for uplink, measured in read:
        yield uplink.device
        for each in measured.measurements:
            yield key_of(uplink, each)
            if each.unit:
                yield key_of(uplink, each, in_unit=True)


def with_series(
    devices: KnownDevices,
    uplink: Uplink,
    measured: MeasuredMessage,
    row: SeenMessage | None,
    sent: SentAt,
) -> OpenUplink | UplinkAnswer:
    """A message with the series of what it measured."""
    device = devices.device(uplink)
    if device is None:
        return FULL
    found = list(taken(devices, device, uplink, measured, sent))
    readings = [each for each in found if each is not None]
    notes = [NO_ROOM.format(n=found.count(None))] if None in found else []
    notes += [measured.note] if measured.note else []
    return OpenUplink(uplink, sent, row, device, readings, joined(notes, " ") if notes else None)


def taken(
    devices: KnownDevices,
    device: SourceSeries,
    uplink: Uplink,
    measured: MeasuredMessage,
    sent: SentAt,
) -> Iterator[TakenReading | None]:
    """The readings of a message, without those of series that are left out or deleted.

    None for a value the source has no room for.
    """
    left_out = set(devices.source.options.get("left_out", ()))
    if device.key in left_out:
        return
    for each in measured.measurements:
        series = devices.measured(device, uplink, each)
        if series is None:
            yield None
            continue
        if series.key in left_out:
            continue
        if series.datastream is not None and series.datastream.gone_at is None:
            yield TakenReading(series, instant_of(each, sent), each.value, sent.clock)


NO_ROOM = Text(
    "{n:Wert ist|Werte sind} nicht gespeichert: Die Quelle hat zu viele Reihen und nimmt keine "
    "neuen mehr auf.",
    "{n:value is|values are} not stored: the source has too many series and takes in no new ones.",
)

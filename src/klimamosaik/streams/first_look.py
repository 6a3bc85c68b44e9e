"""What a source would bring, whatever its kind, seen in a minute and before anything is stored."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from klimamosaik.sources.mqtt.overhearing import BrokerSilent, overhear
from klimamosaik.sources.own.counters import sample
from klimamosaik.sources.own.energy import EnergyStep, energy_between
from klimamosaik.sources.sensorthings.asking import SensorThingsClient, SourceUnreachable
from klimamosaik.streams.at_brokers import NO_BROKER, broker_of
from klimamosaik.streams.folder.first_look import look_at_folder
from klimamosaik.streams.mirror.first_look import look_at_server
from klimamosaik.streams.mirror.work import client_of
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.own.operations import NAME, ROOT, SERIES, usable_cores
from klimamosaik.streams.passwords import sealed
from klimamosaik.streams.queries.sources import series_of_source
from klimamosaik.streams.source_draft import SourceWish
from klimamosaik.streams.source_preview import PreviewedSeries, SourcePreview
from klimamosaik.streams.uplinks.first_look import seen_in
from klimamosaik.streams.uplinks.opening import decoders_of
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text

MINUTE = 50.0  # [s] for all of it; the rest of a minute is for what is under way
OWN = 3.0  # [s] the own server looks at itself
WATTS = 3.6e6


def look(
    source: DataSource,
    *,
    now: datetime,
    clock: Callable[[], float] = time.monotonic,
    client: SensorThingsClient | None = None,
    seconds: float = MINUTE,
) -> SourcePreview:
    """What a source shows right now; stores nothing. The source need not be added.

    seconds: it may take; what is under way is finished.

    Raises InputRejected where it does not answer as it should.
    """
    until = clock() + seconds
    every = source.promised_every or None

    def spare() -> bool:
        return clock() < until

    try:
        if source.kind == SourceKind.SENSORTHINGS:
            asked = client or client_of(source)
            return look_at_server(asked, every=every, now=now, spare=spare)
        if source.kind == SourceKind.FOLDER:
            folder = Path(source.address)
            town = source.municipality
            return look_at_folder(folder, municipality=town, every=every, spare=spare)
        if source.kind == SourceKind.MQTT:
            return look_at_broker(source, now=now, spare=spare)
        return look_at_self() if source.kind == SourceKind.OWN else come_so_far(source, now)
    except SourceUnreachable as error:
        raise InputRejected([Problem("source_unreachable", error.text)]) from error


def unsaved(wish: SourceWish) -> DataSource:
    """A source as it would be, to look at before it is added."""
    return DataSource(
        municipality=wish.municipality,
        kind=wish.kind,
        name=wish.name,
        address=wish.address.strip(),
        options=wish.options,
        secret=sealed(wish.secret),
        promised_every=wish.promised_every or timedelta(0),
    )


def look_at_broker(
    source: DataSource, *, now: datetime, spare: Callable[[], bool]
) -> SourcePreview:
    """What comes at a broker while there is time. Raises SourceUnreachable where none is there."""
    address = broker_of(source)
    try:
        heard = overhear(address, str(source.options.get("topic", "")), spare=spare)
    except BrokerSilent as error:
        raise SourceUnreachable(NO_BROKER.format(address=address.without_name)) from error
    every = source.promised_every or None
    bodies = [(each.payload, each.at) for each in heard]
    return seen_in(bodies, choice=decoders_of(source), every=every, now=now)


def look_at_self() -> SourcePreview:
    """What this machine says of itself, over a few seconds."""
    cores = usable_cores()
    before = sample(ROOT, cores=cores)
    time.sleep(OWN)
    found = energy_between(before, sample(ROOT, cores=cores), seconds=OWN, longest=2 * OWN)
    if found is None:
        raise SourceUnreachable(SILENT)
    watts = found.kwh * WATTS / OWN
    step = found.step.text
    note = (COUNTED if found.step is EnergyStep.COUNTED else ESTIMATED).format(
        watts=watts, year=watts * 8.76, step=step
    )
    seen = PreviewedSeries("energy", SERIES, NAME, "kWh", None, None, None, None, None)
    return SourcePreview((seen,), (note,))


def come_so_far(source: DataSource, now: datetime) -> SourcePreview:
    """What has come of a source that comes by itself: before anything came there is nothing."""
    if source.pk is None:
        return SourcePreview((), (COMES_BY_ITSELF,))
    lines = series_of_source(source=source, now=now)
    seen = tuple(
        PreviewedSeries(
            key=each.series.key,
            name=each.name,
            thing=str(each.series.about.get("thing_name", "")),
            unit=each.unit,
            place=each.place,
            first=None,
            last=each.last,
            value=None if each.newest is None else each.newest.result,
            gaps=each.gaps.count,
        )
        for each in lines
    )
    found = SourcePreview(seen)
    return found if seen else replace(found, notes=(NOTHING_YET,))


SILENT = Text(
    "Dieser Rechner sagt nichts über sich.",
    "This machine says nothing of itself.",
)
COUNTED = Text(
    "Gerade {watts:.1n} W, im Jahr etwa {year:rough} kWh ({step}).",
    "{watts:.1n} W just now, about {year:rough} kWh a year ({step}).",
)
ESTIMATED = Text(
    "Gerade etwa {watts:.1n} W, im Jahr etwa {year:rough} kWh ({step}). Genauer wäre ein "
    "Steckdosenzähler oder ein lesbarer Zähler des Prozessors (RAPL).",
    "About {watts:.1n} W just now, about {year:rough} kWh a year ({step}). A plug meter or a "
    "readable counter of the processor (RAPL) would tell better.",
)
COMES_BY_ITSELF = Text(
    "Diese Quelle meldet sich von selbst: Ihre Messreihen erscheinen, sobald die erste Nachricht "
    "da ist.",
    "This source reports by itself: its series appear as soon as the first message is there.",
)
NOTHING_YET = Text(
    "Es ist noch keine Nachricht gekommen.",
    "No message has come yet.",
)

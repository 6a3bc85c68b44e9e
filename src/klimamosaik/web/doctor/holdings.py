"""What the store, the weather, the background work and the backups say."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from klimamosaik.observations.store import checksums, cold, hot_and_cold, parquet, version
from klimamosaik.observations.weather.queries.stations import weather_until
from klimamosaik.places.models import Municipality
from klimamosaik.records.damage import StoreDamaged, damaged_file
from klimamosaik.streams.models import DataSource
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text
from klimamosaik.web.background_state import state
from klimamosaik.web.doctor.finding import DoctorFinding, ill, odd, well
from klimamosaik.web.serving.claims import is_served

OLD_WEATHER = timedelta(days=45)


def store(*, deep: bool) -> Iterator[DoctorFinding]:
    """Whether database and settled readings belong together and are all there."""
    known = version.current()
    try:
        table = cold.opened()
        hot_and_cold.refuse_missing(table, settled=known.settled)
        hot_and_cold.refuse_behind(table, newest=known.newest)
        files = [] if table is None else [str(table.folder / each) for each in table.files["path"]]
        bad = checksums.damaged(cold.folder(), files, anew=True)
        if deep:
            bad += [each for each in files if each not in bad and not parquet.readable(each)]
        if bad:
            raise damaged_file(bad[0], more=len(bad) - 1)
    except InputRejected as refused:
        yield from (ill("store", each.text) for each in refused.complaints)
    except StoreDamaged as damage:
        yield ill(damage.problem.code, damage.problem.for_terminal)
    else:
        yield well(
            "store",
            Text(
                "Messwerte: Datenversion {newest}, abgelegt bis {settled}, {count:Datei|Dateien}.",
                "Readings: data version {newest}, settled up to {settled}, {count:file|files}.",
            ).format(newest=str(known.newest), settled=str(known.settled), count=len(files)),
        )


def passwords() -> Iterator[DoctorFinding]:
    """Passwords of sources that another key of this server has sealed."""
    for source in DataSource.objects.exclude(secret="").select_related("municipality"):
        try:
            _ = source.password
        except InputRejected as refused:
            yield from (ill("source_password", each.text) for each in refused.complaints)


def weather(now: datetime) -> Iterator[DoctorFinding]:
    """How old the weather of each municipality is."""
    for town in Municipality.objects.all():
        until = weather_until(municipality=town)
        if until is None or now - until > OLD_WEATHER:
            yield odd(
                "weather",
                Text(
                    "{town}: es gibt kein Wetter der letzten {days:n} Tage; auf der Seite Wetter "
                    "lässt es sich holen.",
                    "{town}: there is no weather of the last {days:n} days; the page Weather "
                    "fetches it.",
                ).format(town=town.name, days=OLD_WEATHER.days),
            )


def background(now: datetime) -> Iterator[DoctorFinding]:
    """Whether the work in the background goes on."""
    found = state()
    if found.alive:
        yield well("background", WORKS)
    else:
        yield odd("background", BEGINS if is_served(Path(settings.DATA_DIR)) else NOBODY_SERVES)
    for task, each in found.tasks.items():
        if each.failing_since is not None:
            yield ill(
                "background_failing",
                Text(
                    "Im Hintergrund scheitert „{task}“ seit {since:time} ({reason}); "
                    "das Protokoll sagt warum, Kennung {run}.",
                    "In the background “{task}” fails since {since:time} ({reason}); "
                    "the log says why, id {run}.",
                ).format(
                    task=task.text,
                    since=each.failing_since.astimezone(LOCAL),
                    reason=each.reason,
                    run=each.run,
                ),
            )


WORKS = Text("Die Hintergrundarbeit läuft.", "The background work runs.")
BEGINS = Text(
    "klimamosaik serve läuft, die Hintergrundarbeit noch nicht: Kurz nach einem Start ist das so, "
    "sonst sagt das Protokoll, warum.",
    "klimamosaik serve runs, the background work does not yet: that is so shortly after a start, "
    "else the log says why.",
)
NOBODY_SERVES = Text(
    "Es läuft kein klimamosaik serve: Wirkungen werden nicht neu gerechnet.",
    "No klimamosaik serve is running: effects are not worked out anew.",
)

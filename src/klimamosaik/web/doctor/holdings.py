"""What the store, the weather, the background work and the backups say."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from klimamosaik.observations.store import cold, hot_and_cold, version
from klimamosaik.observations.weather.queries.stations import weather_until
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text
from klimamosaik.web.background_state import state
from klimamosaik.web.doctor.finding import DoctorFinding, ill, odd, well

OLD_WEATHER = timedelta(days=45)


def store(*, deep: bool) -> Iterator[DoctorFinding]:
    """Whether database and settled readings belong together and are all there."""
    known = version.current()
    table = cold.opened()
    try:
        hot_and_cold.refuse_missing(table, settled=known.settled)
        hot_and_cold.refuse_behind(table, newest=known.newest)
    except InputRejected as refused:
        yield from (ill("store", each.text) for each in refused.complaints)
        return
    paths = [] if table is None else [table.folder / each for each in table.files["path"]]
    bad = [path for path in paths if not path.exists() or (deep and not readable(path))]
    for path in bad[:1]:
        yield ill(
            "store_damaged",
            Text(
                "{count:Datei|Dateien} der Messwerte fehlen oder sind beschädigt, zuerst {path}: "
                "bitte aus einer Sicherung wiederherstellen (klimamosaik restore).",
                "{count:file|files} of the readings are missing or damaged, first {path}: please "
                "restore from a backup (klimamosaik restore).",
            ).format(count=len(bad), path=str(path)),
        )
    if not bad:
        yield well(
            "store",
            Text(
                "Messwerte: Datenversion {newest}, abgelegt bis {settled}, {count:Datei|Dateien}.",
                "Readings: data version {newest}, settled up to {settled}, {count:file|files}.",
            ).format(newest=str(known.newest), settled=str(known.settled), count=len(paths)),
        )


def readable(path: Path) -> bool:
    """True where every value of a file can be read."""
    asked = "SELECT sum(hash(COLUMNS(*))) FROM read_parquet($file, hive_partitioning = false)"
    try:
        duckdb.connect().execute(asked, {"file": str(path)}).fetchall()
    except duckdb.Error:
        return False
    return True


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
    if not found.alive:
        yield odd(
            "background",
            Text(
                "Es läuft kein klimamosaik serve: Wirkungen werden nicht neu gerechnet.",
                "No klimamosaik serve is running: effects are not worked out anew.",
            ),
        )
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

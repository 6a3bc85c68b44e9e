"""Hot and cold readings as one."""

from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from klimamosaik.observations.store import cold, hot, version
from klimamosaik.observations.store.delta_log import TableVersion
from klimamosaik.observations.store.frames import KEY
from klimamosaik.observations.store.merging import newest
from klimamosaik.records.query_log import aside
from klimamosaik.terms.complaint import rejected


def versions(
    *, datastreams: Sequence[int], start: datetime | None, end: datetime | None, upto: int
) -> pl.DataFrame:
    """All versions with seq <= upto of readings that start in [start, end); STORED, unsorted.

    Hot is taken first: what leaves it meanwhile is in the cold already. The other way round
    a reading that settles between the two would be missed. What is met in both is there twice.
    """
    start, end = in_utc(start), in_utc(end)
    known = version.current()
    fresh = hot.read(datastreams=datastreams, start=start, end=end, upto=upto)
    table = settled_since(known)
    settled = cold.read(table, datastreams=datastreams, start=start, end=end, upto=upto)
    return pl.concat([fresh, settled])


def settled_since(known: version.Version) -> TableVersion | None:
    """The settled readings as they are, a version after it was looked up; None: there are none.

    Raises InputRejected where they and the database do not belong together.
    """
    table = cold.opened()
    refuse_missing(table, settled=known.settled)
    if cold.settled_upto(table) > known.newest:  # more was delivered and settled meanwhile, or
        refuse_behind(table, newest=version.current().newest)
    return table


def in_utc(moment: datetime | None) -> datetime | None:
    """The same moment in UTC. Raises ValueError where it does not say its zone."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{moment} names no time zone")
    return moment.astimezone(UTC)


def brought(seq: int) -> pl.DataFrame:
    """The readings that one delivery wrote; STORED, each once."""
    fresh = hot.of_version(seq)
    return pl.concat([fresh, cold.of_version(seq)]).unique(subset=KEY)


def starts(
    *, since: int, upto: int | None = None, datastreams: Sequence[int] | None = None
) -> dict[int, tuple[int, int]]:
    """Earliest and latest start of the readings that versions from `since` on wrote.

    In µs since 1970 (UTC), by datastream. upto: the last of the versions, datastreams: those asked
    about; None: no last one, all of them. Hot is taken first, as in `versions`.
    """
    found = hot.starts(since=since, upto=upto, datastreams=datastreams)
    for pk, (first, last) in cold.starts(since=since, upto=upto, datastreams=datastreams).items():
        known = found.get(pk, (first, last))
        found[pk] = min(first, known[0]), max(last, known[1])
    return found


def refuse_missing(table: TableVersion | None, *, settled: int) -> None:
    """Refuse a folder of readings that holds less than the database knows to have settled."""
    held = cold.settled_upto(table)
    if held < settled:
        raise rejected(
            "readings_missing",
            "Der Ordner der Messwerte reicht bis Stand {held}, die Datenbank weiß von {settled}: "
            "bitte beide aus derselben Sicherung wiederherstellen.",
            "The folder of readings ends at version {held}, the database knows of {settled}: "
            "restore both from the same backup.",
            held=held,
            settled=settled,
        )


def refuse_behind(table: TableVersion | None, *, newest: int) -> None:
    """Refuse a database that knows of fewer deliveries than have settled."""
    held = cold.settled_upto(table)
    if held > newest:
        raise rejected(
            "database_behind",
            "Die Datenbank kennt Stand {newest}, der Ordner der Messwerte reicht bis {held}: "
            "bitte beide aus derselben Sicherung wiederherstellen.",
            "The database knows version {newest}, the folder of readings goes up to {held}: "
            "restore both from the same backup.",
            newest=newest,
            held=held,
        )


def state(
    *, datastreams: Sequence[int], start: datetime | None, end: datetime | None, upto: int
) -> pl.DataFrame:
    """The readings as they stood at version `upto`; STORED, sorted by KEY."""
    with aside():  # they stay as they stood, wherever they lie by now
        return newest(versions(datastreams=datastreams, start=start, end=end, upto=upto))

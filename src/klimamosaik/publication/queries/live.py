"""Values of series that go on: a newer reading makes another one, which is no changed figure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from klimamosaik.measures.queries.live_reading import LiveReading
from klimamosaik.observations.kernel.instants import moment
from klimamosaik.observations.models import Revision
from klimamosaik.observations.queries.revisions import revisions
from klimamosaik.publication.kernel.edition import digest_of, period_of
from klimamosaik.publication.models import FigureEdition
from klimamosaik.publication.queries.figures.figure_dates import row_of
from klimamosaik.publication.queries.results import Datum, PublicFigure
from klimamosaik.terms.period import LOCAL, local_day

INSTANT = timedelta(microseconds=1)


def key_of(value: Datum, live: LiveReading) -> str:
    """Moment and series of a reading: a newer one is another value, no correction of this one."""
    return f"{live.at.astimezone(LOCAL).isoformat()} {value.series}"


def reading_moment(measured: Mapping[str, str]) -> datetime | None:
    """The moment of the reading an edition told, see `key_of`."""
    moments = (period_of(key) for key in measured)
    return max((datetime.fromisoformat(each) for each in moments if "T" in each), default=None)


def beside_live(figure: PublicFigure) -> str:
    """A digest of all a figure says but the newest reading: also whose it is, and what of it."""
    return digest_of(
        (each.live.datastream, each.series, each.unit, each.note and each.note.both())
        if each.live
        else row_of(each)
        for each in figure.data
    )


def corrected(figure: PublicFigure, before: FigureEdition) -> list[str]:
    """Days and months corrected since, of the readings an edition told; empty: none."""
    end = reading_moment(before.measured)
    if end is None:
        return []
    found: list[str] = []
    for live in filter(None, (each.live for each in figure.data)):
        begin = end - live.back
        for row in revisions(
            datastreams=[live.datastream], after=before.data_version, upto=figure.data_version
        ):
            found += periods_within(row, begin, end)
    return list(dict.fromkeys(found))


def periods_within(row: Revision, begin: datetime, end: datetime) -> list[str]:
    """The day, or the months, of what was corrected from one moment to another."""
    start, after = max(moment(row.first), begin), min(moment(row.last), end)
    if start > after:
        return []
    first, last = local_day(start), local_day(max(start, after - INSTANT))
    if first == last:
        return [first.isoformat()]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{month // 12}-{month % 12 + 1:02}" for month in months]

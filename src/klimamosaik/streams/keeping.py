"""How long readings of a source are kept: older ones are withdrawn, and the history says so."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import polars as pl

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.taking_away import take_away
from klimamosaik.observations.queries.readings import readings
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.terms.text import Text

BEGIN = datetime(1900, 1, 1, tzinfo=UTC)  # nothing older is stored
EVERY = timedelta(days=1)


def kept_since(source: DataSource, now: datetime) -> datetime:
    """From when on readings are kept."""
    return BEGIN if source.kept_for is None else max(BEGIN, now - source.kept_for)


def withdraw_expired(*, now: datetime) -> list[Delivery]:
    """Withdraw what is older than its source may keep; one delivery a source, none for nothing."""
    found = []
    for source in DataSource.objects.exclude(kept_for=None).select_related("municipality"):
        done = expired_of(source, now)
        if done is not None:
            found.append(done)
    return found


def expired_of(source: DataSource, now: datetime) -> Delivery | None:
    """Withdraw what one source may no longer keep."""
    series = source.series.exclude(datastream=None)
    ids = [key for key in series.values_list("datastream", flat=True) if key is not None]
    until = kept_since(source, now)
    keys = [old_ones(source, [each], until) for each in ids]
    if not keys:
        return None
    return take_away(
        keys=pl.concat(keys),
        name=EXPIRED.format(name=source.name).de,
        municipality=source.municipality,
        at=now,
    )


def old_ones(source: DataSource, ids: Sequence[int], until: datetime) -> pl.DataFrame:
    """The readings that ended before a moment, of a folder only those its files brought."""
    found = readings(datastreams=ids, end=until).filter(pl.col("end") <= until)
    if source.kind == SourceKind.FOLDER:
        brought = list(source.files.exclude(delivery=None).values_list("delivery", flat=True))
        found = found.filter(pl.col("seq").is_in(brought))
    return found.select("datastream", "start")


EXPIRED = Text(
    "{name} (Aufbewahrung abgelaufen)",
    "{name} (retention expired)",
)

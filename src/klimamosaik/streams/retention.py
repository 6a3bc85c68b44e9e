"""How long readings of a source are kept: older ones are withdrawn, and the history says so."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.terms.text import Text

if TYPE_CHECKING:
    import polars as pl

BEGIN = datetime(1900, 1, 1, tzinfo=UTC)  # nothing older is stored


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
    if all(span.first >= until for span in known_spans(ids).values()):
        return None
    import polars as pl  # large, and seldom is anything so old

    from klimamosaik.observations.operations.changing import change

    old = [brought_by(source, [each], until=until) for each in ids]
    gone = pl.concat(old) if old else pl.DataFrame()
    if gone.is_empty():
        return None
    return change(
        gone=gone,
        name=EXPIRED.format(name=source.name).de,
        municipality=source.municipality,
        at=now,
    )


def brought_by(
    source: DataSource, ids: Sequence[int], *, until: datetime | None = None
) -> "pl.DataFrame":
    """The readings of series that a source brought, those that ended before a moment.

    Into a meter others bring readings, too: of a folder's meters only what its files brought.
    """
    import polars as pl

    from klimamosaik.observations.queries.readings import readings

    found = readings(datastreams=ids, end=until)
    if until is not None:
        found = found.filter(pl.col("end") <= until)
    if source.kind == SourceKind.FOLDER:
        brought = list(source.files.exclude(delivery=None).values_list("delivery", flat=True))
        found = found.filter(pl.col("seq").is_in(brought))
    return found


EXPIRED = Text(
    "{name} (Aufbewahrung abgelaufen)",
    "{name} (retention expired)",
)

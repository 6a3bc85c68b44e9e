"""Moments as the store counts them: microseconds since 1970, UTC."""

from datetime import UTC, date, datetime, timedelta

from klimamosaik.terms.period import local_day

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Readings lie between: further on their numbers would be those of other datastreams (`numbers`),
# and at the end of all years no day follows any more.
BEGIN, END = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """The moment as stored [µs since 1970, UTC]."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(stored: int) -> datetime:
    """The moment stored as µs since 1970, UTC."""
    return EPOCH + timedelta(microseconds=int(stored))


def stored_day(stored: int) -> date:
    """The local day of the moment stored as µs since 1970, UTC."""
    return local_day(moment(stored))


def as_sent(text: str) -> int:
    """A moment of ISO 8601 with its zone, as programs write it [µs since 1970, UTC].

    Small letters and a comma before the fraction are read, too. Raises ValueError for what is no
    moment or tells no zone, OverflowError for one beyond all years.
    """
    found = datetime.fromisoformat(text.upper().replace(",", "."))
    if found.tzinfo is None:
        raise ValueError(text)
    return microseconds(found.astimezone(UTC))

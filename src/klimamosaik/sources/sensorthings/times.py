"""Times as the standard writes them: an instant, or an interval with a slash."""

from datetime import UTC, datetime
from typing import Any


def moment_of(text: str) -> datetime | None:
    """A moment in UTC; None where the text is none, or names no zone.

    Small letters are read, too: RFC 3339 allows them.
    """
    try:
        found = datetime.fromisoformat(text.strip().upper())
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def span_of(written: Any) -> tuple[datetime, datetime] | None:
    """Begin and end in UTC, the same for an instant; None where the text is no time."""
    if not isinstance(written, str):
        return None
    begin, slash, end = written.partition("/")
    first = moment_of(begin)
    last = moment_of(end) if slash else first
    if first is None or last is None or last < first:
        return None
    return first, last


def zulu(moment: datetime) -> str:
    """A moment as filters take it: 2026-11-24T10:00:00.123Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"

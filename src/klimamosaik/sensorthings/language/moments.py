"""Moments, spans and durations as ISO 8601 writes them."""

import re
from datetime import UTC, datetime, timedelta

from klimamosaik.terms.complaint import InputRejected, rejected

DAY = r"\d{4}-\d\d-\d\d"
# A plus sign that was not written as %2B arrives as a space.
ZONE = r"(?:[Zz]|[+\- ]\d\d(?::?\d\d)?)"
MOMENT = rf"{DAY}(?:[Tt]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?{ZONE}?)?"
CLOCK = r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
LONGEST_DURATION = timedelta(days=1_000_000)  # microseconds of it fit into 64 bits
LONGEST = 60  # characters of what can be a moment or a span


def read_moment(text: str) -> datetime:
    """A moment in UTC; a day is its midnight UTC, and so is what tells no offset.

    Raises InputRejected for what is no moment.
    """
    if len(text) <= LONGEST and re.fullmatch(MOMENT, text):
        try:
            return _moment(text)
        except (ValueError, OverflowError):
            pass
    raise no_moment(text)


def _moment(text: str) -> datetime:
    written = text.upper().replace(" ", "+").replace(",", ".")
    found = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", written))
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def read_span(text: str) -> tuple[datetime, datetime]:
    """Begin and end of `a/b`.

    Raises InputRejected for what is no span, and where it ends before it begins.
    """
    begin, slash, end = text.partition("/")
    if not slash:
        raise no_moment(text)
    span = read_moment(begin), read_moment(end)
    if span[1] < span[0]:
        raise rejected(
            "span_ends_early",
            "Der Zeitraum „{text}“ endet, bevor er beginnt.",
            "The interval “{text}” ends before it begins.",
            text=shortened(text),
        )
    return span


def read_duration(text: str) -> timedelta:
    """A duration in weeks, days, hours, minutes and seconds.

    Raises InputRejected for others: a month has no length of its own.
    """
    found = DURATION.fullmatch(text) if len(text) <= LONGEST else None
    told = found.groupdict() if found else {}
    sign = -1 if told.pop("sign", "") == "-" else 1
    parts = {unit: float(count) for unit, count in told.items() if count}
    try:
        length = timedelta(**parts)
    except OverflowError:
        parts = {}
    if not parts or length > LONGEST_DURATION:
        raise rejected(
            "no_duration",
            "„{text}“ ist keine Dauer aus Tagen, Stunden, Minuten und Sekunden wie P1DT2H.",
            "“{text}” is no duration of days, hours, minutes and seconds such as P1DT2H.",
            text=shortened(text),
        )
    return sign * length


def read_clock(text: str) -> timedelta:
    """A time of day as what passed since midnight."""
    return _moment(f"2000-01-01T{text}Z") - datetime(2000, 1, 1, tzinfo=UTC)


def no_moment(text: str) -> InputRejected:
    """The refusal of what is no time."""
    return rejected(
        "no_moment",
        "„{text}“ ist keine Zeit wie 2026-03-01T10:00:00Z.",
        "“{text}” is no time such as 2026-03-01T10:00:00Z.",
        text=shortened(text),
    )


def shortened(text: str, most: int = LONGEST) -> str:
    """The beginning of what somebody wrote, for a sentence about it."""
    return text if len(text) <= most else f"{text[: most - 1]}…"

"""Moments and spans of ISO 8601 as programs send them: with their zone, or refused."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.observations.kernel import instants
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.writing.values import wrong
from klimamosaik.terms.text import Text

EARLIEST, LATEST = (instants.microseconds(each) for each in (instants.BEGIN, instants.END))
WRITTEN = re.compile(
    r"\d{4}-?\d\d-?\d\d[Tt]\d\d:?\d\d(:?\d\d([.,]\d+)?)?(Z|z|[+-]\d\d(:?\d\d)?)", re.ASCII
)
MILLISECONDS = 3  # digits
FRACTION = re.compile(r"[.,](\d+)")


@dataclass(frozen=True)
class Span:
    """A moment (start is end) or the time between two."""

    start: int  # [µs since 1970, UTC]
    end: int  # [µs since 1970, UTC]
    whole: bool = True  # said by milliseconds; False: it was sent with more digits


def moment(value: Any, name: str) -> int:
    """A moment [µs since 1970, UTC]. Raises SensingRefused for anything else."""
    if not isinstance(value, str) or not WRITTEN.fullmatch(value):
        raise no_time(name, value)
    try:
        return instants.as_sent(value)
    except (ValueError, OverflowError) as error:
        raise no_time(name, value) from error


def span(value: Any, name: str) -> Span:
    """When a reading is of. Raises SensingRefused for a time at which there is none."""
    found = any_span(value, name)
    if found.end > LATEST:
        raise not_then(name, value)
    return found


def any_span(value: Any, name: str) -> Span:
    """A moment or an interval, "begin/end". Raises SensingRefused for what is neither.

    An interval whose end is its beginning is that moment; what is valid may be so without an end,
    which some write as the year 9999.
    """
    if not isinstance(value, str):
        raise no_time(name, value)
    begin, parted, rest = value.partition("/")
    start = moment(begin, name)
    end = moment(rest, name) if parted else start
    if end < start:
        raise wrong(name, value, Text("das Ende liegt vor dem Anfang", "it ends before it starts"))
    if start < EARLIEST:
        raise not_then(name, value)
    digits = FRACTION.findall(value)
    return Span(start, end, all(len(each.rstrip("0")) <= MILLISECONDS for each in digits))


def checked_moment(value: Any, name: str) -> Any:
    """A moment as it was sent, or nothing."""
    if value is not None:
        moment(value, name)
    return value


def checked_interval(value: Any, name: str) -> Any:
    """An interval as it was sent, or nothing."""
    if value is not None:
        any_span(value, name)
        if "/" not in value:
            raise wrong(name, value, Text("erlaubt ist Anfang/Ende", "begin/end is allowed"))
    return value


def as_datetime(value: Any, name: str) -> datetime:
    """A moment as a datetime in UTC."""
    return instants.moment(moment(value, name))


def not_then(name: str, value: Any) -> SensingRefused:
    """What is a moment at which there are no readings."""
    allowed = Text("erlaubt sind die Jahre 1900 bis 2199", "years 1900 to 2199 are allowed")
    return wrong(name, value, allowed)


def no_time(name: str, value: Any) -> SensingRefused:
    """What is no moment."""
    return wrong(
        name,
        value,
        Text(
            "erlaubt ist ein Zeitpunkt mit Zeitzone, z. B. 2026-03-01T12:00:00Z, oder zwei mit „/“",
            "a moment with its zone is allowed, e.g. 2026-03-01T12:00:00Z, or two with “/”",
        ),
    )

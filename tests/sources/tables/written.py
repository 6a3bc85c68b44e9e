"""Small tables written out of a few words, as tests/sources/examples/kinds.yaml gives them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

STEP = re.compile(r"(\d+) (month|day|hour|minute)s?")
AGAIN = re.compile(r"<([^<>]*)>x(\d+)")
DAY = 24 * 60  # minutes


def text_of(example: dict[str, Any]) -> str:
    """The text of an example: as it stands, or its parts with head, rows and foot each."""
    if "text" in example:
        return str(example["text"])
    return "".join(map(_part, example.get("parts", [example])))


def _part(part: dict[str, Any]) -> str:
    lines = [repeated(_line(part.get("head")))]
    if "rows" in part:
        lines += [repeated(_line(row)) for row in rows(**part["rows"])]
    return "".join([*lines, repeated(_line(part.get("foot")))])


def _line(text: str | None) -> str:
    return f"{text}\n" if text and not text.endswith("\n") else text or ""


def rows(
    of: str,
    *,
    start: datetime | date | None = None,
    step: str = "1 day",
    count: int,
    zone: str | None = None,
    **counted: tuple[float, float],
) -> Iterator[str]:
    """Rows of a template with {start}, {end}, {n} and what counts up: name: [first, step].

    {second} and {minute} are the end, written that much short.

    zone: the start is UTC and written in this zone's local time.
    """
    begin = _moment(start)
    for n in range(count):
        first, last = (_later(begin, step, at) for at in (n, n + 1))
        if zone is not None:
            here = ZoneInfo(zone)
            first, last = (each.replace(tzinfo=UTC).astimezone(here) for each in (first, last))
        short = {"second": last - timedelta(seconds=1), "minute": last - timedelta(minutes=1)}
        numbers = {name: base + by * n for name, (base, by) in counted.items()}
        yield of.format(start=first, end=last, n=n, **short, **numbers)


def _moment(start: datetime | date | None) -> datetime:
    if start is None or isinstance(start, datetime):
        return start or datetime(2024, 1, 1)  # noqa: DTZ001 - the wall clock of a file
    return datetime(start.year, start.month, start.day)  # noqa: DTZ001


def _later(begin: datetime, step: str, times: int) -> datetime:
    found = STEP.fullmatch(step)
    assert found, step
    many = int(found[1]) * times
    if found[2] != "month":
        return begin + many * timedelta(**{f"{found[2]}s": 1})
    years, month = divmod(begin.month - 1 + many, 12)
    return begin.replace(year=begin.year + years, month=month + 1)


def repeated(text: str) -> str:
    """<;0,5>x24 written out 24 times; {clock} and {next} are the day's parts, {n} their number."""
    return AGAIN.sub(lambda found: _again(found[1], int(found[2])), text)


def _again(text: str, count: int) -> str:
    minutes = [DAY * at // count for at in range(count + 1)]
    clocks = [f"{minute // 60:02}:{minute % 60:02}" for minute in minutes]
    words = [
        text.replace("{clock}", clocks[at]).replace("{next}", clocks[at + 1])
        .replace("{n}", str(at + 1)).replace("{0}", str(at))
        for at in range(count)
    ]  # fmt: skip
    return "".join(words)

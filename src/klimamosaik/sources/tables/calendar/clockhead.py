"""Times of day as headers: 00:15, 00:30 ..., or parts of a day with a number each."""

import re
from collections.abc import Sequence
from itertools import pairwise

CLOCK = re.compile(
    r"(?i)^(\d{1,2})[:.](\d{2})(?:[:.]00)?(?: ?uhr)?"
    r"(?: ?(?:-|–|bis|to|/) ?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?(?: ?uhr)?(?: ?\(\d\))?$"
)
HOURS = re.compile(  # without minutes: "0-1 Uhr", "00 bis 01 h", "Stunde 0-1", "7 Uhr"
    r"(?i)^(?:(?:stunde|std\.?|uhrzeit|hour|h)[ :]?)?(\d{1,2})(?: ?(?:uhr|h))?"
    r"(?: ?(?:-|–|bis|to) ?(\d{1,2}))?(?: ?(uhr|h))?$"
)
UNIT = re.compile(r"(?i)[ _]*(?:\bin )?[\[(]?\b[kM]?Wh?\b[\])]?$")  # behind a time of day
RANGE = re.compile(r"(?i)\d(?: ?uhr)? ?(?:-|–|bis|to|/) ?\d")
NUMBERED = re.compile(r"^(?:[^\W\d_]{1,14}[ ._-]?)?0*(\d{1,3})(?: ?h)?$")
NUMBERED_STATUS = re.compile(  # between the parts of a day: HH01, Flag01, HH02, Flag02
    r"(?i)^(?:status|flag|ae|qual(?:ity|ität)?|güte|est)[ ._-]?0*\d{1,3}$"
)
PARTS = (24, 25, 48, 50, 96, 100)  # numbered columns of a day
ENOUGH_CLOCKS = 20


def clocks_of(headers: Sequence[str]) -> dict[int, str]:
    """Index of column -> time of day at which its part begins, or its number in the day.

    Empty where headers are no clock.
    """
    bare = [UNIT.sub("", header.strip()) for header in headers]
    found = {at: CLOCK.match(header) for at, header in enumerate(bare)}
    named = {at: int(m[1]) * 60 + int(m[2]) for at, m in found.items() if m} or _hours(bare)
    if len(named) >= ENOUGH_CLOCKS and _goes_on(list(named.values())):
        return _written(named, _ends(list(named.values()), headers, named))
    return _numbered(headers)


def _hours(headers: Sequence[str]) -> dict[int, int]:
    """Index of column -> minute at which the hour it names begins; empty where some name none.

    "0-1" is an hour for itself, "7" only where "Uhr" or "h" stands behind it.
    """
    found = [(at, m) for at, header in enumerate(headers) if (m := HOURS.match(header))]
    hours = {
        at: int(m[1]) * 60 for at, m in found
        if (int(m[2]) % 24 == (int(m[1]) + 1) % 24 if m[2] else _says_hour(headers[at]))
    }  # fmt: skip
    return hours if len(hours) == len(found) else {}


def _says_hour(header: str) -> bool:
    return header.lower().endswith(("uhr", "h"))


def _goes_on(minutes: Sequence[int]) -> bool:
    """True where times of day go on from one to the next; readings such as 12.34 do not.

    The day may begin in between, and the hour that autumn doubles may stand twice.
    """
    back = sum(later < earlier for earlier, later in pairwise(minutes))
    steps = {later - earlier for earlier, later in pairwise(minutes) if later > earlier}
    odd = sum(minute % 5 != 0 for minute in minutes)  # 23:59 may close the day
    return back <= 2 and len(steps) <= 3 and odd <= 1 and max(minutes) <= 1440


def _ends(minutes: list[int], headers: Sequence[str], named: dict[int, int]) -> int:
    """Minutes to take off where headers name the end of their part: 00:15 ... 24:00."""
    if any(RANGE.search(headers[at]) for at in named) or minutes[0] == 0:
        return 0
    step = min(abs(later - earlier) for earlier, later in pairwise(minutes) if later != earlier)
    return step if minutes[0] == step or 1440 in minutes else 0


def _written(named: dict[int, int], off: int) -> dict[int, str]:
    starts = {at: (minute - off) % 1440 for at, minute in named.items()}
    return {at: f"{minute // 60:02}:{minute % 60:02}" for at, minute in starts.items()}


def _numbered(headers: Sequence[str]) -> dict[int, str]:
    """Columns 1..24, 1..48 or 1..96, in a row, each perhaps behind the same word -> their number.

    Days of 25 hours may have further columns.
    """
    shown = [at for at, header in enumerate(headers) if not NUMBERED_STATUS.match(header.strip())]
    apart = {at: place for place, at in enumerate(shown)}
    found = [(at, NUMBERED.match(headers[at].strip())) for at in shown]
    runs: list[list[tuple[int, int]]] = [[]]
    for at, match in found:
        number = int(match[1]) if match else None
        last_at, last = runs[-1][-1] if runs[-1] else (-1, -1)
        follows = runs[-1] and number == last + 1 and apart[at] == apart[last_at] + 1
        if number is not None and (follows or number in (0, 1)):
            runs = runs if follows else [*runs, []]
            runs[-1].append((at, number))
        elif runs[-1]:
            runs.append([])
    run = max(runs, key=len)
    if len(run) not in PARTS:
        return {}
    return {at: str(number - run[0][1] + 1) for at, number in run}

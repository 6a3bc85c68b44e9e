"""What a reading says beside start, end, value and quality: one short JSON text, or nothing.

Keys are those of an Observation of the sensor standard, and three of our own:

result            where it is no number, or a number that a double would change
phenomenonTime    as sent, where start and end do not say it to the millisecond
resultTime        null where an interval was sent so: else it is its end
validTime, resultQuality, parameters
feature           id of the feature of interest, where it is not the datastream's
number            the reading's number, where it was moved to another time and kept its number
moved             [datastream, start in µs] on a reading taken away: where it went
"""

import json
from collections.abc import Mapping
from typing import Any

from klimamosaik.observations.kernel.instants import as_sent

DETAILS = "details"  # the column of readings
RESULT_TIME = "resultTime"
MOVED = '"moved":'  # stands in all that say where a reading went
SAYS_WHEN = f'"{RESULT_TIME}":'  # stands in all that say when their result was there
FIRST_SAYS_WHEN = f'{{{SAYS_WHEN}"'  # where it is the first they say, as in most
Details = Mapping[str, Any]


def written(details: Details) -> str | None:
    """Details as they are stored; None where there are none."""
    if not details:
        return None
    return json.dumps(details, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read(stored: str | None) -> dict[str, Any]:
    """Stored details; empty where there are none."""
    found: dict[str, Any] = json.loads(stored) if stored else {}
    return found


def result_time(stored: str | None, usual: int) -> int | None:
    """When the result was there [µs since 1970, UTC], as details say; `usual` where they do not.

    None where nobody was to know (null), or another server said something that is no time.
    """
    if stored is None or SAYS_WHEN not in stored:
        return usual
    told: Any
    if stored.startswith(FIRST_SAYS_WHEN):  # much faster than reading all of it
        told = stored[len(FIRST_SAYS_WHEN) :].partition('"')[0]
    else:
        said = read(stored)
        if RESULT_TIME not in said:  # what is deeper inside is another's
            return usual
        told = said[RESULT_TIME]
    try:
        return as_sent(told) if isinstance(told, str) else None
    except (ValueError, OverflowError):
        return None

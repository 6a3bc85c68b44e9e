"""What a reading says beside start, end, value and quality: one short JSON text, or nothing.

Keys are those of an Observation of the sensor standard, and three of our own:

result            where it is no number, or a number that a double would change
phenomenonTime    as sent, where start and end do not say it to the millisecond
resultTime, validTime, resultQuality, parameters
feature           id of the feature of interest, where it is not the datastream's
number            the reading's number, where it was moved to another time and kept its number
moved             [datastream, start in µs] on a reading taken away: where it went
"""

import json
from collections.abc import Mapping
from typing import Any

DETAILS = "details"  # the column of readings
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

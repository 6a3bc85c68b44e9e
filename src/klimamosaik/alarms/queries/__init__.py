"""Doors that read troubles and marks."""

from klimamosaik.alarms.queries.marks import MarkLine, marked_count, marks_of
from klimamosaik.alarms.queries.troubles import (
    TroubleLine,
    how_many_last,
    trouble_document,
    troubles_of,
)
from klimamosaik.alarms.queries.watching import WatchedTown, watched_in

__all__ = [
    "MarkLine",
    "TroubleLine",
    "WatchedTown",
    "how_many_last",
    "marked_count",
    "marks_of",
    "trouble_document",
    "troubles_of",
    "watched_in",
]

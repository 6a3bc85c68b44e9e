"""Doors that read troubles and marks."""

from klimamosaik.alarms.queries.marks import MarkLine, marked_count, marks_of
from klimamosaik.alarms.queries.troubles import (
    TroubleLine,
    how_many_last,
    trouble_document,
    troubles_of,
)

__all__ = [
    "MarkLine",
    "TroubleLine",
    "how_many_last",
    "marked_count",
    "marks_of",
    "trouble_document",
    "troubles_of",
]

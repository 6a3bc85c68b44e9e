"""Doors that read troubles and marks."""

from klimamosaik.alarms.queries.marks import MarkLine, marked_count, marks_of
from klimamosaik.alarms.queries.troubles import (
    TroubleLine,
    WatchedTown,
    how_many_last,
    trouble_document,
    troubles_of,
    watched_in,
)

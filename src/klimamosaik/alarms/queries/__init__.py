"""Doors that read troubles and marks."""

from klimamosaik.alarms.queries.marks import MarkLine, marked_count, marks_of
from klimamosaik.alarms.queries.silence import (
    KnownSilence,
    brought_in,
    known_silence,
    silent_for,
    silent_of,
)
from klimamosaik.alarms.queries.troubles import (
    TroubleLine,
    WatchedTown,
    count_troubles,
    trouble_document,
    troubles_of,
    watched_in,
)

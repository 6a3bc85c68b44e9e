"""Formats of lists of measures: each one file that recognises and reads, listed here."""

from klimamosaik.sources.measure_lists.formats.format import ListFile, ListFormat, SheetsRead
from klimamosaik.sources.measure_lists.formats.json_records import JSON_RECORDS
from klimamosaik.sources.measure_lists.formats.monitoring import FIXTURE, TASK_TREE
from klimamosaik.sources.measure_lists.formats.text import TEXT
from klimamosaik.sources.measure_lists.formats.workbook import WORKBOOK

__all__ = ["FORMATS", "ListFile", "ListFormat", "SheetsRead"]
FORMATS: tuple[ListFormat, ...] = (  # the first that recognises a file reads it
    FIXTURE,
    TASK_TREE,
    JSON_RECORDS,
    TEXT,
    WORKBOOK,  # whatever else has tables
)

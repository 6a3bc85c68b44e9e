"""Tables as offices export them: CSV, Excel and JSON, recognised without configuration."""

from klimamosaik.sources.grid.detected import Fact, Progress
from klimamosaik.sources.tables.hints import ColumnHint, Hints, Role
from klimamosaik.sources.tables.neutralise import neutralise
from klimamosaik.sources.tables.preview import (
    READINGS_SCHEMA,
    BuildingRow,
    Column,
    CostRow,
    Format,
    Kind,
    Preview,
    SeriesPreview,
)
from klimamosaik.sources.tables.reading import LARGEST, fingerprint, read

__all__ = [
    "LARGEST",
    "READINGS_SCHEMA",
    "BuildingRow",
    "Column",
    "ColumnHint",
    "CostRow",
    "Fact",
    "Format",
    "Hints",
    "Kind",
    "Preview",
    "Progress",
    "Role",
    "SeriesPreview",
    "fingerprint",
    "neutralise",
    "read",
]

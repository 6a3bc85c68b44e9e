"""Tables as offices export them: CSV, Excel and JSON, recognised without configuration."""

from klimamosaik.sources.grid.detected import Detected, Progress
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.hints import ColumnHint, ColumnRole, FileHints
from klimamosaik.sources.tables.basics.preview import (
    READINGS_SCHEMA,
    SENSED_SCHEMA,
    CostRow,
    FileColumn,
    FileKind,
    Format,
    ListedBuilding,
    Preview,
    SensedSeries,
    SeriesPreview,
)
from klimamosaik.sources.tables.reading import LARGEST, fingerprint, read

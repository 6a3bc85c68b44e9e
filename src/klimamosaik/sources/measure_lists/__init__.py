"""Lists of measures as offices keep them: Excel, CSV and JSON, recognised without a template."""

from klimamosaik.sources.measure_lists.amounts import says_yearly
from klimamosaik.sources.measure_lists.listed import (
    At,
    DaySpan,
    ListedCost,
    ListedEffect,
    ListedExperience,
    ListedIndicator,
    ListedMeasure,
    ListedNote,
    ListedReport,
    ListedTask,
    ListedValue,
    MeasureList,
)
from klimamosaik.sources.measure_lists.reading import fingerprint, read
from klimamosaik.sources.measure_lists.recognising import looks_like_measures
from klimamosaik.sources.measure_lists.roles import (
    EXPORTED_ONLY,
    ListColumn,
    ListHints,
    ListRole,
    RecognisedSheet,
)
from klimamosaik.sources.measure_lists.row_reader import TOO_LONG
from klimamosaik.sources.measure_lists.spans import years_of

"""Lists of measures as offices keep them: Excel, CSV and JSON, recognised without a template."""

from klimamosaik.sources.registers.amounts import says_yearly
from klimamosaik.sources.registers.listed import (
    At,
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
    Span,
)
from klimamosaik.sources.registers.looking import looks_like_measures
from klimamosaik.sources.registers.reading import fingerprint, read
from klimamosaik.sources.registers.roles import (
    EXPORTED_ONLY,
    ROLE_TEXTS,
    Column,
    Hints,
    Role,
    SheetSeen,
)
from klimamosaik.sources.registers.rows import TOO_LONG
from klimamosaik.sources.registers.spans import years_of

__all__ = [
    "EXPORTED_ONLY",
    "ROLE_TEXTS",
    "TOO_LONG",
    "At",
    "Column",
    "Hints",
    "ListedCost",
    "ListedEffect",
    "ListedExperience",
    "ListedIndicator",
    "ListedMeasure",
    "ListedNote",
    "ListedReport",
    "ListedTask",
    "ListedValue",
    "MeasureList",
    "Role",
    "SheetSeen",
    "Span",
    "fingerprint",
    "looks_like_measures",
    "read",
    "says_yearly",
    "years_of",
]

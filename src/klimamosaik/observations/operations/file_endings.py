"""What an upload may be called, as the formats that are read say."""

from klimamosaik.sources.grid.formats import FORMATS as TABLES
from klimamosaik.sources.weather.formats import FORMATS as WEATHER

PACKED = (".gz", ".zip")
# Taken to be refused by what they hold, in a sentence that says what to do.
EXPLAINED = (".xlsb", ".parquet", ".pdf", ".html", ".htm")


def taken_endings() -> tuple[str, ...]:
    """Endings of all files that are read, sorted."""
    listed = [known.endings for known in TABLES] + [known.endings for known in WEATHER]
    return tuple(sorted({*PACKED, *(ending for endings in listed for ending in endings)}))

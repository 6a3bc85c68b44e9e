"""What a source would bring, seen before anything is stored: by `source test` and the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.observations.queries.newest_in_words import in_words
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class PreviewedSeries:
    """One series as the source shows it."""

    key: str
    name: str
    thing: str
    unit: str  # "": none is said
    place: tuple[float, float] | None  # latitude, longitude in degrees
    first: datetime | None
    last: datetime | None
    value: Any  # the last one as sent; None where there is none
    gaps: int | None  # stretches longer than promised, in what was looked at; None: not looked at
    doubts: tuple[Text, ...] = ()

    @property
    def last_text(self) -> Text | None:
        """The last value as people read it, without its unit; None where there is none."""
        return None if self.value is None else in_words(self.value, "")


@dataclass(frozen=True)
class SourcePreview:
    """What a source shows."""

    series: tuple[PreviewedSeries, ...]
    notes: tuple[Text, ...] = ()  # on the whole
    complete: bool = True  # False: there is more than could be looked at in the time

    @property
    def doubtful(self) -> Sequence[PreviewedSeries]:
        """The series a person should look at."""
        return [each for each in self.series if each.doubts]

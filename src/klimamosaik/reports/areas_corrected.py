"""Why values per m² are others than before: somebody corrected the usable area."""

from collections.abc import Collection
from datetime import datetime

from klimamosaik.places.models import Building
from klimamosaik.records.field_corrections import CorrectedValue, corrections
from klimamosaik.reports.corrected_figures import TOLD
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text


def areas_corrected(
    buildings: Collection[int], *, until: datetime | None = None
) -> tuple[Text, ...]:
    """The newest corrections of the usable area of buildings (ids), the newest first.

    until: the moment up to which is asked; None: now.
    """
    found = corrections(Building, "usable_area", of="name", where={"id__in": buildings})
    known = [each for each in found if each.now and (until is None or each.at <= until)]
    return tuple(correction_in_words(each) for each in known[:TOLD])


def correction_in_words(correction: CorrectedValue) -> Text:
    """When, of which building, and what it did to its values per m²."""
    share = (correction.before / correction.now - 1) * 100  # % that values per m² moved
    template = GREATER if share > 0 else SMALLER
    return template.format(
        day=correction.at.astimezone(LOCAL),
        name=correction.of,
        now=correction.now,
        was=correction.before,
        n=abs(share),
    )


GREATER = Text(
    "Am {day:short} wurde die Nutzfläche von {name} berichtigt ({now:n} statt {was:n} m²): "
    "Die Werte je m² sind dadurch {n:n} % höher.",
    "On {day:short} the usable area of {name} was corrected ({now:n} instead of {was:n} m²): "
    "the values per m² are {n:n} % higher for it.",
)
SMALLER = Text(
    "Am {day:short} wurde die Nutzfläche von {name} berichtigt ({now:n} statt {was:n} m²): "
    "Die Werte je m² sind dadurch {n:n} % niedriger.",
    "On {day:short} the usable area of {name} was corrected ({now:n} instead of {was:n} m²): "
    "the values per m² are {n:n} % lower for it.",
)

"""Doors to what a person says happened at a measure's meters."""

from datetime import datetime

from django.contrib.auth.models import User

from klimamosaik.measures.models import Happened, Measure
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.operations import save
from klimamosaik.terms.happening import Happening


def say_what_happened(
    *,
    measure: Measure,
    meter_point: MeterPoint | None,
    happening: Happening,
    note: str,
    by: User | None,
    at: datetime,
) -> Happened:
    """Write down what happened at a meter, or at all meters of the measure.

    Effects computed from now on tell it. Raises InputRejected for a note that is too long.
    """
    happened = Happened(
        measure=measure,
        meter_point=meter_point,
        happening=happening.value,
        note=note.strip(),
        by=by,
        at=at,
    )
    save(happened, by=by)
    return happened

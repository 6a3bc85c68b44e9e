"""What people corrected in a field: another value than the one that stood there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.records.changes import history_of


@dataclass(frozen=True)
class CorrectedValue:
    """A value that stood in a field of a record, and the one that took its place."""

    of: Any  # what the record says of itself from then on
    at: datetime
    before: float
    now: float


def corrections(
    model: Any, field: str, *, of: str, where: Mapping[str, Any]
) -> list[CorrectedValue]:
    """How a number of records was corrected, the newest first.

    of: a field that says whose number it is; where: of the history's records. Who fills an empty
    field, or empties it, corrects nothing.
    """
    kept = history_of(model).filter(**where).exclude(history_type="-")
    rows = kept.order_by("history_date", "history_id").values_list(
        model._meta.pk.attname, of, "history_date", field
    )
    last: dict[Any, Any] = {}
    found = []
    for key, name, at, now in rows:
        before, last[key] = last.get(key), now
        if before is not None and now is not None and before != now:
            found.append(CorrectedValue(name, at, float(before), float(now)))
    return found[::-1]

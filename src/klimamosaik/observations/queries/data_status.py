"""What data a page's figures stand on, whether they are being renewed, and why they changed."""

from bisect import bisect
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from klimamosaik.observations.models import Delivery
from klimamosaik.terms.document import Document, plain
from klimamosaik.terms.text import Text

SHOWN = 3  # reasons on a page; the history has all


@dataclass(frozen=True)
class DataStatus:
    """What a page or document says of the data behind its figures."""

    version: int  # of the data; 0: nothing was delivered yet
    at: datetime | None = None  # when that version came
    renewing: bool = False  # a figure is older than the data and is being worked out anew
    changed: tuple[Text, ...] = ()  # why figures changed, the newest first

    def as_record(self) -> Document:
        """For machines."""
        return {
            "data_version": self.version,
            "being_renewed": self.renewing,
            "changed": plain(self.changed),
        }


def status_at(version: int, *, renewing: bool = False, changed: Sequence[Text] = ()) -> DataStatus:
    """The status at a version of the data."""
    told = deliveries_of([version]).get(version)
    return DataStatus(version, told.at if told else None, renewing, tuple(changed[:SHOWN]))


def deliveries_of(versions: Collection[int]) -> dict[int, Delivery]:
    """The row of the history that tells each of these versions, by version.

    What arrived by itself within a few minutes may be told by one row together.
    """
    found = Delivery.objects.select_related("by").in_bulk(sorted(versions))
    missing = sorted(set(versions) - found.keys())
    if missing:
        rows = Delivery.objects.filter(seq__gt=missing[0], first__lte=missing[-1]).order_by("seq")
        for row in rows.select_related("by"):
            for version in missing[
                bisect(missing, (row.first or 0) - 1) : bisect(missing, row.seq)
            ]:
                found.setdefault(version, row)
    return dict(sorted(found.items()))

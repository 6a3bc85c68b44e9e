"""Which data a page's figures stand on, whether they are being renewed, and why they changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.observations.models import Delivery
from klimamosaik.terms.text import Text

SHOWN = 3  # reasons on a page; the history has all


@dataclass(frozen=True)
class DataStand:
    """What a page or document says of the data behind its figures."""

    version: int  # of the data; 0: nothing was delivered yet
    at: datetime | None = None  # when that version came
    renewing: bool = False  # a figure is older than the data and is being worked out anew
    changed: tuple[Text, ...] = ()  # why figures changed, the newest first

    def as_record(self) -> dict[str, Any]:
        """For machines."""
        return {
            "data_version": self.version,
            "being_renewed": self.renewing,
            "changed": [{"de": each.de, "en": each.en} for each in self.changed],
        }


def stand_at(version: int, *, renewing: bool = False, changed: Sequence[Text] = ()) -> DataStand:
    """The stand at a version of the data."""
    came = Delivery.objects.filter(seq=version).values_list("at", flat=True).first()
    return DataStand(version, came, renewing, tuple(changed[:SHOWN]))

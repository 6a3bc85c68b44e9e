"""What public answers stand on: another version as soon as anything strangers see may differ."""

from dataclasses import dataclass
from datetime import datetime

from klimamosaik.observations.queries.versions import data_version, last_delivered
from klimamosaik.pathway.queries.cache import last_assessed, newest_effect, statistics
from klimamosaik.publication.models import FigureEdition
from klimamosaik.records.queries import last_recorded, newest_records
from klimamosaik.terms.period import local_day

STAGES = (
    "places", "people", "observations", "streams", "measures", "balance", "pathway", "publication",
)  # fmt: skip


@dataclass(frozen=True)
class PublicVersion:
    """Equal as long as every public page is the same."""

    parts: tuple[object, ...]  # all but readings; first what lies beside the database
    readings: tuple[object, ...] = ()  # and what was noted of figures after they came


def public_version(at: datetime) -> PublicVersion:
    """The version of all municipalities on a day."""
    newest = FigureEdition.objects.order_by("-pk").values_list("pk", flat=True).first()
    return PublicVersion(
        (
            (local_day(at), *statistics()),
            newest_effect(),
            *newest_records(stages=STAGES),
        ),
        (data_version(), newest),
    )


def written_last() -> tuple[object, ...]:
    """When what the version counts was written.

    Data set back to an earlier day and written anew may count as far as before.
    """
    noted = FigureEdition.objects.order_by("-pk").values_list("at", "digest").first()
    return (*last_recorded(stages=STAGES), last_delivered(), last_assessed(), noted)

"""Series that another server lists no longer: deleted there, or slipped past while it listed."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from klimamosaik.sources.sensorthings.asking import SensorThingsClient, SourceUnreachable
from klimamosaik.streams.models import SourceSeries
from klimamosaik.terms.text import Text

DELETED = frozenset({404, 410})  # answers to who asks for what was deleted

NOTHING_LISTED = Text(
    "Der Server führt keine seiner {count} Messreihen mehr auf; hier bleibt alles, wie es ist.",
    "The server lists none of its {count} series any more; here everything stays as it is.",
)


def follow_gone(
    held: Sequence[SourceSeries],
    listed: Collection[str],
    client: SensorThingsClient,
    *,
    now: datetime,
    spare: Callable[[], bool],
) -> bool:
    """What is no longer on the server goes here, too; its readings stay for what used them.

    held: series with a datastream; listed: keys of all that the server lists. False where it has
    to list anew: a series slipped past, or there was no time to ask for all. Raises
    SourceUnreachable where it lists nothing at all any more: that is a fault.
    """
    missing = [each for each in held if each.key not in listed]
    if held and len(missing) == len(held):
        raise SourceUnreachable(NOTHING_LISTED.format(count=len(held)))
    whole = True
    for each in missing:
        if each.datastream is None or each.datastream.gone_at is not None:
            continue
        if not spare() or not is_deleted(client, each.key):
            whole = False
            continue
        each.datastream.gone_at = now
        each.datastream.save(update_fields=["gone_at"])
    return whole


def is_deleted(client: SensorThingsClient, key: str) -> bool:
    """True where the server says that there is no such series. Raises as the client does.

    Pages count from the beginning of a list: where one is deleted while they are read, another
    slips from the next page to one that was read already, and stands on none.
    """
    try:
        client.document(key)
    except SourceUnreachable as error:
        if error.status in DELETED:
            return True
        raise
    return False

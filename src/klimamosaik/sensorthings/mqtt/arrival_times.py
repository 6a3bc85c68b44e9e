"""When messages came, also those that are handed over again."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from klimamosaik.sensorthings.models import MomentOfMessage
from klimamosaik.sources.mqtt.message import BrokerMessage

ROWS_AT_ONCE = 500  # rows a statement


def moments_of(messages: Sequence[BrokerMessage]) -> list[datetime]:
    """When each of these came first. They name no time, so it is their only key.

    A message that was not acknowledged comes again under its number, stored or still waiting: then
    both are among these. Without this it would be another reading, of the moment it came again.
    """
    again = {each.number for each in messages if each.again}
    known = {
        (row.number, row.digest): row.at for row in MomentOfMessage.objects.filter(number__in=again)
    }
    rows: dict[int, MomentOfMessage] = {}
    moments: list[datetime] = []
    for each in messages:
        digest = digest_of(each)
        at = known.get((each.number, digest), each.at) if each.again else each.at
        known[each.number, digest] = at
        moments.append(at)
        if each.number and at == each.at:
            rows[each.number] = MomentOfMessage(number=each.number, digest=digest, at=at)
    remember(list(rows.values()))
    return moments


def digest_of(message: BrokerMessage) -> str:
    """What tells a message from another one under the same number."""
    return sha256(b"\0".join((message.topic.encode(), message.payload))).hexdigest()


def remember(rows: Sequence[MomentOfMessage]) -> None:
    """Keep when these came, in the place of older ones under their numbers."""
    MomentOfMessage.objects.bulk_create(
        rows,
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["digest", "at"],
    )

"""Sixteen senders at a time, in a data folder of their own; prints what came of it as JSON.

python -m tests.observations.senders_scene
"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import django

SENDERS, EACH = 16, 12
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


@dataclass
class Sender:
    """Somebody who sends one reading after the other, and looks for it as soon as it is stored."""

    datastream: int
    seen: int = 0  # readings that were there when their sender was answered
    refused: int = 0

    def send(self) -> None:
        """Send all, among them one of a datastream that does not exist."""
        from django.db import connection

        from klimamosaik.observations.operations.arriving import take_in
        from klimamosaik.observations.queries.readings import readings
        from klimamosaik.terms.complaint import InputRejected

        for place in range(EACH):
            at = NOON + timedelta(seconds=place)
            version = take_in(
                one(self.datastream, at), name=f"Quelle {self.datastream % 3}"
            ).version
            found = readings(datastreams=[self.datastream], as_of=version)
            self.seen += found["start"].to_list()[-1:] == [at]
        try:
            take_in(one(10**6 + self.datastream, NOON), name="niemand")
        except InputRejected:
            self.refused += 1
        connection.close()


def one(datastream: int, at: datetime):  # type: ignore[no-untyped-def]
    """A reading of a moment."""
    import polars as pl

    row = {"datastream": datastream, "start": at, "end": at, "value": 1.5, "quality": "measured"}
    return pl.DataFrame([row])


def main() -> None:
    """Let all send, then count."""
    from django.db import connection

    from klimamosaik.observations.models import Datastream, Delivery, Latest
    from klimamosaik.observations.queries.readings import readings
    from klimamosaik.web.layout import lay_out_if_empty

    lay_out_if_empty(connection)
    senders = [Sender(Datastream.objects.create(name=str(n)).pk) for n in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS) as pool:
        for each in [pool.submit(sender.send) for sender in senders]:
            each.result()
    told = Delivery.objects.order_by("seq")
    found = {
        "senders": SENDERS,
        "each": EACH,
        "seen at once": sum(each.seen for each in senders),
        "refused": sum(each.refused for each in senders),
        "stored": readings(datastreams=[each.datastream for each in senders]).height,
        "counted": sum(Latest.objects.values_list("count", flat=True)),
        "new by delivery": sum(each.new for each in told),
        "versions": [each.seq for each in told],
        "several names": any(", " in each.name for each in told),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    django.setup()
    main()

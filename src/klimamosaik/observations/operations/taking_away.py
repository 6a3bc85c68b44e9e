"""Single readings that no longer hold: taken away as a delivery, never silently."""

from datetime import datetime

import polars as pl
from django.db import transaction

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.queries.revisions import note_revisions
from klimamosaik.observations.store import cold, version, writing
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.frames import DELIVERED, DETAILS, KEY
from klimamosaik.observations.store.merging import ReadingDifference, newest
from klimamosaik.places.models import Municipality
from klimamosaik.terms.reading import WITHDRAWN


def take_away(
    *, keys: pl.DataFrame, name: str, municipality: Municipality | None, at: datetime
) -> Delivery | None:
    """Withdraw the readings that stand at these keys; None where none does, and nothing is made.

    keys: datastream and start (UTC). name: of the source and why, for the history. What was
    published of them can still be computed again as of the version before.
    """
    with transaction.atomic():
        seq = version.advance()
        store.refuse_behind(cold.opened(), newest=seq - 1)
        before = newest(writing.surroundings(keys.select(KEY), upto=seq))
        gone = before.join(keys.select(KEY), on=KEY, how="semi", maintain_order="left")
        if gone.is_empty():
            transaction.set_rollback(True)
            return None
        change = ReadingDifference(fresh=tombstones(gone), replaced=gone, same=0)
        means = writing.averaged(gone["datastream"].unique().to_list())
        writing.write(change, before=before, means=means, seq=seq)
        delivery = Delivery.objects.create(
            seq=seq, municipality=municipality, at=at, name=name[:200], changed=gone.height
        )
        note_revisions(delivery, change)
    return delivery


def tombstones(gone: pl.DataFrame) -> pl.DataFrame:
    """What is written so that these readings stand no more; DELIVERED."""
    return gone.select(
        *KEY,
        "end",
        pl.lit(None, pl.Float64).alias("value"),
        pl.lit(WITHDRAWN, DELIVERED["quality"]).alias("quality"),
        pl.lit(None, pl.String).alias(DETAILS),
    )

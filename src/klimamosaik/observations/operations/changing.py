"""Single readings changed, moved or taken away: in one delivery, nothing is forgotten."""

from datetime import datetime

import polars as pl
from django.db import transaction

from klimamosaik.observations.kernel import details
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.features import note_features
from klimamosaik.observations.queries.revisions import note_revisions
from klimamosaik.observations.store import cold, version, writing
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.frames import DELIVERED, DETAILS, KEY, checked, in_order
from klimamosaik.observations.store.merging import difference, newest, without_idle_tombstones
from klimamosaik.places.models import Municipality
from klimamosaik.terms.reading import WITHDRAWN


def change(
    *,
    readings: pl.DataFrame | None = None,
    gone: pl.DataFrame | None = None,
    went: tuple[int, int] | None = None,
    name: str,
    municipality: Municipality | None = None,
    at: datetime,
) -> Delivery:
    """Say readings otherwise, and take others away, in one act.

    readings: DELIVERED, the newest version of each. gone: DELIVERED, of which datastream, start and
    end count; what does not stand is left aside. went: datastream and start [µs since 1970, UTC]
    where it can be found now. name: of the source, for the history; municipality: whose history
    tells it one by one. Raises InputRejected as
    `deliver` does.
    """
    given = [tombstones(gone, went)] if gone is not None else []
    given += [checked(readings)] if readings is not None else []
    both = in_order(pl.concat(given), KEY)
    with transaction.atomic():
        seq = version.advance()
        store.refuse_behind(cold.opened(), newest=seq - 1)
        means = writing.averaged(both["datastream"].unique().to_list())
        before = newest(writing.surroundings(both, upto=seq))
        changed = difference(without_idle_tombstones(both, before), before)
        writing.write(changed, before=before, means=means, seq=seq)
        delivery = Delivery.objects.create(
            seq=seq,
            municipality=municipality,
            at=at,
            name=name[:200],
            new=changed.fresh.height - changed.changed,
            changed=changed.changed,
            same=changed.same,
        )
        note_revisions(delivery, changed)
        note_features(changed.fresh)
    return delivery


def withdraw_all(*, datastreams: list[int], name: str, at: datetime) -> Delivery | None:
    """Take all readings of datastreams away; None where there are none."""
    upto = version.current().newest
    standing = store.state(datastreams=datastreams, start=None, end=None, upto=upto)
    if standing.is_empty():
        return None
    return change(gone=standing, name=name, at=at)


def tombstones(readings: pl.DataFrame, went: tuple[int, int] | None) -> pl.DataFrame:
    """Readings as what stands in their place, DELIVERED."""
    moved = details.written({"moved": list(went)}) if went else None
    return readings.with_columns(
        pl.lit(moved, pl.String).alias(DETAILS),
        value=pl.lit(None, pl.Float64),
        quality=pl.lit(WITHDRAWN, DELIVERED["quality"]),
    ).select(list(DELIVERED))

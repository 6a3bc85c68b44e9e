"""The doors that change what is stored."""

from datetime import datetime

import polars as pl
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from klimamosaik.observations import writing
from klimamosaik.observations.frames import DELIVERED, KEY, checked
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Municipality

CONTENT = list(DELIVERED)


def deliver(
    *,
    readings: pl.DataFrame,
    name: str,
    sha256: str = "",
    municipality: Municipality | None,
    by: AbstractBaseUser | None,
    at: datetime,
) -> Delivery:
    """Store readings in one act; either all of it is there afterwards, or nothing.

    readings: datastream, start and end (UTC), value (kWh, m³ or °C), quality ("measured",
    "estimated", "default", "unknown"). What is known already, with the same end, value and
    quality, is counted as same and not written again; what differs becomes the newest version.
    Raises Refused for readings that cannot be taken (see frames.checked) and for datastreams
    that do not exist.
    """
    given = checked(readings)
    with transaction.atomic():
        seq = writing.next_version()
        means = writing.averaged(given["datastream"].unique().to_list())
        before = writing.surroundings(given, upto=seq)
        fresh = given.join(before, on=CONTENT, how="anti")
        changed = fresh.join(before, on=KEY, how="semi").height
        writing.write(fresh, before=before, means=means, seq=seq)
        return Delivery.objects.create(
            seq=seq,
            municipality=municipality,
            at=at,
            by_id=by.pk if by else None,
            name=name,
            sha256=sha256,
            new=fresh.height - changed,
            changed=changed,
            same=given.height - fresh.height,
        )

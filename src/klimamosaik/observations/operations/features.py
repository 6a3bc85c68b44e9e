"""Which datastreams have readings about a feature of their own: nobody has to look for it."""

import polars as pl

from klimamosaik.observations.kernel import details
from klimamosaik.observations.models import Datastream, FeatureOfInterest
from klimamosaik.observations.store.frames import DETAILS

NAMED = '"feature":'


def note_features(readings: pl.DataFrame) -> None:
    """Note the features that readings (DELIVERED) name beside that of their datastream.

    A feature that does not exist is left aside.
    """
    said = readings.filter(pl.col(DETAILS).str.contains(NAMED, literal=True))
    pairs = {
        (datastream, feature)
        for datastream, stored in said.select("datastream", DETAILS).unique().iter_rows()
        if isinstance(feature := details.read(stored).get("feature"), int)
    }
    if not pairs:
        return
    table = Datastream.features.through
    there = FeatureOfInterest.everything.filter(pk__in={feature for _, feature in pairs})
    known = set(there.values_list("pk", flat=True))
    rows = [
        table(datastream_id=datastream, featureofinterest_id=feature)
        for datastream, feature in sorted(pairs)
        if feature in known
    ]
    table.objects.bulk_create(rows, ignore_conflicts=True)

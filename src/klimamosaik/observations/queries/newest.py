"""The newest readings of a datastream, as far back as is asked."""

from datetime import timedelta

import polars as pl

from klimamosaik.observations.models import Datastream, Latest
from klimamosaik.observations.queries import readings as observations
from klimamosaik.observations.store.frames import moment


def newest_readings(*, stream: Datastream, span: timedelta) -> pl.DataFrame:
    """The readings that start in the last `span` before the newest one; STORED, sorted."""
    newest = Latest.objects.filter(datastream=stream).first()
    if newest is None or newest.start is None:
        return observations.readings(datastreams=[], as_of=0)
    return observations.readings(datastreams=[stream.pk], start=moment(newest.start) - span)

"""A meter's readings as a file to take along."""

import polars as pl

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries import readings as queries
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.period import LOCAL

STAMP = "%Y-%m-%dT%H:%M:%S%:z"  # with offset: the hour in autumn that comes twice stays apart


def readings_csv(*, point: MeterPoint) -> bytes:
    """All readings as they stand, with decimal comma, as offices' programs open them."""
    streams = Datastream.objects.filter(meter_point=point).order_by("pk")
    units = dict(streams.values_list("pk", "unit"))
    frame = queries.readings(datastreams=list(units))
    local = {"start": "von", "end": "bis"}
    table = frame.select(
        *(
            pl.col(name).dt.convert_time_zone(LOCAL.key).dt.strftime(STAMP).alias(header)
            for name, header in local.items()
        ),
        pl.col("value").alias("Wert"),
        pl.col("datastream").replace_strict(units, return_dtype=pl.String).alias("Einheit"),
        pl.col("quality").cast(pl.String).alias("Datengüte"),
        pl.lit(point.direction_text.de).alias("Richtung"),
    )
    return table.write_csv(separator=";", decimal_comma=True, include_bom=True).encode()

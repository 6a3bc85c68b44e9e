"""Series made by hand, for the kernels that compare them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import polars as pl

from klimamosaik.sources.tables.basics.channel import Channel, RowsSay
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.series.channel_names import kin
from klimamosaik.sources.tables.sums.same import CountedSeries
from klimamosaik.sources.tables.units.energy import Conversion
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

WHY = Text("erfunden", "invented")
HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)


def series(
    number: int,
    header: str,
    *,
    unit: str = "kWh",
    carrier: Carrier | None = Carrier.ELECTRICITY,
    direction: Direction = Direction.DRAWN,
    counter: bool = False,
    power: bool = False,
    combo: dict[str, str] | None = None,
) -> CountedSeries:
    """One series of the column with this header; combo: what its rows say."""
    column = FileColumn(number, header, ColumnRole.COUNTER if counter else ColumnRole.VALUE, WHY)
    said = RowsSay(combo or {}, None, None, None, False)
    channel = Channel(
        number, 0, column, header, carrier, unit, WHY, None, None, False,
        direction=direction, kin=kin(header), said=said,
    )  # fmt: skip
    plan = Conversion(unit, unit, carrier, 1.0, power, False, False, WHY)
    return CountedSeries(channel, plan, counter, direction)


def frame(*columns: Sequence[float], steps: Sequence[timedelta] | None = None) -> pl.DataFrame:
    """Readings of series 0, 1 ...; steps: length of the intervals of each, an hour as a rule."""
    begin = datetime(2024, 2, 14, tzinfo=UTC)
    parts = []
    for number, values in enumerate(columns):
        step = steps[number] if steps else HOUR
        starts = [begin + step * at for at in range(len(values))]
        parts.append(
            pl.DataFrame(
                {"series": number, "start": starts, "end": [at + step for at in starts],
                 "value": [float(value) for value in values]},
                schema={"series": pl.UInt32, "start": pl.Datetime("us", "UTC"),
                        "end": pl.Datetime("us", "UTC"), "value": pl.Float64},
            )
        )  # fmt: skip
    return pl.concat(parts)

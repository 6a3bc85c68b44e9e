"""The municipality at a glance: its newest whole year of energy, and the months before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from klimamosaik.drawing.months import months_svg
from klimamosaik.observations.queries.curves import monthly
from klimamosaik.observations.queries.resolution import finest
from klimamosaik.observations.queries.states import DatastreamState, states
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.reports.doubts import doubts_in
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Language, Text

MONTHS = 48
SAID = Text(
    "Energie je Monat, gestapelt nach Energieträger; die Tabelle darunter nennt die Jahre",
    "Energy by month, stacked by carrier; the table below names the years",
)
NO_DOUBTS: Mapping[int, frozenset[int]] = {}
MOST = 0.8  # share of the meters that must know a year as a whole for it to be told


@dataclass(frozen=True)
class EnergyOverview:
    """One number and one picture."""

    year: int
    used_mwh: float  # [MWh] final energy of the year, as metered
    meters: int  # that know the whole year
    of_meters: int
    months: tuple[date, ...]  # the newest, which the picture shows
    sums: Mapping[tuple[date, Carrier], float]  # [kWh] by month and carrier
    carriers: tuple[Carrier, ...]
    table: tuple[tuple[int, float, int], ...]  # year, MWh, meters that know it as a whole

    def picture(self, language: Language) -> str:
        """The newest months as stacked bars."""
        said = SAID.in_(language)
        return months_svg(self.months, self.sums, self.carriers, said=said, language=language)


def overview_of(*, municipality: Municipality, now: datetime) -> EnergyOverview | None:
    """The overview of a municipality, worked out once for each state of meters and readings."""

    def made() -> EnergyOverview | None:
        found = states(municipality=municipality, now=now)
        return overview(found, doubts_in(municipality=municipality))

    return once(("overview", municipality.pk), made, of=(municipality,))


def overview(
    states: Sequence[DatastreamState], doubts: Mapping[int, frozenset[int]] = NO_DOUBTS
) -> EnergyOverview | None:
    """The newest year that most energy meters know as a whole; None where there is none.

    doubts: months (since 1970-01) that enter no sum, by meter point. They are known all the same
    when the year is chosen, which is no question of units.
    """
    energy = [s for s in finest(states) if s.counts and s.carrier is not Carrier.WATER]
    known = monthly(datastreams=[state.datastream for state in energy])
    months = without_doubts(known, energy, doubts)
    year = newest_year(whole_years(known))
    if year is None or months.is_empty():
        return None
    whole = whole_years(months)
    years = by_year(whole)
    own = whole.filter(pl.col("year") == year)
    return EnergyOverview(
        year=year,
        used_mwh=float(own["value"].sum()) / 1000,
        meters=own.height,
        of_meters=len(energy),
        months=shown_months(months),
        sums=sums_of(months, energy),
        carriers=tuple(sorted({state.carrier for state in energy}, key=order)),
        table=tuple((int(y), v / 1000, int(n)) for y, v, n in years.sort("year").iter_rows()),
    )


def whole_years(months: pl.DataFrame) -> pl.DataFrame:
    """Years of which a datastream knows every month: datastream, year, value."""
    return (
        months.group_by("datastream", pl.col("month").dt.year().alias("year"))
        .agg(pl.col("value").sum(), pl.len().alias("months"))
        .filter(pl.col("months") == 12)
    )


def by_year(whole: pl.DataFrame) -> pl.DataFrame:
    """Sums of years and how many meters know them: year, value, meters."""
    return whole.group_by("year").agg(pl.col("value").sum(), pl.len().alias("meters"))


def newest_year(whole: pl.DataFrame) -> int | None:
    """The newest year that most meters know as a whole."""
    years = by_year(whole)
    most = max(years["meters"].to_list(), default=0)
    told = years.filter(pl.col("meters") >= MOST * most)["year"].to_list()
    return int(max(told)) if told else None


def without_doubts(
    months: pl.DataFrame,
    energy: Sequence[DatastreamState],
    doubts: Mapping[int, frozenset[int]],
) -> pl.DataFrame:
    """Months of which a person has to say first what is right are left out."""
    gone = [
        (state.datastream, month)
        for state in energy
        for month in doubts.get(state.meter_point, frozenset())
    ]
    if not gone:
        return months
    left = pl.DataFrame(
        gone, schema={"datastream": months.schema["datastream"], "number": pl.Int32}, orient="row"
    )
    number = (pl.col("month").dt.year().cast(pl.Int32) - 1970) * 12 + pl.col("month").dt.month() - 1
    kept = months.with_columns(number=number.cast(pl.Int32))
    return kept.join(left, on=["datastream", "number"], how="anti").drop("number")


def order(carrier: Carrier) -> tuple[bool, str]:
    """Heat lies at the bottom of a bar."""
    return (not carrier.heats, carrier.value)


def sums_of(
    months: pl.DataFrame, energy: Sequence[DatastreamState]
) -> Mapping[tuple[date, Carrier], float]:
    """Sums [kWh] by month and carrier; what was fed back is not taken off."""
    drawn = months.with_columns(
        carrier=pl.col("datastream").replace_strict(
            {state.datastream: state.carrier.value for state in energy}, return_dtype=pl.String
        ),
        value=pl.col("value").clip(lower_bound=0.0),
    )
    sums = drawn.group_by("month", "carrier").agg(pl.col("value").sum())
    known = {(month, Carrier(carrier)): value for month, carrier, value in sums.iter_rows()}
    return defaultdict(float, known)


def shown_months(months: pl.DataFrame) -> tuple[date, ...]:
    """The newest MONTHS months."""
    newest, oldest = months["month"].max(), months["month"].min()
    assert isinstance(newest, date)
    assert isinstance(oldest, date)
    last, first = (day.year * 12 + day.month - 1 for day in (newest, oldest))
    shown = range(max(first, last - MONTHS + 1), last + 1)
    return tuple(date(n // 12, n % 12 + 1, 1) for n in shown)

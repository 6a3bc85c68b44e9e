"""The door that reads one building of the energy report without computing all others."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.held import HeldResults
from klimamosaik.reports.changes import ComparedFigure, DataState, why_changed
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.stock import BuildingStock, alone, stock_in, stock_of
from klimamosaik.reports.master_data.standing import (
    MasterData,
    master_data_at,
    moment_of,
)
from klimamosaik.reports.queries.computed import anything_known, given_of
from klimamosaik.reports.queries.energy import (
    FIGURES,
    KEPT,
    energy_figures,
    kept_under,
    totals_of,
    usable_years,
)
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

FACTORS = "direct"
STOCKS = HeldResults[BuildingStock](most=16, seconds=KEPT)


def building_report(
    *, municipality: Municipality, building: Building, years: Sequence[int], written_on: date
) -> EnergyReport:
    """The energy report with one building alone in it, to the last digit as the town's has it.

    Only its kind is gathered, as that is what it is compared with. Raises InputRejected where
    nothing is known of the municipality, or the building was not in use in these years.
    """
    asked, version = usable_years(years), observations.data_version()
    key = kept_under(municipality, asked, written_on, FACTORS, version, None, None)
    town = FIGURES.find(key)
    stock = stock_in(town) if town else kind_of(municipality, building, asked, written_on, key)
    if building.pk not in stock.figures or not anything_known(stock.given.buildings):
        town = energy_figures(municipality=municipality, years=asked, written_on=written_on)
        stock = stock_in(town)
    if building.pk not in stock.figures:
        raise not_in_use(building, asked)
    return alone(stock, building.pk)


def kind_of(
    municipality: Municipality, building: Building, asked: tuple[int, ...], on: date, key: str
) -> BuildingStock:
    """The buildings of the same kind, held until anything they stand on changes."""

    def made() -> BuildingStock:
        master = master_data_at(municipality=municipality, moment=None)
        like = only(master, lambda each: each.kind == building.kind)
        version = observations.data_version()
        return stock_of(given_of(like, asked, on, FACTORS, version, None))

    return STOCKS.once(f"{key}-{building.kind}", made)


def only(master: MasterData, wanted: Callable[[Building], bool]) -> MasterData:
    """The master data of some of the buildings."""
    buildings = tuple(building for building in master.buildings if wanted(building))
    kept = {building.pk for building in buildings}

    def of_these(points: Sequence[MeterPoint]) -> tuple[MeterPoint, ...]:
        return tuple(point for point in points if point.building_id in kept)

    return replace(
        master, buildings=buildings, points=of_these(master.points), aside=of_these(master.aside)
    )


def changes_in(report: EnergyReport, building: Building) -> tuple[Text, ...]:
    """What corrections changed in the figures of a building."""
    given = report.given

    def figures(known: DataState) -> list[ComparedFigure]:
        version = known.version
        moment = given.master_data_of or moment_of(as_of=version)
        master = only(
            master_data_at(municipality=building.municipality, moment=moment),
            lambda each: each.pk == building.pk,
        )
        master = replace(master, moment=known.said_until)
        own = given_of(master, given.years, given.written_on, FACTORS, version, version)
        then = stock_of(own).figures.get(building.pk, ())
        return totals_of(given.years, {one.year: one for one in then})

    return why_changed(
        points=building.meter_points.counting(),
        years=given.years,
        upto=given.data_version,
        until=None,
        figures=figures,
    )


def not_in_use(building: Building, years: Sequence[int]) -> Exception:
    """The refusal where a building was not in use in the years asked about."""
    return rejected(
        "not_in_use",
        "{name} war {span} nicht in Nutzung: Wählen Sie andere Jahre.",
        "{name} was not in use in {span}: choose other years.",
        name=building.name,
        span=f"{years[0]}–{years[-1]}",
    )

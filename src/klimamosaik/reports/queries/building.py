"""The door that reads one building of the energy report without computing all others."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.reports.corrected_figures import why_changed
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.stock import BuildingStock, alone, stock_in, stock_of
from klimamosaik.reports.master_data.as_of import MasterData, master_data_at
from klimamosaik.reports.queries.computed import ReportAsked, anything_known, asked_for, given_of
from klimamosaik.reports.queries.energy import KEPT, figures_at_hand, figures_of
from klimamosaik.reports.use_as_known import MetersCompared
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

STOCKS = HeldResults[BuildingStock](most=16, seconds=KEPT)


def building_report(
    *, municipality: Municipality, building: Building, years: Sequence[int], written_on: date
) -> EnergyReport:
    """The energy report with one building alone in it, to the last digit as the town's has it.

    Where no report of the town is at hand, only its kind is gathered, as that is what it is
    compared with. Raises InputRejected where nothing is known of the municipality, or the building
    was not in use in these years.
    """
    asked = asked_for(municipality, years, written_on)
    town = figures_at_hand(asked)
    stock = stock_in(town) if town else kind_of(building, asked)
    if building.pk not in stock.figures or not anything_known(stock.given.buildings):
        town = figures_of(asked)
        stock = stock_in(town)
    if building.pk not in stock.figures:
        raise not_in_use(building, asked.years)
    return alone(stock, building.pk)


def kind_of(building: Building, asked: ReportAsked) -> BuildingStock:
    """The buildings of the same kind, held until anything they stand on changes."""

    def made() -> BuildingStock:
        like = only(asked.master, lambda each: each.kind == building.kind)
        return stock_of(given_of(asked, like))

    return STOCKS.once(f"{asked.key}-{building.kind}", made)


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
    master = master_data_at(municipality=building.municipality, moment=None)
    own = only(master, lambda each: each.pk == building.pk)
    return why_changed(
        points=building.meter_points.counting(),
        meters=MetersCompared(own, given.years),
        upto=given.data_version,
        until=None,
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

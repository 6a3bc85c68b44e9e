"""The buildings of the report as its page lists them: searched, in order, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from klimamosaik.reports.energy.pictures import place_of
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

A_PAGE = 50  # buildings
MOST_LETTERS = 100  # of what is searched for


class BuildingOrder(TextEnum):
    """What stands first."""

    HEAT = "", Text("die meiste Wärme je m² zuerst", "most heat per m² first")
    COST = "kosten", Text("die höchsten Kosten zuerst", "highest cost first")
    NAME = "name", Text("nach Namen", "by name")


@dataclass(frozen=True)
class ListedBuildings:
    """One page of the list."""

    page: "Page[BuildingReport]"
    asked: str  # a part of the name; empty: all
    order: BuildingOrder
    count: int  # in the whole report

    @property
    def buildings(self) -> Sequence[BuildingReport]:
        """Those on this page."""
        return list(self.page.object_list)

    @property
    def several_pages(self) -> bool:
        """True where the list is worth a search."""
        return self.count > A_PAGE


def listed_buildings(
    report: EnergyReport, *, asked: str, order: BuildingOrder, page: str
) -> ListedBuildings:
    """The buildings of a report whose name has `asked` in it; a page there is not: the nearest."""
    wanted = asked.casefold()
    found = [building for building in report.buildings if wanted in building.name.casefold()]
    if order is BuildingOrder.HEAT:
        found.sort(key=lambda building: -(heat_of(report, building)))
    elif order is BuildingOrder.COST:
        found.sort(key=lambda building: -(building.years[-1].energy_cost.value or 0.0))
    shown = Paginator(found, A_PAGE).get_page(page)
    return ListedBuildings(shown, asked, order, len(report.buildings))


def heat_of(report: EnergyReport, building: BuildingReport) -> float:
    """Heat of the last year [kWh/m²]; what is unknown comes last."""
    place = place_of(report, building)
    return -1.0 if place is None or place.heat is None else place.heat


def order_in(text: str) -> BuildingOrder:
    """The order in the address; anything else is the usual one."""
    return BuildingOrder(text) if text in list(BuildingOrder) else BuildingOrder.HEAT

"""The energy report computed: from what stands in the store at a version to its figures."""

from collections.abc import Sequence
from datetime import date

from klimamosaik.factors.queries import factor_set
from klimamosaik.reports.collect import aside_of, buildings_of, factors_of, town_of
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.inputs import BuildingGiven, ReportInputs
from klimamosaik.reports.kernel.report import energy_report as compute
from klimamosaik.reports.master_data.standing import MasterData
from klimamosaik.reports.weather import weather_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text


def computed(
    master: MasterData,
    asked: tuple[int, ...],
    written_on: date,
    factors: str,
    version: int,
    as_of: int | None,
) -> EnergyReport:
    """Gather and compute the report."""
    given = given_of(master, asked, written_on, factors, version, as_of)
    if not anything_known(given.buildings):
        raise nothing_known(master, asked)
    return compute(given)


def given_of(
    master: MasterData,
    asked: tuple[int, ...],
    written_on: date,
    factors: str,
    version: int,
    as_of: int | None,
) -> ReportInputs:
    """Gather what a report of these buildings is computed from."""
    buildings = buildings_of(master, asked, as_of)
    carriers = {item.carrier for building in buildings for item in building.years}
    known = factor_set(factors)
    return ReportInputs(
        town=town_of(master),
        years=asked,
        buildings=buildings,
        weather=weather_of(master.municipality, asked, as_of),
        factors=tuple(factors_of(sorted(carriers - {Carrier.WATER}), asked, factors)),
        factor_set=known.name,
        factor_code=known.code,
        factor_unit=known.unit,
        data_version=version,
        master_data_of=master.changed,
        written_on=written_on,
        aside=aside_of(master, asked, as_of),
    )


def anything_known(buildings: Sequence[BuildingGiven]) -> bool:
    """False where a report would say nothing at all."""
    return any(
        item.use.value is not None or item.cost.value is not None
        for building in buildings
        for item in building.years
    )


def nothing_known(master: MasterData, years: Sequence[int]) -> InputRejected:
    """The refusal of a report in which nothing at all would be said, and what to do."""
    span, name = f"{years[0]}–{years[-1]}", master.municipality.name
    if master.aside and not master.points:
        return rejected(
            "nothing_counts",
            "Zu {name} gibt es nur Zähler, die nicht zum Verbrauch zählen (Einspeisung, "
            "Erzeugung, Unterzähler): Lesen Sie auch den Bezug ein, oder stellen Sie unter "
            "„Zähler“ die Richtung um.",
            "Of {name} there are only meters that do not count as use (fed in, generated, "
            "sub-meters): import what is drawn, too, or change the direction under “Meters”.",
            name=name,
        )
    return InputRejected(
        [Problem("no_data", NO_DATA.format(name=name, span=span), command=IMPORT_THEM)]
    )


NO_DATA = Text(
    "Zu {name} gibt es für {span} weder Ablesungen noch Rechnungen: Laden Sie zuerst die Dateien "
    "des Amtes hoch, oder wählen Sie andere Jahre.",
    "There are neither readings nor bills of {name} for {span}: upload the office's files first, "
    "or choose other years.",
)
IMPORT_THEM = Text("klimamosaik import DATEI", "klimamosaik import FILE")

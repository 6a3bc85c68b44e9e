"""Which energy report is asked for, and its figures from what stands in the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256

from django.db.models import Count, Max, Sum

from klimamosaik.factors.queries import factor_set, factor_sets
from klimamosaik.observations.models import Bill, ConfirmedReadings
from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.places.queries.places import master_data
from klimamosaik.records.query_cache import once
from klimamosaik.reports.building_marks import Marks
from klimamosaik.reports.collect import (
    aside_of,
    buildings_again,
    buildings_of,
    factors_of,
    town_of,
)
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.inputs import BuildingGiven, ReportInputs
from klimamosaik.reports.kernel.report import energy_report as compute
from klimamosaik.reports.master_data.as_of import MasterData, master_data_at, moment_of
from klimamosaik.reports.metering import StreamOfUse
from klimamosaik.reports.weather import weather_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text
from klimamosaik.terms.years import YEARS

MOST_YEARS = 12  # that still fit a page side by side


@dataclass(frozen=True)
class ReportAsked:
    """Which report is asked for, of which stand."""

    municipality: Municipality
    years: tuple[int, ...]
    written_on: date
    factors: str
    version: int
    as_of: int | None  # None: what stands now
    moment: datetime | None  # of buildings, meters and population; None: now

    @property
    def of_the_past(self) -> bool:
        """True where readings that come are not in it."""
        return self.as_of is not None or self.moment is not None

    @property
    def key(self) -> str:
        """The name it is held under: another one as soon as anything it reads changes."""
        return f"{self.beside_readings} {self.version} {self.as_of} {self.moment}"

    @property
    def subject(self) -> str:
        """What it is about, whatever is known of that."""
        return f"{self.municipality.pk} {self.years} {self.written_on} {self.factors}"

    @cached_property
    def beside_readings(self) -> str:
        """The name of the reports that differ from it in readings alone."""
        town = self.municipality
        asked = (town.pk, self.years, self.written_on, self.factors)
        return sha256(repr((*asked, *stands_of(town))).encode()).hexdigest()

    @cached_property
    def master(self) -> MasterData:
        """The buildings, meters and population it is about."""
        return master_data_at(municipality=self.municipality, moment=self.moment)


def asked_for(
    municipality: Municipality,
    years: Sequence[int],
    written_on: date,
    factors: str = "direct",
    as_of: int | None = None,
    known_at: datetime | None = None,
) -> ReportAsked:
    """What is asked for. Raises InputRejected where there can be no such report."""
    asked = usable_years(years)
    if factors not in factor_sets():
        allowed = ", ".join(factor_sets())
        raise rejected(
            "unknown_factors",
            "Emissionsfaktoren „{factors}“ gibt es nicht; möglich sind: {allowed}.",
            "There are no emission factors “{factors}”; possible are: {allowed}.",
            factors=factors,
            allowed=allowed,
        )
    version = observations.data_version() if as_of is None else as_of
    moment = known_at or moment_of(as_of=as_of)
    return ReportAsked(municipality, asked, written_on, factors, version, as_of, moment)


def usable_years(years: Sequence[int]) -> tuple[int, ...]:
    """The years in order, without gaps. Raises InputRejected where that is not so."""
    asked = tuple(sorted(set(years)))
    if not asked or asked[0] < YEARS[0] or asked[-1] > YEARS[1]:
        raise rejected(
            "years",
            "Die Jahre {value} gehen nicht: erlaubt sind Jahre von {earliest} bis {latest}, zum "
            "Beispiel 2023-2025.",
            "The years {value} cannot be used: allowed are years from {earliest} to {latest}, for "
            "example 2023-2025.",
            value=asked or "–",
            earliest=YEARS[0],
            latest=YEARS[1],
        )
    if asked != tuple(range(asked[0], asked[-1] + 1)) or len(asked) > MOST_YEARS:
        raise rejected(
            "years",
            "Ein Bericht umfasst aufeinanderfolgende Jahre, höchstens {most_years}: zum Beispiel "
            "{asked}-{asked_2}.",
            "A report covers consecutive years, {most_years} at most: for example "
            "{asked}-{asked_2}.",
            most_years=MOST_YEARS,
            asked=asked[0],
            asked_2=asked[0] + 2,
        )
    return asked


def stands_of(town: Municipality) -> tuple[object, ...]:
    """What changes with places, bills and what was said of readings: all but readings."""

    def told() -> tuple[object, ...]:
        return (*master_data(municipality=town), *billed(town.pk))

    return once(("stands of reports", town.pk), told)


def billed(municipality: str) -> tuple[object, ...]:
    """What changes with bills, with readings a person confirms, with the places of stations."""
    bills = Bill.objects.filter(meter_point__building__municipality=municipality)
    found = bills.aggregate(Count("pk"), Max("pk"), Sum("amount"), Sum("quantity"), Max("delivery"))
    said = ConfirmedReadings.objects.filter(meter_point__building__municipality=municipality)
    stand = WeatherStation.objects.aggregate(Count("pk"), Sum("latitude"), Sum("longitude"))
    confirmed = said.aggregate(Count("pk"), Max("at"), Count("taken_back_at"), Max("taken_back_at"))
    return (*found.values(), *confirmed.values(), *stand.values())


@dataclass(frozen=True)
class Earlier:
    """A report of the same years before anything changed, and what is asked now."""

    report: EnergyReport
    marks: Marks  # of its buildings
    now: Marks
    streams: Sequence[StreamOfUse]  # at the meters there are now
    homes: Mapping[int, int]  # their buildings

    @cached_property
    def moved(self) -> frozenset[int]:
        """The buildings of which anything is another now, themselves or readings."""
        asked = [stream.pk for stream in self.streams]
        since = self.report.given.data_version
        newer = frozenset(observations.changed_since(datastreams=asked, seq=since))
        read = {self.homes[each.meter_point_id] for each in self.streams if each.pk in newer}
        return frozenset(read | {pk for pk, mark in self.now.items() if self.marks.get(pk) != mark})


def computed(
    asked: ReportAsked, master: MasterData, earlier: Earlier | None = None
) -> EnergyReport:
    """Gather and compute the report; of an earlier one is taken over what is the same.

    Raises InputRejected where nothing at all is known.
    """
    given = given_of(asked, master, earlier)
    if not anything_known(given.buildings):
        raise nothing_known(master, asked.years)
    return compute(given, earlier.report if earlier else None)


def given_of(
    asked: ReportAsked, master: MasterData, earlier: Earlier | None = None
) -> ReportInputs:
    """Gather what a report of these buildings is computed from."""
    years, as_of = asked.years, asked.as_of
    if earlier is None:
        buildings = buildings_of(master, years, as_of)
    else:
        buildings = buildings_again(master, years, earlier.report.given.buildings, earlier.moved)
    carriers = {item.carrier for building in buildings for item in building.years}
    return ReportInputs(
        town=town_of(master),
        years=years,
        buildings=buildings,
        weather=weather_of(master.municipality, years, as_of),
        factors=tuple(factors_of(sorted(carriers - {Carrier.WATER}), years, asked.factors)),
        factor_set=factor_set(asked.factors).name,
        data_version=asked.version,
        master_data_of=master.changed,
        written_on=asked.written_on,
        aside=aside_of(master, years, as_of),
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

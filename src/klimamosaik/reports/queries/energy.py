"""The door that reads the energy report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256

from django.db.models import Count, Max, Sum

from klimamosaik.factors.queries import factor_sets
from klimamosaik.observations.models import Bill, ConfirmedReadings
from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import MeterPoint, Municipality, WeatherStation
from klimamosaik.places.queries.places import master_data
from klimamosaik.records.held import HeldResults
from klimamosaik.reports.changes import ComparedFigure, DataState, why_changed
from klimamosaik.reports.kernel.change import ExplainedChanges
from klimamosaik.reports.kernel.figures import EnergyReport, UseChanges, YearFigures
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.weather import correction
from klimamosaik.reports.master_data.standing import MasterData, master_data_at, moment_of
from klimamosaik.reports.queries.computed import computed
from klimamosaik.reports.weather import weather_of
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

EARLIEST, LATEST = 1990, 2100  # years a report can be about
KEPT = 26 * 3600  # [s] a report is held; what it stands on is part of its name
FIGURES = HeldResults[EnergyReport](most=8, seconds=KEPT)
REPORTS = HeldResults[EnergyReport](most=8, seconds=KEPT)  # with what corrections changed
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

    @cached_property
    def key(self) -> str:
        """The name it is held under."""
        return kept_under(
            self.municipality,
            self.years,
            self.written_on,
            self.factors,
            self.version,
            self.as_of,
            self.moment,
        )

    @cached_property
    def master(self) -> MasterData:
        """The buildings, meters and population it is about."""
        return master_data_at(municipality=self.municipality, moment=self.moment)


def energy_report(
    *,
    municipality: Municipality,
    years: Sequence[int],
    written_on: date,
    factors: str = "direct",
    as_of: int | None = None,
    known_at: datetime | None = None,
) -> EnergyReport:
    """Cost, use and CO2 of a municipality's buildings in calendar years.

    `factors` is the set of emission factors, `as_of` the data version (None: what stands now).
    Buildings, meter points and population count as they stood at `known_at`; where it is None,
    as they stood until the delivery after `as_of` came, or stand now.
    Raises InputRejected where the years are not usable, the set is unknown, or nothing is known.
    """
    asked = asked_for(municipality, years, written_on, factors, as_of, known_at)
    return REPORTS.once(asked.key, lambda: telling_changes(figures_of(asked), asked))


def energy_figures(
    *,
    municipality: Municipality,
    years: Sequence[int],
    written_on: date,
    as_of: int | None = None,
) -> EnergyReport:
    """The same without what corrections changed in it, each of which takes as long again."""
    return figures_of(asked_for(municipality, years, written_on, "direct", as_of, None))


def asked_for(
    municipality: Municipality,
    years: Sequence[int],
    written_on: date,
    factors: str,
    as_of: int | None,
    known_at: datetime | None,
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


def figures_of(asked: ReportAsked) -> EnergyReport:
    """The report without what corrections changed, held until anything it stands on changes."""
    return FIGURES.once(
        asked.key,
        lambda: computed(
            asked.master, asked.years, asked.written_on, asked.factors, asked.version, asked.as_of
        ),
    )


def kept_under(municipality: Municipality, *parts: object) -> str:
    """The name of a report in the cache: another one as soon as anything it reads changes."""
    stands = (*parts, *master_data(municipality=municipality), *billed(municipality.pk))
    digest = sha256(repr((municipality.pk, *stands)).encode()).hexdigest()
    return f"energy-report-{digest}"


def used_so_far(*, ags: str) -> tuple[object, ...]:
    """Another one as soon as anything that tells of how much a municipality used is newer."""
    return (observations.data_version(), *billed(ags))


def billed(municipality: str) -> tuple[object, ...]:
    """What changes with bills, with readings a person confirms, with the places of stations."""
    bills = Bill.objects.filter(meter_point__building__municipality=municipality)
    found = bills.aggregate(Count("pk"), Max("pk"), Sum("amount"), Sum("quantity"), Max("delivery"))
    said = ConfirmedReadings.objects.filter(meter_point__building__municipality=municipality)
    stand = WeatherStation.objects.aggregate(Count("pk"), Sum("latitude"), Sum("longitude"))
    confirmed = said.aggregate(Count("pk"), Max("at"), Count("taken_back_at"), Max("taken_back_at"))
    return (*found.values(), *confirmed.values(), *stand.values())


def telling_changes(found: EnergyReport, asked: ReportAsked) -> EnergyReport:
    """The report with what corrections changed in it."""
    changed = corrected(
        asked.master, asked.years, asked.written_on, found.given.factor_code, asked.version
    )
    return replace(found, given=replace(found.given, changed=changed))


def corrected_since(
    *, municipality: Municipality, years: Sequence[int], written_on: date
) -> tuple[Text, ...]:
    """What corrections changed in the figures of these years, without computing all others."""
    master = master_data_at(municipality=municipality, moment=None)
    version = observations.data_version()
    return corrected(master, usable_years(years), written_on, "direct", version)


def corrected(
    master: MasterData, years: tuple[int, ...], written_on: date, factors: str, upto: int
) -> tuple[Text, ...]:
    """What corrections up to a data version changed in the figures of all buildings."""

    def figures(known: DataState) -> Sequence[ComparedFigure]:
        then_known, version = replace(master, moment=known.said_until), known.version
        try:
            then = computed(then_known, years, written_on, factors, version, version)
        except InputRejected:  # nothing at all was known then
            return totals_of(years, {})
        return totals_of(years, {one.figures.year: one.figures for one in then.totals})

    return why_changed(
        points=MeterPoint.objects.counting().filter(building__municipality=master.municipality),
        years=years,
        upto=upto,
        until=master.moment,
        figures=figures,
    )


def changes_between(
    *, municipality: Municipality, years: Sequence[int], pair: tuple[int, int], written_on: date
) -> UseChanges:
    """What changed between two of the years a report is about, weather-corrected as these two are.

    Raises InputRejected as `energy_report` does.
    """
    report = energy_report(municipality=municipality, years=years, written_on=written_on)
    given = replace(
        report.given,
        years=pair,
        weather=weather_of(municipality, pair, None),
        buildings=tuple(
            each
            for each in report.given.buildings
            if any(each.days_in_use.get(year) for year in pair)
        ),
    )
    return ExplainedChanges(given, correction(given.weather, pair))


def totals_of(years: Sequence[int], totals: Mapping[int, YearFigures]) -> list[ComparedFigure]:
    """The figures of all buildings that are told when they change."""
    found = []
    for year in years:
        one = totals.get(year)
        water = one.use[Medium.WATER].value if one else None
        values = (one.energy.value, water, one.energy_cost.value) if one else (None,) * 3
        found += [
            ComparedFigure(what.format(year=year), value, unit)
            for (what, unit), value in zip(TOLD, values, strict=True)
        ]
    return found


TOLD = (
    (Text("Verbrauch {year}", "use in {year}"), "kWh"),
    (Text("Wasser {year}", "water in {year}"), "m³"),
    (Text("Energiekosten {year}", "energy cost in {year}"), "€"),
)


def usable_years(years: Sequence[int]) -> tuple[int, ...]:
    """The years in order, without gaps. Raises InputRejected where that is not so."""
    asked = tuple(sorted(set(years)))
    if not asked or asked[0] < EARLIEST or asked[-1] > LATEST:
        raise rejected(
            "years",
            "Die Jahre {value} gehen nicht: erlaubt sind Jahre von {earliest} bis {latest}, zum "
            "Beispiel 2023-2025.",
            "The years {value} cannot be used: allowed are years from {earliest} to {latest}, for "
            "example 2023-2025.",
            value=asked or "–",
            earliest=EARLIEST,
            latest=LATEST,
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

"""The door that reads the energy report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from django.db import connection

from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.records.query_cache import Asked, once
from klimamosaik.reports.areas_corrected import areas_corrected
from klimamosaik.reports.building_marks import Marks, marks_of
from klimamosaik.reports.corrected_figures import why_changed
from klimamosaik.reports.kernel.change import ExplainedChanges
from klimamosaik.reports.kernel.figures import EnergyReport, UseChanges
from klimamosaik.reports.kernel.weather import correction
from klimamosaik.reports.master_data.as_of import master_data_at
from klimamosaik.reports.metering import streams_of_use
from klimamosaik.reports.queries.computed import (
    Earlier,
    ReportAsked,
    asked_for,
    billed,
    computed,
)
from klimamosaik.reports.use_as_known import MetersCompared
from klimamosaik.reports.weather import weather_of
from klimamosaik.terms.text import Text

KEPT = 26 * 3600  # [s] a report is held; what it stands on is part of its name
FIGURES = HeldResults[EnergyReport](most=8, seconds=KEPT)
PAST = HeldResults[Asked](most=8, seconds=KEPT)  # of older data: no reading pushes them out
BEFORE = HeldResults[tuple[EnergyReport, Marks]](most=8, seconds=KEPT)  # newest, by their subject
PAIRS = HeldResults[ExplainedChanges](most=8, seconds=KEPT)  # newest, by their subject
REPORTS = HeldResults[EnergyReport](most=8, seconds=KEPT)  # with what corrections changed


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

    def made() -> EnergyReport:
        found = figures_of(asked)
        return replace(found, given=replace(found.given, changed=corrected(asked)))

    return REPORTS.once(asked.key, made)


def energy_figures(
    *,
    municipality: Municipality,
    years: Sequence[int],
    written_on: date,
    as_of: int | None = None,
) -> EnergyReport:
    """The same without what corrections changed in it, each of which takes as long again."""
    return figures_of(asked_for(municipality, years, written_on, as_of=as_of))


def figures_of(asked: ReportAsked) -> EnergyReport:
    """The report without what corrections changed, held until anything it stands on changes."""
    if asked.of_the_past:
        return once(asked, partial(computed_then, asked), of=(asked.municipality,), kept=PAST)
    return FIGURES.once(asked.key, lambda: computed_again(asked))


def computed_then(asked: ReportAsked) -> EnergyReport:
    """The report of a stand that is over: what was entered since is not in it."""
    master = master_data_at(municipality=asked.municipality, moment=asked.moment)
    return computed(asked, master)


def computed_again(asked: ReportAsked) -> EnergyReport:
    """The report computed; what stands on nothing that changed is taken over from an earlier one.

    Not inside a transaction, whose readings may never come to be.
    """
    if connection.in_atomic_block:
        return computed(asked, asked.master)
    homes = {point.pk: point.building_id for point in asked.master.points}
    streams = streams_of_use(list(homes))
    marks = marks_of(asked.master, streams)
    before = BEFORE.find(asked.subject)
    earlier = Earlier(*before, marks, streams, homes) if before else None
    found = computed(asked, asked.master, earlier)
    BEFORE.keep(asked.subject, (found, marks))
    return found


def figures_at_hand(asked: ReportAsked) -> EnergyReport | None:
    """The report as it is held, or as it can be made of an earlier one; None: there is neither."""
    found = FIGURES.find(asked.key)
    if found is not None or asked.of_the_past or connection.in_atomic_block:
        return found
    return figures_of(asked) if BEFORE.find(asked.subject) is not None else None


def used_so_far(*, ags: str) -> tuple[object, ...]:
    """Another one as soon as anything that tells of how much a municipality used is newer."""
    return (observations.data_version(), *billed(ags))


def corrected_since(
    *, municipality: Municipality, years: Sequence[int], written_on: date
) -> tuple[Text, ...]:
    """What corrections changed in the figures of these years, without computing all others."""
    return corrected(asked_for(municipality, years, written_on))


def corrected(asked: ReportAsked) -> tuple[Text, ...]:
    """What corrections up to its data version changed in the figures of all buildings."""
    counting = MeterPoint.objects.counting()
    found = why_changed(
        points=counting.filter(building__municipality=asked.master.municipality),
        meters=MetersCompared(asked.master, asked.years),
        upto=asked.version,
        until=asked.master.moment,
    )
    buildings = [building.pk for building in asked.master.buildings]
    return (*found, *areas_corrected(buildings, until=asked.master.moment))


def changes_between(
    *, municipality: Municipality, years: Sequence[int], pair: tuple[int, int], written_on: date
) -> UseChanges:
    """What changed between two of the years a report is about, weather-corrected as these two are.

    Raises InputRejected as `energy_report` does.
    """
    report = energy_figures(municipality=municipality, years=years, written_on=written_on)
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
    name = f"{municipality.pk} {tuple(years)} {pair} {written_on}"
    told = correction(given.weather, pair)
    return PAIRS.keep(name, ExplainedChanges(given, told, before=PAIRS.find(name)))

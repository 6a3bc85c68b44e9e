"""Doors that set targets and milestones, write expectations down, and keep earlier years."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import (
    ExpectedEffect,
    Milestone,
    PastUse,
    PastYear,
    Scope,
    Target,
    TargetKind,
)
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import replace, save
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.field import Field

SCOPE_AND_YEAR = ("municipality", "scope", "year")  # one target and one milestone each


def set_target(*, target: Target, by: User | None) -> Target:
    """Save a target; one with the same scope and year is replaced, its history kept.

    Raises InputRejected with every complaint.
    """
    complaints = [*limit_that_fits(target), *need_that_is_whole(target)]
    complaints += budget_that_is_whole(target)
    if not target.source.strip():
        complaints.append(NO_SOURCE)
    if complaints:
        raise InputRejected(complaints)
    replace(target, same=SCOPE_AND_YEAR, by=by)
    return target


def set_milestone(*, milestone: Milestone, by: User | None) -> Milestone:
    """Save a milestone; one of the same scope and year is replaced, its history kept.

    Raises InputRejected with every complaint.
    """
    complaints = [] if milestone.source.strip() else [NO_SOURCE]
    complaints += base_before(milestone)
    if complaints:
        raise InputRejected(complaints)
    replace(milestone, same=SCOPE_AND_YEAR, by=by)
    return milestone


@dataclass(frozen=True)
class PastEmissions:
    """Emissions of one earlier year."""

    year: int
    emissions_t: float  # [t CO2e/a]


def write_past_years(
    *,
    municipality: Municipality,
    use: PastUse,
    years: Sequence[PastEmissions],
    source: str,
    by: User | None,
) -> tuple[PastYear, ...]:
    """Write earlier years down, all or nothing; a year already there is replaced.

    Only years of one source make a trend, so one source is given for all. A year that stays as it
    was writes no history. Raises InputRejected with every complaint.
    """
    complaints = [] if source.strip() else [NO_SOURCE]
    complaints += [] if years else [NO_YEARS]
    if complaints:
        raise InputRejected(complaints)
    with transaction.atomic():
        return tuple(
            kept_year(municipality, use, told, source.strip(), by)
            for told in sorted(years, key=lambda told: told.year)
        )


def kept_year(
    municipality: Municipality, use: PastUse, told: PastEmissions, source: str, by: User | None
) -> PastYear:
    """One earlier year, saved where it is new or different."""
    row = PastYear.objects.filter(municipality=municipality, use=use, year=told.year).first()
    if row is not None and (row.emissions_t, row.source) == (told.emissions_t, source):
        return row
    row = row or PastYear(municipality=municipality, use=use, year=told.year)
    row.emissions_t, row.source = told.emissions_t, source
    save(row, by=by)
    return row


@dataclass(frozen=True)
class Saving:
    """What a measure is expected to save besides tonnes; below zero it takes more."""

    mwh: float | None = None  # [MWh/a] of final energy; None: not known
    eur: float | None = None  # [EUR/a] of energy cost; None: not known


def expect(
    *,
    measure: Measure,
    effect: Prior,
    field: Field,
    scope: Scope = Scope.TOWN,
    saving: Saving | None = None,
    reasoning: str,
    by: User | None,
) -> ExpectedEffect:
    """Write down what a measure is expected to bring; earlier expectations stay in the history.

    `scope`: whose emissions fall; the whole town's fall with those of any. `saving` None leaves
    what was said of it as it is. Raises InputRejected for a field whose measures are not counted in
    tonnes.
    """
    complaints = [] if reasoning.strip() else [NO_REASON]
    complaints += [] if field.has_tonnes else [NO_TONNES]
    if complaints:
        raise InputRejected(complaints)
    row = ExpectedEffect.objects.filter(measure=measure).first() or ExpectedEffect(measure=measure)
    row.low_t, row.likely_t, row.high_t = effect.estimate.low, effect.likely, effect.estimate.high
    row.field, row.scope, row.reasoning = field.value, scope.value, reasoning.strip()
    if saving is not None:
        row.saved_mwh, row.saved_eur = saving.mwh, saving.eur
    save(row, by=by)
    return row


def base_before(milestone: Milestone) -> list[Problem]:
    """A milestone is compared with an earlier year."""
    return [BASE_TOO_LATE] if milestone.base_year >= milestone.year else []


def limit_that_fits(target: Target) -> list[Problem]:
    """A limit per head has a figure, net zero has none."""
    if (target.kind == TargetKind.PER_HEAD) is (target.limit is not None):
        return []
    return [LIMIT_MISSING if target.kind == TargetKind.PER_HEAD else LIMIT_TOO_MUCH]


def need_that_is_whole(target: Target) -> list[Problem]:
    """A need entered by hand says its year and where it is from, or is left out."""
    given = [target.need_t is not None, target.need_year is not None, bool(target.need_source)]
    complaints = [] if all(given) or not any(given) else [NEED_IN_PARTS]
    if target.need_year is not None and target.need_year >= target.year:
        complaints.append(NEED_TOO_LATE)
    return complaints


def budget_that_is_whole(target: Target) -> list[Problem]:
    """A budget says from when on it counts and who decided it, or is left out."""
    given = [
        target.budget_t is not None,
        target.budget_from is not None,
        bool(target.budget_source),
    ]
    complaints = [] if all(given) or not any(given) else [BUDGET_IN_PARTS]
    if target.budget_from is not None and target.budget_from > target.year:
        complaints.append(BUDGET_TOO_LATE)
    return complaints


NO_SOURCE = problem(
    "no_source",
    "Woher kommt das Ziel? Bitte den Beschluss mit Nummer und Datum angeben.",
    "Where is the target from? Please give the decision with its number and date.",
    column="source",
)
NO_REASON = problem(
    "no_reason",
    "Bitte in einem Satz sagen, worauf die erwartete Minderung beruht.",
    "Please say in one sentence what the expectation rests on.",
    column="reasoning",
)
LIMIT_MISSING = problem(
    "limit_missing",
    "Wie viele Tonnen je Kopf? Bitte eine Zahl angeben, z. B. 1.",
    "How many tonnes per head? Please give a number, e.g. 1.",
    column="limit",
)
LIMIT_TOO_MUCH = problem(
    "limit_too_much",
    "Netto null hat keine Grenze je Kopf. Lassen Sie die Zahl weg.",
    "Net zero has no limit per head. Leave the number out.",
    column="limit",
)
NEED_IN_PARTS = problem(
    "need_in_parts",
    "Ein eigener Minderungsbedarf braucht drei Angaben: Tonnen im Jahr, Jahr und Quelle.",
    "A need of your own takes three entries: tonnes a year, the year, and the source.",
    column="need_t",
)
NEED_TOO_LATE = problem(
    "need_too_late",
    "Das Jahr des eigenen Minderungsbedarfs liegt vor dem Zieljahr.",
    "The year of your own need lies before the target year.",
    column="need_year",
)
BUDGET_IN_PARTS = problem(
    "budget_in_parts",
    "Ein Restbudget braucht drei Angaben: Tonnen, das erste Jahr und den Beschluss.",
    "A remaining budget takes three entries: tonnes, its first year, and the decision.",
    column="budget_t",
)
BUDGET_TOO_LATE = problem(
    "budget_too_late",
    "Das Restbudget beginnt nach dem Zieljahr. Es beginnt davor.",
    "The remaining budget begins after the target year. It must begin before.",
    column="budget_from",
)
BASE_TOO_LATE = problem(
    "base_too_late",
    "Das Vergleichsjahr liegt nicht vor dem Jahr des Zwischenziels. Bitte ein früheres nennen.",
    "The base year is not before the milestone's year. Please give an earlier one.",
    column="base_year",
)
NO_YEARS = problem(
    "no_years",
    "Bitte mindestens ein Jahr mit seinen Tonnen angeben, je Zeile eines: 2015; 1200000.",
    "Please give at least one year with its tonnes, one a line: 2015; 1200000.",
    column="years",
)
NO_TONNES = problem(
    "no_tonnes",
    "Dieses Handlungsfeld zählt nicht in Tonnen. Bitte Kennzahlen an der Maßnahme nutzen.",
    "This field of action does not count in tonnes. Please use the measure's indicators.",
    column="field",
)

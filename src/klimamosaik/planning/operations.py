"""Doors that work plans out and write down what they have to keep to."""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.evidence.operations import renew
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.queries.pathways import wall_of
from klimamosaik.places.models import Municipality
from klimamosaik.planning.candidates import MOST_EUR, MOST_SPREAD, PlanQuery
from klimamosaik.planning.kernel.portfolio import SearchProgress
from klimamosaik.planning.models import Dependence, Selection, SelectionState, Tie
from klimamosaik.planning.selection import worked_out
from klimamosaik.planning.ties import ties_of
from klimamosaik.records.damage import known_cause
from klimamosaik.records.operations import save
from klimamosaik.records.runs import at_work, current_id
from klimamosaik.terms.complaint import InputRejected, Problem, problem, rejected
from klimamosaik.terms.period import local_day

LONGEST = 40  # [a] of a plan
logger = logging.getLogger("klimamosaik.planning")


def ask_for_selection(
    *,
    municipality: Municipality,
    wish: PlanQuery,
    by: User | None,
    at: datetime,
    replaces: Selection | None = None,
) -> Selection:
    """Write down what a plan is asked for; `work_out` finds it. Raises InputRejected.

    replaces: the plan that is worked out anew; it stays as it is.
    """
    refuse_wish(municipality, wish, local_day(at))
    with transaction.atomic():
        selection = Selection.objects.create(
            municipality=municipality,
            at=at,
            by=by,
            first_year=wish.first_year,
            last_year=wish.last_year,
            budget=wish.budget,
            carried=wish.carried,
            spread_years=wish.spread_years,
            staff_days=wish.staff_days,
            caution=wish.caution,
            replaces=replaces,
        )
        selection.must.set(wish.must)
        selection.must_not.set(wish.must_not)
    return selection


def ask_again(*, selection: Selection, by: User | None, at: datetime) -> Selection:
    """Ask for the same plan on the data there are now; the old one stays. Raises InputRejected."""
    return ask_for_selection(
        municipality=selection.municipality,
        wish=wish_of(selection),
        by=by,
        at=at,
        replaces=selection,
    )


@at_work("selection")
def work_out(*, selection: Selection, seconds: float = 30.0) -> Selection:
    """Find the plan and keep it; whatever goes wrong is kept for the page to say."""
    try:
        renew(municipality=selection.municipality, by=selection.by, at=selection.at, wait=True)
        pathway = wall_of(municipality=selection.municipality, at=selection.at)
        found = worked_out(
            pathway=pathway,
            wish=wish_of(selection),
            today=local_day(selection.at),
            seconds=seconds,
            progress=lambda so_far: note(selection, so_far),
        )
    except InputRejected as refusal:
        return failed(selection, refusal.complaints)
    except Exception as error:
        logger.exception("work on a selection failed")
        if cause := known_cause(error):
            return failed(selection, (cause,))
        why = BROKEN.text.format(id=current_id())
        return failed(selection, (replace(BROKEN, text=why),))
    selection.result = found.as_record()
    selection.fingerprint = digest(selection.result)
    selection.stand = SelectionState.FOUND
    selection.save()
    return selection


def wish_of(selection: Selection) -> PlanQuery:
    """What a selection was asked for."""
    return PlanQuery(
        first_year=selection.first_year,
        last_year=selection.last_year,
        budget=selection.budget,
        staff_days=selection.staff_days,
        caution=selection.caution,
        must=frozenset(selection.must.values_list("pk", flat=True)),
        must_not=frozenset(selection.must_not.values_list("pk", flat=True)),
        carried=selection.carried,
        spread_years=selection.spread_years,
    )


def note(selection: Selection, so_far: SearchProgress) -> None:
    """Keep how far the search is."""
    Selection.objects.filter(pk=selection.pk).update(
        progress={"found_t": so_far.found, "bound_t": so_far.bound, "gap": so_far.gap}
    )


def failed(selection: Selection, complaints: tuple[Problem, ...]) -> Selection:
    """Keep why there is no plan."""
    selection.complaints = [
        {"code": one.code, "de": one.text.de, "en": one.text.en} for one in complaints
    ]
    selection.stand = SelectionState.FAILED
    selection.save()
    return selection


def digest(record: Mapping[str, object]) -> str:
    """A short name for exactly this plan."""
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def tie(*, measure: Measure, other: Measure, kind: Tie, reason: str, by: User | None) -> Dependence:
    """Write down that a measure needs another first, or rules it out. Raises InputRejected.

    A pair has one tie: a new one replaces the old, whose history stays.
    """
    refuse_tie(measure, other, kind)
    row = Dependence.objects.filter(measure=measure, other=other).first()
    row = row or Dependence(measure=measure, other=other)
    row.tie, row.reason = kind.value, reason.strip()
    save(row, by=by)
    return row


def refuse_tie(measure: Measure, other: Measure, kind: Tie) -> None:
    """Raise InputRejected for a tie that cannot be."""
    if measure.municipality_id != other.municipality_id:
        raise rejected(
            "other_municipality",
            "Die beiden Maßnahmen gehören zu verschiedenen Gemeinden.",
            "The two measures belong to different municipalities.",
        )
    if measure.pk == other.pk:
        raise rejected(
            "tie_to_itself",
            "Eine Maßnahme kann sich nicht selbst voraussetzen oder ausschließen. Bitte wählen "
            "Sie zwei verschiedene.",
            "A measure can neither need nor exclude itself. Please choose two different ones.",
        )
    needs = ties_of(measure.municipality).needs
    if kind is Tie.NEEDS and measure.pk in all_needed(other.pk, needs):
        raise rejected(
            "needs_in_a_circle",
            "„{name}“ braucht selbst schon „{name_2}“; so würde keine von beiden je beginnen.",
            "“{name}” itself needs “{name_2}”; neither of them would ever start.",
            name=other.name,
            name_2=measure.name,
        )


def all_needed(pk: int, needs: Mapping[int, frozenset[int]]) -> set[int]:
    """Everything a measure needs, directly or by way of others."""
    found: set[int] = set()
    waiting = [pk]
    while waiting:
        for other in needs.get(waiting.pop(), frozenset()) - found:
            found.add(other)
            waiting.append(other)
    return found


def refuse_wish(municipality: Municipality, wish: PlanQuery, today: date) -> None:
    """Raise InputRejected with all that is wrong with what was asked."""
    complaints = []
    if not years_fit(wish.first_year, wish.last_year, today):
        complaints.append(years_refused(today.year))
    if not 0 <= wish.budget <= MOST_EUR:
        complaints.append(BUDGET_REFUSED)
    if not 1 <= wish.spread_years <= MOST_SPREAD:
        complaints.append(SPREAD_REFUSED)
    if wish.must & wish.must_not:
        complaints.append(BOTH)
    asked = wish.must | wish.must_not
    if Measure.objects.filter(municipality=municipality, pk__in=asked).count() < len(asked):
        complaints.append(UNKNOWN)
    if complaints:
        raise InputRejected(complaints)


def years_fit(first: int, last: int, today: date) -> bool:
    """True for years a plan can span."""
    return today.year <= first <= last < first + LONGEST


def years_refused(first: int) -> Problem:
    """The span of the plan is wrong; says what is allowed."""
    return problem(
        "years_of_plan",
        "Von–bis: Ein Plan beginnt frühestens {first}, endet nicht vor seinem Beginn und "
        "umfasst höchstens {longest} Jahre.",
        "From–to: a plan starts in {first} at the earliest, does not end before it starts and "
        "spans at most {longest} years.",
        first=first,
        longest=LONGEST,
        column="last_year",
    )


BUDGET_REFUSED = problem(
    "budget_of_plan",
    "Geld im Jahr: null oder mehr, höchstens eine Billion Euro.",
    "Money a year: zero or more, at most a trillion EUR.",
    column="budget",
)
SPREAD_REFUSED = problem(
    "spread_of_plan",
    "Raten: Eine Investition lässt sich auf 1 bis {most_spread} Jahre verteilen.",
    "Instalments: an investment can be paid over 1 to {most_spread} years.",
    most_spread=MOST_SPREAD,
    column="spread_years",
)
BOTH = problem(
    "must_and_must_not",
    "Eine Maßnahme ist zugleich als „muss dabei sein“ und als „nicht dabei“ angekreuzt. "
    "Bitte nur eines von beiden.",
    "A measure is ticked both as “must be in it” and as “not in it”. Please only one of them.",
    column="must",
)
UNKNOWN = problem(
    "unknown_measure",
    "Eine angekreuzte Maßnahme gibt es in dieser Gemeinde nicht (mehr). Bitte neu wählen.",
    "A ticked measure does not exist in this municipality (any more). Please choose again.",
    column="must",
)
BROKEN = problem(
    "broken",
    "Beim Rechnen ist bei uns etwas schiefgegangen; der Fehler steht im Protokoll des Servers, "
    "Kennung {id}.",
    "Something went wrong on our side; the error is in the server's log, id {id}.",
)

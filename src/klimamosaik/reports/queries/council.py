"""The door that reads the energy report with what a council asks: measures, ranges, decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.queries.newest import newest_with_effects
from klimamosaik.evidence.queries.news import anything_new
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries.decision import next_decision
from klimamosaik.measures.queries.gate_facts import decided
from klimamosaik.measures.queries.state import MUST_BE_DECIDED
from klimamosaik.places.models import Municipality
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.reports.effect_sentences import carried_worth, sentences
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.register_inputs import CouncilPart, DecisionAsked, MeasureResult
from klimamosaik.reports.queries.energy import KEPT, energy_report
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

# Beside each report the one it was made from: as long as it is held, its id is no other's.
COUNCILS = HeldResults[tuple[EnergyReport, EnergyReport]](most=4, seconds=KEPT)
MEASURES = HeldResults[tuple[Assessment, MeasureResult]](most=4000, seconds=KEPT)  # likewise
ORDER = {  # what is claimed stands first, large before small, whichever way it went
    Verdict.SAVED: 0,
    Verdict.USED_MORE: 0,
    Verdict.NOT_DISTINGUISHABLE: 1,
    Verdict.NOT_DECIDABLE: 2,
}


def council_report(
    *,
    municipality: Municipality,
    years: Sequence[int],
    written_on: date,
    factors: str = "direct",
) -> EnergyReport:
    """The energy report as it stands now, with the measures of the register and their effects.

    For the office and its council only: strangers get the report without them. Raises InputRejected
    as the report does.
    """
    found = energy_report(
        municipality=municipality, years=years, written_on=written_on, factors=factors
    )
    newest = Assessment.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"council-{id(found)}-{newest}-{anything_new()}-{written_on}"

    def made() -> tuple[EnergyReport, EnergyReport]:
        part = council_part(municipality=municipality, today=written_on)
        return found, replace(found, given=replace(found.given, council=part))

    return COUNCILS.once(key, made)[1]


def council_part(*, municipality: Municipality, today: date) -> CouncilPart:
    """All measures: what those at work brought, how many are planned, what is to be decided."""
    rows = Measure.objects.filter(municipality=municipality)
    measures = list(rows.prefetch_related("tasks").order_by("name"))
    begun = [each for each in measures if each.start is not None and each.start <= today]
    newest = newest_with_effects(begun)
    told = [kept_result(each, newest[each.pk]) for each in begun if each.pk in newest]
    told.sort(key=lambda each: (ORDER[each.verdict], -size_of(each), each.name))
    going = [each for each in measures if each.phase != Phase.STOPPED]
    return CouncilPart(
        measures=tuple(told),
        unmeasured=tuple(e.name for e in going if e in begun and e.pk not in newest),
        planned=sum(each not in begun for each in going),
        decisions=tuple(sorted(decisions(going, today), key=lambda each: each.day or date.max)),
    )


def kept_result(measure: Measure, newest: Assessment) -> MeasureResult:
    """The same as `measure_result`, put into words once as long as nothing of it is another."""
    key = f"{id(newest)}-{measure.pk}-{measure.name}"
    return MEASURES.once(key, lambda: (newest, measure_result(measure, newest)))[1]


def measure_result(measure: Measure, newest: Assessment) -> MeasureResult:
    """The newest effect of a measure, with the verdict and the range of its own page."""
    whole, worth = newest.whole, newest.worth
    claimed = worth if whole.claims else None
    warned = [*whole.warned, *(text for row in newest.effects.all() for text in row.warned)]
    return MeasureResult(
        id=measure.pk,
        name=measure.name,
        first_day=newest.first_day,
        last_day=newest.last_day - timedelta(days=1) if newest.last_day else None,
        verdict=whole.said,
        share=whole.share,
        saved=whole.estimate,
        worth=claimed,
        worth_text=replace(carried_worth(claimed), unit="€").text(".0n") if claimed else None,
        said=sentences(
            whole,
            first_day=newest.first_day,
            end=newest.last_day,
            worth=worth,
            reason=next(iter(warned), None),
        ),
        data_version=newest.data_version,
    )


def size_of(told: MeasureResult) -> float:
    """What to sort by [kWh]."""
    return abs(told.saved.mean) if told.saved else 0.0


def decisions(measures: Iterable[Measure], today: date) -> Iterable[DecisionAsked]:
    """Days of decision the register names, and measures at work without a council's decision."""
    for each in measures:
        if (coming := next_decision(each)) is not None:
            what = NOT_ENTERED if coming.passed(today) else NEXT
            yield DecisionAsked(each.pk, each.name, what, coming.day)
        if Phase(each.phase) in MUST_BE_DECIDED and not decided(each):
            missing = UNDECIDED.format(phase=Phase(each.phase).text)
            yield DecisionAsked(each.pk, each.name, missing, None)


NEXT = Text("nächste Entscheidung", "next decision")
NOT_ENTERED = Text("Entscheidung (Ausgang nicht eingetragen)", "decision (outcome not entered)")
UNDECIDED = Text(
    "{phase} ohne eingetragenen Ratsbeschluss", "{phase} without a council decision entered"
)

"""The page "Was hat es gebracht?": everything about a measure's effect, ready to be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache, partial

from django.db.models import prefetch_related_objects

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.data_status import status_of_measure
from klimamosaik.evidence.queries.newest import newest_assessments, newest_with_effects
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.observations.queries.data_status import DataStatus
from klimamosaik.records.memory_cache import LastMade
from klimamosaik.reports.effect_parts import EffectMonth, MeterPart, meter_part, months_at
from klimamosaik.reports.effect_sentences import sentences
from klimamosaik.reports.why_wording import method_named
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text, joined

SENTENCES = LastMade[tuple[Text, ...]](most=4000)  # by assessment, which nobody changes
CRITERIA = LastMade[Text](most=4000)  # by gate
MEASURED_ON = Text(
    "gemessen: {carriers}, {first:short} bis {last:short}",
    "measured: {carriers}, {first:short} to {last:short}",
)


@dataclass(frozen=True)
class EffectPage:
    """What the page shows, from the answer down to its sources."""

    measure: Measure
    assessment: Assessment
    total: MeasuredEffect
    worth: Estimate | None  # [EUR] None: not known
    reason: Text | None  # the first that is to be minded: why nothing can be decided
    sentences: tuple[Text, ...]
    gate: Text | None
    warnings: tuple[Text, ...]
    weather: Text

    @cached_property
    def parts(self) -> tuple[MeterPart, ...]:
        """Meter by meter, with the months of its chart; asked for by the page alone."""
        return tuple(meter_part(row, self.measure) for row in self.at_meters)

    @property
    def at_meters(self) -> list[MeasuredEffect]:
        """What was found at each meter by itself."""
        return [row for row in self.assessment.rows if row.meter_point_id is not None]

    @property
    def courses(self) -> Iterable[tuple[EffectMonth, ...]]:
        """The months of each meter alone, as figures show them; what is drawn is not kept."""
        drawn = MeasuredEffect.objects.only("course").in_bulk([row.pk for row in self.at_meters])
        return (months_at(drawn[row.pk], self.measure) for row in self.at_meters)

    @cached_property
    def earlier(self) -> tuple[Assessment, ...]:
        """What was worked out before; asked for by the page alone."""
        others = Assessment.objects.filter(measure=self.measure).exclude(pk=self.assessment.pk)
        return tuple(others[:20])

    @cached_property
    def stand(self) -> DataStatus:
        """The data it stands on; a dozen queries, which lists of measures do without."""
        return replace(status_of_measure(self.measure), version=self.assessment.data_version)

    @property
    def number(self) -> Text | None:
        """The figure on top, with its range [%]; None where nothing is claimed."""
        return self.total.share if self.total.claims else None

    @property
    def one_meter(self) -> bool:
        """True where the whole measure is one meter, whose figures the sentences tell."""
        return len(self.parts) == 1

    @property
    def drawn(self) -> bool:
        """True where a chart tells the weather in its caption."""
        return any(part.months for part in self.parts)

    @property
    def says_weather(self) -> bool:
        """True where the answer says of the weather what the page would say again."""
        return self.reason == self.weather

    @property
    def measured_on(self) -> Text | None:
        """Which carriers, and from the first to the last day; None before it works."""
        first, end = self.assessment.first_day, self.assessment.last_day
        if first is None or end is None:
            return None
        return measured_on(tuple(dict.fromkeys(row.carrier for row in self.at_meters)), first, end)

    @property
    def method(self) -> Text:
        """The way of computing, in words."""
        return method_named(self.total.method)


@lru_cache(maxsize=4096)  # all measures are told after each change
def measured_on(carriers: tuple[str, ...], first: date, end: date) -> Text:
    """Which carriers were measured, from the first day to the one before `end`."""
    named = joined((Carrier(each).text for each in carriers), ", ")
    return MEASURED_ON.format(carriers=named, first=first, last=end - timedelta(1))


def effect_page(measure: Measure) -> EffectPage | None:
    """Assemble the page of the newest effect; None where none was worked out yet."""
    found = newest_assessments([measure])
    prefetch_related_objects(list(found.values()), "effects__meter_point__building")
    return pages_of([measure], found).get(measure.pk)


def effect_pages(measures: Sequence[Measure]) -> dict[int, EffectPage]:
    """The same of many measures by their ids, in as many questions as of one.

    Their charts are left in the database until they are asked for.
    """
    return pages_of(measures, newest_with_effects(measures))


def pages_of(measures: Sequence[Measure], found: dict[int, Assessment]) -> dict[int, EffectPage]:
    """The pages of those measures that have an effect."""
    gates = gate_sentences(measure for measure in measures if measure.pk in found)
    return {
        measure.pk: assembled(measure, found[measure.pk], gates.get(measure.pk))
        for measure in measures
        if measure.pk in found
    }


def assembled(measure: Measure, assessment: Assessment, gate: Text | None) -> EffectPage:
    """What is told of one look at a measure's readings."""
    total, worth = assessment.whole, assessment.worth
    warnings = warnings_of(total, assessment.rows)
    reason = warnings[0] if warnings else None
    told = partial(
        sentences,
        total,
        first_day=assessment.first_day,
        end=assessment.last_day,
        worth=worth,
        reason=reason,
    )
    return EffectPage(
        measure=measure,
        assessment=assessment,
        total=total,
        worth=worth,
        reason=reason,
        sentences=SENTENCES.of(f"{assessment.pk}", (assessment.at, total.pk, worth, reason), told),
        gate=gate,
        warnings=mind(warnings, total),
        weather=Text(assessment.weather["de"], assessment.weather["en"]),
    )


def mind(warnings: list[Text], total: MeasuredEffect) -> tuple[Text, ...]:
    """Each warning once, without the one the answer gives as its reason already."""
    told = warnings[:1] if total.said is Verdict.NOT_DECIDABLE else []
    return tuple(dict.fromkeys(text for text in warnings if text not in told))


def warnings_of(total: MeasuredEffect, rows: Iterable[MeasuredEffect]) -> list[Text]:
    """All warnings, those of undecided meters first, of what is never judged last."""
    at_meters = (row for row in rows if row.meter_point_id is not None)
    parts = sorted(at_meters, key=lambda row: not row.counts)
    undecided = [row for row in parts if row.said is Verdict.NOT_DECIDABLE]
    ordered = [*undecided, *(row for row in parts if row not in undecided)]
    return [*total.warned, *(text for row in ordered for text in row.warned)]


def gate_sentence(measure: Measure) -> Text | None:
    """What was asked beforehand."""
    return gate_sentences([measure]).get(measure.pk)


def gate_sentences(measures: Iterable[Measure]) -> dict[int, Text]:
    """The same of many measures by their ids; absent where nothing was asked."""
    asked = {measure.pk: measure for measure in measures}
    rows = Gate.objects.filter(measure__in=asked)
    return {gate.measure_id: asked_by(gate, asked[gate.measure_id]) for gate in rows}


def asked_by(gate: Gate, measure: Measure) -> Text:
    """The criterion of a measure as a sentence, written once as long as it says the same."""
    gate.measure = measure
    says = (gate.saving_percent, gate.confidence, gate.written_on, gate.written_beforehand)
    return CRITERIA.of(f"{gate.pk}", says, lambda: criterion(gate))


def criterion(gate: Gate) -> Text:
    """The sentence itself."""
    late = Text("nachträglich ", "afterwards ")
    return Text(
        "Erfolgskriterium: mindestens {asked} Einsparung mit {sure} Sicherheit, {late}festgelegt "
        "am {day:short}.",
        "Criterion: a saving of at least {asked} with {sure} confidence, set {late}on {day:short}.",
    ).format(
        asked=gate.asked,
        sure=f"{gate.confidence * 100:.0f} %",
        late="" if gate.written_beforehand else late,
        day=gate.written_on,
    )

"""The page "Was hat es gebracht?": everything about a measure's effect, ready to be shown."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import prefetch_related_objects

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import newest_assessment
from klimamosaik.evidence.queries.stand import stand_of_measure
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.observations.queries.stand import DataStand
from klimamosaik.reports.effect_parts import MeterPart, meter_part
from klimamosaik.reports.effect_sentences import sentences
from klimamosaik.reports.why_words import method_named
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text


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
    parts: tuple[MeterPart, ...]
    warnings: tuple[Text, ...]
    weather: Text

    @cached_property
    def earlier(self) -> tuple[Assessment, ...]:
        """What was worked out before; asked for by the page alone."""
        others = Assessment.objects.filter(measure=self.measure).exclude(pk=self.assessment.pk)
        return tuple(others[:20])

    @cached_property
    def stand(self) -> DataStand:
        """The data it stands on; a dozen queries, which lists of measures do without."""
        return replace(stand_of_measure(self.measure), version=self.assessment.data_version)

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
    def weather_told(self) -> bool:
        """True where the answer says of the weather what the page would say again."""
        return self.reason == self.weather

    @property
    def method(self) -> Text:
        """The way of computing, in words."""
        return method_named(self.total.method)


def effect_page(measure: Measure) -> EffectPage | None:
    """Assemble the page of the newest effect; None where none was worked out yet."""
    assessment = newest_assessment(measure)
    if assessment is None:
        return None
    prefetch_related_objects([assessment], "effects__meter_point__building")
    rows, total, worth = assessment.effects.all(), assessment.whole, assessment.worth
    parts = tuple(meter_part(row, measure) for row in rows if row.meter_point_id is not None)
    warnings = warnings_of(total, parts)
    reason = warnings[0] if warnings else None
    return EffectPage(
        measure=measure,
        assessment=assessment,
        total=total,
        worth=worth,
        reason=reason,
        sentences=sentences(
            total,
            first_day=assessment.first_day,
            end=assessment.last_day,
            worth=worth,
            reason=reason,
        ),
        gate=gate_sentence(measure),
        parts=parts,
        warnings=mind(warnings, total),
        weather=Text(assessment.weather["de"], assessment.weather["en"]),
    )


def mind(warnings: list[Text], total: MeasuredEffect) -> tuple[Text, ...]:
    """Each warning once, without the one the answer gives as its reason already."""
    told = warnings[:1] if total.said is Verdict.NOT_DECIDABLE else []
    return tuple(dict.fromkeys(text for text in warnings if text not in told))


def warnings_of(total: MeasuredEffect, parts: tuple[MeterPart, ...]) -> list[Text]:
    """All warnings, those of undecided meters first, of what is never judged last."""
    parts = tuple(sorted(parts, key=lambda part: not part.effect.counts))
    undecided = [part for part in parts if part.effect.said is Verdict.NOT_DECIDABLE]
    ordered = [*undecided, *(part for part in parts if part not in undecided)]
    return [*total.warned, *(text for part in ordered for text in part.warnings)]


def gate_sentence(measure: Measure) -> Text | None:
    """What was asked beforehand."""
    gate = Gate.objects.filter(measure=measure).first()
    if gate is None:
        return None
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

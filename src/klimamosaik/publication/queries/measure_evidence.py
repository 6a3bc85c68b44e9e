"""One measure with what is known of its effect, as far as strangers may be told."""

from dataclasses import dataclass
from functools import cached_property

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.pathway.queries.grade import EvidenceClass, grade_of
from klimamosaik.pathway.queries.headline import Headline, headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import PublicEffect, PublicRegisterEntry
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.reports.queries.effects import EffectPage
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

AWAITED = Text("Die Wirkung wird gerade berechnet.", "The effect is being worked out.")
NOTHING_KNOWN = Text("Was sie bringt, ist noch nicht bekannt.", "What it brings is not known yet.")
STOPPED = Text("Sie wurde gestoppt.", "It was stopped.")
STOPPED_SEEN = Text("Sie wurde gestoppt. {seen}", "It was stopped. {seen}")
STOPPED_SHORT = Text("gestoppt", "stopped")
HIDDEN_SHORT = Text("nicht veröffentlicht", "not published")
UNDECIDED = Text(
    "Noch keine Aussage möglich: Was die Zähler zeigen, reicht dafür nicht aus.",
    "Nothing can be said yet: what the meters show is not enough for that.",
)


def stopped_said(measure: PublicRegisterEntry) -> Text:
    """That a measure was stopped, and what was seen where that is written down."""
    if not measure.lessons:
        return STOPPED
    return STOPPED_SEEN.format(seen=measure.lessons[0].seen)


@dataclass(frozen=True)
class MeasureEvidence:
    """What meters saw of a measure and what is believed; nothing where that is hidden."""

    measure: PublicRegisterEntry
    page: EffectPage | None
    outlook: MeasureOutlook | None
    hidden: bool

    @property
    def at_work(self) -> EffectPage | None:
        """What meters saw since it works."""
        return self.page if self.measure.begun else None

    @property
    def total(self) -> MeasuredEffect | None:
        """The same of all meters together."""
        return self.at_work.total if self.at_work else None

    @cached_property
    def headline(self) -> Headline | None:
        """Its one figure."""
        return headline_of(self.outlook) if self.outlook else None

    @property
    def grade(self) -> EvidenceClass:
        """How well that is known."""
        return grade_of(self.outlook) if self.outlook else EvidenceClass.UNKNOWN

    @property
    def said(self) -> Text:
        """What it brought or is to bring, in one sentence."""
        if self.hidden:
            return homes_rule().text
        if self.at_work is not None:  # reasons against a verdict name meters and the office's words
            undecided = self.at_work.total.said is Verdict.NOT_DECIDABLE
            return UNDECIDED if undecided else self.at_work.sentences[0]
        if self.headline is not None:
            return self.headline.said
        awaited = self.measure.begun and self.outlook is not None and self.outlook.seen is not None
        if awaited:
            return AWAITED
        return stopped_said(self.measure) if self.measure.stopped else NOTHING_KNOWN

    @property
    def short(self) -> Text:
        """The figure in a few words."""
        if self.hidden:
            return HIDDEN_SHORT
        if self.total is not None:
            return self.total.share_said or self.total.said.text
        if self.headline is not None:
            return self.headline.said
        return STOPPED_SHORT if self.measure.stopped else NOTHING_KNOWN

    @property
    def method(self) -> str:
        """The version of the method and its form: "2026-11.10 daily"; "" where nothing is known."""
        if self.at_work is None:
            return ""
        return f"{self.at_work.assessment.method_version} {self.at_work.total.method}".strip()

    @property
    def effect(self) -> PublicEffect:
        """What is told of all that."""
        return PublicEffect(
            said=self.said,
            more=self.at_work.sentences[1:] if self.at_work else (),
            short=self.short,
            tonnes=self.headline.tonnes if self.headline else None,
            tonnes_said=self.headline.said if self.headline else None,
            share=self.total.percent if self.total else None,
            saved=self.total.estimate if self.total else None,
            measured_on=self.at_work.measured_on if self.at_work else None,
            verdict=self.total.said if self.total else Verdict.NOT_DECIDABLE,
            grade=self.grade.text,
            grade_code=self.grade.value,
            gate=self.page.gate if self.page else None,
            withheld=homes_rule().text if self.hidden else None,
            method=self.method,
            method_said=self.at_work.method if self.at_work else None,
        )


def evidence_for(
    known: Known, measure: PublicRegisterEntry, page: EffectPage | None
) -> MeasureEvidence:
    """What strangers may know of a measure."""
    hidden = known.hidden.measure(measure.id)
    outlook = None if hidden else known.outlooks.get(measure.id)
    return MeasureEvidence(measure, page, outlook, hidden)

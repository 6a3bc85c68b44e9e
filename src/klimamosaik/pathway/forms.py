"""Forms of a target and of an expected effect."""

from typing import Any

from django import forms

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import (
    ExpectedEffect,
    Milestone,
    PastUse,
    PastYear,
    Scope,
    Target,
)
from klimamosaik.pathway.operations import SCOPE_AND_YEAR, Saving
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.forms import UNSENT, RecordForm, VersionedForm
from klimamosaik.records.language import said
from klimamosaik.records.versions import Watched, versions_of
from klimamosaik.terms.field import Field


class TargetForm(RecordForm):
    """A target as decided; the door checks what belongs together."""

    same = SCOPE_AND_YEAR

    class Meta(RecordForm.Meta):
        model = Target
        fields = [
            "scope", "year", "kind", "limit", "source", "need_t", "need_year", "need_source",
            "budget_t", "budget_from", "budget_source",
        ]  # fmt: skip


class ExpectationForm(RecordForm):
    """What a measure is expected to bring, and why; the whole town's where no scope is chosen."""

    as_one = True

    class Meta(RecordForm.Meta):
        model = ExpectedEffect
        fields = [
            "low_t", "likely_t", "high_t", "field", "scope", "saved_mwh", "saved_eur", "reasoning",
        ]  # fmt: skip

    def __init__(self, *args: Any, measure: Measure, **given: Any) -> None:
        watched = Watched(ExpectedEffect, {"measure_id": measure.pk})
        seen = versions_of([watched])  # before what the form shows is read
        known = ExpectedEffect.objects.filter(measure=measure).first()
        instance = known or ExpectedEffect(measure=measure, field=Field.HEAT)
        super().__init__(*args, instance=instance, **given)
        self.fields["scope"].required = False
        self.watch(watched, seen=seen)

    @property
    def effect(self) -> Prior:
        """The three figures; raises Refused where they are out of order."""
        given = self.cleaned_data
        return Prior.of(given["low_t"], given["likely_t"], given["high_t"])

    @property
    def saving(self) -> Saving:
        """Energy and money saved a year, as far as given."""
        return Saving(self.cleaned_data["saved_mwh"], self.cleaned_data["saved_eur"])

    @property
    def whose(self) -> Scope:
        """Whose emissions fall; the whole town's where nothing is chosen."""
        return Scope(self.cleaned_data["scope"] or Scope.TOWN)


class MilestoneForm(RecordForm):
    """How far emissions are to be down in a year on the way."""

    same = SCOPE_AND_YEAR

    class Meta(RecordForm.Meta):
        model = Milestone
        fields = ["scope", "year", "reduction", "base_year", "base_t", "source"]


class PastYearsForm(VersionedForm, forms.Form):
    """Earlier years of one source, a year a line; they replace those there are."""

    told = ("year",)

    use = forms.ChoiceField(
        label=said("Wovon?", "Of what?"),
        choices=choices_of(PastUse),
    )
    years = forms.CharField(
        label=said("Je Zeile: Jahr; Tonnen CO₂e", "Each line: year; tonnes CO₂e"),
        help_text=said("z. B. 2015; 1.250.000", "e.g. 2015; 1,250,000"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    source = forms.CharField(
        label=said("Quelle, für alle dieselbe", "Source, the same for all"),
        help_text=said(
            "Nur Jahre, die mit derselben Methode gezählt sind, ergeben einen Trend.",
            "Only years counted by the same method make a trend.",
        ),
        max_length=300,
    )

    def __init__(self, data: Any = UNSENT, *, municipality: Municipality) -> None:
        super().__init__(data)
        self.watch(Watched(PastYear, {"municipality_id": municipality.pk}, many=True))

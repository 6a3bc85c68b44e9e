"""Forms of a target and of an expected effect."""

from collections.abc import Sequence
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
from klimamosaik.pathway.operations import (
    SCOPE_AND_YEAR,
    Saving,
    base_before,
    budget_that_is_whole,
    limit_that_fits,
    need_that_is_whole,
)
from klimamosaik.pathway.past_years import entered_years
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.forms import UNSENT, RecordForm, VersionedForm
from klimamosaik.records.language import reader_language, said, translate
from klimamosaik.records.versions import Watched, versions_of
from klimamosaik.terms.complaint import InputRejected, Problem
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

    rules = (
        (("kind", "limit"), limit_that_fits),
        (("year", "need_t", "need_year", "need_source"), need_that_is_whole),
        (("year", "budget_t", "budget_from", "budget_source"), budget_that_is_whole),
    )


def range_in_order(expected: ExpectedEffect) -> Sequence[Problem]:
    """Least, likely and most of an expected effect, in this order."""
    try:
        Prior.of(expected.low_t, expected.likely_t, expected.high_t)
    except InputRejected as refusal:
        return refusal.complaints
    return ()


class ExpectationForm(RecordForm):
    """What a measure is expected to bring, and why; the whole town's where no scope is chosen."""

    as_one = True
    rules = ((("low_t", "likely_t", "high_t"), range_in_order),)

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
        """The three figures; raises InputRejected where they are out of order."""
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

    rules = ((("year", "base_year"), base_before),)


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

    def clean_years(self) -> str:
        """Each line is a year and its tonnes."""
        years: str = self.cleaned_data["years"]
        try:
            entered_years(years, reader_language())
        except InputRejected as refusal:
            raise forms.ValidationError(
                [translate(each.text) for each in refusal.complaints]
            ) from refusal
        return years

    def __init__(self, data: Any = UNSENT, *, municipality: Municipality) -> None:
        super().__init__(data)
        self.watch(Watched(PastYear, {"municipality_id": municipality.pk}, many=True))

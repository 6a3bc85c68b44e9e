"""Forms of a target and of an expected effect."""

from typing import Any

from django import forms

from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import (
    ExpectedEffect,
    Milestone,
    PastUse,
    Scope,
    Target,
    TargetKind,
)
from klimamosaik.pathway.operations import Saving
from klimamosaik.pathway.past import MOST_T
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said
from klimamosaik.terms.field import FIELDS_WITH_TONNES, Field

DECIMAL = forms.TextInput(attrs={"inputmode": "decimal"})
MOST_A_YEAR = 1e9  # [MWh/a], [EUR/a] more than any measure of a municipality
WHOLE = forms.TextInput(attrs={"inputmode": "numeric"})
SCOPE_CHOICES = choices_of(Scope)


def tonnes(label: Any, hint: Any = "", *, required: bool = True) -> forms.FloatField:
    """A field for tonnes, written as the reader writes numbers."""
    return forms.FloatField(
        label=label,
        help_text=hint,
        required=required,
        localize=True,
        widget=DECIMAL,
        min_value=-MOST_T,
        max_value=MOST_T,
    )


def amount(label: Any, hint: Any) -> forms.FloatField:
    """Something a year that may be unknown, or below zero where more is used."""
    return forms.FloatField(
        label=label,
        help_text=hint,
        required=False,
        localize=True,
        widget=DECIMAL,
        min_value=-MOST_A_YEAR,
        max_value=MOST_A_YEAR,
    )


class TargetForm(forms.ModelForm):  # type: ignore[type-arg]
    """A target as decided; the door checks what belongs together."""

    scope = forms.ChoiceField(
        label=said("Für wen?", "For whom?"),
        choices=SCOPE_CHOICES,
    )
    year = forms.IntegerField(label=said("Bis zum Jahr", "By the year"), widget=WHOLE)
    kind = forms.ChoiceField(
        label=said("Was soll erreicht sein?", "What is due?"), choices=choices_of(TargetKind)
    )
    limit = tonnes(
        said("Tonnen CO2e je Kopf und Jahr", "Tonnes CO2e per head and year"),
        said("Nur für „höchstens … je Kopf“, z. B. 1.", "Only for “at most … per head”, e.g. 1."),
        required=False,
    )
    need_t = tonnes(
        said("Nötige Minderung, Tonnen CO2e im Jahr", "Reduction needed, tonnes CO2e a year"),
        said("Gilt vor der Bilanz.", "Comes before the balance."),
        required=False,
    )
    need_year = forms.IntegerField(
        label=said("Gegenüber dem Jahr", "Compared with the year"), required=False, widget=WHOLE
    )

    budget_t = tonnes(
        said("Restbudget, Tonnen CO2e", "Remaining budget, tonnes CO2e"),
        said("Alles, was noch ausgestoßen werden darf.", "All that may still be emitted."),
        required=False,
    )
    budget_from = forms.IntegerField(
        label=said("Ab dem Jahr", "From the year"), required=False, widget=WHOLE
    )

    class Meta:
        model = Target
        fields = [
            "scope", "year", "kind", "limit", "source", "need_t", "need_year", "need_source",
            "budget_t", "budget_from", "budget_source",
        ]  # fmt: skip
        labels = {
            "source": said("Beschluss: Nummer und Datum", "Decision: number and date"),
            "need_source": said("Woher stammt diese Zahl?", "Where is this figure from?"),
            "budget_source": said("Beschluss des Restbudgets", "Decision on the budget"),
        }


class ExpectationForm(forms.Form):
    """What a measure is expected to bring, and why."""

    low_t = tonnes(said("mindestens, t CO2e im Jahr", "at least, t CO2e a year"))
    likely_t = tonnes(said("wahrscheinlich", "likely"))
    high_t = tonnes(said("höchstens", "at most"))
    field = forms.ChoiceField(
        label=said("Handlungsfeld", "Field of action"),
        choices=choices_of(FIELDS_WITH_TONNES),
    )
    scope = forms.ChoiceField(
        label=said("Wessen Emissionen sinken?", "Whose emissions fall?"),
        choices=SCOPE_CHOICES,
        initial=Scope.TOWN.value,
        required=False,
    )
    saved_mwh = amount(
        said("Energie, die im Jahr gespart wird, MWh", "Energy saved a year, MWh"),
        said("Endenergie; leer: nicht bekannt", "final energy; empty: not known"),
    )
    saved_eur = amount(
        said("Energiekosten, die im Jahr gespart werden, Euro", "Energy cost saved a year, EUR"),
        said(
            "Ohne diese Angabe lässt sich der Preis einer Tonne nicht mit anderen vergleichen.",
            "Without it the cost of a tonne cannot be compared with others.",
        ),
    )
    reasoning = forms.CharField(
        label=said("Worauf beruht das?", "What does it rest on?"),
        help_text=said(
            "Ein Satz: Rechnung, Vergleich, Gutachten.", "One sentence: sum, comparison, report."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

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


def written(expected: ExpectedEffect | None) -> dict[str, Any]:
    """What the form shows of an expectation written down before."""
    if expected is None:
        return {"field": Field.HEAT.value}
    names = (
        "low_t", "likely_t", "high_t", "field", "scope", "saved_mwh", "saved_eur", "reasoning",
    )  # fmt: skip
    return {name: getattr(expected, name) for name in names}


class MilestoneForm(forms.ModelForm):  # type: ignore[type-arg]
    """How far emissions are to be down in a year on the way."""

    scope = forms.ChoiceField(label=said("Für wen?", "For whom?"), choices=SCOPE_CHOICES)
    year = forms.IntegerField(label=said("Im Jahr", "In the year"), widget=WHOLE)
    reduction = forms.FloatField(
        label=said("Weniger, in Prozent", "Less, in per cent"),
        localize=True,
        widget=DECIMAL,
        min_value=0,
        max_value=100,
    )
    base_year = forms.IntegerField(
        label=said("Gegenüber dem Jahr", "Compared with the year"), widget=WHOLE
    )
    base_t = tonnes(
        said("Tonnen CO2e in diesem Jahr", "Tonnes CO2e in that year"),
        said(
            "Mit derselben Methode gezählt wie die Bilanz hier.",
            "Counted by the same method as the balance here.",
        ),
    )

    class Meta:
        model = Milestone
        fields = ["scope", "year", "reduction", "base_year", "base_t", "source"]
        labels = {"source": said("Beschluss: Nummer und Datum", "Decision: number and date")}


class PastYearsForm(forms.Form):
    """Earlier years of one source, a year a line."""

    use = forms.ChoiceField(
        label=said("Wovon?", "Of what?"),
        choices=choices_of(PastUse),
    )
    years = forms.CharField(
        label=said("Je Zeile: Jahr; Tonnen CO2e", "Each line: year; tonnes CO2e"),
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

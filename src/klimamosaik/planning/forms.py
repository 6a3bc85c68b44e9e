"""Forms of planning: what a plan is asked for, and what hangs on what."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.places.models import Municipality
from klimamosaik.planning.candidates import MOST_EUR, MOST_SPREAD, PlanQuery
from klimamosaik.planning.models import Selection, Tie
from klimamosaik.planning.operations import years_fit, years_refused
from klimamosaik.records.checkbox_list import Ticks
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said, translate
from klimamosaik.records.long_lists import ListedChoice, offer_list
from klimamosaik.records.number_fields import NumberField, WholeNumberField, YearField

USUAL_YEARS = 10  # [a] of a plan, until somebody says otherwise
CAUTIONS = [
    ("0.5", said("Mittel und niedriges Ende zählen gleich", "mean and low end count alike")),
    ("0.9", said("vorsichtig: fast nur das niedrige Ende", "careful: almost only the low end")),
    ("0.0", said("nur das Mittel", "the mean only")),
]


class SelectionForm(forms.Form):
    """Money, staff, years, and what is to be in the plan or not."""

    budget = NumberField(
        label=said("Geld im Jahr, Euro", "Money a year, EUR"),
        help_text=said("Eigenes Geld, ohne Förderung.", "Own money, without grants."),
        min_value=0, max_value=MOST_EUR,
    )  # fmt: skip
    staff_days = NumberField(
        label=said("Personaltage im Jahr", "Staff days a year"),
        help_text=said("Leer: nicht begrenzt.", "Empty: not limited."),
        required=False, min_value=0,
    )  # fmt: skip
    carried = forms.BooleanField(
        label=said("Nicht gebrauchtes Geld bleibt", "Money left over stays"),
        help_text=said(
            "Was ein Jahr nicht braucht, darf in späteren ausgegeben werden.",
            "What a year does not need may be spent in later ones.",
        ),
        required=False, initial=True,
    )  # fmt: skip
    spread_years = WholeNumberField(
        label=said("Investition auf höchstens … Jahre verteilen", "Pay an investment over … years"),
        help_text=said(
            "In gleichen Raten; sie wirkt erst, wenn alles bezahlt ist. 1: wie bei der Maßnahme "
            "geplant.",
            "In equal instalments; it acts once all is paid. 1: as planned with the measure.",
        ),
        min_value=1, max_value=MOST_SPREAD, required=False, initial=1,
    )  # fmt: skip
    first_year = YearField(label=said("Vom Jahr", "From the year"))
    last_year = YearField(label=said("Bis zum Jahr", "To the year"))
    caution = forms.TypedChoiceField(
        label=said("Wie zählt Unsicheres?", "How does doubt count?"),
        help_text=said(
            "Gemessenes hat engere Spannen und wird so eher gewählt.",
            "What is measured has narrower ranges and so is chosen sooner.",
        ),
        choices=CAUTIONS, coerce=float, initial="0.5",
    )  # fmt: skip
    must = forms.ModelMultipleChoiceField(
        label=said("Muss dabei sein", "Must be in it"),
        queryset=Measure.objects.none(), required=False, widget=Ticks,
    )  # fmt: skip
    must_not = forms.ModelMultipleChoiceField(
        label=said("Soll nicht dabei sein", "Is not to be in it"),
        queryset=Measure.objects.none(), required=False, widget=Ticks,
    )  # fmt: skip

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_measures(self, ("must", "must_not"), municipality)

    def clean(self) -> dict[str, Any]:
        """Years that do not fit are told with whatever else is wrong."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last, today = given.get("first_year"), given.get("last_year"), timezone.localdate()
        if first is not None and last is not None and not years_fit(first, last, today):
            self.add_error("last_year", translate(years_refused(today.year).text))
        return given

    @property
    def wish(self) -> PlanQuery:
        """What is asked for."""
        given = self.cleaned_data
        return PlanQuery(
            **given
            | {
                "spread_years": given["spread_years"] or 1,
                "must": frozenset(measure.pk for measure in given["must"]),
                "must_not": frozenset(measure.pk for measure in given["must_not"]),
            }
        )


def open_measures(municipality: Municipality) -> Any:
    """Measures that have not been given up, by name."""
    found = Measure.objects.filter(municipality=municipality)
    return found.exclude(phase=Phase.STOPPED).order_by("name")


def offer_measures(form: forms.Form, names: Iterable[str], municipality: Municipality) -> None:
    """Let fields of a form choose among a town's open measures."""
    known = open_measures(municipality)
    for name in names:
        field = form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = known
        offer_list(form, name, [ListedChoice(each.pk, each.name) for each in known])


def asked_before(selection: Selection | None, today: date) -> dict[str, Any]:
    """What the form shows first: the newest selection, else the next ten years."""
    if selection is None or selection.first_year < today.year:
        first = today.year + 1
        return {"first_year": first, "last_year": first + USUAL_YEARS - 1}
    return {
        "budget": selection.budget,
        "carried": selection.carried,
        "spread_years": selection.spread_years,
        "staff_days": selection.staff_days,
        "first_year": selection.first_year,
        "last_year": selection.last_year,
        "caution": f"{selection.caution:g}" if selection.caution else "0.0",
        "must": list(selection.must.all()),
        "must_not": list(selection.must_not.all()),
    }


class TieForm(forms.Form):
    """One measure, how it hangs on the other, and why."""

    measure = forms.ModelChoiceField(
        label=said("Diese Maßnahme", "This measure"), queryset=Measure.objects.none()
    )
    kind = forms.ChoiceField(label=said("Wie?", "How?"), choices=choices_of(Tie))
    other = forms.ModelChoiceField(
        label=said("die andere", "the other"), queryset=Measure.objects.none()
    )
    reason = forms.CharField(label=said("Warum?", "Why?"), required=False, max_length=300)

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_measures(self, ("measure", "other"), municipality)


class LifeForm(forms.Form):
    """Assumptions of the cost of a tonne."""

    interest = NumberField(
        label=said("Zins im Jahr, Prozent", "Interest a year, per cent"),
        min_value=0, max_value=20,
    )  # fmt: skip
    life = NumberField(
        label=said("Nutzungsdauer, wo keine eingetragen ist, Jahre", "Life where none is entered"),
        help_text=said(
            "Leer: solche Maßnahmen bleiben draußen.", "Years; empty: such measures stay out."
        ),
        required=False, min_value=1, max_value=100,
    )  # fmt: skip

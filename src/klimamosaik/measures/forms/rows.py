"""Small forms for all that hangs on a measure: one row each."""

from typing import Any

from django import forms

from klimamosaik.measures.forms.fields import WithOrganisation, choice
from klimamosaik.measures.forms.series import offer_series
from klimamosaik.measures.models import (
    AdaptationTarget,
    CostLine,
    Indicator,
    IndicatorValue,
    Involvement,
    Lesson,
    Measure,
    StatusReport,
    Task,
)
from klimamosaik.measures.models.kinds import AfterFunding, ReadingBasis, Subject
from klimamosaik.measures.operations.chain import unit_of_its_readings, wish_that_is_whole
from klimamosaik.measures.operations.involvement import span_that_fits
from klimamosaik.measures.operations.life import lesson_that_says_all
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.records.fields import day_widget, short_widget
from klimamosaik.records.forms import RecordForm, VersionedForm
from klimamosaik.records.language import said
from klimamosaik.records.versions import Watched
from klimamosaik.terms.happening import Happening


class OrganisationForm(RecordForm):
    """What an organisation is called and what kind it is."""

    class Meta(RecordForm.Meta):
        model = Organisation
        fields = ["name", "kind"]


class RowForm(RecordForm):
    """A row of a measure; `municipality` is whose organisations and readings are offered."""

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality


class OrganisationRowForm(WithOrganisation, RowForm):
    """A row with an organisation, one there is or a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.organisation_id:
            self.initial["organisation"] = self.instance.organisation_id
        self.offer(self.municipality)


class InvolvementForm(OrganisationRowForm):
    """Who has what to do with a measure, and the desk that answers."""

    field_order = ["organisation", "new_organisation", "new_kind", "role"]

    class Meta(RecordForm.Meta):
        model = Involvement
        fields = ["role", "desk", "phone", "email", "confirmed_on"]


class TaskForm(OrganisationRowForm):
    """What an organisation owes, and by when."""

    class Meta(RecordForm.Meta):
        model = Task
        fields = ["what", "due", "decision", "done_on"]


class PartForm(RowForm):
    """A row that is one organisation's part, or the measure's as a whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.municipality.organisations.all()
        field.empty_label = said("– die Maßnahme als Ganzes –", "– the measure as a whole –")


class StatusForm(PartForm):
    """How a measure is getting on."""

    class Meta(RecordForm.Meta):
        model = StatusReport
        fields = ["state", "words", "day", "first_day", "organisation"]

    rules = ((("day", "first_day"), span_that_fits),)


class IndicatorForm(RowForm):
    """What shows whether a link of the impact chain holds."""

    class Meta(RecordForm.Meta):
        model = Indicator
        fields = [
            "link", "name", "subject", "observed_property", "unit", "start_value", "wanted_value",
            "bound", "wanted_until", "datastream", "basis",
        ]  # fmt: skip

    rules = (
        (("unit", "wanted_value", "bound", "wanted_until"), wish_that_is_whole),
        (("unit", "datastream"), unit_of_its_readings),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # most are about nothing with a place of its own; readings tell by their last value
        for name, unsaid in (("subject", Subject.OTHER), ("basis", ReadingBasis.LAST)):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.TypedChoiceField)
            chosen.required, chosen.empty_value = False, unsaid.value
        streams = self.fields["datastream"]
        assert isinstance(streams, forms.ModelChoiceField)
        streams.empty_label = said("– von Hand eintragen –", "– entered by hand –")
        offer_series(self, "datastream", self.municipality)


class ValueForm(RowForm):
    """What was found on a day."""

    same = ("indicator", "day")

    class Meta(RecordForm.Meta):
        model = IndicatorValue
        fields = ["day", "value", "source"]


class CostForm(PartForm):
    """Planned and actual cost of a year."""

    class Meta(RecordForm.Meta):
        model = CostLine
        fields = ["year", "kind", "planned", "actual", "source", "organisation"]


class LessonForm(RowForm):
    """What others should know."""

    class Meta(RecordForm.Meta):
        model = Lesson
        fields = ["hypothesis", "evidence", "cause", "cost", "advice"]

    rules = ((("hypothesis", "evidence", "cause", "advice"), lesson_that_says_all),)


class StopForm(LessonForm):
    """The lesson of a stop, and since when the effect is gone."""

    end = forms.DateField(
        label=said("Wirkt nicht mehr seit", "No longer works since"),
        help_text=said(
            "leer: was gebaut ist, wirkt weiter, oder es hat nie gewirkt",
            "empty: what was built goes on working, or it never worked",
        ),
        required=False,
        widget=day_widget(),
    )
    field_order = ["hypothesis", "evidence", "cause", "cost", "advice"]


class ReasonForm(VersionedForm, forms.Form):
    """One sentence why a measure takes a step; nobody else took one meanwhile."""

    told = ("phase",)

    reason = forms.CharField(label=said("Grund", "Reason"), required=False, widget=short_widget())

    def __init__(self, *args: Any, measure: Measure, **given: Any) -> None:
        super().__init__(*args, **given)
        self.watch(Watched.row(measure))


class AdaptationTargetForm(RowForm):
    """What is wanted of a series of readings."""

    class Meta(RecordForm.Meta):
        model = AdaptationTarget
        fields = [
            "name", "subject", "datastream", "basis", "bound", "wanted_value", "wanted_until",
            "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_series(self, "datastream", self.municipality)


class AfterFundingForm(RowForm):
    """The end of the money, and what was decided for afterwards."""

    class Meta(RecordForm.Meta):
        model = Measure
        fields = ["funding_ends_on", "after_funding", "handed_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["handed_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.municipality.organisations.all()
        field.empty_label = said("– niemanden –", "– nobody –")
        field.help_text = said("nur bei „übergeben“", "only where it is handed over")

    def clean(self) -> dict[str, Any]:
        """Only what is handed over is taken over by somebody."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("handed_to") and cleaned.get("after_funding") != AfterFunding.HAND_OVER:
            self.add_error(
                "handed_to",
                said(
                    "Übergeben wird sie nur, wenn das auch entschieden ist. Bitte „übergeben“ "
                    "wählen oder das Feld leeren.",
                    "It is handed over only where that was decided. Please choose “hand over” or "
                    "empty the field.",
                ),
            )
        return cleaned


class HappenedForm(VersionedForm, forms.Form):
    """One thing that happened, and words of one's own."""

    happening = choice(
        said("Was ist an diesem Zähler geschehen?", "What happened at this meter?"), Happening
    )
    note = forms.CharField(
        label=said("In eigenen Worten", "In your own words"),
        help_text=said(
            "Ein Satz, z. B. „Jugendzentrum im März ausgezogen“. Er steht bei jedem Ergebnis.",
            "One sentence, e.g. “youth centre moved out in March”. It stands with every result.",
        ),
        required=False,
        max_length=200,
    )

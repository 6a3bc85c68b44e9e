"""The form that asks how a measure goes on once its funding has ended."""

from typing import Any

from django import forms

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.kinds import AfterFunding
from klimamosaik.places.models import Municipality
from klimamosaik.records.forms import RecordForm
from klimamosaik.records.language import said


class AfterFundingForm(RecordForm):
    """The end of the money, and what was decided for afterwards."""

    class Meta(RecordForm.Meta):
        model = Measure
        fields = ["funding_ends_on", "after_funding", "handed_to"]

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["handed_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = municipality.organisations.all()
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

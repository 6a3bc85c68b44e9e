"""The form of a target of the whole municipality."""

from typing import Any

from django import forms

from klimamosaik.measures.forms.rows import RowForm
from klimamosaik.measures.forms.series import offer_series
from klimamosaik.measures.models import AdaptationTarget
from klimamosaik.records.forms import RecordForm
from klimamosaik.records.language import said


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
        streams = self.fields["datastream"]
        assert isinstance(streams, forms.ModelChoiceField)
        offer_series(self, "datastream", self.municipality)
        streams.empty_label = said("– bitte wählen –", "– please choose –")

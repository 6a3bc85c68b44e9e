"""The form that asks what happened at a meter."""

from django import forms

from klimamosaik.measures.forms.fields import choice
from klimamosaik.records.forms import VersionedForm
from klimamosaik.records.language import said
from klimamosaik.terms.happening import Happening


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

"""The form of a measure's basics: what it is for, where it stands, what was decided."""

from typing import Any

from django import forms

from klimamosaik.measures.forms.fields import choice
from klimamosaik.measures.models import Measure, Network, Register
from klimamosaik.measures.models.kinds import RegisterKind
from klimamosaik.measures.operations.fitting import order_of_days
from klimamosaik.places.models import Municipality
from klimamosaik.records.fields import day_widget
from klimamosaik.records.forms import RecordForm
from klimamosaik.records.language import said


def new_name(label: Any, hint: Any = "") -> forms.CharField:
    """The name of something not in the list yet."""
    return forms.CharField(label=label, help_text=hint, max_length=120, required=False)


def since_is_noted(measure: Measure) -> bool:
    """True where it is known since when a measure is in its phase."""
    newest = measure.steps.first() if measure.pk else None
    return newest is None or newest.since is not None


class BasicsForm(RecordForm):
    """Change what a measure is, without touching its meters."""

    new_register = new_name(
        said("In eine neue Liste", "Into a new register"),
        said("z. B. Klimaplan, Smart-City-Programm", "e.g. climate plan, smart-city programme"),
    )
    new_register_kind = choice(
        said("Was für eine Liste ist das?", "What kind is it?"), RegisterKind
    )
    new_network = new_name(
        said("In einen neuen Verbund", "Into a new network"),
        said("mit anderen Gemeinden", "with other municipalities"),
    )

    since = forms.DateField(
        label=said("In dieser Phase seit", "In this phase since"),
        help_text=said("noch nicht notiert", "not noted yet"),
        required=False,
        widget=day_widget(),
    )

    class Meta(RecordForm.Meta):
        model = Measure
        fields = [
            "key", "name", "aim", "fields_of_action", "registers", "networks", "runs_on",
            "needs_no_grid", "obstacles", "council_decision", "council_decided_on",
            "next_decision_on", "first_year", "last_year", "expected_life", "refresh_months",
        ]  # fmt: skip

    rules = ((("first_year", "last_year"), order_of_days),)

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_register_kind"].required = False
        if since_is_noted(self.instance):
            del self.fields["since"]
        for name, offered in (
            ("registers", Register.objects.filter(municipality=municipality)),
            ("networks", Network.objects.filter(municipality=municipality)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = offered

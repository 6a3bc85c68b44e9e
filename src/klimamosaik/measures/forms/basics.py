"""The form of a measure's basics: what it is for, where it stands, what was decided."""

from typing import Any

from django import forms

from klimamosaik.measures.forms.fields import SHORT, WHOLE, choice, day_widget
from klimamosaik.measures.models import Measure, Network, Register
from klimamosaik.measures.models.kinds import RegisterKind
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said
from klimamosaik.records.ticks import Ticks
from klimamosaik.terms.field import Field


def new_name(label: Any, hint: Any = "") -> forms.CharField:
    """The name of something not in the list yet."""
    return forms.CharField(label=label, help_text=hint, max_length=120, required=False)


class BasicsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Change what a measure is, without touching its meters."""

    fields_of_action = forms.MultipleChoiceField(
        label=said("Handlungsfelder", "Fields of action"),
        choices=choices_of(Field),
        required=False,
        widget=Ticks,
    )
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

    class Meta:
        model = Measure
        fields = [
            "key", "name", "aim", "fields_of_action", "registers", "networks", "runs_on",
            "needs_no_grid", "obstacles", "council_decision", "council_decided_on",
            "next_decision_on", "first_year", "last_year", "expected_life", "refresh_months",
        ]  # fmt: skip
        labels = {
            "key": said("Nummer im Plan", "Number in the plan"),
            "name": said("Name der Maßnahme", "Name of the measure"),
            "aim": said("Wozu?", "What for?"),
            "registers": said("Steht in", "Stands in"),
            "networks": said("Gehört zum Verbund", "Belongs to the network"),
            "runs_on": said("Läuft auf welchem Netz?", "Runs on which network?"),
            "needs_no_grid": said("Braucht kein Netz", "Needs no network"),
            "obstacles": said("Hindernisse und Risiken", "Obstacles and risks"),
            "council_decision": said("Ratsbeschluss, Nummer", "Council decision, number"),
            "council_decided_on": said("Beschlossen am", "Decided on"),
            "next_decision_on": said("Nächste Entscheidung am", "Next decision on"),
            "first_year": said("Arbeit von (Jahr)", "Work from (year)"),
            "last_year": said("bis (Jahr)", "to (year)"),
            "expected_life": said("Hält wie viele Jahre?", "Lasts how many years?"),
            "refresh_months": said("Neues mindestens alle … Monate", "News every … months"),
        }
        help_texts = {
            "key": said("z. B. A1.1", "e.g. A1.1"),
            "runs_on": said(
                "Strom, Wärme, Gas oder Funk: z. B. Stromnetz der Stadtwerke, LoRaWAN",
                "power, heat, gas or radio: e.g. grid of the municipal utility, LoRaWAN",
            ),
            "obstacles": said(
                "Was kann schiefgehen? Ein Satz genügt.",
                "What can go wrong? One sentence will do.",
            ),
            "refresh_months": said("leer: das Übliche, ein Jahr", "empty: the usual, a year"),
        }
        widgets = {
            "aim": SHORT,
            "obstacles": SHORT,
            "registers": Ticks,
            "networks": Ticks,
            "council_decided_on": day_widget(),
            "next_decision_on": day_widget(),
            "first_year": WHOLE,
            "last_year": WHOLE,
            "expected_life": WHOLE,
            "refresh_months": WHOLE,
        }

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_register_kind"].required = False
        for name, offered in (
            ("registers", Register.objects.filter(municipality=municipality)),
            ("networks", Network.objects.filter(municipality=municipality)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = offered

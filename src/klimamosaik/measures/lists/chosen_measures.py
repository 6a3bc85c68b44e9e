"""Which measures of another municipality are taken: all of them, until somebody unticks one."""

from django import forms
from django.http import QueryDict

from klimamosaik.measures.lists.preview import ListPlan, mark_of
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text


class ChosenMeasuresForm(forms.Form):
    """A tick for each measure of the list."""

    def __init__(self, data: QueryDict | None, *, plan: ListPlan) -> None:
        super().__init__(data, prefix="m")
        taken = [(mark_of(each.listed), each.name) for each in plan.measures]
        left = [(mark_of(each), each.name or each.known_as or "") for each in plan.left]
        towns = ", ".join(plan.towns)
        label = WHICH.format(towns=towns)
        self.fields["take"] = forms.MultipleChoiceField(
            label=said(label.de, label.en),
            choices=[*taken, *left],
            initial=[mark for mark, _ in taken],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": said(AT_LEAST_ONE.de, AT_LEAST_ONE.en)},
        )
        self.marks = frozenset(mark for mark, _ in (*taken, *left))

    def left(self) -> frozenset[str]:
        """Marks of those that are not taken."""
        return self.marks - frozenset(self.cleaned_data["take"])


WHICH = Text("Welche Maßnahmen aus {towns}?", "Which measures from {towns}?")
AT_LEAST_ONE = Text(
    "Bitte mindestens eine Maßnahme wählen oder die Liste verwerfen.",
    "Please choose at least one measure, or discard the list.",
)

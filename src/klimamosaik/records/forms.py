"""Forms of records: fields as people write them, and no silent overwriting of others."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.db import models, transaction

from klimamosaik.records.language import said, translate
from klimamosaik.records.ticks import Ticks
from klimamosaik.records.versions import Watched, overtaken, version_of
from klimamosaik.terms.complaint import InputRejected

CHOOSE = said("– bitte wählen –", "– please choose –")


def decimal_widget() -> forms.TextInput:
    """A number with a comma or a point."""
    return forms.TextInput(attrs={"inputmode": "decimal"})


def whole_widget() -> forms.TextInput:
    """A whole number, as of a year."""
    return forms.TextInput(attrs={"inputmode": "numeric"})


def day_widget() -> forms.DateInput:
    """A day, chosen or typed."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def short_widget() -> forms.Textarea:
    """A few sentences."""
    return forms.Textarea(attrs={"rows": 3})


NUMBERS = (models.FloatField, models.DecimalField, models.IntegerField)
YEARS = models.PositiveSmallIntegerField  # and months: in them 2.025 is no two thousand
WIDGETS: "tuple[tuple[type[models.Field[Any, Any]], Callable[[], forms.Widget]], ...]" = (
    (models.FloatField, decimal_widget),
    (models.DecimalField, decimal_widget),
    (models.IntegerField, whole_widget),
    (models.DateField, day_widget),
    (models.TextField, short_widget),
    (models.ManyToManyField, Ticks),
)


def as_people_write(field: "models.Field[Any, Any]", **given: Any) -> forms.Field | None:
    """The field of a form: numbers with a comma, days to choose, choices in words."""
    widget = next((make for kind, make in WIDGETS if isinstance(field, kind)), None)
    if widget is not None and not field.choices:
        given.setdefault("widget", widget())
        given["localize"] = isinstance(field, NUMBERS) and not isinstance(field, YEARS)
    if isinstance(field, models.URLField):
        given.setdefault("assume_scheme", "https")
    made: forms.Field | None = field.formfield(**given)
    if isinstance(made, forms.TypedChoiceField):
        known: list[Any] = list(made.choices)  # type: ignore[arg-type]
        if known and known[0] == models.fields.BLANK_CHOICE_DASH[0]:
            made.choices = [("", CHOOSE), *known[1:]]
    return made


class VersionedForm(forms.BaseForm):
    """A form that carries the version of what it was opened with."""

    watched: Collection[Watched] = ()
    overtaken = False  # somebody changed meanwhile what it shows

    def watch(self, *watched: Watched) -> None:
        """Refuse to save where others changed these meanwhile."""
        self.watched = watched
        hidden = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["version"] = hidden
        self.initial.setdefault("version", version_of(watched))

    @property
    def told(self) -> Collection[str]:
        """The fields of what is watched that it shows."""
        return self.fields.keys()

    def refuse_overtaking(self) -> None:
        """Raise InputRejected where somebody changed what the form shows since it was opened.

        Shown again, the form carries the newest version: saving once more is meant.
        """
        if not self.watched:
            return
        found = overtaken(list(self.watched), self.data.get("version", ""), self.told)
        if found is not None:
            self.overtaken = True
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["version"] = version_of(list(self.watched))  # type: ignore[index]
            raise InputRejected([found])


class RecordForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A form of one record: labels and hints are the model's."""

    class Meta:
        formfield_callback = as_people_write

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if self.instance.pk is not None and not self.instance._state.adding:
            self.watch(Watched.row(self.instance), *self.beside())

    def beside(self) -> tuple[Watched, ...]:
        """What else the form shows."""
        return ()


def stored(form: Any, door: Callable[[], object]) -> bool:
    """True where the form is valid and the door took it; else the form says why not.

    What others changed meanwhile is looked at while nobody else can write.
    """
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            if isinstance(form, VersionedForm):
                hold(form)
                form.refuse_overtaking()
            door()
    except InputRejected as refusal:
        complain(form, refusal)
        return False
    return True


def hold(form: VersionedForm) -> None:
    """Nobody else writes what the form shows until the transaction ends."""
    for each in form.watched:
        list(each.model._base_manager.select_for_update().filter(**each.where))


def complain(form: forms.BaseForm, refusal: InputRejected) -> None:
    """Put what a door refused beside the field it is about, else on top of the form."""
    for complaint in refusal.complaints:
        field = complaint.column if complaint.column in form.fields else None
        form.add_error(field, translate(complaint.text))

"""Forms of records: fields as people write them, and no silent overwriting of others."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.forms import model_to_dict
from simple_history.models import HistoricalRecords

from klimamosaik.records.answers import sent_by
from klimamosaik.records.fields import as_people_write
from klimamosaik.records.language import translate
from klimamosaik.records.long_lists import only_searching
from klimamosaik.records.merging import CHOOSE, VERSION, Meeting, Merged, opened_with
from klimamosaik.records.unsaved_input import kept_data
from klimamosaik.records.versions import Watched, versions_of
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.text import Text

JUST_NOW = problem(
    "changed_meanwhile",
    "In diesem Augenblick hat auch jemand anderes gespeichert. Ihre Eingaben stehen noch hier; "
    "bitte speichern Sie noch einmal.",
    "Somebody else saved at this very moment. What you entered is still here; please save "
    "once more.",
)
Rule = Callable[[Any], Iterable[Problem]]  # what a record says that does not fit together
UNSENT: Any = object()  # a form that only shows


class VersionedForm(forms.BaseForm):
    """A form that carries the version of what it was opened with.

    What others stored meanwhile is put together with what was sent: a field only one side changed
    says so, a field both changed is asked for.
    """

    watched: Collection[Watched] = ()
    seen: tuple[int, ...] = ()  # versions of what is watched, as the form shows it
    same: Collection[str] = ()  # fields that find the record it replaces, which nobody has seen
    kept_as: Mapping[str, str] = {}  # fields whose name in the history is another
    as_one = False  # a field says nothing without the others: each that differs is asked
    unstored: Collection[str] = ()  # fields that only say what to do, as a tick
    told: Collection[str] = ()  # fields of the history it does not show, that a person must know
    merged: Merged | None = None
    not_saved = False  # it shows what was typed before; only a person's sending stores

    def __init__(self, data: Any = UNSENT, *args: Any, **given: Any) -> None:
        fields: Collection[str] = getattr(type(self), "base_fields", ())
        # None: nothing was sent to this very form
        kept = kept_data(fields, given.get("prefix")) if data is None else None
        self.not_saved = kept is not None
        super().__init__(None if data is UNSENT else kept or data, *args, **given)

    def watch(self, *watched: Watched, seen: tuple[int, ...] | None = None) -> None:
        """Save nothing others changed meanwhile without asking.

        seen: the versions, where they were read before what the form shows.
        """
        self.watched = watched
        self.seen = versions_of(watched) if seen is None else seen
        # Without an id: a page may hold several forms.
        hidden = forms.HiddenInput(attrs={"id": False})
        self.fields[VERSION] = forms.CharField(required=False, widget=hidden)
        self.initial[VERSION] = lambda: str(opened_with(self, self.seen))

    def __getitem__(self, name: str) -> Any:
        field: Any = super().__getitem__(name)
        field.meanwhile = self.merged.conflicts.get(name) if self.merged else None
        return field

    def full_clean(self) -> None:
        """Put together with what others stored, then look what is wrong."""
        if self.is_bound and self.same:
            self.find_same()
        if self.is_bound and self.watched:
            self.merged = Meeting(self).merged()
        super().full_clean()
        if self.merged is not None:
            for name in self.merged.conflicts:
                self.add_error(name, translate(CHOOSE))
            for problem in self.merged.problems:
                self.add_error(None, translate(problem.text))

    def find_same(self) -> None:
        """Watch the record that what was typed would replace."""

    @property
    def overtaken(self) -> bool:
        """True where a person has to look at what somebody changed meanwhile."""
        return self.merged is not None and bool(self.merged.conflicts or self.merged.problems)

    def refuse_overtaking(self) -> None:
        """Raise InputRejected where somebody saved between reading and storing."""
        if self.merged is not None and versions_of(tuple(self.watched)) != self.merged.versions:
            raise InputRejected([JUST_NOW])


class RecordForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A form of one record: labels and hints are the model's.

    A door says what does not fit together; it is asked only where each field is right by itself.
    `rules` are those of the door, each with the fields it looks at: where a field is wrong, what
    others have against each other is told all the same, so that nobody corrects twice.
    """

    rules: Sequence[tuple[Collection[str], Rule]] = ()

    class Meta:
        formfield_callback = as_people_write

    def _post_clean(self) -> None:
        """Put what was given into the record; with what is wrong, also what does not fit."""
        super()._post_clean()  # type: ignore[misc]  # Django does not tell its types
        wrong = set(self.errors)
        told = (rule(self.instance) for fields, rule in self.rules if not wrong & set(fields))
        for each in [found for rule in told for found in rule] if wrong else ():
            self.add_error(
                each.column if each.column in self.fields else None, translate(each.text)
            )

    def __init__(self, data: Any = UNSENT, *args: Any, **given: Any) -> None:
        self.instance = given.get("instance")
        there = self.instance is not None and not self.instance._state.adding
        watched = (Watched.row(self.instance), *self.beside()) if there else ()
        seen = versions_of(watched)
        if there and data is not None and data is not UNSENT:
            with suppress(ObjectDoesNotExist):  # removed meanwhile: its version says so
                self.instance.refresh_from_db()
        super().__init__(data, *args, **given)
        self.initial = {**self.initial, **self.beyond(), **given.get("initial", {})}
        if there:
            self.watch(*watched, seen=seen)
        elif self.same:
            self.watch(Watched(type(self.instance), {self.instance._meta.pk.attname: None}))

    def beside(self) -> tuple[Watched, ...]:
        """What else the form shows."""
        return ()

    def beyond(self) -> dict[str, Any]:
        """What the form shows beyond the fields of its record."""
        return {}

    def find_same(self) -> None:
        """Watch the record with the key that was typed, and show what it says now."""
        key: dict[str, Any] = {}
        for name in self.same:
            if name not in self.fields:
                key[name] = getattr(self.instance, name)
                continue
            try:
                key[name] = self.fields[name].clean("".join(sent_by(self, name)[:1]))
            except ValidationError:
                return
        model = type(self.instance)
        known = model._base_manager.filter(**key)
        pk = known.values_list("pk", flat=True).first()
        self.watched = (Watched(model, {model._meta.pk.attname: pk}),)
        self.seen = versions_of(self.watched)
        row = known.first()
        if row is not None:
            self.initial = {**self.initial, **model_to_dict(row, fields=list(self.fields))}


def name_of_its_own(form: RecordForm, taken: str) -> str:
    """The name that was typed. Raises ValidationError where another row of the town has it."""
    row, name = form.instance, form.cleaned_data["name"].strip()
    alike = type(row)._default_manager.filter(municipality=row.municipality_id, name=name)
    if alike.exclude(pk=row.pk).exists():
        raise ValidationError(taken)
    return str(name)


def stored(form: Any, door: Callable[[], object]) -> bool:
    """True where the form is valid and the door took it; else the form says why not.

    What others changed meanwhile is looked at while nobody else can write.
    """
    valid = form.is_valid()
    if only_searching(form):
        form.errors.clear()  # nobody asked for it to be stored yet
        return False
    if not valid or getattr(form, "not_saved", False):
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
    if isinstance(form, VersionedForm) and form.merged:
        tell(form.merged.told)
    return True


def tell(told: Iterable[Text]) -> None:
    """Say on the next page what was taken over from others."""
    # Doors and forms know no request; the history keeps the one of this thread for its authors.
    request = getattr(HistoricalRecords.context, "request", None)
    if request is not None:
        for text in told:
            messages.info(request, translate(text))


def hold(form: VersionedForm) -> None:
    """Nobody else writes what the form shows until the transaction ends."""
    for each in form.watched:
        list(each.model._base_manager.select_for_update().filter(**each.where))


def complain(form: forms.BaseForm, refusal: InputRejected) -> None:
    """Put what a door refused beside the field it is about, else on top of the form."""
    for complaint in refusal.complaints:
        field = complaint.column if complaint.column in form.fields else None
        form.add_error(field, translate(complaint.text))

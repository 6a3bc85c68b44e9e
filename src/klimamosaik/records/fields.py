"""Fields of forms as people write them: numbers with a comma, days to choose, choices in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models

from klimamosaik.records.checkbox_list import Ticks
from klimamosaik.records.language import said
from klimamosaik.records.number_fields import (
    MoneyField,
    NumberField,
    WholeNumberField,
    YearField,
)
from klimamosaik.terms.text import Text

NOT_CHOSEN = said("– bitte wählen –", "– please choose –")


def day_widget() -> forms.DateInput:
    """A day, chosen or typed."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def short_widget() -> forms.Textarea:
    """A few sentences."""
    return forms.Textarea(attrs={"rows": 3})


NUMBERS: "tuple[tuple[type[models.Field[Any, Any]], type[forms.Field]], ...]" = (
    (models.FloatField, NumberField),
    (models.DecimalField, MoneyField),
    (models.PositiveSmallIntegerField, YearField),  # and months, lives: none has thousands
    (models.IntegerField, WholeNumberField),
)
WIDGETS: "tuple[tuple[type[models.Field[Any, Any]], Callable[[], forms.Widget]], ...]" = (
    (models.DateField, day_widget),
    (models.TextField, short_widget),
    (models.ManyToManyField, Ticks),
)


def as_people_write(field: "models.Field[Any, Any]", **given: Any) -> forms.Field | None:
    """The field of a form: numbers with a comma, days to choose, choices in words."""
    widget = next((make for kind, make in WIDGETS if isinstance(field, kind)), None)
    number = next((made for kind, made in NUMBERS if isinstance(field, kind)), None)
    if widget is not None and not field.choices:
        given.setdefault("widget", widget())
    if number is not None and not field.choices:
        given["form_class"] = number
    if isinstance(field, models.URLField):
        given.setdefault("assume_scheme", "https")
    made: forms.Field | None = field.formfield(**given)
    if made is not None:
        made.error_messages.update(limits_in_words(field))
    if isinstance(made, forms.TypedChoiceField):
        known: list[Any] = list(made.choices)  # type: ignore[arg-type]
        if known and known[0] == models.fields.BLANK_CHOICE_DASH[0]:
            made.choices = [("", NOT_CHOSEN), *known[1:]]
    if isinstance(made, forms.ModelChoiceField) and made.empty_label is not None:
        made.empty_label = NOT_CHOSEN
    return made


def limits_in_words(field: "models.Field[Any, Any]") -> dict[str, Any]:
    """The first and the last day a field takes, as a person writes days."""
    limits = {
        each.code: (WORDS[type(each)], each.limit_value)
        for each in field.validators
        if isinstance(each, BaseValidator) and type(each) in WORDS
        if isinstance(each.limit_value, date)
    }
    told = {code: words.format(day=day) for code, (words, day) in limits.items()}
    return {code: said(text.de, text.en) for code, text in told.items()}


WORDS: dict[type, Text] = {
    MinValueValidator: Text("Frühestens geht {day}.", "{day} at the earliest."),
    MaxValueValidator: Text("Spätestens geht {day}.", "{day} at the latest."),
}

"""Fields of forms as people write them: numbers with a comma, days to choose, choices in words."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models

from klimamosaik.records.checkbox_list import Ticks
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text

NOT_CHOSEN = said("– bitte wählen –", "– please choose –")


class NumberInput(forms.TextInput):
    """A number as it is typed, or pasted from a table or a page: with any minus, in groups."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was sent, as the field reads numbers."""
        sent = super().value_from_datadict(data, files, name)
        return plain_number(sent) if isinstance(sent, str) else sent


# \s is also the space that never breaks, as Excel and our own pages write it
GROUPED = re.compile(r"[-+]?\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?")


def plain_number(written: str) -> str:
    """The number without spaces between groups of three digits and with a minus of keyboards.

    What is no number stays as it was written.
    """
    number = written.strip().replace("\N{MINUS SIGN}", "-")
    if GROUPED.fullmatch(number):
        return re.sub(r"\s", "", number)
    return number if re.fullmatch(r"-?[\d.,]+", number) else written


def decimal_widget() -> forms.TextInput:
    """A number with a comma or a point."""
    return NumberInput(attrs={"inputmode": "decimal"})


def whole_widget() -> forms.TextInput:
    """A whole number, as of a year."""
    return NumberInput(attrs={"inputmode": "numeric"})


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

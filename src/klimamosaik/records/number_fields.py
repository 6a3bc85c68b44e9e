"""Fields for numbers as people type them, in every form: one rule reads, one way shows them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from klimamosaik.records.language import reader_language, translate
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.written_number import for_a_field, read_number


class TypedNumber(forms.TextInput):
    """A number to type or to paste; no field of the browser's, which reads in its own language."""

    def __init__(self, attrs: Any = None, *, grouped: bool = True) -> None:
        super().__init__(attrs)
        self.grouped = grouped

    def format_value(self, value: Any) -> str | None:
        """A number as the page writes numbers; what was typed stays as it is."""
        if isinstance(value, int | float | Decimal):
            return for_a_field(value, reader_language(), grouped=self.grouped)
        shown: str | None = super().format_value(value)
        return shown


def decimal_widget(**attrs: Any) -> TypedNumber:
    """A number with a comma or a point."""
    return TypedNumber({"inputmode": "decimal", **attrs})


def whole_widget(**attrs: Any) -> TypedNumber:
    """A whole number."""
    return TypedNumber({"inputmode": "numeric", **attrs})


def year_widget() -> TypedNumber:
    """A year, or a number of months: nobody writes 2.025 of them."""
    return TypedNumber({"inputmode": "numeric"}, grouped=False)


def as_django_reads(value: Any) -> Any:
    """What was typed, with the marks of Python. Raises ValidationError where it is no number."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return ""
    try:
        return format(read_number(value, reader_language()), "f")
    except InputRejected as refusal:
        (told,) = refusal.complaints
        raise ValidationError(translate(told.text), code=told.code) from refusal


class _Typed(forms.Field):
    """What is the same in all of them."""

    def to_python(self, value: Any) -> Any:
        """What was typed as a number; None for nothing."""
        return super().to_python(as_django_reads(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was understood, for the form shown again; what was not stands as it was typed."""
        given = super().bound_data(data, initial)
        try:
            found = self.to_python(given)
        except ValidationError:
            return given
        return given if found is None else found


class NumberField(_Typed, forms.FloatField):
    """A number."""

    widget = decimal_widget()


class MoneyField(_Typed, forms.DecimalField):
    """A number that is exact to its last digit."""

    widget = decimal_widget()


class WholeNumberField(_Typed, forms.IntegerField):
    """A whole number."""

    widget = whole_widget()

    def to_python(self, value: Any) -> Any:
        """The same; what is none is asked for as a whole number, not by an example with 1234,5."""
        try:
            return super().to_python(value)
        except ValidationError as refusal:
            if refusal.code == "unreadable_number":
                raise ValidationError(self.error_messages["invalid"], code="invalid") from refusal
            raise


class YearField(WholeNumberField):
    """A year."""

    widget = year_widget()

    def to_python(self, value: Any) -> Any:
        """The same; nobody writes 1e3 for a year."""
        if isinstance(value, str) and "e" in value.lower():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

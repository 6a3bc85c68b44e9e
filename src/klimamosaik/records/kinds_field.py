"""A field that holds several kinds of an enumeration."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from klimamosaik.records.checkbox_list import Ticks
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said
from klimamosaik.terms.text_enum import TextEnum


class KindsField(models.JSONField):
    """Values of several kinds, as a list; which kinds there are is no part of the layout."""

    def __init__(
        self, verbose_name: Any = None, *, kinds: type[TextEnum] | None = None, **given: Any
    ) -> None:
        """`kinds` None: as migrations make it."""
        given.setdefault("default", list)
        given.setdefault("blank", True)
        super().__init__(verbose_name, **given)
        self.kinds = kinds

    def deconstruct(self) -> Any:
        """As migrations write it: a list."""
        name, _, args, given = super().deconstruct()
        return name, "django.db.models.JSONField", args, given

    @property
    def words(self) -> dict[str, str]:
        """The words of each value, in the reader's language."""
        return dict(choices_of(self.kinds or ()))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Accept a list of known kinds only."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(map(str, value)) <= self.words.keys():
            raise ValidationError(UNKNOWN, code="invalid_choice", params={"value": value})

    def formfield(self, **given: Any) -> forms.Field:
        """Ticks, one a kind."""
        return forms.MultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
            choices=choices_of(self.kinds or ()),
            widget=Ticks,
        )


UNKNOWN = said("„%(value)s“ ist keine gültige Auswahl.", "“%(value)s” is no valid choice.")


class WordedField(models.CharField):  # type: ignore[type-arg]
    """A text that most often is one of known values; any other stays as it came."""

    def __init__(
        self, verbose_name: Any = None, *, kinds: type[TextEnum] | None = None, **given: Any
    ) -> None:
        """`kinds` None: as migrations make it."""
        super().__init__(verbose_name, **given)
        self.kinds = kinds

    def deconstruct(self) -> Any:
        """As migrations write it: a text."""
        name, _, args, given = super().deconstruct()
        return name, "django.db.models.CharField", args, given

    @property
    def words(self) -> dict[str, str]:
        """The words of each known value, in the reader's language."""
        return dict(choices_of(self.kinds or ()))

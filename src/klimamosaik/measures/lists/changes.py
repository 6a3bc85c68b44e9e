"""One row to be written: what it was, what it will be."""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from klimamosaik.records.problems import label_of
from klimamosaik.records.values import figure, words_of
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class ListedChange:
    """One field of a row."""

    field: str
    label: Text
    before: str  # as a person would read it; "" where it was empty
    after: str


@dataclass(frozen=True)
class RegisterRow:
    """One row of the register that a list makes or changes."""

    instance: models.Model  # with the new values, not saved
    what: Text  # "Sachstand 2013"
    changes: tuple[ListedChange, ...]
    new: bool
    registers: tuple[str, ...] | None = None  # names of all its registers, where they change
    since: date | None = None  # of a new measure: the day it came to its phase, where known


def row(instance: models.Model, what: Text, /, **values: Any) -> RegisterRow | None:
    """Put values into a row; None where it says all of it already."""
    new = instance._state.adding
    changes = []
    for name, value in values.items():
        known = getattr(instance, name)
        if same(known, value):
            continue
        field = instance._meta.get_field(name)
        before, after = shown(known, field), shown(value, field)
        changes.append(ListedChange(name, label_of(instance, name), before, after))
        setattr(instance, name, value)
    return RegisterRow(instance, what, tuple(changes), new) if new or changes else None


def same(known: object, value: object) -> bool:
    """Equal as a person would say it: line ends and the last digit of a float do not count."""
    if isinstance(known, str) and isinstance(value, str):
        return tidy(known) == tidy(value)
    if isinstance(known, int | float | Decimal) and isinstance(value, int | float | Decimal):
        return math.isclose(float(known), float(value), rel_tol=1e-12, abs_tol=1e-12)
    if isinstance(known, models.Model) and isinstance(value, models.Model):
        return known is value or (known.pk is not None and known == value)
    if isinstance(known, list) and isinstance(value, list):
        return set(known) == set(value)
    return known == value


def tidy(text: str) -> str:
    """Text with Unix line ends and nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()


def shown(value: object, field: object = None) -> str:
    """A value as a person would read it, by the words its field has for it; "" for none."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and abs(value) >= 1:  # computed: nobody reads all of its digits
        value = round(value, 0 if abs(value) >= LARGE else 2)
    if isinstance(value, float | Decimal):
        return figure(float(value))
    several = [str(each) for each in value] if isinstance(value, list) else [str(value)]
    if isinstance(field, models.Field):
        several = words_of(field, several)
    return ", ".join(several)


LARGE = 1000  # from which on nobody reads what is behind the comma

"""Values of fields as a person reads them, in the reader's language."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Field, Model
from django.utils.formats import date_format

from klimamosaik.records.authors import person_name
from klimamosaik.records.language import reader_language, translate
from klimamosaik.terms.spans import span_in_words
from klimamosaik.terms.text import Text, decimal, first_few

FEW = 5  # names of what links to many
DIGITS = 5  # behind the comma, of places on the map
NOTHING = "–"
YES, NO = Text("ja", "yes"), Text("nein", "no")
GONE = Text("(entfernt)", "(removed)")
Names = Mapping[Any, str]  # of things, by key


def names_of(model: type[Model], keys: Mapping[str, Collection[Any]]) -> dict[str, Names]:
    """What things are called that fields of a model link to; asked once a field."""
    found: dict[str, Names] = {}
    for name, asked in keys.items():
        related: Any = model._meta.get_field(name).related_model
        rows = related._base_manager.filter(pk__in={key for key in asked if key is not None})
        if "building" in {field.name for field in related._meta.fields}:
            rows = rows.select_related("building")  # a meter is named by its building
        found[name] = {row.pk: name_shown(row) for row in rows}
    return found


def name_shown(thing: Any) -> str:
    """What something is called in a list."""
    return person_name(thing) if isinstance(thing, AbstractUser) else str(thing)


def listed(value: Any) -> list[Any]:
    """One thing or several as a list."""
    return value if isinstance(value, list) else [value]


def written(field: "Field[Any, Any]", value: Any, names: Names | None = None) -> str:
    """A value as a person reads it; nothing is a dash, several things are named."""
    if value in (None, "", []):
        return NOTHING
    if names is not None:
        gone = translate(GONE)
        return first_few((names.get(key, gone) for key in listed(value)), FEW)
    plain = plainly(value)
    return first_few(words_of(field, listed(value)), FEW) if plain is None else plain


def plainly(value: Any) -> str | None:
    """A truth, number, day, length of time or settings; None for what choices may name."""
    if isinstance(value, bool):
        return translate(YES if value else NO)
    if isinstance(value, float | Decimal):
        return figure(float(value))
    if isinstance(value, date):
        return date_format(value, "d.m.Y" if reader_language() == "de" else "j M Y")
    if isinstance(value, timedelta):
        return translate(span_in_words(value))
    if isinstance(value, dict):  # settings, each with its name
        told = (f"{name}: {first_few(listed(each), FEW)}" for name, each in value.items())
        return first_few(told, FEW, between="; ") or NOTHING
    return None


def words_of(field: "Field[Any, Any]", values: Iterable[Any]) -> list[str]:
    """Values among choices as a person would say them; any other as it stands."""
    known = {str(value): word for value, word in field.flatchoices}
    known |= getattr(field, "words", {})
    return [str(known.get(str(value), value)) for value in values]


def figure(value: float) -> str:
    """A number with the digits it has, DIGITS at most."""
    digits = next((n for n in range(DIGITS) if round(value, n) == value), DIGITS)
    return decimal(value, digits=digits, language=reader_language())

"""What differs between two records of a history, in the words of what they are about."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.forms import model_to_dict
from django.utils.formats import date_format
from django.utils.translation import get_language

from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.text import Text, decimal, first_few
from klimamosaik.web.history_words import UNTOLD, label, word

FEW = 5  # names of what links to many
DIGITS = 5  # behind the comma, of places on the map
YES, NO = Text("ja", "yes"), Text("nein", "no")
GONE = Text("(entfernt)", "(removed)")


@dataclass(frozen=True)
class FieldChange:
    """One field before and after."""

    field: Text
    before: str
    after: str


@dataclass(frozen=True)
class Raw:
    """One field before and after, as it is stored."""

    field: str
    before: Any
    after: Any


def told(model: Any, records: Sequence[Any]) -> Iterator[tuple[Any, tuple[FieldChange, ...]]]:
    """Records with what they changed, without those that only say that nothing did.

    records: newest first. All that stood before and all names are read at once, however many
    records there are.
    """
    key = model._meta.pk.attname
    changed = {getattr(record, key) for record in records if record.history_type == "~"}
    if not changed:
        yield from ((record, ()) for record in records)
        return
    versions: dict[Any, list[Any]] = defaultdict(list)
    for version in history_of(model).filter(**{f"{key}__in": changed}).order_by("-history_date"):
        versions[getattr(version, key)].append(version)
    links = {name: links_of(model, name, changed) for name in linked(model)}
    raw: list[tuple[Any, list[Raw] | None]] = []
    for record in records:
        if record.history_type != "~":
            raw.append((record, []))
            continue
        older = (v for v in versions[getattr(record, key)] if v.history_date < record.history_date)
        previous = next(older, None)
        raw.append((record, None if previous is None else differences(previous, record, links)))
    names = names_of(model, [each for _, found in raw for each in found or ()])
    for record, found in raw:
        if found or found is None or record.history_type != "~":
            yield record, tuple(said(model, each, names) for each in found or ())


@cache
def history_of(model: Any) -> Any:
    """The records kept of a model; its attribute makes a new class at every look."""
    return model.history


def linked(model: Any) -> list[str]:
    """Names of the fields of a model that link to many, as its history keeps them."""
    return [field.name for field in history_of(model).model._history_m2m_fields]


def links_of(model: Any, name: str, changed: Collection[Any]) -> dict[int, list[int]]:
    """What each record of some things' history was linked to: its number -> keys, in order."""
    field = model._meta.get_field(name)
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    kept = getattr(history_of(model).model, name).filter(**{f"{own}_id__in": changed})
    found: dict[int, list[int]] = defaultdict(list)
    for record, key in kept.order_by(other).values_list("history_id", f"{other}_id"):
        found[record].append(key)
    return found


def differences(before: Any, after: Any, links: Mapping[str, Mapping[int, list[int]]]) -> list[Raw]:
    """What differs between two records of a history, by the name of the field."""
    kept = {field.name for field in type(after).tracked_fields if field.editable} - UNTOLD
    single = kept - links.keys()
    old, new = (model_to_dict(record, fields=single) for record in (before, after))
    pairs = {name: (old[name], new[name]) for name in single} | {
        name: (of.get(before.history_id, []), of.get(after.history_id, []))
        for name, of in links.items()
    }
    return [
        Raw(name, was, is_now) for name, (was, is_now) in sorted(pairs.items()) if was != is_now
    ]


def names_of(model: Any, changes: Sequence[Raw]) -> dict[str, Mapping[Any, str]]:
    """By field what the things are called that it links to; asked once a field."""
    asked: dict[str, set[Any]] = defaultdict(set)
    for each in changes:
        if model._meta.get_field(each.field).is_relation:
            asked[each.field] |= {pk for pk in (*listed(each.before), *listed(each.after)) if pk}
    return {
        name: {row.pk: name_shown(row) for row in related.objects.filter(pk__in=keys)}
        for name, keys in asked.items()
        if (related := model._meta.get_field(name).related_model)
    }


def name_shown(thing: Any) -> str:
    """What something is called in a list; meters with building and carrier, many share a name."""
    if isinstance(thing, MeterPoint):
        return str(thing)
    return str(getattr(thing, "name", "") or thing)


def listed(value: Any) -> list[Any]:
    """One thing or several as a list."""
    return value if isinstance(value, list) else [value]


def said(model: Any, change: Raw, names: Mapping[str, Mapping[Any, str]]) -> FieldChange:
    """A field before and after, in the words of the record it stands in."""
    before, after = (
        written(model, change.field, value, names) for value in (change.before, change.after)
    )
    return FieldChange(label(model, change.field), before, after)


def written(model: Any, name: str, value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    """A value as a person reads it; nothing is a dash, several things are named."""
    language = get_language() or "de"
    if value in (None, "", []):
        return "–"
    if name in names:
        known = names[name]
        return first_few((known.get(pk, GONE.in_(language)) for pk in listed(value)), FEW)
    if isinstance(value, bool):
        return (YES if value else NO).in_(language)
    if isinstance(value, float | Decimal):
        return figure(float(value), language)
    if isinstance(value, date):
        return date_format(value, "d.m.Y" if language == "de" else "j M Y")
    field = model._meta.get_field(name)
    return first_few((word(model, field, str(one)).in_(language) for one in listed(value)), FEW)


def figure(value: float, language: str) -> str:
    """A number with the digits it has, DIGITS at most."""
    digits = next((n for n in range(DIGITS) if round(value, n) == value), DIGITS)
    return decimal(value, digits=digits, language=language)

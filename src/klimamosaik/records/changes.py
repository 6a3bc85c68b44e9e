"""What differs between two records of a history, in the words of what they are about."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.forms import model_to_dict

from klimamosaik.records.values import listed, names_of, written

UNTOLD = frozenset({"id", "at", "by", "loaded_at"})  # the history itself says when and who


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in the reader's language."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Raw:
    """One field before and after, as it is stored."""

    field: str
    before: Any
    after: Any


def effective_changes(
    model: Any, records: Sequence[Any]
) -> Iterator[tuple[Any, tuple[FieldChange, ...]]]:
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
    texts = in_words(model, [found or [] for _, found in raw])
    for (record, found), changes in zip(raw, texts, strict=True):
        if found or found is None or record.history_type != "~":
            yield record, changes


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


def in_words(model: Any, changes: Sequence[Sequence[Raw]]) -> list[tuple[FieldChange, ...]]:
    """Changes of several records in words; what they link to is asked for once a field."""
    keys: dict[str, set[Any]] = defaultdict(set)
    for each in (one for some in changes for one in some):
        if is_link(model, each.field):  # others may hold what is no key, as settings do
            keys[each.field] |= {*listed(each.before), *listed(each.after)}
    names = names_of(model, keys)
    return [tuple(in_word(model, each, names) for each in some) for some in changes]


def is_link(model: Any, name: str) -> bool:
    """True where a field links to other things."""
    return bool(model._meta.get_field(name).is_relation)


def in_word(model: Any, change: Raw, names: Mapping[str, Mapping[Any, str]]) -> FieldChange:
    """A field before and after, by its label."""
    field = model._meta.get_field(change.field)
    known = names.get(change.field)
    before, after = (written(field, value, known) for value in (change.before, change.after))
    return FieldChange(str(field.verbose_name), before, after)

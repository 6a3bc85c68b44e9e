"""The history as lines: who changed what, when, and what it was before."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.text import capfirst

from klimamosaik.records.authors import written_name
from klimamosaik.records.changes import FieldChange, effective_changes, history_of, is_link
from klimamosaik.records.history import KINDS, HistoryKind
from klimamosaik.records.history_position import PlaceBefore, older_than
from klimamosaik.records.language import translate
from klimamosaik.records.values import Names, names_of, written
from klimamosaik.terms.text import Text

SHOWN = 50
FEWEST, MOST = (
    16,
    512,
)  # rows fetched at once: few at first, as most of many kinds are never reached
DONE = {
    "+": Text("angelegt", "created"),
    "~": Text("geändert", "changed"),
    "-": Text("entfernt", "removed"),
}


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the history, in the reader's language."""

    at: datetime
    key: str  # tells it apart from others of its source at the same moment
    by: str
    kind: str
    name: str
    done: str
    changes: tuple[FieldChange, ...]


EntrySource = Callable[[PlaceBefore | None], Iterator[HistoryEntry]]


def sources_of_town(key: str) -> Mapping[str, EntrySource]:
    """Changes of all kinds in a municipality, by the name of the kind."""
    return {
        kind.model._meta.label_lower: partial(entries, kind, {kind.town: key})
        for kind in KINDS.values()
        if kind.town
    }


def sources_of_measure(pk: int) -> Mapping[str, EntrySource]:
    """Changes of a measure and of what hangs on it, by the name of the kind."""
    return {
        kind.model._meta.label_lower: partial(entries, kind, {kind.measure: pk})
        for kind in KINDS.values()
        if kind.measure
    }


def entries(
    kind: HistoryKind, where: Mapping[str, Any], before: PlaceBefore | None
) -> Iterator[HistoryEntry]:
    """The records kept of a kind as lines, the newest first, fetched a few at a time."""
    kept = history_of(kind.model).filter(**where).select_related("history_user")
    last = before
    for size in sizes():
        records = list(kept.filter(older_than(last, "history_date", "history_id"))[:size])
        links = names_of(kind.model, keys_in(kind, records))
        for record, changes in effective_changes(kind.model, records):
            yield HistoryEntry(
                at=record.history_date,
                key=str(record.history_id),
                by=written_name(record),
                kind=capfirst(translate(kind.text)),
                name=name_of(kind, record, links),
                done=translate(DONE[record.history_type]),
                changes=changes,
            )
        if len(records) < size:
            return
        last = PlaceBefore(records[-1].history_date, str(records[-1].history_id))


def sizes() -> Iterator[int]:
    """How many rows are fetched, one time after the other: twice as many each time."""
    size = FEWEST
    while True:
        yield size
        size = min(2 * size, MOST)


def keys_in(kind: HistoryKind, records: Sequence[Any]) -> dict[str, set[Any]]:
    """What the names of these records link to, by field."""
    found: dict[str, set[Any]] = defaultdict(set)
    for name in kind.name:
        if hasattr(kind.model, f"{name}_id") and is_link(kind.model, name):
            found[name] = {getattr(record, f"{name}_id") for record in records}
    return found


def name_of(kind: HistoryKind, record: Any, links: Mapping[str, Names]) -> str:
    """What was changed, by the name it had then; first what it hangs on."""
    first, *others = (part_of_name(kind, name, record, links) for name in kind.name)
    between = ": " if kind.name[0] in links and others else " "
    return between.join([first, " ".join(others)]) if others else first


def part_of_name(kind: HistoryKind, name: str, record: Any, links: Mapping[str, Names]) -> str:
    """One part of a name: what it links to, a field, or a property of the model."""
    fields = {field.name: field for field in kind.model._meta.fields}
    if name in links:
        return written(fields[name], getattr(record, f"{name}_id"), links[name])
    if name not in fields:
        found: Text = getattr(as_it_was(kind, record), name)
        return translate(found)
    value = getattr(record, name)
    return str(value) if isinstance(value, int) else written(fields[name], value)


def as_it_was(kind: HistoryKind, record: Any) -> Any:
    """The thing a record is of; `record.instance` asks for what is not kept, record by record."""
    kept = (field.attname for field in type(record).tracked_fields)
    return kind.model(**{name: getattr(record, name) for name in kept})

"""What was just done, noted so that it can be undone as long as nobody changed it since."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core import serializers
from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.dispatch import receiver
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from simple_history.signals import post_create_historical_record

from klimamosaik.records.authors import written_name
from klimamosaik.records.changes import history_of, linked, links_of
from klimamosaik.records.history import KINDS
from klimamosaik.records.operations import delete, refuse_wrong, save, written_by
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text, joined

CHANGED_SINCE = Text(
    "Das lässt sich nicht mehr rückgängig machen: Inzwischen hat {who} es geändert ({at:time}).",
    "This can no longer be undone: meanwhile {who} changed it ({at:time}).",
)
HANGS_ON_IT = Text(
    "Das lässt sich nicht mehr rückgängig machen: Inzwischen hängt anderes daran: {what}.",
    "This can no longer be undone: meanwhile other things hang on it: {what}.",
)
SEVERAL = Text("{kind} ({n})", "{kind} ({n})")
Note = tuple[str, int]  # a model, and the number of a record of its history, or of a row
UndoneBy = tuple[str, list[int]]  # where its door is, and of what
Reset = tuple[str, int, dict[str, Any]]  # a model, a row, and what it said beside its history


@dataclass
class Act:
    """What somebody did: the records it wrote, in order, and what else it takes to undo it."""

    notes: list[Note] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # removed rows without a history
    resets: list[Reset] = field(default_factory=list)
    made: list[Note] = field(default_factory=list)  # new rows without a history
    doors: list[UndoneBy] = field(default_factory=list)
    final: bool = False  # it cannot be undone

    @property
    def undoable(self) -> bool:
        """True where something was done that can be undone."""
        return not self.final and bool(self.notes or self.resets or self.doors)


NOTING: ContextVar[Act | None] = ContextVar("NOTING", default=None)
UndoDoor = Callable[[Sequence[int], User | None, datetime], object]


@contextmanager
def noting() -> Iterator[Act]:
    """Note every record that is written meanwhile; all of it is stored or nothing."""
    act = Act()
    before = NOTING.set(act)
    try:
        with transaction.atomic():
            yield act
    finally:
        NOTING.reset(before)


def noted_act() -> Act:
    """What is being done, for doors that add to it; one nobody reads where nobody notes."""
    return NOTING.get() or Act()


def undone_by(door: UndoDoor, about: list[int]) -> None:
    """Note the door that undoes what is being done, for what the histories do not keep.

    It is found by where it stands, as whoever undoes may be the first to ask for it.
    """
    noted_act().doors.append((f"{door.__module__}.{door.__qualname__}", about))


def mark_undone(delivery: models.Model, *, by: User | None, at: datetime) -> None:
    """Mark a delivery as withdrawn, and note it, so that it can count again.

    Raises InputRejected where it is withdrawn already, also by somebody else at the same time.
    """
    rows = type(delivery)._default_manager.filter(pk=delivery.pk, undone_at=None)
    if not rows.update(undone_at=at, undone_by=by):
        raise rejected(
            "undone_already",
            "Das ist schon zurückgenommen.",
            "This has been withdrawn already.",
        )
    delivery.refresh_from_db(fields=["undone_at", "undone_by"])
    reset = (delivery._meta.label, delivery.pk, {"undone_at": None, "undone_by": None})
    noted_act().resets.append(reset)


@receiver(post_create_historical_record)
def note(instance: models.Model, history_instance: Any, **_: Any) -> None:
    """Note a record."""
    act = NOTING.get()
    if act is not None:
        act.notes.append((instance._meta.label, history_instance.history_id))


def note_made(row: models.Model) -> None:
    """Note a new row that has no history."""
    noted_act().made.append((row._meta.label, row.pk))


def note_lost(instance: models.Model, **_: Any) -> None:
    """Note a row that is removed and has no history: a receiver of `post_delete`."""
    act = NOTING.get()
    if act is not None:
        act.lost.append(serializers.serialize("json", [instance]))


@transaction.atomic
def undo(*, act: Act, by: User, at: datetime) -> None:
    """Bring everything back as it was before an act; the history says who did.

    Raises InputRejected where somebody changed one of its rows since; then nothing is changed.
    """
    found = [record_of(each) for each in act.notes]
    newest = {(record.instance_type, key_of(record)): record for record in found}
    for record in newest.values():
        refuse_changed(record)
    for record in found:
        refuse_hanging(record, newest.keys())
    for label, pk in act.made:
        apps.get_model(label)._base_manager.filter(pk=pk).delete()
    for record in reversed(found):
        undo_one(record, by)
    for lost in act.lost:
        for row in serializers.deserialize("json", lost):
            row.save(force_insert=True)
    for label, pk, values in act.resets:
        apps.get_model(label)._base_manager.filter(pk=pk).update(**values)
    for name, subject in act.doors:
        import_string(name)(subject, by, at)


def record_of(note: Note) -> Any:
    """A record of a history."""
    label, number = note
    model: Any = apps.get_model(label)
    return history_of(model).select_related("history_user").get(history_id=number)


def key_of(record: Any) -> Any:
    """The key of the row a record is about."""
    return getattr(record, record.instance_type._meta.pk.attname)


def refuse_changed(record: Any) -> None:
    """Raise InputRejected where a row has a newer record."""
    model: Any = record.instance_type
    later = history_of(model).filter(
        **{model._meta.pk.attname: key_of(record)}, history_id__gt=record.history_id
    )
    newest = later.select_related("history_user").order_by("-history_id").first()
    if newest is not None:
        text = CHANGED_SINCE.format(who=written_name(newest), at=localtime(newest.history_date))
        raise InputRejected([Problem("changed_since", text)])


def refuse_hanging(record: Any, own: Collection[tuple[Any, Any]]) -> None:
    """Raise InputRejected where others' rows would go along with one that was new."""
    if record.history_type != "+":
        return
    row = record.instance_type._base_manager.get(pk=key_of(record))
    kinds = [
        (model, [each for each in rows if (model, each.pk) not in own])
        for model, rows in hanging_on(row).items()
    ]
    if others := counted(kinds):
        text = HANGS_ON_IT.format(what=others)
        raise InputRejected([Problem("hangs_on_it", text)])


def hanging_on(row: models.Model) -> dict[Any, Any]:
    """All rows that go when this one does, by their model; itself, too."""
    found = Collector(using=router.db_for_write(type(row)))
    found.collect([row])
    return found.data


def counted(rows: Iterable[tuple[Any, Collection[Any]]]) -> Text | None:
    """How many rows of each kind that has a history; None where there is none."""
    kinds = [
        SEVERAL.format(kind=KINDS[model].text, n=len(each))
        for model, each in rows
        if model in KINDS and each
    ]
    return joined(kinds) if kinds else None


def undo_one(record: Any, by: User) -> None:
    """Undo what one record says was done."""
    model: Any = record.instance_type
    key = key_of(record)
    if record.history_type == "+":
        delete(model._base_manager.get(pk=key), by=by)
        return
    older = history_of(model).filter(
        **{model._meta.pk.attname: key}, history_id__lt=record.history_id
    )
    before = older.order_by("-history_id").first()
    row = restored_row(record, before, by)
    kept = before or record
    for name in linked(model):
        getattr(row, name).set(links_of(model, name, [key]).get(kept.history_id, []))


def restored_row(record: Any, before: Any, by: User) -> models.Model:
    """The row as it was; one that was removed is there again, under the same number."""
    model = record.instance_type
    if record.history_type == "-":
        row: models.Model = record.instance
        row._state.adding = True
        written_by(row, by)
        refuse_wrong(row)
        row.save(force_insert=True)
        return row
    found: models.Model = model._base_manager.get(pk=key_of(record))
    for each in record.tracked_fields:
        setattr(found, each.attname, getattr(before, each.attname))
    return save(found, by=by)

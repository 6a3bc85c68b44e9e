"""The door that takes a delivery of lists back, but for what was changed since."""

from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import ProtectedError

from klimamosaik.measures.lists.storing import REGISTERS, values_of
from klimamosaik.measures.models import ListChange, ListDelivery, Measure, Register, Step
from klimamosaik.records.operations import delete, save
from klimamosaik.records.undoing import mark_undone
from klimamosaik.terms.text import Text


def undo(*, delivery: ListDelivery, by: User | None, at: datetime) -> tuple[Text, ...]:
    """Take a delivery of lists back; returns what stays because it was changed since.

    Raises InputRejected where it is undone already.
    """
    stays: list[Text] = []
    with transaction.atomic():
        mark_undone(delivery, by=by, at=at)
        for change in delivery.changes.order_by("-pk"):
            said = _take_back(change, by=by)
            if said is not None:
                stays.append(said)
    return tuple(dict.fromkeys(stays))


def _take_back(change: ListChange, *, by: User | None) -> Text | None:
    model = apps.get_model(change.table)
    instance = model._base_manager.filter(pk=change.row).first()
    if instance is None:
        return None
    now = values_of(instance)
    if any(now.get(name) != value for name, value in change.after.items()):
        return _changed_since(instance)
    if change.before is None:
        return _remove_new(instance, by=by)
    for field in instance._meta.concrete_fields:
        if field.attname in change.before:
            value = change.before[field.attname]
            setattr(instance, field.attname, None if value is None else field.to_python(value))
    save(instance, by=by)
    if isinstance(instance, Measure) and REGISTERS in change.before:
        instance.registers.set(change.before[REGISTERS])
    return None


def _remove_new(instance: models.Model, *, by: User | None) -> Text | None:
    if any(_in_use(instance)):
        return _in_use_since(instance)
    try:
        with transaction.atomic():
            delete(instance, by=by)
    except ProtectedError:
        return _in_use_since(instance)
    return None


def _in_use(instance: models.Model) -> Iterable[bool]:
    """Rows of others that hang on this one; a measure's first step came with it."""
    for relation in instance._meta.related_objects:
        model = relation.related_model
        if not isinstance(relation.field, models.ForeignKey | models.ManyToManyField):
            continue
        if isinstance(model, type) and model.__name__.startswith("Historical"):
            continue
        rows = model._base_manager.filter(**{relation.field.name: instance.pk})
        if model is Step:
            rows = rows.exclude(from_phase="")
        if model is Register or (isinstance(instance, Register) and model is Measure):
            yield rows.exists()
            continue
        if model is ListDelivery:
            continue
        yield rows.exists()


def _changed_since(instance: models.Model) -> Text:
    name = str(instance)
    return Text(
        "„{name}“ wurde seitdem geändert und bleibt, wie es ist.",
        "“{name}” was changed since and stays as it is.",
    ).format(name=name)


def _in_use_since(instance: models.Model) -> Text:
    name = str(instance)
    return Text(
        "„{name}“ wird inzwischen anderswo gebraucht und bleibt.",
        "“{name}” is used elsewhere by now and stays.",
    ).format(name=name)

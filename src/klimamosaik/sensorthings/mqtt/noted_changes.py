"""Entities that are made or changed are noted in the same transaction, to be told after it.

Nothing is noted where nobody tells: until MQTT is used for the first time, and once it has rested
for a week.
"""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.utils import timezone

from klimamosaik.observations.models import (
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.sensorthings.models import EntityToTell, ToldByMqtt

PLURALS: dict[type[models.Model], str] = {
    Thing: "Things",
    Location: "Locations",
    HistoricalLocation: "HistoricalLocations",
    Datastream: "Datastreams",
    Sensor: "Sensors",
    ObservedProperty: "ObservedProperties",
    FeatureOfInterest: "FeaturesOfInterest",
}
RESTED = timedelta(days=7)  # without anybody telling: then nothing is noted any more
CHANGED = "_told_changed"  # kept on the row between the two signals


def listen() -> None:
    """Note changes from now on."""
    for model in PLURALS:
        pre_save.connect(look_before, sender=model, dispatch_uid=f"told {model.__name__}")
        post_save.connect(note_after, sender=model, dispatch_uid=f"told {model.__name__}")
    m2m_changed.connect(
        note_moved, sender=Thing.locations.through, dispatch_uid="told Thing.locations"
    )


def anybody_listens() -> bool:
    """True where somebody tells what changes."""
    return ToldByMqtt.objects.filter(at__gte=timezone.now() - RESTED).exists()


def look_before(sender: type[models.Model], instance: Any, raw: bool = False, **_: Any) -> None:
    """See which fields a change will change."""
    setattr(instance, CHANGED, None)
    if raw or instance.pk is None or not anybody_listens():
        return
    fields = [field.attname for field in sender._meta.concrete_fields]
    known = sender._base_manager.filter(pk=instance.pk).values(*fields).first()
    if known is not None:
        changed = [name for name in fields if known[name] != getattr(instance, name)]
        setattr(instance, CHANGED, changed)


def note_after(
    sender: type[models.Model], instance: Any, created: bool, raw: bool = False, **_: Any
) -> None:
    """Note what was made, or what differs from before."""
    changed = getattr(instance, CHANGED, None)
    if raw or not (created or changed) or not anybody_listens():
        return
    EntityToTell.objects.create(
        entities=set_of(instance), number=instance.pk, changed=[] if created else changed
    )


def note_moved(instance: Any, action: str, pk_set: set[int] | None, **_: Any) -> None:
    """Note that a thing stands elsewhere."""
    if action in ("post_add", "post_remove", "post_clear") and pk_set and anybody_listens():
        things = [instance.pk] if isinstance(instance, Thing) else sorted(pk_set)
        EntityToTell.objects.bulk_create(
            EntityToTell(entities="Things", number=pk, changed=["locations"]) for pk in things
        )


def set_of(row: models.Model) -> str:
    """The entity set of a row."""
    several = isinstance(row, Datastream) and row.several
    return "MultiDatastreams" if several else PLURALS[type(row)]

"""Who changed what, when, and what it was before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from klimamosaik.measures.models import Gate, Measure
from klimamosaik.observations.models import Delivery
from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import Building, Membership, MeterPoint, Municipality, Role
from klimamosaik.terms.text import Text

SHOWN = 200

KINDS: tuple[tuple[Any, str, Text], ...] = (
    (Municipality, "ags", Text("Gemeinde", "Municipality")),
    (Building, "municipality", Text("Gebäude", "Building")),
    (MeterPoint, "building__municipality", Text("Zähler", "Meter")),
    (Measure, "municipality", Text("Maßnahme", "Measure")),
    (Gate, "measure__municipality", Text("Ziel der Maßnahme", "Aim of the measure")),
    (Membership, "municipality", Text("Rolle", "Role")),
)
DONE = {
    "+": Text("angelegt", "created"),
    "~": Text("geändert", "changed"),
    "-": Text("entfernt", "removed"),
}
RECEIVED = Text("eingegangen", "received")
FIELDS = {
    "name": Text("Name", "name"),
    "address": Text("Adresse", "address"),
    "postcode": Text("Postleitzahl", "postcode"),
    "kind": Text("Nutzung", "used as"),
    "usable_area": Text("Nutzfläche", "usable area"),
    "since": Text("seit", "since"),
    "until": Text("bis", "until"),
    "latitude": Text("Breite", "latitude"),
    "longitude": Text("Länge", "longitude"),
    "station": Text("Wetterstation", "weather station"),
    "building": Text("Gebäude", "building"),
    "carrier": Text("Energieträger", "carrier"),
    "number": Text("Nummer", "number"),
    "done": Text("Was getan wurde", "what was done"),
    "installation_start": Text("Beginn des Umbaus", "start of installation"),
    "start": Text("wirkt seit", "works since"),
    "end": Text("wirkt bis", "works until"),
    "cost": Text("Kosten", "cost"),
    "saving_percent": Text("mindestens gespart [%]", "at least saved [%]"),
    "confidence": Text("Sicherheit", "confidence"),
    "written_on": Text("notiert am", "written on"),
    "role": Text("Rolle", "role"),
    "buildings": Text("Gebäude", "buildings"),
    "meter_points": Text("Zähler", "meters"),
    "comparison_points": Text("Vergleichszähler", "meters for comparison"),
}


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    field: Text
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    at: datetime
    by: str
    kind: Text
    name: str
    done: Text
    changes: tuple[Change, ...]


@municipality_page(Role.READER)
def history(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The newest changes and deliveries."""
    entries = nlargest(SHOWN, all_entries(municipality), key=lambda entry: entry.at)
    return render(request, "web/history.html", {"entries": entries, "shown": SHOWN})


def all_entries(municipality: Municipality) -> Iterator[Entry]:
    """Changes of all kinds, the newest SHOWN of each."""
    for model, path, kind in KINDS:
        records = model.history.filter(**{path: municipality.pk}).select_related("history_user")
        yield from (entry(record, kind) for record in told(records[:SHOWN]))
    delivered = Delivery.objects.filter(municipality=municipality).select_related("by")
    for delivery in delivered[:SHOWN]:
        yield Entry(
            at=delivery.at,
            by=written_name(delivery.by),
            kind=Text("Lieferung", "Delivery"),
            name=delivery.name,
            done=Text("zurückgenommen", "withdrawn") if delivery.withdraws_id else RECEIVED,
            changes=(),
        )


def told(records: Iterable[Any]) -> Iterator[Any]:
    """Without records that only say that nothing changed."""
    for record in records:
        previous = record.prev_record if record.history_type == "~" else None
        if previous is not None:
            delta = record.diff_against(previous)
            if not delta.changes:
                continue
            record.told_changes = tuple(change(each) for each in delta.changes)
        yield record


def change(each: Any) -> Change:
    """A field's change in words."""
    field = FIELDS.get(each.field, Text(each.field, each.field))
    return Change(field, written(each.old), written(each.new))


def written(value: Any) -> str:
    """A value as a person reads it; nothing is a dash, several things are counted by name."""
    if isinstance(value, list):
        return f"{len(value)}" if value else "–"
    return "–" if value in (None, "") else str(value)


def entry(record: Any, kind: Text) -> Entry:
    """A line of the history from a record of it."""
    return Entry(
        at=record.history_date,
        by=written_name(record.history_user),
        kind=kind,
        name=name_of(record),
        done=DONE[record.history_type],
        changes=getattr(record, "told_changes", ()),
    )


def name_of(record: Any) -> str:
    """What was changed, by the name it had then."""
    if hasattr(record, "user_id"):
        user = User.objects.filter(pk=record.user_id).first()
        return user.username if user else "–"
    if hasattr(record, "measure_id"):
        measure = Measure.objects.filter(pk=record.measure_id).first()
        return measure.name if measure else "–"
    return str(record.name)


def written_name(user: User | None) -> str:
    """Who it was; nobody for what the software did by itself."""
    return (user.get_full_name() or user.username) if user else "–"

"""Who changed what, when, and what it was before."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import nlargest
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from klimamosaik.balance.kernel.cell import State
from klimamosaik.balance.models import EnergyPrice, Plant
from klimamosaik.balance.models import Entry as BalanceEntry
from klimamosaik.balance.naming import record_name
from klimamosaik.measures import history as register
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Delivery
from klimamosaik.pathway.models import ExpectedEffect, Milestone, PastYear, Target
from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import (
    Building,
    Membership,
    MeterPoint,
    Municipality,
    Population,
    Role,
)
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

SHOWN = 50

KINDS: tuple[tuple[Any, str, Text], ...] = (
    (Municipality, "ags", Text("Gemeinde", "Municipality")),
    (Building, "municipality", Text("Gebäude", "Building")),
    (MeterPoint, "building__municipality", Text("Zähler", "Meter")),
    (Population, "municipality", Text("Einwohnerzahl", "Population")),
    (Target, "municipality", Text("Ziel", "Target")),
    (Milestone, "municipality", Text("Etappe", "Milestone")),
    (PastYear, "municipality", Text("Früheres Jahr", "Earlier year")),
    (ExpectedEffect, "measure__municipality", Text("Erwartung", "Expectation")),
    (BalanceEntry, "municipality", Text("Bilanzwert", "Balance value")),
    (Plant, "municipality", Text("Heizwerk", "Heat plant")),
    (EnergyPrice, "municipality", Text("Energiepreis", "Energy price")),
    (Membership, "municipality", Text("Rolle", "Role")),
    *((each.model, each.municipality, each.kind) for each in register.TOLD),
)
BALANCE = tuple(model.history.model for model in (BalanceEntry, Plant, EnergyPrice))
UNTOLD = frozenset({"at", "by"})  # the history itself says when and who
VALUES: dict[str, Text] = register.VALUES | {each.value: each.text for each in (*State, *Direction)}
REGISTER = tuple(each.model.history.model for each in register.TOLD)
DONE = {
    "+": Text("angelegt", "created"),
    "~": Text("geändert", "changed"),
    "-": Text("entfernt", "removed"),
}
RECEIVED = Text("eingegangen", "received")
FIELDS = register.FIELDS | {
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
    "direction": Text("Richtung", "direction"),
    "done": Text("Was getan wurde", "what was done"),
    "installation_start": Text("Beginn des Umbaus", "start of installation"),
    "start": Text("wirkt seit", "works since"),
    "end": Text("wirkt bis", "works until"),
    "cost": Text("Kosten", "cost"),
    "saving_percent": Text("mindestens gespart [%]", "at least saved [%]"),
    "confidence": Text("Sicherheit", "confidence"),
    "written_on": Text("notiert am", "written on"),
    "role": Text("Rolle", "role"),
    "year": Text("Jahr", "year"),
    "inhabitants": Text("Einwohnerzahl", "population"),
    "source": Text("Quelle", "source"),
    "energy": Text("Endenergie [MWh]", "final energy [MWh]"),
    "grade": Text("Güte", "grade"),
    "state": Text("Stand", "state"),
    "value": Text("Preis [€/MWh]", "price [€/MWh]"),
    "heat": Text("Wärme [MWh]", "heat [MWh]"),
    "electricity": Text("Strom [MWh]", "electricity [MWh]"),
    "fuel_energy": Text("Brennstoff [MWh]", "fuel [MWh]"),
    "supply_temperature": Text("Vorlauf [°C]", "supply temperature [°C]"),
    "buildings": Text("Gebäude", "buildings"),
    "meter_points": Text("Zähler", "meters"),
    "scope": Text("für wen", "for whom"),
    "limit": Text("Tonnen je Kopf", "tonnes per head"),
    "need_t": Text("Bedarf [t]", "need [t]"),
    "need_year": Text("Bedarf gegenüber", "need compared with"),
    "need_source": Text("Quelle des Bedarfs", "source of the need"),
    "budget_t": Text("Restbudget [t]", "remaining budget [t]"),
    "budget_from": Text("Restbudget ab", "budget from"),
    "budget_source": Text("Beschluss des Restbudgets", "decision on the budget"),
    "reduction": Text("Minderung [%]", "reduction [%]"),
    "base_year": Text("gegenüber", "compared with"),
    "base_t": Text("Tonnen im Vergleichsjahr", "tonnes in the base year"),
    "use": Text("wovon", "of what"),
    "emissions_t": Text("Tonnen CO2e", "tonnes CO2e"),
    "low_t": Text("mindestens [t]", "at least [t]"),
    "likely_t": Text("wahrscheinlich [t]", "likely [t]"),
    "high_t": Text("höchstens [t]", "at most [t]"),
    "field": Text("Handlungsfeld", "field of action"),
    "reasoning": Text("Begründung", "reasoning"),
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


@dataclass(frozen=True)
class Names:
    """What people, measures and organisations are called, for records that only hold their keys."""

    people: Mapping[int, str]
    measures: Mapping[int, str]
    organisations: Mapping[int, str]


@municipality_page(Role.READER)
def history(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The newest changes and deliveries, or the newest before the moment in the address."""
    until = moment_in(request)
    found = nlargest(SHOWN, all_entries(municipality, until), key=lambda entry: entry.at)
    older = None
    if len(found) == SHOWN:  # what came at the same moment as the last stays together
        found = [entry for entry in found if entry.at > found[-1].at] or found
        older = urlencode({"vor": found[-1].at.isoformat()})
    return render(request, "web/history.html", {"entries": found, "older": older})


def moment_in(request: HttpRequest) -> datetime | None:
    """The moment before which entries are asked for; None where there is none to be read."""
    try:
        moment = datetime.fromisoformat(request.GET.get("vor", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@municipality_page(Role.READER)
def measure_history(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The newest changes of one measure and all that hangs on it."""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    names = names_in(municipality)
    kept = (
        (each.model, history_of(each.model).filter(**{each.measure: pk}), each.kind)
        for each in register.TOLD
        if each.measure
    )
    found = (entry for model, rows, kind in kept for entry in entries(model, rows, kind, names))
    newest = nlargest(SHOWN, found, key=lambda entry: entry.at)
    return render(request, "web/history.html", {"entries": newest, "measure": measure})


def all_entries(municipality: Municipality, until: datetime | None = None) -> Iterator[Entry]:
    """Changes of all kinds before `until`, the newest SHOWN of each."""
    names = names_in(municipality)
    for model, path, kind in KINDS:
        kept = history_of(model).filter(**{path: municipality.pk})
        if until is not None:
            kept = kept.filter(history_date__lt=until)
        yield from entries(model, kept, kind, names)
    delivered = Delivery.objects.filter(municipality=municipality).select_related("by")
    if until is not None:
        delivered = delivered.filter(at__lt=until)
    for delivery in delivered[:SHOWN]:
        yield Entry(
            at=delivery.at,
            by=written_name(delivery.by),
            kind=Text("Lieferung", "Delivery"),
            name=delivery.name,
            done=Text("zurückgenommen", "withdrawn") if delivery.withdraws_id else RECEIVED,
            changes=(),
        )


def entries(model: Any, kept: Any, kind: Text, names: Names) -> Iterator[Entry]:
    """The newest SHOWN records kept of a kind, as lines."""
    records = list(kept.select_related("history_user")[:SHOWN])
    for record, changes in told(model, records, names.organisations):
        yield entry(record, kind, changes, names)


def names_in(municipality: Municipality) -> Names:
    """Names of everybody who has or had a role here, and of the measures there are."""
    had = Membership.history.filter(municipality=municipality.pk).values("user_id")
    people = User.objects.filter(pk__in=had).values_list("pk", "username")
    measures = Measure.objects.filter(municipality=municipality).values_list("pk", "name")
    organisations = municipality.organisations.values_list("pk", "name")
    return Names(dict(people), dict(measures), dict(organisations))


def told(
    model: Any, records: Sequence[Any], organisations: Mapping[int, str] | None = None
) -> Iterator[tuple[Any, tuple[Change, ...]]]:
    """Records with what they changed, without those that only say that nothing did.

    records: newest first; organisations: names by id. All that stood before is read at once,
    however many records there are.
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
    for record in records:
        if record.history_type != "~":
            yield record, ()
            continue
        older = (v for v in versions[getattr(record, key)] if v.history_date < record.history_date)
        previous = next(older, None)
        changes = (
            () if previous is None else differences(previous, record, links, organisations or {})
        )
        if changes or previous is None:
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


def differences(
    before: Any,
    after: Any,
    links: Mapping[str, Mapping[int, list[int]]],
    organisations: Mapping[int, str],
) -> tuple[Change, ...]:
    """What differs between two records of a history, by the name of the field."""
    kept = {field.name for field in type(after).tracked_fields if field.editable} - UNTOLD
    single = kept - links.keys()
    old, new = (model_to_dict(record, fields=single) for record in (before, after))
    pairs = {name: (old[name], new[name]) for name in single} | {
        name: (of.get(before.history_id, []), of.get(after.history_id, []))
        for name, of in links.items()
    }
    if "organisation" in pairs:
        was, is_now = pairs["organisation"]
        pairs["organisation"] = (organisations.get(was), organisations.get(is_now))
    return tuple(
        Change(FIELDS.get(name, Text(name, name)), written(was), written(is_now))
        for name, (was, is_now) in sorted(pairs.items())
        if was != is_now
    )


def written(value: Any) -> str:
    """A value as a person reads it; nothing is a dash, several things are counted."""
    if isinstance(value, list):
        return f"{len(value)}" if value else "–"
    if isinstance(value, str) and value in VALUES:
        return VALUES[value].in_(get_language() or "de")
    return "–" if value in (None, "") else str(value)


def entry(record: Any, kind: Text, changes: tuple[Change, ...], names: Names) -> Entry:
    """A line of the history from a record of it."""
    return Entry(
        at=record.history_date,
        by=written_name(record.history_user),
        kind=kind,
        name=name_of(record, names),
        done=DONE[record.history_type],
        changes=changes,
    )


def name_of(record: Any, names: Names) -> str:
    """What was changed, by the name it had then."""
    if isinstance(record, BALANCE):
        return record_name(record).in_(get_language() or "de")
    if hasattr(record, "user_id"):
        return names.people.get(record.user_id, "–")
    if isinstance(record, REGISTER):
        known = {"measures": names.measures, "organisations": names.organisations}
        return register.record_name(record, **known)
    if hasattr(record, "measure_id"):
        return names.measures.get(record.measure_id, "–")
    return str(record.year) if hasattr(record, "year") else str(record.name)


def written_name(user: User | None) -> str:
    """Who it was; nobody for what the software did by itself."""
    return (user.get_full_name() or user.username) if user else "–"

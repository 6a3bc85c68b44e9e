"""Who changed what, when, and what it was before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from klimamosaik.balance.models import EnergyPrice, Plant
from klimamosaik.balance.models import Entry as BalanceEntry
from klimamosaik.balance.naming import record_name
from klimamosaik.measures import history as register
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.queries.revisions import Revised, revised_by
from klimamosaik.pathway.models import ExpectedEffect, Milestone, PastYear, Target
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality, Population
from klimamosaik.planning.models import Dependence
from klimamosaik.terms.text import Text, decimal
from klimamosaik.web.history_changes import FieldChange, history_of, told

SHOWN = 50
VALUES_SHOWN = 3  # corrected values of a meter
MOST_VALUES = 12  # lines of a delivery
ALTOGETHER = Text("zusammen {n} Werte berichtigt", "{n} values corrected in all")

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
    (Dependence, "measure__municipality", Text("Bedingung", "Condition")),
    *((each.model, each.municipality, each.kind) for each in register.TOLD),
)
BALANCE = tuple(model.history.model for model in (BalanceEntry, Plant, EnergyPrice))
REGISTER = tuple(each.model.history.model for each in register.TOLD)
DONE = {
    "+": Text("angelegt", "created"),
    "~": Text("geändert", "changed"),
    "-": Text("entfernt", "removed"),
}
RECEIVED = Text("eingegangen", "received")


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the history."""

    at: datetime
    by: str
    kind: Text
    name: str
    done: Text
    changes: tuple[FieldChange, ...]


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
    return render(request, "history.html", {"entries": found, "older": older})


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
    return render(request, "history.html", {"entries": newest, "measure": measure})


def all_entries(
    municipality: Municipality, until: datetime | None = None
) -> Iterator[HistoryEntry]:
    """Changes of all kinds before `until`, the newest SHOWN of each."""
    names = names_in(municipality)
    for model, path, kind in KINDS:
        kept = history_of(model).filter(**{path: municipality.pk})
        if until is not None:
            kept = kept.filter(history_date__lt=until)
        yield from entries(model, kept, kind, names)
    yield from deliveries(municipality, until)


def deliveries(municipality: Municipality, until: datetime | None) -> Iterator[HistoryEntry]:
    """The newest SHOWN deliveries, with the first few values they corrected."""
    delivered = Delivery.objects.filter(municipality=municipality).select_related("by")
    if until is not None:
        delivered = delivered.filter(at__lt=until)
    found = list(delivered[:SHOWN])
    revised = revised_by([each.seq for each in found])
    for delivery in found:
        yield HistoryEntry(
            at=delivery.at,
            by=delivery.who,
            kind=Text("Lieferung", "Delivery"),
            name=delivery.name,
            done=Text("zurückgenommen", "withdrawn") if delivery.withdraws_id else RECEIVED,
            changes=tuple(islice(corrected(revised.get(delivery.seq, [])), MOST_VALUES)),
        )


def corrected(found: Sequence[Revised]) -> Iterator[FieldChange]:
    """Values before and after, the first of each meter; then how many there are in all."""
    language = get_language() or "de"
    for each in found:
        for row in each.rows[:VALUES_SHOWN]:
            before, after = (text.in_(language) for text in row.said)
            place = Text(
                "{where}, {when}",
                "{where}, {when}",
            ).format(where=each.where, when=row.when)
            yield FieldChange(place, before, after)
        if each.count > VALUES_SHOWN:
            count = decimal(each.count, language=language)
            yield FieldChange(each.where, "…", ALTOGETHER.format(n=count).in_(language))


def entries(model: Any, kept: Any, kind: Text, names: Names) -> Iterator[HistoryEntry]:
    """The newest SHOWN records kept of a kind, as lines."""
    records = list(kept.select_related("history_user")[:SHOWN])
    for record, changes in told(model, records):
        yield entry(record, kind, changes, names)


def names_in(municipality: Municipality) -> Names:
    """Names of everybody who has or had a role here, and of the measures there are."""
    had = Membership.history.filter(municipality=municipality.pk).values("user_id")
    people = User.objects.filter(pk__in=had).values_list("pk", "username")
    measures = Measure.objects.filter(municipality=municipality).values_list("pk", "name")
    organisations = municipality.organisations.values_list("pk", "name")
    return Names(dict(people), dict(measures), dict(organisations))


def entry(record: Any, kind: Text, changes: tuple[FieldChange, ...], names: Names) -> HistoryEntry:
    """A line of the history from a record of it."""
    return HistoryEntry(
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

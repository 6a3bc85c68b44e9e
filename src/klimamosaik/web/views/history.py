"""Who changed what, when, and what it was before: of the municipality and of one measure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import nlargest
from itertools import islice
from urllib.parse import urlencode

from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.queries.confirmed import confirmations, span_of
from klimamosaik.observations.queries.revisions import Revised, meter_named, revised_by
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records import entries
from klimamosaik.records.authors import person_name
from klimamosaik.records.changes import FieldChange
from klimamosaik.records.entries import HistoryEntry, entries_of_measure, entries_of_town
from klimamosaik.records.language import translate
from klimamosaik.terms.text import Text

VALUES_SHOWN = 3  # corrected values of a meter
MOST_VALUES = 12  # lines of a delivery
ALTOGETHER = Text("zusammen {n:n} Werte berichtigt", "{n:n} values corrected in all")
DELIVERY = Text("Import", "Import")
STREAM = Text("Datenstrom", "data stream")
CAME = Text(
    "{new:n} neue Werte, {changed:n} berichtigt", "{new:n} new values, {changed:n} corrected"
)
VALUES = Text("Messwerte", "readings")
SAID_RIGHT = Text("{span} als richtig bestätigt", "{span} confirmed as right")
RECEIVED, WITHDRAWN = Text("eingegangen", "received"), Text("zurückgenommen", "withdrawn")


@municipality_page(Role.READER)
def history(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The newest changes and deliveries, or the newest before the moment in the address."""
    found, older = newest(all_entries(municipality, moment_in(request)))
    return render(request, "history.html", {"entries": found, "older": older})


@municipality_page(Role.READER)
def measure_history(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The newest changes of one measure and all that hangs on it, or those before a moment."""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    found, older = newest(entries_of_measure(pk, until=moment_in(request)))
    page = {"entries": found, "older": older, "measure": measure}
    return render(request, "history.html", page)


def newest(found: Iterator[HistoryEntry]) -> tuple[list[HistoryEntry], str | None]:
    """The newest SHOWN of all kinds together, and how the address of older ones ends."""
    shown = nlargest(entries.SHOWN, found, key=lambda entry: entry.at)
    if len(shown) < entries.SHOWN:
        return shown, None
    # what came at the same moment as the last stays together
    shown = [entry for entry in shown if entry.at > shown[-1].at] or shown
    return shown, urlencode({"vor": shown[-1].at.isoformat()})


def moment_in(request: HttpRequest) -> datetime | None:
    """The moment before which entries are asked for; None where there is none to be read."""
    try:
        moment = datetime.fromisoformat(request.GET.get("vor", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def all_entries(
    municipality: Municipality, until: datetime | None = None
) -> Iterator[HistoryEntry]:
    """Changes of all kinds before `until`, the newest SHOWN of each."""
    yield from entries_of_town(municipality.pk, until=until)
    yield from deliveries(municipality, until)
    yield from streams(municipality, until)
    yield from said_right(municipality, until)


def deliveries(municipality: Municipality, until: datetime | None) -> Iterator[HistoryEntry]:
    """The newest SHOWN deliveries, with the first few values they corrected."""
    delivered = delivered_to(municipality, until).filter(streamed=False).select_related("by")
    found = list(delivered[: entries.SHOWN])
    revised = revised_by([each.seq for each in found])
    for delivery in found:
        yield HistoryEntry(
            at=delivery.at,
            by=delivery.who,
            kind=translate(DELIVERY),
            name=delivery.name,
            done=translate(WITHDRAWN if delivery.withdraws_id else RECEIVED),
            changes=tuple(islice(corrected(revised.get(delivery.seq, [])), MOST_VALUES)),
        )


def said_right(municipality: Municipality, until: datetime | None) -> Iterator[HistoryEntry]:
    """Odd readings that people said are right, the newest SHOWN."""
    points = MeterPoint.objects.filter(building__municipality=municipality)
    said = confirmations(points=points).select_related("by", "meter_point__building")
    if until is not None:
        said = said.filter(at__lt=until)
    for each in said.order_by("-at")[: entries.SHOWN]:
        yield HistoryEntry(
            at=each.at,
            by=person_name(each.by),
            kind=translate(VALUES),
            name=translate(meter_named(each.meter_point)),
            done=translate(SAID_RIGHT.format(span=span_of(each))),
            changes=(),
        )


def delivered_to(municipality: Municipality, until: datetime | None) -> QuerySet[Delivery]:
    """What came before `until`, the newest first."""
    found = Delivery.objects.filter(municipality=municipality)
    return found if until is None else found.filter(at__lt=until)


def streams(municipality: Municipality, until: datetime | None) -> Iterator[HistoryEntry]:
    """What arrived by itself: one line a source and day, the newest SHOWN."""
    came = delivered_to(municipality, until).filter(streamed=True)
    days = (
        came.annotate(day=TruncDate("at"))
        .values("day", "name")
        .annotate(last=Max("at"), values_new=Sum("new"), values_changed=Sum("changed"))
        .order_by("-last")
    )
    for row in days[: entries.SHOWN]:
        counts = CAME.format(new=row["values_new"], changed=row["values_changed"])
        yield HistoryEntry(
            at=row["last"],
            by="",
            kind=translate(STREAM),
            name=row["name"],
            done=translate(counts),
            changes=corrected_on(came.filter(name=row["name"], at__date=row["day"], changed__gt=0)),
        )


def corrected_on(came: QuerySet[Delivery]) -> tuple[FieldChange, ...]:
    """The first few values that these deliveries corrected."""
    seqs = list(came.values_list("seq", flat=True)[:MOST_VALUES])
    found = [each for revised in revised_by(seqs).values() for each in revised]
    return tuple(islice(corrected(found), MOST_VALUES))


def corrected(found: Sequence[Revised]) -> Iterator[FieldChange]:
    """Values before and after, the first of each meter; then how many there are in all."""
    for each in found:
        for row in each.rows[:VALUES_SHOWN]:
            before, after = (translate(text) for text in row.said)
            place = Text("{where}, {when}", "{where}, {when}")
            yield FieldChange(
                translate(place.format(where=each.where, when=row.when)), before, after
            )
        if each.count > VALUES_SHOWN:
            told = translate(ALTOGETHER.format(n=each.count))
            yield FieldChange(translate(each.where), "…", told)

"""Who changed what, when, and what it was before: of the municipality and of one measure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import nlargest
from itertools import islice
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.queries.revisions import Revised, revised_by
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records import entries
from klimamosaik.records.changes import FieldChange
from klimamosaik.records.entries import HistoryEntry, entries_of_measure, entries_of_town
from klimamosaik.records.language import translate
from klimamosaik.terms.text import Text

VALUES_SHOWN = 3  # corrected values of a meter
MOST_VALUES = 12  # lines of a delivery
ALTOGETHER = Text("zusammen {n:n} Werte berichtigt", "{n:n} values corrected in all")
DELIVERY = Text("Import", "Import")
RECEIVED, WITHDRAWN = Text("eingegangen", "received"), Text("zurückgenommen", "withdrawn")


@municipality_page(Role.READER)
def history(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The newest changes and deliveries, or the newest before the moment in the address."""
    until = moment_in(request)
    found = newest(all_entries(municipality, until))
    older = None
    if len(found) == entries.SHOWN:  # what came at the same moment as the last stays together
        found = [entry for entry in found if entry.at > found[-1].at] or found
        older = urlencode({"vor": found[-1].at.isoformat()})
    return render(request, "history.html", {"entries": found, "older": older})


@municipality_page(Role.READER)
def measure_history(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The newest changes of one measure and all that hangs on it."""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    found = newest(entries_of_measure(pk))
    return render(request, "history.html", {"entries": found, "measure": measure})


def newest(found: Iterator[HistoryEntry]) -> list[HistoryEntry]:
    """The newest SHOWN of all kinds together."""
    return nlargest(entries.SHOWN, found, key=lambda entry: entry.at)


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


def deliveries(municipality: Municipality, until: datetime | None) -> Iterator[HistoryEntry]:
    """The newest SHOWN deliveries, with the first few values they corrected."""
    delivered = Delivery.objects.filter(municipality=municipality).select_related("by")
    if until is not None:
        delivered = delivered.filter(at__lt=until)
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

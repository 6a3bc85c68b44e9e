"""Pages of all series, and of one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.alarms.models import Mark, MeterLook
from klimamosaik.alarms.queries import marks_of, troubles_of
from klimamosaik.observations.kernel.details import read as read_details
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.newest import newest_readings
from klimamosaik.observations.queries.newest_in_words import newest_of_streams
from klimamosaik.observations.queries.spacings import spacing_text
from klimamosaik.observations.queries.states import NO_GAPS
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.paging import asked, paged
from klimamosaik.streams.models import SourceSeries
from klimamosaik.terms.text import Text
from klimamosaik.web.series.listing import (
    ListedSeries,
    SeriesFilter,
    gaps_among,
    known_of,
    known_series,
    rows_of,
    shown,
)

TOLD = Text(
    "{first:n} bis {last:n} von {all:n} Messreihen", "{first:n} to {last:n} of {all:n} series"
)
NEWEST = 20  # readings of one series
BACK = (timedelta(days=2), timedelta(days=400))  # tried one after the other for these


@dataclass(frozen=True)
class ShownReading:
    """One reading as the page of its series shows it."""

    at: datetime
    said: object  # a number, or whatever the sensor said
    marked: bool


@municipality_page(Role.READER)
def series(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """All series: name, place, unit, last value, gaps, silence, marks, and who uses them."""
    words = asked(request)
    wanted = chosen_filter(request.GET.get("nur", ""))
    rows = rows_of(known_series(municipality, words), timezone.now())
    listed = paged(request, shown(rows, wanted), told=TOLD)
    context = {
        "rows": with_newest(listed.rows),
        "list": listed,
        "some": words or wanted,
        "wanted": wanted,
        "filters": [(each, len(shown(rows, each))) for each in SeriesFilter],
        "count": len(rows),
    }
    return render(request, "series/series.html", context)


def with_newest(rows: Sequence[ListedSeries]) -> list[ListedSeries]:
    """Series of a page with their gaps and what they said last."""
    gaps, newest = gaps_among(rows), newest_of_streams([row.stream for row in rows])
    return [
        replace(row, gaps=gaps.get(row.stream.pk, NO_GAPS), newest=newest.get(row.stream.pk))
        for row in rows
    ]


def chosen_filter(text: str) -> SeriesFilter:
    """The filter in the address; anything else shows all."""
    return SeriesFilter(text) if text in list(SeriesFilter) else SeriesFilter.ALL


@municipality_page(Role.READER)
def one_series(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One series: what it is, its newest readings, what is odd, who uses it."""
    found = [each for each in known_series(municipality).streams if each.pk == pk]
    if not found:
        raise Http404
    stream, now = found[0], timezone.now()
    (row,) = rows_of(known_of(municipality, [stream]), now)
    look = MeterLook.objects.filter(datastream=stream).first()
    context = {
        "row": with_newest([row])[0],
        "spacing": spacing_text(stream.spacing),
        "readings": newest_of(stream),
        "marks": marks_of(stream=stream),
        "untold": look.untold if look else [],
        "troubles": troubles_of(
            municipality=municipality, now=now, today=timezone.localdate(now), datastream=pk
        ),
        "sources": SourceSeries.objects.filter(datastream=stream).select_related("source"),
    }
    return render(request, "series/one.html", context)


def newest_of(stream: Datastream) -> list[ShownReading]:
    """The newest readings, the last one first, each with what it said and whether it is marked."""
    frame = newest_readings(stream=stream, span=BACK[0])
    if frame.height < NEWEST:
        frame = newest_readings(stream=stream, span=BACK[1])
    newest = frame.tail(NEWEST).reverse()
    marks = list(Mark.objects.filter(datastream=stream).values_list("first", "last"))
    return [
        ShownReading(
            at=start,
            said=read_details(details).get("result", value),
            marked=any(first <= start <= last for first, last in marks),
        )
        for start, value, details in newest.select("start", "value", "details").iter_rows()
    ]

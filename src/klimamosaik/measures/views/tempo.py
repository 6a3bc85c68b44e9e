"""The page on how quickly measures go from phase to phase."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from klimamosaik.drawing.chart import ChartPen
from klimamosaik.drawing.figure_bars import bars_svg
from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet
from klimamosaik.drawing.palette import Paint
from klimamosaik.measures.kernel.waiting_times import WaitingTime
from klimamosaik.measures.models import Network
from klimamosaik.measures.queries import Passage, Tempo, tempo_of
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import reader_language, translate
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.text import Text
from klimamosaik.terms.whole_number import whole_number

WIDTH, LETTERS = 420.0, 14.0  # [px]


@municipality_page(Role.READER)
def tempo(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """How many measures stand where, and how long they take, this year and last."""
    found = asked(request, municipality)
    lines = [
        (one, name_of(one), said(one.this_year), said(one.last_year)) for one in found.passages
    ]
    page = {
        "found": found,
        "headline": headline(found),
        "lines": lines,
        "picture": drawn(found) if has_values(found) else None,
        "networks": municipality.networks.all(),
    }
    return render(request, "measures/tempo.html", page)


@municipality_page(Role.READER)
def tempo_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The figures for machines."""
    return JsonResponse(tempo_document(asked(request, municipality)))


@document
def tempo_document(found: Tempo) -> Document:
    """How many measures stand where, and how long they take."""
    return {
        "as_of": found.today,
        "network": found.network.name if found.network else None,
        "phases": [
            {"phase": one.phase, "now": one.now, "end_of_last_year": one.year_ago}
            for one in found.counts
        ],
        "without_noted_day": found.undated,
        "passages": [
            {
                "from": one.start,
                "to": one.end,
                "this_year": waiting_document(one.this_year),
                "last_year": waiting_document(one.last_year),
            }
            for one in found.passages
        ],
    }


def waiting_document(waiting: WaitingTime) -> Document:
    """One year of a passage for machines; null cannot be told."""
    return {
        "median_days": waiting.median,
        "waited": waiting.count,
        "went_on": waiting.went_on,
    }


def asked(request: HttpRequest, municipality: Municipality) -> Tempo:
    """The tempo of all measures, or of those of the network in the address."""
    number = whole_number(request.GET.get("verbund", ""))
    network = Network.objects.filter(municipality=municipality, pk=number or 0).first()
    return tempo_of(municipality=municipality, today=timezone.localdate(), network=network)


def headline(found: Tempo) -> Text:
    """How long the whole way takes, as far as it can be told."""
    now, before = found.whole.this_year, found.whole.last_year
    if now.median is None and before.median is None:
        return NOT_TOLD
    if now.median is None:
        return NOT_THIS_YEAR.format(year=found.year, before=before.median)
    if before.median is None:
        return TOLD.format(days=now.median)
    return COMPARED.format(days=now.median, before=before.median)


def name_of(one: Passage) -> Text:
    """A passage by its two phases."""
    text = WHOLE if one.whole_way else PASSAGE
    return text.format(start=one.start.text, end=one.end.text, whole=WHOLE_WAY)


def said(waiting: WaitingTime) -> Text:
    """The median, and of how many it is; or how many went on where it cannot be told."""
    if not waiting.count:
        return NONE_WAITED
    known = {"count": waiting.count, "gone": waiting.went_on}
    if waiting.median is None:
        return NOT_YET.format(**known)
    return MEDIAN.format(days=waiting.median, **known)


def has_values(found: Tempo) -> bool:
    """True where there is anything to draw."""
    years = [year for one in found.passages for year in (one.this_year, one.last_year)]
    return any(year.median is not None for year in years)


def drawn(found: Tempo) -> SafeString:
    """A bar a passage and year; what cannot be told yet has none."""
    days = translate(DAYS)
    marks = [
        FigureMark(
            str(year),
            str(year),
            translate(WHOLE_WAY if one.whole_way else name_of(one)),
            None,
            "",
            waiting.median,
            days,
        )
        for one in found.passages
        for year, waiting in ((found.year, one.this_year), (found.year - 1, one.last_year))
    ]
    pen = ChartPen(Paint.PAGE, reader_language(), LETTERS)
    return mark_safe(bars_svg(marks, FigureSheet(pen, WIDTH, 0, "tempo")))


DAYS = Text("Tage, Median", "days, median")
PASSAGE = Text("{start} → {end}", "{start} → {end}")
WHOLE = Text("{start} → {end} ({whole})", "{start} → {end} ({whole})")
WHOLE_WAY = Text("ganzer Weg", "the whole way")
NONE_WAITED = Text("keine wartete", "none waited")
MEDIAN = Text(
    "{days:Tag|Tage}; {gone:n} von {count:n} gingen weiter",
    "{days:day|days}; {gone:n} of {count:n} went on",
)
NOT_YET = Text(
    "noch nicht bestimmbar: {gone:n} von {count:n} gingen weiter",
    "cannot be told yet: {gone:n} of {count:n} went on",
)
NOT_TOLD = Text(
    "Wie lange der ganze Weg dauert, ist noch nicht bestimmbar",
    "How long the whole way takes cannot be told yet",
)
NOT_THIS_YEAR = Text(
    "Wie lange der ganze Weg dauert, ist für {year} noch nicht bestimmbar; im Vorjahr waren es "
    "{before:Tag|Tage}",
    "How long the whole way takes cannot be told for {year} yet; last year it was "
    "{before:day|days}",
)
TOLD = Text(
    "Von der Idee zum Dauerbetrieb: {days:Tag|Tage} im Median",
    "From an idea to permanent operation: {days:day|days} in the median",
)
COMPARED = Text(
    "Von der Idee zum Dauerbetrieb: {days:Tag|Tage} im Median, im Vorjahr {before:n}",
    "From an idea to permanent operation: {days:day|days} in the median, {before:n} last year",
)

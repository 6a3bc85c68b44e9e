"""The addresses of feeds."""

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.follow.feeds import measure_feed, town_feed
from klimamosaik.publication.queries.known import Known
from klimamosaik.records.addresses import absolute
from klimamosaik.terms.text import Language

ATOM = "application/atom+xml; charset=utf-8"


@town_answer
def town_news(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """What is new in a municipality."""
    return HttpResponse(town_feed(known, language, absolute(request)), content_type=ATOM)


@town_answer
def measure_news(request: HttpRequest, known: Known, language: Language, pk: int) -> HttpResponse:
    """What is new about a measure."""
    return HttpResponse(measure_feed(known, language, absolute(request), pk), content_type=ATOM)

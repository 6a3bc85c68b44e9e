"""Pages that tell: what all brings together, the words, accessibility."""

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.public.pages.complaints import complaint_body
from klimamosaik.publication.queries.answer import public_answer
from klimamosaik.publication.queries.changes import last_change
from klimamosaik.publication.queries.footprint import measures_with_sensors, public_own_use
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures, ranked
from klimamosaik.terms.explained import PUBLIC, alphabetical, words_of
from klimamosaik.terms.text import Language


@town_answer
def answer(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """How much all published measures bring together, and how each is known."""
    measures = ranked(public_measures(known))
    return framed(
        request,
        known,
        language,
        "publication/pages/answer.html",
        "antwort/",
        total=public_answer(known),
        changed=last_change(known, "wirkung"),
        measures=[one for one in measures if not one.stopped],
        stopped=sum(1 for one in measures if one.stopped),
    )


@town_answer
def own_electricity(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """What this server and the sensors of measures use themselves, and what remains saved."""
    return framed(
        request,
        known,
        language,
        "publication/pages/own_electricity.html",
        "eigener-strom/",
        own=public_own_use(known),
        nets=measures_with_sensors(known),
    )


@town_answer
def explained(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """Every word of the field that stands on these pages, in one plain sentence."""
    found = alphabetical(words_of(PUBLIC), language)
    template = "publication/pages/words.html"
    return framed(request, known, language, template, "woerter/", words=found)


@town_answer
def statement(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """The accessibility statement."""
    return framed(
        request,
        known,
        language,
        "publication/pages/statement.html",
        "barrierefreiheit/",
        body=complaint_body(known.town.state),
        barriers=[line.strip() for line in known.town.barriers.splitlines() if line.strip()],
    )

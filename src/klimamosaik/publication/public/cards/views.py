"""Cards to print: the list of all, each by itself, and all in one file."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.cards.card import (
    PublicCard,
    building_card,
    every_card,
    measure_card,
    sensor_card,
)
from klimamosaik.publication.public.cards.card_list import card_groups
from klimamosaik.publication.public.cards.pdf import cards_pdf
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.public.made_of import made_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.records.addresses import absolute, leads_here_only
from klimamosaik.terms.text import Language

BELOW = "karten/"


@town_answer
def cards(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """All cards there are to print."""
    return framed(
        request,
        known,
        language,
        "publication/cards/list.html",
        BELOW,
        groups=card_groups(known),
        origin=absolute(request),
        near=leads_here_only(absolute(request)),
    )


@town_answer
def measure(request: HttpRequest, known: Known, language: Language, pk: int) -> HttpResponse:
    """The card of a measure."""
    return printed(request, [measure_card(known, pk, language)], language)


@town_answer
def building(request: HttpRequest, known: Known, language: Language, pk: int) -> HttpResponse:
    """The card of a building."""
    return printed(request, [building_card(known, pk, language)], language)


@town_answer
def sensor(request: HttpRequest, known: Known, language: Language, pk: int) -> HttpResponse:
    """The card of a sensor."""
    return printed(request, [sensor_card(known, pk, language)], language)


@town_answer
def everything(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """All cards in one file, one a page."""
    made = every_card(known, language)
    if not made:
        raise NotPublic
    return printed(request, made, language)


def printed(request: HttpRequest, made: Sequence[PublicCard], language: Language) -> HttpResponse:
    """Cards as a file that opens in the browser."""
    parts = (tuple(made), absolute(request), language)
    return made_of(parts, request, "application/pdf", lambda: cards_pdf(*parts))

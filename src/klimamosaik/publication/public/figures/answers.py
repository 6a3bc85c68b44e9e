"""How an address of a figure is answered: narrowed to the periods it asks for, or refused."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import PublicView, notice_page, town_answer
from klimamosaik.publication.public.figures.figure_request import (
    FigureAsked,
    NotUnderstood,
    narrowed,
    span_in,
)
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.records.addresses import absolute
from klimamosaik.terms.text import Language, Text

P = ParamSpec("P")
FigureView = Callable[Concatenate[HttpRequest, Known, FigureAsked, P], HttpResponse]
REFUSED = Text("Diese Adresse ist nicht zu verstehen.", "This address cannot be understood.")


def figure_answer(view: FigureView[P]) -> Callable[..., HttpResponse]:
    """Turn `view(request, known, asked, ...)` into a view of one figure's address."""

    @wraps(view)
    def answer(
        request: HttpRequest,
        known: Known,
        language: Language,
        key: str,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> HttpResponse:
        try:
            span = span_in(request.GET)  # before the figure, which takes longer
            figure = public_figure(known, key)
            asked = FigureAsked(narrowed(figure, span), language, absolute(request), span)
            return view(request, known, asked, *args, **kwargs)
        except NotUnderstood as refused:
            return notice_page(400, REFUSED, refused.said, language, known)

    shown: PublicView[...] = answer
    return town_answer(shown)

"""A figure inside another site's page: no menu, no cookies, source and day, a way back.

It is the only thing others may frame.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.clickjacking import xframe_options_exempt

from klimamosaik.publication.public.figures.answers import figure_answer
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.shown import ShownFigure
from klimamosaik.publication.queries.known import Known

# As the policy of all pages, but for who may frame it. A star means sites; a page opened from
# disk is none and is named by its scheme.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors * file:"
)


def framed_anywhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let others frame every answer: what was taken back says so in their page, too."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Content-Security-Policy"] = POLICY
        return response

    return xframe_options_exempt(answer)


@framed_anywhere
@figure_answer
def embedded(request: HttpRequest, known: Known, asked: FigureAsked) -> HttpResponse:
    """The figure alone."""
    page = {"shown": ShownFigure(asked), "language": asked.language}
    return HttpResponse(render_to_string("publication/figure_embedded.html", page))

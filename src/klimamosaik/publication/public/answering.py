"""How a public address is answered: what is published, in the language of the address."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path, towns_path
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic
from klimamosaik.terms.text import Language, Text

P = ParamSpec("P")
PublicView = Callable[Concatenate[HttpRequest, Known, Language, P], HttpResponse]

GONE = Text("Diese Seite ist nicht mehr öffentlich.", "This page is no longer public.")
GONE_MORE = Text(
    "Sie stand einmal hier und wurde von der Gemeinde zurückgenommen.",
    "It once stood here and was taken back by the municipality.",
)
MISSING = Text("Diese Seite gibt es nicht.", "There is no such page.")
MISSING_MORE = Text(
    "Vielleicht ist die Adresse vertippt, oder es ist noch nichts veröffentlicht.",
    "The address may be mistyped, or nothing has been published yet.",
)


def town_answer(view: PublicView[P]) -> Callable[..., HttpResponse]:
    """Turn `view(request, known, language, ...)` into a view below a municipality's public page.

    What never was public is answered by 404, what was taken back by 410.
    """
    return require_safe(answered(view))


def town_form(view: PublicView[P]) -> Callable[..., HttpResponse]:
    """As `town_answer`, for a form: it carries a signed token of its own instead of a cookie."""
    return require_http_methods(["GET", "HEAD", "POST"])(csrf_exempt(answered(view)))


def answered(view: PublicView[P]) -> Callable[..., HttpResponse]:
    """The view in the language of its address, with what is public of its municipality."""

    @wraps(view)
    def answer(
        request: HttpRequest, ags: str, language: Language, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        known: Known | None = None
        with translation.override(language):
            try:
                known = known_of(request, ags)
                response = view(request, known, language, *args, **kwargs)
            except NoLongerPublic:
                response = notice_page(410, GONE, GONE_MORE, language, known)
            except NotPublic:
                response = notice_page(404, MISSING, MISSING_MORE, language, known)
        response["Content-Language"] = language  # of the address, not of the visitor's browser
        return response

    answer.shows = view  # type: ignore[attr-defined]  # for previews of what is not public yet
    return answer


def notice_page(
    status: int, headline: Text, more: Text, language: Language, known: Known | None
) -> HttpResponse:
    """A calm page that says what is not here, with the way to what is."""
    page = {
        "headline": headline,
        "more": more,
        "language": language,
        "home": page_path(known.town.ags, language=language) if known else "",
        "towns": towns_path(language),
    }
    return HttpResponse(render_to_string("publication/absent.html", page), status=status)

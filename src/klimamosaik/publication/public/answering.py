"""How a public address is answered: what is published, in the language of the address."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic, published_in
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

    @wraps(view)
    def answer(
        request: HttpRequest, ags: str, language: Language, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        with translation.override(language):
            try:
                known = Known(published_in(ags), timezone.now())
                return view(request, known, language, *args, **kwargs)
            except NoLongerPublic:
                return told(request, 410, GONE, GONE_MORE)
            except NotPublic:
                return told(request, 404, MISSING, MISSING_MORE)

    guarded = require_safe(answer)
    guarded.shows = view  # type: ignore[attr-defined]  # for previews of what is not public yet
    return guarded


def told(request: HttpRequest, status: int, headline: Text, more: Text) -> HttpResponse:
    """A calm page that says what is not here."""
    page = {"headline": headline, "more": more}
    return render(request, "publication/absent.html", page, status=status)

"""The exhibition: all slides in one page, so that it turns without asking anybody for anything."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from klimamosaik.drawing.qr_code import code_svg
from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.exhibition.slides import ShownSlide, slides_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.records.addresses import absolute, leads_here_only
from klimamosaik.terms.text import Language


@town_answer
def exhibition(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """The slides, one below the other; a script shows one at a time."""
    origin = absolute(request)
    context = {
        "language": language,
        "town": known.town,
        "host": urlsplit(origin).netloc,
        "slides": coded(slides_of(known, language), origin),
        "home": page_path(known.town.ags, language=language),
    }
    return HttpResponse(render_to_string("publication/exhibition.html", context))


def coded(slides: Sequence[ShownSlide], origin: str) -> list[tuple[ShownSlide, str]]:
    """Each slide with the code (SVG) that takes it home; none where no phone finds the page."""
    if leads_here_only(origin):
        return [(each, "") for each in slides]
    return [(each, code_svg(origin + each.path).decode()) for each in slides]

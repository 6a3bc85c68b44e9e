"""Which municipalities show what they do: where the beginning of every address leads."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from klimamosaik.publication.public.sharing import known_everywhere
from klimamosaik.publication.queries.paths import page_path, towns_path
from klimamosaik.terms.text import LANGUAGES, Language


@require_safe
def towns(request: HttpRequest, language: Language) -> HttpResponse:
    """Every municipality whose page is public, by key."""
    with translation.override(language):
        shown = [known.town for known in known_everywhere(request)]
        links = [(town, page_path(town.ags, language=language)) for town in shown]
        others = [(each, towns_path(each)) for each in LANGUAGES if each != language]
        page = {"towns": links, "others": others, "language": language}
        response = HttpResponse(render_to_string("publication/pages/towns.html", page))
    response["Content-Language"] = language
    return response

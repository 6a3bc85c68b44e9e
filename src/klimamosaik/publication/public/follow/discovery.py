"""How the public pages are found: sitemap, robots.txt, llms.txt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from klimamosaik.publication.public.framing import WAYS
from klimamosaik.publication.public.sharing import known_everywhere
from klimamosaik.publication.queries.buildings import public_buildings
from klimamosaik.publication.queries.figures.every import public_figures
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.reports import public_reports
from klimamosaik.publication.queries.sensors import sensor_names
from klimamosaik.records.addresses import absolute
from klimamosaik.terms.text import LANGUAGES

ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"


@dataclass(frozen=True)
class FoundPage:
    """A page of the sitemap."""

    ags: str
    below: str  # path below the municipality's public page
    changed: datetime

    @property
    def paths(self) -> tuple[tuple[str, str], ...]:
        """Its path in each language."""
        return tuple((each, page_path(self.ags, self.below, each)) for each in LANGUAGES)


def pages_of(known: Known) -> Iterable[FoundPage]:
    """All public pages of a municipality."""
    figures, ags, newest = public_figures(known), known.published.ags, known.published.newest
    changed = {each.key: each.changed_at for each in figures}
    last = max([newest, *changed.values()])
    for below, _ in WAYS:
        yield FoundPage(ags, below, last)
    for pk in (int(key.partition("-")[2]) for key in changed if key.startswith("massnahme-")):
        yield FoundPage(ags, f"massnahmen/{pk}/", changed[f"massnahme-{pk}"])
    for building in public_buildings(known):
        yield FoundPage(ags, f"gebaeude/{building.id}/", changed.get(building.figure, newest))
    for key, at in changed.items():
        yield FoundPage(ags, f"zahlen/{key}/", at)
    for pk in sensor_names(known):
        yield FoundPage(ags, f"sensoren/{pk}/", newest)
    for report in public_reports(known):
        yield FoundPage(ags, f"energiebericht/{report.span}/", report.since)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page with when it changed, each in both languages."""
    pages = [page for known in known_everywhere(request) for page in pages_of(known)]
    rows = [(path, page.changed, page.paths) for page in pages for _, path in page.paths]
    page = {"root": absolute(request), "rows": rows}
    text = render_to_string("publication/follow/sitemap.xml", page)
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everybody may read everything that is public."""
    text = ROBOTS.format(sitemap=absolute(request, "/sitemap.xml"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What a language model should know to answer from these pages, in both languages."""
    knowns = known_everywhere(request)
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            towns = [(known.town, page_path(known.town.ags, language=language)) for known in knowns]
            page = {"towns": towns, "root": absolute(request), "language": language}
            parts.append(render_to_string("publication/follow/llms.txt", page))
    return HttpResponse("\n".join(parts), content_type="text/plain; charset=utf-8")

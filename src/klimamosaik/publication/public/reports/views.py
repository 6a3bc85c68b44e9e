"""Pages of published energy reports."""

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.reports import (
    PublicReport,
    public_report,
    public_reports,
    report_file,
)
from klimamosaik.terms.text import Language

BELOW, TEMPLATE = "energiebericht/", "publication/reports.html"
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@town_answer
def reports(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """All published reports."""
    return reports_page(request, known, language, BELOW, public_reports(known))


@town_answer
def report(request: HttpRequest, known: Known, language: Language, span: str) -> HttpResponse:
    """One report: what it says in a sentence, and its files."""
    return reports_page(request, known, language, f"{BELOW}{span}/", (public_report(known, span),))


def reports_page(
    request: HttpRequest,
    known: Known,
    language: Language,
    below: str,
    reports: tuple[PublicReport, ...],
) -> HttpResponse:
    """The page of some reports."""
    path = page_path(known.town.ags, language=language)
    return framed(
        request, known, language, TEMPLATE, below, town=known.town, reports=reports, path=path
    )


@town_answer
def file(
    request: HttpRequest, known: Known, language: Language, span: str, ending: str
) -> HttpResponse:
    """The report to take along."""
    content = report_file(known, span, ending, language)
    answer = HttpResponse(content, content_type=TYPES[ending])
    name = f"energiebericht-{known.town.ags}-{span}.{ending}"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer

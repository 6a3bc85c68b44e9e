"""The list of figures, the page of one, its files and its share picture."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.figures.answers import figure_answer
from klimamosaik.publication.public.figures.figure_request import FigureAsked, NotUnderstood
from klimamosaik.publication.public.figures.files.every import BY_SUFFIX, FigureFile, made
from klimamosaik.publication.public.figures.files.graphics import svg_file, svg_policy
from klimamosaik.publication.public.figures.files.plain import excel_csv_file
from klimamosaik.publication.public.figures.files.share import share_picture
from klimamosaik.publication.public.figures.shown import ShownFigure
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.public.made_of import made_of
from klimamosaik.publication.queries.figures.every import public_figures
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.terms.text import Language, Text

BELOW = "zahlen/"
FORM, EXCEL = "form", "excel"  # a parameter of .csv and its value
NO_FORM = Text(
    "„form“ in der Adresse kennt nur „excel“, und nur bei .csv.",
    "“form” in the address knows “excel” alone, and of .csv only.",
)


@town_answer
def figures(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """All figures that have values."""
    listed = [
        (each, figure_path(known.town.ags, each.key, language=language))
        for each in public_figures(known)
        if each.data
    ]
    return framed(request, known, language, "publication/figures.html", BELOW, figures=listed)


@figure_answer
def figure(request: HttpRequest, known: Known, asked: FigureAsked) -> HttpResponse:
    """One figure with all that belongs to it."""
    return framed(
        request,
        known,
        asked.language,
        "publication/figure.html",
        f"{BELOW}{asked.figure.key}/",
        shown=ShownFigure(asked),
        figure=asked.figure,
    )


@figure_answer
def file(request: HttpRequest, known: Known, asked: FigureAsked, ending: str) -> HttpResponse:
    """One of its files; other sites' scripts may read it."""
    known_kind = BY_SUFFIX.get(f".{ending}")
    if known_kind is None:
        raise NotPublic
    kind = form_of(known_kind, request.GET.get(FORM, ""))
    parts = (kind.make.__qualname__, asked)
    response = made_of(parts, request, kind.media, lambda: made(kind, asked))
    response["Content-Disposition"] = f'inline; filename="{asked.name}{kind.suffix}"'
    response["Access-Control-Allow-Origin"] = "*"
    if kind.make is svg_file:
        response["Content-Security-Policy"] = svg_policy()
    return response


def form_of(kind: FigureFile, form: str) -> FigureFile:
    """The variant that is asked for. Raises NotUnderstood."""
    if not form:
        return kind
    if form != EXCEL or kind.suffix != ".csv":
        raise NotUnderstood(NO_FORM)
    return replace(kind, make=excel_csv_file)


@figure_answer
def share(request: HttpRequest, known: Known, asked: FigureAsked) -> HttpResponse:
    """The picture of link previews."""
    parts = (share_picture.__qualname__, asked)
    return made_of(parts, request, "image/png", lambda: share_picture(asked))

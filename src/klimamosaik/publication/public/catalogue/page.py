"""The catalogue's pages for people."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.catalogue.entries import SENSORS_NAMED
from klimamosaik.publication.public.catalogue.entry import REPORT, whole_root
from klimamosaik.publication.public.catalogue.places import PLACES, located, places_path
from klimamosaik.publication.public.catalogue.views import FORMS
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.public.sharing import known_everywhere
from klimamosaik.publication.queries.figures.every import public_figures
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import SENSORS, figure_path, page_path
from klimamosaik.publication.queries.reports import report_spans
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.publication.queries.sensors import has_sensors
from klimamosaik.terms.text import Language, Text

MACHINES = [(ending, media) for ending, (media, _) in FORMS.items()]


GROUPS = (  # beginnings of keys; "" takes all that is left
    (("massnahme-", "kennzahl-"), Text("Maßnahmen", "Measures")),
    (("gebaeude-",), Text("Gebäude", "Buildings")),
    (("",), Text("Ganze Gemeinde", "Whole municipality")),
)
MORE = Text("Berichte und Orte", "Reports and places")
LISTED = (("CSV", ".csv"), ("Excel", ".xlsx"))  # the figure's page offers all others


@dataclass(frozen=True)
class OfferedRow:
    """A dataset as the page lists it."""

    title: Text
    link: str
    files: tuple[tuple[str, str], ...] = ()  # name and address
    fragment: str = ""


@dataclass(frozen=True)
class OfferedGroup:
    """Datasets of one kind."""

    title: Text
    rows: tuple[OfferedRow, ...]


@town_answer
def town_data(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """Every dataset of a municipality, in groups, with its files."""
    return framed(
        request,
        known,
        language,
        "publication/catalogue/town.html",
        "offene-daten/",
        groups=[group for group in groups(known, language) if group.rows],
        root=whole_root(known.town.ags),
        machines=MACHINES,
    )


def groups(known: Known, language: Language) -> Iterable[OfferedGroup]:
    """The whole municipality first; a file without a single value is offered nowhere."""
    found: dict[Text, list[OfferedRow]] = {title: [] for _, title in reversed(GROUPS)}
    for figure in public_figures(known):
        if figure.data:
            title = next(title for starts, title in GROUPS if figure.key.startswith(starts))
            found[title].append(figure_row(figure, language))
    rows = [OfferedGroup(title, tuple(each)) for title, each in found.items()]
    return (*rows, OfferedGroup(MORE, tuple(more(known, language))))


def figure_row(figure: PublicFigure, language: Language) -> OfferedRow:
    """A figure with the files most people want."""
    ags, key = figure.town.ags, figure.key
    files = tuple((name, figure_path(ags, key, end, language)) for name, end in LISTED)
    return OfferedRow(figure.title, figure_path(ags, key, language=language), files)


def more(known: Known, language: Language) -> Iterable[OfferedRow]:
    """Reports, and what is no figure."""
    ags = known.town.ags
    for span in report_spans(known):
        link = page_path(ags, f"energiebericht/{span}/", language)
        yield OfferedRow(REPORT.format(years=span.replace("-", "–")), link)
    if located(known):
        files = (("GeoJSON", places_path(ags)),)
        yield OfferedRow(PLACES, page_path(ags, "gebaeude/", language), files, "orte")
    if has_sensors(known):
        files = (("SensorThings", SENSORS),)
        yield OfferedRow(SENSORS_NAMED, page_path(ags, "sensoren/", language), files, "sensoren")


@require_safe
def whole_data(request: HttpRequest, language: Language) -> HttpResponse:
    """Every municipality with its data."""
    with translation.override(language):
        towns = [known.town for known in known_everywhere(request)]
        links = [(each, page_path(each.ags, "offene-daten/", language)) for each in towns]
        page = {"towns": links, "root": whole_root(), "machines": MACHINES, "language": language}
        return HttpResponse(render_to_string("publication/catalogue/whole.html", page))

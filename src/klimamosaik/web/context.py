"""What every page knows."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from klimamosaik import __version__
from klimamosaik.places.access import visited
from klimamosaik.places.models import Municipality, Role
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Way:
    """One of the few main ways through a municipality's pages."""

    text: Text
    link: str
    here: bool  # we are on it, or below it


WAYS = (  # those that do not exist are left out
    ("town", Text("Mosaik", "Mosaic")),
    ("measures", Text("Maßnahmen", "Measures")),
    ("balance", Text("Bilanz", "Balance")),
    ("way", Text("Weg", "Way")),
    ("buildings", Text("Gebäude", "Buildings")),
    ("meters", Text("Zähler", "Meters")),
    ("files", Text("Dateien", "Files")),
    ("report", Text("Bericht", "Report")),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """The reader's language, the version of the software, and the municipality looked at."""
    known: dict[str, Any] = {"language": get_language() or "de", "version": __version__}
    visit = visited(request)
    if visit is None:
        return known
    return known | {
        "municipality": visit.municipality,
        "role": visit.role,
        "may_edit": visit.role in (Role.EDITOR, Role.ADMIN),
        "may_manage": visit.role is Role.ADMIN,
        "ways": ways(visit.municipality, request.path),
    }


def ways(municipality: Municipality, path: str) -> tuple[Way, ...]:
    """The main ways that exist, with the one that leads to `path` marked."""
    found = []
    for name, text in WAYS:
        try:
            link = reverse(name, args=[municipality.ags])
        except NoReverseMatch:
            continue
        here = path == link if name == "town" else path.startswith(link)
        found.append(Way(text, link, here))
    return tuple(found)

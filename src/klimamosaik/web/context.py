"""What every page knows."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from klimamosaik import __version__
from klimamosaik.people.access import includes, visited
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Language, Text, about
from klimamosaik.web.kept_pages import name_of, token_of

if TYPE_CHECKING:
    from klimamosaik.measures.queries import MeasureRights


@dataclass(frozen=True)
class NavSection:
    """A way through a municipality's pages, with the ways that branch off."""

    text: Text
    link: str
    here: bool  # we are on it, or below it
    branches: tuple["NavSection", ...] = ()


@dataclass(frozen=True)
class Stop:
    """The name of a page's address, what a person calls it, and the pages that belong to it."""

    name: str
    text: Text
    branches: tuple["Stop", ...] = ()
    asks: Role = Role.READER  # the least role that can open it


MENU = Text("Menü", "Menu")
MEASURES = (
    Stop("measures", Text("Alle", "All")),
    Stop("answer", Text("Wirkung gesamt", "Overall effect")),
    Stop("steering", Text("Controlling", "Progress")),
    Stop("tasks", Text("Aufgaben", "Tasks")),
    Stop("after_funding", Text("Nach der Förderung", "After the funding")),
    Stop("tempo", Text("Tempo", "Pace")),
    Stop("abatement", Text("Kosten je Tonne", "Cost per tonne")),
    Stop("planning", Text("Priorisierung", "Priorities")),
    Stop("adaptation", Text("Klimaanpassung", "Climate adaptation")),
    Stop("lists", Text("Listen", "Lists")),
)
FILES = (
    Stop("files", Text("Dateien", "Files")),
    Stop("sources", Text("Datenquellen", "Data sources")),
)
METERS = (
    Stop("meters", Text("Liste der Zähler", "List of meters")),
    Stop("series", Text("Alle Messreihen", "All series")),
    Stop("troubles", Text("Störungen", "Troubles")),
)
SETTINGS = (
    Stop("municipality", Text("Gemeinde", "Municipality"), asks=Role.EDITOR),
    Stop("people", Text("Personen und Rollen", "People and roles"), asks=Role.ADMIN),
    Stop("history", Text("Protokoll", "History")),
    Stop("background", Text("Hintergrundarbeit", "Background work"), asks=Role.ADMIN),
    Stop("tokens", Text("Zugangsschlüssel", "Access keys"), asks=Role.ADMIN),
)
WAYS = (
    Stop("today", Text("Heute", "Today")),
    Stop("town", Text("Mosaik", "Mosaic")),
    Stop("measures", Text("Maßnahmen", "Measures"), MEASURES),
    Stop("balance", Text("Bilanz", "Balance")),
    Stop("way", Text("Minderungspfad", "Reduction pathway")),
    Stop("buildings", Text("Gebäude", "Buildings")),
    Stop("meters", Text("Zähler", "Meters"), METERS),
    Stop("files", Text("Dateien", "Files"), FILES),
    Stop("report", Text("Energiebericht", "Energy report")),
    Stop("publishing", Text("Öffentlich", "Public")),
    Stop("municipality", Text("Einstellungen", "Settings"), SETTINGS, asks=Role.EDITOR),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """The reader's language, the version of the software, and the municipality looked at."""
    known: dict[str, Any] = {
        "language": get_language() or "de",
        "languages": settings.LANGUAGES,
        "software_version": __version__,
        "person": name_of(request),
        "public_pages": public_pages,
        **token_of(request),
    }
    visit = visited(request)
    if visit is None:
        return known
    return known | {
        "municipality": visit.municipality,
        "role": visit.role,
        "may_edit": includes(visit.role, Role.EDITOR),
        "may_edit_measure": may_edit_measure(request),
        "may_publish": includes(visit.role, Role.PUBLISHER),
        "may_manage": visit.role is Role.ADMIN,
        **ways_known(ways(visit.municipality, request.path, visit.role)),
    }


def public_pages() -> list[tuple[str, str]]:
    """Name and address of each public page; asked for only where a page shows them."""
    from klimamosaik.publication.queries.paths import page_path
    from klimamosaik.publication.queries.town_names import names_of_public_towns

    language: Language = "en" if (get_language() or "de").startswith("en") else "de"
    found = names_of_public_towns()
    return [(name, page_path(ags, language=language)) for ags, name in found]


def may_edit_measure(request: HttpRequest) -> bool:
    """True on the page of a measure the visitor may change."""
    rights: MeasureRights | None = getattr(request, "measure_rights", None)
    return rights is not None and rights.whole


def ways_known(found: tuple[NavSection, ...]) -> dict[str, Any]:
    """The ways, and what opens them on a phone: it names the one we are on."""
    here = next((way.text for way in found if way.here), None)
    return {"ways": found, "menu": about(MENU, here) if here else MENU}


def ways(municipality: Municipality, path: str, role: Role) -> tuple[NavSection, ...]:
    """The main ways of somebody with a role, with the one that leads to `path` marked."""
    return tuple(way(stop, municipality.ags, path) for stop in map(partial(open_to, role), WAYS))


def open_to(role: Role, stop: Stop) -> Stop:
    """What of a way a role can open: where all but one branch are closed, that branch alone."""
    branches = tuple(branch for branch in stop.branches if includes(role, branch.asks))
    if len(branches) == 1:
        return branches[0]
    return replace(stop, branches=branches)


def way(stop: Stop, ags: str, path: str) -> NavSection:
    """A main way; we are on it, too, where we are on one of its branches."""
    link = reverse(stop.name, args=[ags])
    branches = branched(stop.branches, ags, path)
    here = path == link if stop.name == "town" else path.startswith(link)
    return NavSection(stop.text, link, here or any(branch.here for branch in branches), branches)


def branched(stops: tuple[Stop, ...], ags: str, path: str) -> tuple[NavSection, ...]:
    """The branches of a way; the one whose address is the longest start of `path` is marked."""
    links = [reverse(stop.name, args=[ags]) for stop in stops]
    here = max((link for link in links if path.startswith(link)), key=len, default="")
    return tuple(
        NavSection(stop.text, link, link == here) for stop, link in zip(stops, links, strict=True)
    )

"""Writes the folder: asks for everything, makes all links relative, takes away what is gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.public_version import public_version, written_last
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic, published_in
from klimamosaik.publication.site.crawl import crawl
from klimamosaik.publication.site.folder import SiteFolder
from klimamosaik.publication.site.linked import LinkedSite
from klimamosaik.publication.site.local_requests import origin_of_pages
from klimamosaik.publication.site.parallel import askers
from klimamosaik.publication.site.places import SHOW, START, SitePlaces
from klimamosaik.records.installation import installation_mark
from klimamosaik.records.software_mark import software_mark
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import LANGUAGES, Language, Text

MADE = Text("{done:n} von {known:n} Adressen", "{done:n} of {known:n} addresses")

Progress = Callable[[float, Text], None]


@dataclass(frozen=True)
class ExportedSite:
    """What an export did."""

    files: int
    changed: tuple[str, ...]  # files that are new or differ
    same: int
    removed: tuple[str, ...]  # files of what is no longer public
    dead: tuple[str, ...]  # addresses pages lead to and nothing stands at
    addressed: bool  # False: no public address is set, codes and quotations name this machine


def export_site(
    *,
    ags: str,
    root: Path,
    at: datetime,
    languages: Sequence[Language] = LANGUAGES,
    progress: Progress | None = None,
) -> ExportedSite:
    """Write the public pages of a municipality into a folder.

    Raises InputRejected where the municipality shows nothing, or the folder holds something else.
    """
    known = shown(ags, at)
    origin = origin_of_pages()
    places = SitePlaces(ags, tuple(languages), origin)
    folder = SiteFolder(root, ags)
    folder.open()

    def told(done: int, all_known: int) -> None:
        if progress is not None:
            progress(done / all_known, MADE.format(done=done, known=all_known))

    stand = stand_of(at, places)
    if folder.stands(stand):
        return as_it_was(folder)
    with askers(origin) as asking:
        answers = crawl(asking, places, folder, stand, told)
    site = LinkedSite(places, answers)
    for answer in answers.values():
        if answer.page:
            page = folder.page(answer.address)
            folder.write(answer.file, site.page(answer.address, page, answer.read))
    folder.write("index.html", site.page(START, start_page(known, languages)))
    removed = folder.close(stand, site.dead)
    return ExportedSite(
        files=len(folder.written),
        changed=tuple(sorted(folder.changed)),
        same=folder.same,
        removed=tuple(removed),
        dead=tuple(sorted(site.dead)),
        addressed=bool(settings.PUBLIC_ADDRESS),
    )


def as_it_was(folder: SiteFolder) -> ExportedSite:
    """What an export did that found everything as it is."""
    last = folder.finished
    assert last is not None
    count, addressed = len(last.files), bool(settings.PUBLIC_ADDRESS)
    return ExportedSite(count, (), count, (), last.dead, addressed)


def shown(ags: str, at: datetime) -> Known:
    """What is public of the municipality. Raises InputRejected where its page is off."""
    try:
        return Known(published_in(ags), at)
    except (NotPublic, NoLongerPublic) as error:
        raise rejected(
            "nothing_public",
            "Von der Gemeinde {ags} ist nichts öffentlich. Schalten Sie zuerst im Amt ihre "
            "öffentliche Seite ein.",
            "Nothing of municipality {ags} is public. Switch its public page on first.",
            ags=ags,
        ) from error


def stand_of(at: datetime, places: SitePlaces) -> str:
    """Equal as long as every page is the same, whichever program, folder of data or moment."""
    asked = (places.origin, bool(settings.PUBLIC_ADDRESS), tuple(places.languages))
    parts = (software_mark(), installation_mark(), asked, public_version(at), written_last())
    return sha256(repr(parts).encode()).hexdigest()


def start_page(known: Known, languages: Sequence[Language]) -> str:
    """The page one opens by a double click."""
    ways = [
        (told, page_path(known.town.ags, language=told), page_path(known.town.ags, SHOW, told))
        for told in languages
    ]
    context = {"town": known.town, "ways": ways, "language": languages[0]}
    with translation.override(languages[0]):
        return render_to_string("publication/site/start.html", context)

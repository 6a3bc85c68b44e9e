"""Links of a preview: strangers have no page yet of what is not public, so nothing leads there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.every import figure_keys
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.published import (
    NoLongerPublic,
    NotPublic,
    Published,
    published_in,
)
from klimamosaik.publication.site.links import FoundLink, ReadPage, changed_page, read_page

FIGURE = re.compile(r"zahlen/(?P<key>[-\w]+)[/.]")
SUBJECTS: Mapping[PublishedKind, re.Pattern[str]] = {  # addresses that tell of one thing
    PublishedKind.MEASURE: re.compile(r"(massnahmen/|karten/massnahme-)(?P<subject>\d+)[/.]"),
    PublishedKind.BUILDING: re.compile(r"(gebaeude/|karten/gebaeude-)(?P<subject>\d+)[/.]"),
    PublishedKind.READINGS: re.compile(r"(sensoren/|karten/sensor-)(?P<subject>\d+)[/.]"),
    PublishedKind.REPORT: re.compile(r"energiebericht/(?P<subject>[-\d]+)[/.]"),
}


@dataclass(frozen=True)
class AnsweredNow:
    """Which public addresses of a municipality are answered now."""

    ags: str
    at: datetime

    @cached_property
    def known(self) -> Known | None:
        """What is public; None where the page is off."""
        try:
            return Known(published_in(self.ags), self.at)
        except (NotPublic, NoLongerPublic):
            return None

    def leads_on(self, link: FoundLink) -> str | None:
        """The link as it is; None where nobody would answer."""
        below = self.below(urlsplit(link.value).path)
        if link.tag != "a" or below is None:
            return link.value
        answered = self.known is not None and has(self.known, below)
        return link.value if answered else None

    def below(self, path: str) -> str | None:
        """The path below the municipality's public page; None for an address elsewhere."""
        roots = (page_path(self.ags, language=language) for language in ("de", "en"))
        return next((path.removeprefix(root) for root in roots if path.startswith(root)), None)


def has(known: Known, below: str) -> bool:
    """True where this address below the public page is answered."""
    if figure := FIGURE.match(below):
        return figure["key"] in figure_keys(known)
    return all(tells(known.published, kind, below) for kind in SUBJECTS)


def tells(published: Published, kind: PublishedKind, below: str) -> bool:
    """False where the address tells of a thing of this kind that is not public."""
    found = SUBJECTS[kind].match(below)
    return found is None or published.has(kind, found["subject"])


def without_dead_links(page: str, *, ags: str, at: datetime) -> str:
    """The page of a preview, without links to what strangers cannot open yet; forms stay."""
    read = ReadPage(read_page(page).links, forms=())
    return changed_page(page, AnsweredNow(ags, at).leads_on, "", read)

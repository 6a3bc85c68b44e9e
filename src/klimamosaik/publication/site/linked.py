"""Pages of the folder: their links lead to its files, to the web, or nowhere."""

from collections.abc import Mapping
from posixpath import dirname, relpath
from urllib.parse import urldefrag, urljoin

from django.conf import settings
from django.utils.html import format_html

from klimamosaik.publication.site.folder import NotedAnswer
from klimamosaik.publication.site.links import FoundLink, ReadPage, changed_page
from klimamosaik.publication.site.places import START, SitePlaces
from klimamosaik.terms.text import Text

NO_FORM = Text(
    "Suchen und Schreiben geht nur auf der Seite im Netz, nicht in diesem Ordner.",
    "Searching and writing works on the web page only, not in this folder.",
)
MOST_STEPS = 5  # from one address to the next it sends on to


class LinkedSite:
    """Knows of every link whether it leads to a file of the folder."""

    def __init__(self, places: SitePlaces, answers: Mapping[str, NotedAnswer]) -> None:
        self.places, self.answers = places, answers
        self.dead: set[str] = set()

    def page(self, address: str, page: str, read: ReadPage | None = None) -> bytes:
        """A page with links between files, and a sentence for each form.

        read: what was found when it was asked for.
        """
        sentence = NO_FORM.in_(self.places.language(address))

        def decide(link: FoundLink) -> str | None:
            return self.link(link, address)

        note = format_html('<p class="note">{}</p>', sentence)
        return changed_page(page, decide, note, read).encode()

    def link(self, link: FoundLink, page: str) -> str | None:
        """What a link says in the folder; None where it leads nowhere."""
        target, fragment = urldefrag(link.value)
        whole = urljoin(self.places.origin + page, link.value)
        if not target or not whole.startswith(self.places.origin):
            return link.value  # within the page, or to somebody else
        address = None if link.foreign else self.places.address(target, page)
        file = self.file(address) if address is not None else None
        if file is not None:
            here = dirname(self.places.file(page) or "") or "."
            return relpath(file, here) + (f"#{fragment}" if fragment else "")
        if address is not None:
            self.dead.add(address)
        return whole if settings.PUBLIC_ADDRESS else None

    def file(self, address: str) -> str | None:
        """The file of an address, or of the one it sends on to; None where there is none."""
        if address == START:
            return self.places.file(START)
        for _ in range(MOST_STEPS):
            answer = self.answers.get(address)
            if answer is None or not answer.elsewhere:
                return answer.file or None if answer is not None else None
            address = answer.elsewhere
        return None

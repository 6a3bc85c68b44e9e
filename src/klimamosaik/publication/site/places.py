"""Which file of the folder holds what stands at an address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from posixpath import splitext
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from klimamosaik.publication.queries.paths import page_path
from klimamosaik.terms.text import Language

SAFE = re.compile(r"[a-z0-9][a-z0-9._-]*")
SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")
LONGEST = 80  # [characters] of a name: sticks and archives cut longer ones
STATIC = "/static/"
START = "/"  # the folder's own first page
SHOW = "ausstellung/"
FORM_ALONE = "rueckmeldung/"  # a page that is a form: one telling of it is enough
SHOW_FILES: dict[Language, str] = {"de": "ausstellung.html", "en": "exhibition.html"}


@dataclass(frozen=True)
class SitePlaces:
    """The addresses that belong into the folder, and their files."""

    ags: str
    languages: Sequence[Language]
    origin: str  # scheme and host

    def seeds(self) -> list[str]:
        """Where a visitor can begin."""
        below = ("", SHOW, "karten/")
        return [page_path(self.ags, each, told) for told in self.languages for each in below]

    def address(self, link: str, page: str) -> str | None:
        """The address a link on a page leads to; None where it does not belong into the folder."""
        parts = urlsplit(urljoin(self.origin + page, link))
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            return None
        asked = "" if parts.path.endswith(f"/{FORM_ALONE}") else parts.query
        query = urlencode(sorted(parse_qsl(asked, keep_blank_values=True)))
        found = parts.path + (f"?{query}" if query else "")
        return found if self.file(found) is not None else None

    def file(self, address: str) -> str | None:
        """The file of an address, with forward slashes; None where it has none."""
        path, _, query = address.partition("?")
        if path == START:
            return "index.html"
        if path.startswith(STATIC):
            return named(path.removeprefix("/"), "")
        for told in self.languages:
            root = page_path(self.ags, language=told)
            if path == root + SHOW and not query:
                return SHOW_FILES[told]
            if path.startswith(root):
                return f"{told}/{named(path.removeprefix(root), query)}"
        return None

    def language(self, address: str) -> Language:
        """The language of a page."""
        english = page_path(self.ags, language="en")
        return "en" if address.startswith(english) else "de"


def named(path: str, query: str) -> str:
    """A path as the name of a file: "massnahmen/12/" as massnahmen/12/index.html."""
    *folders, last = path.split("/")
    stem, suffix = splitext(last)
    if not SUFFIX.fullmatch(suffix):
        stem, suffix = (last or "index"), ".html"
    if query:
        stem += "_" + query.replace("=", "-").replace("&", "_")
    return "/".join([*(plain(each) for each in folders if each), plain(stem) + suffix])


def plain(name: str) -> str:
    """A name every file system takes; one that had to be changed carries a sum of what it was."""
    if SAFE.fullmatch(name) and len(name) <= LONGEST:
        return name
    kept = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip(".-_")[:LONGEST]
    return f"{kept}-{sha256(name.encode()).hexdigest()[:10]}"

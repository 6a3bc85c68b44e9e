"""Finds the links and forms of a page and changes them; all else stays as it is, to the letter."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Any

NAMES = ("href", "src", "data", "poster", "xlink:href")  # attributes that hold an address
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
STYLE_LINK = re.compile(rb"""url\(\s*["']?([^"')]+)""")  # in a stylesheet


@dataclass(frozen=True)
class FoundLink:
    """A tag with an address."""

    start: int  # where the tag stands in the page
    raw: str  # the tag as it is written
    tag: str
    name: str  # of the attribute
    value: str
    foreign: bool  # names another telling of the page (canonical, another language): not followed


@dataclass(frozen=True)
class ReadPage:
    """Where the links and forms of a page stand."""

    links: tuple[FoundLink, ...]
    forms: tuple[tuple[int, int], ...]  # start and end of each

    @property
    def followed(self) -> Iterator[str]:
        """The addresses it leads to, as they are written."""
        return (each.value for each in self.links if not each.foreign)

    @classmethod
    def noted(cls, row: dict[str, Any]) -> "ReadPage":
        """A page as it was noted in JSON."""
        links = tuple(FoundLink(**each) for each in row["links"])
        return cls(links, tuple((start, end) for start, end in row["forms"]))


@dataclass(frozen=True)
class PieceOfPage:
    """A part of a page and what stands there instead."""

    start: int
    end: int
    instead: str


Decide = Callable[[FoundLink], str | None]  # another address; None: the link goes


class PageReader(HTMLParser):
    """Reads a page once and notes where its links and forms stand."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.lines = [0, *(match.end() for match in re.finditer("\n", page))]
        self.links: list[FoundLink] = []
        self.forms: list[tuple[int, int]] = []
        self.form_start: int | None = None
        self.feed(page)
        self.close()

    def here(self) -> int:
        """Where the parser stands in the page."""
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that leads somewhere; what lies in a form goes with it."""
        if tag == "form" and self.form_start is None:
            self.form_start = self.here()
        if self.form_start is not None:
            return
        given = dict(attrs)
        foreign = given.get("rel") == "canonical" or (tag == "link" and "hreflang" in given)
        raw = self.get_starttag_text() or ""
        for name in NAMES:
            value = given.get(name)
            if value:
                self.links.append(FoundLink(self.here(), raw, tag, name, value, foreign))

    def handle_endtag(self, tag: str) -> None:
        """Note where a form ends."""
        if tag == "form" and self.form_start is not None:
            end = self.page.index(">", self.here()) + 1
            self.forms.append((self.form_start, end))
            self.form_start = None


def read_page(page: str) -> ReadPage:
    """Read a page: what takes longest of an export, so it is done once for each."""
    reader = PageReader(DRAWING.sub(blank_without_links, page))
    return ReadPage(tuple(reader.links), tuple(reader.forms))


def blank_without_links(drawing: re.Match[str]) -> str:
    """As many blanks as a drawing has letters: most tags of a page are lines and points in it."""
    found = drawing[0]
    return found if any(name in found for name in NAMES) else " " * len(found)


def style_links(sheet: bytes) -> Iterator[str]:
    """The addresses of a stylesheet."""
    return (match.decode("ascii", "ignore") for match in STYLE_LINK.findall(sheet))


def changed_page(
    page: str, decide: Decide, instead_of_forms: str, read: ReadPage | None = None
) -> str:
    """The page with other links, and a sentence where its forms were.

    read: what was found in it before; None: it is read now.
    """
    read = read or read_page(page)
    pieces = [changed_tag(each, decide(each)) for each in read.links]
    pieces += [PieceOfPage(start, end, instead_of_forms) for start, end in read.forms]
    made, at = [], 0
    for piece in sorted(pieces, key=lambda piece: piece.start):
        made += [page[at : piece.start], piece.instead]
        at = piece.end
    return "".join([*made, page[at:]])


def changed_tag(link: FoundLink, to: str | None) -> PieceOfPage:
    """A tag with another address; without one, or nothing at all where it says nothing else."""
    end = link.start + len(link.raw)
    if to == link.value:
        return PieceOfPage(link.start, end, link.raw)
    if to is None and link.tag == "link":
        return PieceOfPage(link.start, end, "")
    written = "" if to is None else f' {link.name}="{escape(to)}"'
    attribute = re.compile(rf"""\s{link.name}\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
    return PieceOfPage(link.start, end, attribute.sub(lambda _: written, link.raw, count=1))

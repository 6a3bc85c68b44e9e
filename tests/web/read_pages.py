"""Reads every page of a town as somebody who follows all links, a few of each kind, in a language.

What is read is what people read or hear: words of the page, and names of pictures and fields.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client

HEARD = ("alt", "aria-label", "title", "placeholder")  # attributes people hear or see
UNREAD = ("script", "style", "code", "pre", "textarea")  # not prose; what people typed
BLOCKS = frozenset(
    {
        "p", "li", "td", "th", "h1", "h2", "h3", "h4", "dt", "dd", "dl", "caption", "figcaption",
        "summary", "label", "option", "button", "legend", "title", "text", "desc", "div", "section",
        "nav", "ul", "ol", "table", "tr", "br", "small", "time",
    }
)  # fmt: skip
EACH = 2  # pages of one kind
END = "\n"  # between what does not belong together


class Words(HTMLParser):
    """The words of a page, one block a line, and the addresses it leads to."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.said: list[str] = []
        self.links: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is heard; leave out what is in another language or no prose."""
        given = dict(attrs)
        foreign = given.get("lang") not in (None, self.language) and tag != "html"
        if tag not in VOID and (tag in UNREAD or foreign or self.silent):
            self.silent.append(tag)
        if tag in BLOCKS:
            self.said.append(END)
        if not self.silent:
            self.said += (f"{END}{given[name]}{END}" for name in HEARD if given.get(name))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()
        if tag in BLOCKS:
            self.said.append(END)

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if not self.silent:
            self.said.append(data.replace("\n", " "))

    @property
    def lines(self) -> tuple[str, ...]:
        """Each block's words on a line of their own."""
        whole = "".join(self.said).replace("\xa0", " ").replace("\u202f", " ")
        lines = (" ".join(line.split()) for line in whole.split(END))
        return tuple(line for line in lines if line)


PARAGRAPH = re.compile(r"<p[ >][^<]*>?([^<]{60,})</p>")
FILE = re.compile(r"\.[a-z][a-z0-9]*$")  # not a page, and some take long to make
VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    }
)  # fmt: skip


@dataclass
class ReadPages:
    """All pages found, by address."""

    client: Client
    language: str
    beside: tuple[str, ...] = ()  # starts of addresses that are not read
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    paragraphs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    def read(self, *starts: str) -> "ReadPages":
        """Follow links from here on, a few pages of each kind."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            kind = kind_of(address)
            if address.startswith(self.beside) or FILE.search(kind) or self.seen[kind] >= EACH:
                continue
            self.seen[kind] += address not in self.pages
            if address in self.pages:
                continue
            waiting += self.one(address)
        return self

    def one(self, address: str) -> Iterator[str]:
        """Read one address; the pages it leads to."""
        answer = self.client.get(address, headers={"accept-language": self.language})
        if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
            return
        if answer.status_code >= 300:
            return
        words = Words(self.language)
        words.feed(answer.content.decode())
        self.pages[address] = words.lines
        self.paragraphs[address] = tuple(PARAGRAPH.findall(answer.content.decode()))
        for link in words.links:
            path = urlsplit(urljoin(address, link))
            if path.netloc == "" and path.path.startswith("/"):
                yield path.path + (f"?{path.query}" if path.query else "")


def kind_of(address: str) -> str:
    """Pages that differ only in what they are about are of one kind."""
    path = re.sub(r"\d+", "N", address.split("?")[0])
    return re.sub(r"/[^/]{40,}/", "/X/", path)

"""What a built page names: links, what it loads, its language and its anchors."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

LOADED = {"script", "img", "iframe", "source", "video", "audio", "embed", "object", "input"}


@dataclass(eq=False)
class Seen(HTMLParser):
    """A page as its reader's browser would take it."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    language: str = ""
    equations: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element names."""
        named = {name: value or "" for name, value in attrs}
        self.anchors |= {named[key] for key in ("id", "name") if key in named}
        self.equations += tag == "math"
        if tag == "html":
            self.language = named["lang"]
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        if tag == "link":
            self.loads.append(named["href"])
        if tag in LOADED:
            self.loads += [named[key] for key in ("src", "srcset", "data") if key in named]
        self.loads += re.findall(r"url\(['\"]?([^'\")]+)", named.get("style", ""))


@cache
def seen(page: Path) -> Seen:
    """Read a page."""
    reader = Seen()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader


def loaded_by_style(sheet: Path) -> list[str]:
    """What a stylesheet asks for beside itself."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"(?:url\(|@import\s+)['\"]?([^'\")\s;]+)", text)

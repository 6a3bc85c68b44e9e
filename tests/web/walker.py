"""Collects figures from pages and documents by subject and quantity, as they are printed.

A place is a function that yields `Figure`s of one page or document. To cover another page, write
one more and put it into PLACES of the test: what two places tell of the same subject and quantity
must then be the same to the last printed digit.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

NUMBER = r"(−?[\d.]+(?:,\d+)?)"  # as German writes it


@dataclass(frozen=True)
class Figure:
    """One printed figure, word or verdict."""

    subject: str  # a measure's name, or the town's
    quantity: str  # with its unit and year
    printed: str
    place: str  # page or document


@dataclass
class Table:
    """A table of a page as plain text."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)

    def column(self, heading: str) -> dict[str, str]:
        """By the text of the first cell, what stands under a heading."""
        head = next((row for row in self.rows if heading in row), [heading])
        at = head.index(heading)
        return {row[0]: row[at] for row in self.rows if row is not head and len(row) > at}


class Reader(HTMLParser):
    """Tables of a page; small print of a cell (small, .hidden) is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.cell: list[str] | None = None
        self.caption: list[str] | None = None
        self.skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row, a cell, or what is left out."""
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif tag == "caption":
            self.caption = []
        elif tag == "small" or (("class", "hidden") in attrs and tag == "span") or self.skipped:
            self.skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close it again."""
        if self.skipped and tag == self.skipped[-1]:
            self.skipped.pop()
        elif tag in ("td", "th") and self.cell is not None:
            self.tables[-1].rows[-1].append(plain(self.cell))
            self.cell = None
        elif tag == "caption" and self.caption is not None:
            self.tables[-1].caption = plain(self.caption)
            self.caption = None

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if self.caption is not None:
            self.caption.append(data)
        elif self.cell is not None and not self.skipped:
            self.cell.append(data)


def plain(parts: Iterable[str]) -> str:
    """Text on one line."""
    return " ".join("".join(parts).split())


def tables(page: str) -> list[Table]:
    """All tables of a page."""
    reader = Reader()
    reader.feed(page)
    return reader.tables


def table(page: str, heading: str) -> Table:
    """The table with a heading; one without rows where the page has none."""
    fitting = (found for found in tables(page) if any(heading in row for row in found.rows))
    return next(fitting, Table())


def text(page: str) -> str:
    """The words of a page without marks, on one line."""
    main = page.split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&nbsp;", " ").split())


def found(pattern: str, words: str) -> Iterator[re.Match[str]]:
    """Each place where a pattern with {n} for a number stands."""
    yield from re.finditer(pattern.replace("{n}", NUMBER), words)


def together(figures: Iterable[Figure]) -> Mapping[tuple[str, str], Mapping[str, set[str]]]:
    """By subject and quantity: each printed form with the places that print it."""
    seen: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in figures:
        seen[one.subject, one.quantity][one.printed].add(one.place)
    return seen

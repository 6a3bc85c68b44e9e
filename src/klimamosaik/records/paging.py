"""Long lists are sent a page at a time, searched on the server; the address keeps what was asked.

Works without script. ?q= are the words looked for, ?seite= the page; every other word of the
address is the list's own filter and stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from klimamosaik.terms.text import Text

A_PAGE = 50  # rows: with their small pictures about 90 kB
WORDS, NUMBER = "q", "seite"  # in the address
LONGEST = 100  # letters of what is looked for
Row = TypeVar("Row")


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """A page of a list, and what the links beside it need."""

    rows: Sequence[Row]
    page: Page[Row]
    asked: str  # the words looked for
    filters: tuple[tuple[str, str], ...]  # the list's own, as they stand in the address
    address: str  # words and filters as the start of an address, "&" at its end
    told: Text  # "101 bis 200 von 2.012 Zählern"

    @property
    def long(self) -> bool:
        """True where one looks for a row, or has looked: they are not all seen at a glance."""
        return bool(self.asked) or self.page.has_other_pages()


def paged(
    request: HttpRequest, rows: Sequence[Row] | QuerySet[Any], *, told: Text, size: int = A_PAGE
) -> Paged[Row]:
    """The page asked for; beyond the last one the last. Of a query no more rows are fetched.

    told: names {first}, {last} and {all}.
    """
    page = Paginator(rows, size).get_page(request.GET.get(NUMBER))
    kept = request.GET.copy()
    kept.pop(NUMBER, None)
    own = [(name, value) for name, values in kept.lists() for value in values if name != WORDS]
    address = kept.urlencode()
    return Paged(
        rows=list(page),
        page=page,
        asked=asked(request),
        filters=tuple(own),
        address=f"{address}&" if address else "",
        told=told.format(first=page.start_index(), last=page.end_index(), all=page.paginator.count),
    )


def asked(request: HttpRequest) -> str:
    """The words looked for; "" for none."""
    return request.GET.get(WORDS, "").strip()[:LONGEST]


def found_in(words: str, *texts: str) -> bool:
    """True where every word occurs in one of the texts, whatever its case."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words.casefold().split())

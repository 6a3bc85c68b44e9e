"""How long a page is, and where the next one begins."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from klimamosaik.sensorthings.language.options import QueryOptions

PAGE = 100  # entities where nobody says how many
MOST = 10_000  # entities on one page
INSIDE = 100_000  # expanded entities in one answer
MARK = re.compile(r"(?:^|&)(?:\$|%24)skiptoken=([^&]*)")


@dataclass(frozen=True)
class Window:
    """Which part of a list is asked for."""

    skip: int
    top: int


def window_of(options: QueryOptions) -> Window:
    """The part of a list that options ask for; a page is never longer than the limit."""
    top = PAGE if options.top is None else min(options.top, MOST)
    return Window(options.skip or 0, top)


def marked(query: str) -> tuple[str, str]:
    """A query without the mark our own links carry, and the mark; "" where there is none."""
    found = MARK.search(query)
    if found is None:
        return query, ""
    return MARK.sub("", query).lstrip("&"), unquote(found[1])


def mark_after(skip: int, datastream: int, start: int) -> str:
    """A mark: how many entities lie before, and the key of the last of them."""
    return f"{skip}-{datastream}-{start}"


def begin_of(mark: str, skip: int) -> tuple[int, int] | None:
    """The key [datastream, µs since 1970] after which a page begins.

    None where the mark is none of ours, or belongs to another page than the one asked for.
    """
    found = re.fullmatch(r"(\d{1,18})-(\d{1,18})-(-?\d{1,18})", mark)
    if found is None or int(found[1]) != skip:
        return None
    return int(found[2]), int(found[3])
